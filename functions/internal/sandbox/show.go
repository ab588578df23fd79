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

	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/awsfake"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// sampleReport is what the sandbox's Crewmojo answers for its one report.
var sampleReport = crewmojotest.Report{
	CSV: "managerName,employeeName,scheduled,completed\n" +
		"Grace Hopper,Ada Lovelace,2,2\nGrace Hopper,Alan Turing,2,1\nGrace Hopper,\"Dijkstra, Edsger\",1,0\n",
	JSON: `[{"managerName":"Grace Hopper","employeeName":"Ada Lovelace","scheduled":2,"completed":2}]`,
}

// An outcome is what the import answered for one drop.
type outcome struct {
	created awsfake.Created
	answer  []byte
	err     error
}

// watch imports what is written under the triggering prefixes, one after the other, and tells of each.
func (s *sandbox) watch(ctx context.Context) <-chan outcome {
	written := make(chan awsfake.Created, 1000)
	outcomes := make(chan outcome)
	s.aws.OnCreate(func(c awsfake.Created) {
		if s.triggers(c.Key) {
			written <- c
		}
	})
	go func() {
		for {
			select {
			case c := <-written:
				answer, err := s.notify(ctx, c)
				select {
				case outcomes <- outcome{c, answer, err}:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return outcomes
}

// show drops the samples one after the other, fires the schedule, and prints what a person wants to see.
func show(ctx context.Context, s *sandbox, out io.Writer) error {
	s.crewmojo.SetReport("oneonone.summary", sampleReport)
	fmt.Fprintf(out, "S3 and Secrets Manager are on %s, Crewmojo is on %s\n", s.aws.URL, s.crewmojo.URL)
	outcomes := s.watch(ctx)
	p := printer{ctx, s, out}
	steps := []struct {
		title, file, key, want string
	}{
		{"An HR system drops its first employee file", "events/employees.csv", "incoming/employees.csv", "imported"},
		{"The next day somebody joins, somebody leaves, somebody marries", "events/employees-next-day.csv", "incoming/employees.csv", "imported"},
		{"One night the file is cut off half-way", "events/employees-cut-off.csv", "incoming/employees.csv", "held"},
	}
	var last result
	for i, step := range steps {
		body, err := os.ReadFile(step.file)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n%d. %s: %s -> s3://%s/%s\n", i+1, step.title, step.file, bucketName, step.key)
		if err := s.bucket().put(ctx, step.key, body); err != nil {
			return err
		}
		if last, err = p.next(outcomes, step.want); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\n4. Somebody has looked at it, and approves: imports/%s/source.csv -> approved/employees.csv\n", last.ID)
	if err := s.bucket().copy(ctx, "imports/"+last.ID+"/source.csv", "approved/employees.csv"); err != nil {
		return err
	}
	if _, err := p.next(outcomes, "imported"); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n5. The schedule OneOnOneSummary asks for its report\n")
	answer, err := s.fire(ctx, "OneOnOneSummary", time.Now())
	if err != nil {
		return err
	}
	return p.report(answer)
}

// A result is what the sandbox shows of an import's result.
type result struct {
	ID      string
	Status  string
	Reason  string
	Columns struct{ Sent, Dropped []string }
	Rows    struct{ Read, Accepted, Rejected int }
	Changes struct{ Added, Changed, Unchanged, Leaving, Returning, Missing int }
	Uploads int
}

// A printer prints outcomes for a person.
type printer struct {
	ctx context.Context
	s   *sandbox
	out io.Writer
}

// next waits for the next outcome, prints it, and holds it against what is wanted.
func (p printer) next(outcomes <-chan outcome, want string) (result, error) {
	select {
	case o := <-outcomes:
		if err := p.print(o); err != nil {
			return result{}, err
		}
		r, err := resultOf(o)
		if err == nil && r.Status != want {
			err = fmt.Errorf("the import was %s, and not %s", r.Status, want)
		}
		return r, err
	case <-p.ctx.Done():
		return result{}, errors.New("interrupted")
	}
}

func resultOf(o outcome) (result, error) {
	var response struct{ Imports []result }
	if o.err != nil {
		return result{}, o.err
	}
	if err := json.Unmarshal(o.answer, &response); err != nil {
		return result{}, err
	}
	if len(response.Imports) != 1 {
		return result{}, fmt.Errorf("the import answered for %d drops", len(response.Imports))
	}
	return response.Imports[0], nil
}

func (p printer) print(o outcome) error {
	r, err := resultOf(o)
	if err != nil {
		return err
	}
	p.line(r.Status, "%d rows read, %d accepted, %d rejected", r.Rows.Read, r.Rows.Accepted, r.Rows.Rejected)
	if r.Reason != "" {
		p.line("because", "%s", r.Reason)
	}
	p.line("changes", "%d added, %d changed, %d unchanged, %d leaving, %d returning, %d missing",
		r.Changes.Added, r.Changes.Changed, r.Changes.Unchanged, r.Changes.Leaving, r.Changes.Returning, r.Changes.Missing)
	if len(r.Columns.Dropped) > 0 {
		p.line("left out", "%s", strings.Join(r.Columns.Dropped, ", "))
	}
	if files := p.s.crewmojo.Files(); r.Uploads > 0 && len(files) > 0 {
		p.table("sent", string(files[len(files)-1].CSV))
	}
	mail, err := p.s.mail(o.answer)
	if err != nil {
		return err
	}
	p.lines("mail", mail)
	keys, err := p.s.bucket().keys(p.ctx, "imports/"+r.ID+"/")
	if err != nil {
		return err
	}
	for _, key := range keys {
		if name := path.Base(key); name == "rejected.csv" || name == "missing.csv" {
			body, _, err := p.s.bucket().get(p.ctx, key)
			if err != nil {
				return err
			}
			p.table(strings.TrimSuffix(name, ".csv"), strings.TrimPrefix(string(body), "\uFEFF"))
		}
	}
	for _, key := range keys {
		p.line("file", "s3://%s/%s", bucketName, key)
	}
	return nil
}

// report prints what the export answered.
func (p printer) report(answer []byte) error {
	var response struct {
		Report, StartDate, EndDate, Key string
		Rows                            int
		Bytes                           int64
	}
	if err := json.Unmarshal(answer, &response); err != nil {
		return err
	}
	body, _, err := p.s.bucket().get(p.ctx, response.Key)
	if err != nil {
		return err
	}
	p.line("exported", "%s from %s to %s: %d rows, %d bytes", response.Report, response.StartDate, response.EndDate, response.Rows, response.Bytes)
	p.table("report", string(body))
	p.line("file", "s3://%s/%s", bucketName, response.Key)
	return nil
}

func (p printer) line(label, format string, values ...any) {
	fmt.Fprintf(p.out, "   %-10s %s\n", label, fmt.Sprintf(format, values...))
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
