package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path"
	"strings"
	"text/tabwriter"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// A printer prints outcomes for a person.
type printer struct {
	ctx context.Context
	s   *testbed.Bed
	out io.Writer
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
