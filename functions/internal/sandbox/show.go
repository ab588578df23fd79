package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// show imports the samples one after the other, fires the schedule, and prints what a person wants to see.
func show(ctx context.Context, s *testbed.Bed, out io.Writer) error {
	s.Crewmojo.SetReport("oneonone.summary", sampleReport)
	fmt.Fprintf(out, "S3 and Secrets Manager are on %s, Crewmojo is on %s\n", s.AWS.URL, s.Crewmojo.URL)
	outcomes := s.Watch(ctx)
	p := printer{ctx, s, out}
	steps := []struct {
		title, file, key string
		want             outcome.Status
	}{
		{"An HR system puts its first employee file into the bucket",
			"events/employees.csv", "incoming/employees.csv", outcome.Imported},
		{"The next day somebody joins, somebody leaves, somebody marries",
			"events/employees-next-day.csv", "incoming/employees.csv", outcome.Imported},
		{"One night the file is cut off halfway",
			"events/employees-cut-off.csv", "incoming/employees.csv", outcome.Held},
	}
	var last outcome.Import
	for i, step := range steps {
		body, err := os.ReadFile(step.file)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n%d. %s: %s -> s3://%s/%s\n", i+1, step.title, step.file, testbed.BucketName, step.key)
		if err := s.Bucket().Put(ctx, step.key, body); err != nil {
			return err
		}
		if last, err = p.next(outcomes, step.want); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\n4. Somebody has looked at it, and approves: imports/%s/source.csv -> approved/employees.csv\n", last.ID)
	if err := s.Bucket().Copy(ctx, "imports/"+last.ID+"/source.csv", "approved/employees.csv"); err != nil {
		return err
	}
	if _, err := p.next(outcomes, outcome.Imported); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n5. The schedule OneOnOneSummary asks for its report\n")
	answer, err := s.Fire(ctx, "OneOnOneSummary", time.Now())
	if err != nil {
		return err
	}
	return p.report(answer)
}

// A printer prints outcomes for a person.
type printer struct {
	ctx context.Context
	s   *testbed.Bed
	out io.Writer
}

// next waits for the next outcome, prints it, and compares it with what is wanted.
func (p printer) next(outcomes <-chan testbed.Delivery, want outcome.Status) (outcome.Import, error) {
	select {
	case o := <-outcomes:
		if err := p.print(o); err != nil {
			return outcome.Import{}, err
		}
		r, err := o.Result()
		if err == nil && r.Status != want {
			err = fmt.Errorf("the import was %s, and not %s", r.Status, want)
		}
		return r, err
	case <-p.ctx.Done():
		return outcome.Import{}, errors.New("interrupted")
	}
}

func (p printer) print(o testbed.Delivery) error {
	r, err := o.Result()
	if err != nil {
		return err
	}
	p.line(string(r.Status), "%d rows read, %d accepted, %d rejected", r.Rows.Read, r.Rows.Accepted, r.Rows.Rejected)
	if r.Reason != "" {
		p.line("because", "%s", r.Reason)
	}
	p.line("changes", "%d added, %d changed, %d unchanged, %d leaving, %d returning, %d missing",
		r.Changes.Added, r.Changes.Changed, r.Changes.Unchanged, r.Changes.Leaving, r.Changes.Returning, r.Changes.Missing)
	if len(r.Columns.Ignored) > 0 {
		p.line("ignored", "%s", strings.Join(r.Columns.Ignored, ", "))
	}
	if files := p.s.Crewmojo.Files(); r.Uploads > 0 && len(files) > 0 {
		p.table("sent", string(files[len(files)-1].CSV))
	}
	for _, mail := range o.Mails {
		p.mail(mail)
	}
	keys, err := p.s.Bucket().Keys(p.ctx, "imports/"+r.ID+"/")
	if err != nil {
		return err
	}
	for _, key := range keys {
		if name := path.Base(key); name == "rejected.csv" || name == "changes.csv" {
			body, _, err := p.s.Bucket().Get(p.ctx, key)
			if err != nil {
				return err
			}
			p.table(strings.TrimSuffix(name, ".csv"), strings.TrimPrefix(string(body), "\uFEFF"))
		}
	}
	for _, key := range keys {
		p.line("file", "s3://%s/%s", testbed.BucketName, key)
	}
	return nil
}

// mail prints what somebody was told.
func (p printer) mail(m localaws.Message) {
	to := "the HR admin"
	if m.TopicARN == localaws.TopicARN(testbed.OperatorsTopic) {
		to = "on call"
	}
	p.line("mail", "to %s: %s", to, m.Subject)
	p.lines("", strings.Split(strings.TrimSpace(m.Text), "\n"))
}

// report prints what the export answered.
func (p printer) report(answer []byte) error {
	var done outcome.Reports
	if err := json.Unmarshal(answer, &done); err != nil {
		return err
	}
	for _, report := range done.Reports {
		p.line(string(report.Status), "%s from %s to %s: %d rows, %d bytes",
			report.Report, report.StartDate, report.EndDate, report.Rows, report.Bytes)
	}
	newest := done.Reports[0]
	body, _, err := p.s.Bucket().Get(p.ctx, newest.Key)
	if err != nil {
		return err
	}
	p.lines("the newest", strings.Split(strings.TrimSpace(string(body)), "\n"))
	keys, err := p.s.Bucket().Keys(p.ctx, "reports/")
	if err != nil {
		return err
	}
	for _, key := range keys {
		p.line("file", "s3://%s/%s", testbed.BucketName, key)
	}
	return nil
}

func (p printer) line(label, format string, values ...any) {
	line := fmt.Sprintf("   %-10s %s", label, fmt.Sprintf(format, values...))
	fmt.Fprintln(p.out, strings.TrimRight(line, " "))
}

// table prints a CSV in columns.
func (p printer) table(label, text string) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		p.line(label, "%s", text)
		return
	}
	var aligned strings.Builder
	w := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	for _, record := range records {
		fmt.Fprintln(w, strings.Join(record, "\t"))
	}
	w.Flush()
	p.lines(label, strings.Split(strings.TrimSuffix(aligned.String(), "\n"), "\n"))
}

// lines prints several lines under one label.
func (p printer) lines(label string, lines []string) {
	for _, line := range lines {
		p.line(label, "%s", strings.TrimRight(line, " "))
		label = ""
	}
}
