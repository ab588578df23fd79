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
	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/terminal"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// A scene is one thing that happens to a bundle with the default settings.
type scene struct {
	title, short string
	file         string // put under incoming/; "" for the approval of the file before
	want         outcome.Status
}

var scenes = []scene{
	{"An HR system puts its first employee file into the bucket", "the first file", "events/employees.csv", outcome.Imported},
	{"The next day somebody joins, somebody leaves, somebody marries", "the next day", "events/employees-next-day.csv", outcome.Imported},
	{"One night half of the people are missing from the file", "half of the people", "events/employees-half.csv", outcome.Held},
	{"A part of the company was sold: HR looks at the file, and approves it", "its approval", "", outcome.Imported},
}

// A story tells what the functions do, scene by scene.
type story struct {
	bed      *testbed.Bed
	out      io.Writer
	style    terminal.Style
	outcomes <-chan testbed.Delivery
	summary  []string
	mails    []string
}

// show imports the samples one after the other, fires a schedule, and ends with a summary.
func show(ctx context.Context, s *testbed.Bed, out io.Writer) error {
	s.Crewmojo.SetReport("oneonone.summary", sampleReport)
	t := &story{bed: s, out: out, style: terminal.StyleOf(out), outcomes: s.Watch(ctx)}
	fmt.Fprintf(out, "\nThe functions are up, with the default settings. S3, SNS and Secrets Manager are on %s,\nCrewmojo is on %s.\n",
		s.AWS.URL, s.Crewmojo.URL)
	var last outcome.Import
	for i, scene := range scenes {
		var err error
		if last, err = t.play(ctx, i+1, scene, last.ID); err != nil {
			return err
		}
	}
	if err := t.export(ctx, len(scenes)+1); err != nil {
		return err
	}
	t.end()
	return nil
}

// play has one scene happen. The import before is the one to approve.
func (t *story) play(ctx context.Context, n int, scene scene, before string) (outcome.Import, error) {
	t.title(n, scene.title)
	key, bucket := "incoming/employees.csv", t.bed.Bucket()
	if scene.file == "" {
		key = "approved/employees.csv"
		t.line("copy", "imports/%s/source.csv -> s3://%s/%s", before, testbed.BucketName, key)
		if err := bucket.Copy(ctx, "imports/"+before+"/source.csv", key); err != nil {
			return outcome.Import{}, err
		}
	} else {
		body, err := os.ReadFile(scene.file)
		if err != nil {
			return outcome.Import{}, err
		}
		t.line("put", "%s -> s3://%s/%s", scene.file, testbed.BucketName, key)
		if err := bucket.Put(ctx, key, body); err != nil {
			return outcome.Import{}, err
		}
	}
	select {
	case o := <-t.outcomes:
		r, err := o.Result()
		if err == nil && r.Status != scene.want {
			err = fmt.Errorf("the import was %s, and not %s", r.Status, scene.want)
		}
		if err != nil {
			return r, err
		}
		return r, t.tell(ctx, n, scene, r, o.Mails)
	case <-ctx.Done():
		return outcome.Import{}, errors.New("interrupted")
	}
}

// tell says what became of a file.
func (t *story) tell(ctx context.Context, n int, scene scene, r outcome.Import, mails []localaws.Message) error {
	t.line(string(r.Status), "%d rows read, %d accepted, %d rejected", r.Rows.Read, r.Rows.Accepted, r.Rows.Rejected)
	if r.Reason != "" {
		t.line("because", "%s", r.Reason)
	}
	if n == 1 { // later scenes are about what changes
		t.line("columns", "sent: %s", strings.Join(r.Columns.Sent, ", "))
		t.line("", "ignored, and never sent: %s", strings.Join(r.Columns.Ignored, ", "))
	}
	changes := fmt.Sprintf("%d new, %d changed, %d leaving, %d missing", r.Changes.Added, r.Changes.Changed, r.Changes.Leaving, r.Changes.Missing)
	t.line("changes", "%s", changes)
	if scene.file != "" { // an approval brings the changes of the file that was held
		if err := t.list(ctx, r.ID, "changes.csv"); err != nil {
			return err
		}
	}
	if r.Rows.Rejected > 0 {
		t.line("rejected", "as rejected.csv says:")
		if err := t.list(ctx, r.ID, "rejected.csv"); err != nil {
			return err
		}
	}
	if r.Uploads > 0 {
		t.line("sent", "%d people, to Crewmojo", r.Sent)
	} else {
		t.line("sent", "nothing")
	}
	if err := t.kept(ctx, r.ID); err != nil {
		return err
	}
	t.tellMails(n, mails)
	t.summarise(n, string(r.Status), scene.short, changes)
	return nil
}

// list prints one of the lists that an import has left, if it is there.
func (t *story) list(ctx context.Context, id, name string) error {
	keys, err := t.bed.Bucket().Keys(ctx, "imports/"+id+"/"+name)
	if err != nil || len(keys) == 0 {
		return err
	}
	body, _, err := t.bed.Bucket().Get(ctx, keys[0])
	if err != nil {
		return err
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(body), "\uFEFF"))).ReadAll()
	if err != nil {
		return err
	}
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, record := range records {
		fmt.Fprintln(w, strings.Join(record, "\t"))
	}
	w.Flush()
	for line := range strings.Lines(text.String()) {
		t.line("", "%s", strings.TrimRight(line, " \n"))
	}
	return nil
}

// kept says what an import has left in the bucket.
func (t *story) kept(ctx context.Context, id string) error {
	keys, err := t.bed.Bucket().Keys(ctx, "imports/"+id+"/")
	var names []string
	for _, key := range keys {
		names = append(names, path.Base(key))
	}
	t.line("kept", "imports/%s/", id)
	t.line("", "%s", strings.Join(names, ", "))
	return err
}

// tellMails says who was told.
func (t *story) tellMails(n int, mails []localaws.Message) {
	if len(mails) == 0 {
		t.line("mail", "none: by default, people are told of problems only")
	}
	for _, m := range mails {
		to := "the HR admin"
		if m.TopicARN == localaws.TopicARN(testbed.OperatorsTopic) {
			to = "those on call"
		}
		t.line("mail", "to %s: %s", to, t.style.Bold(m.Subject))
		t.mails = append(t.mails, fmt.Sprintf("  %d  to %s: %s", n, to, m.Subject))
	}
}

// export fires the schedule of a report.
func (t *story) export(ctx context.Context, n int) error {
	const schedule = "OneOnOneSummary"
	t.title(n, "The schedule "+schedule+" asks Crewmojo for a report")
	answer, err := t.bed.Fire(ctx, schedule, time.Now())
	if err != nil {
		return err
	}
	var done outcome.Reports
	if err := json.Unmarshal(answer, &done); err != nil {
		return err
	}
	rows := 0
	for _, report := range done.Reports {
		t.line(string(report.Status), "%s: %d rows -> %s", report.StartDate, report.Rows, report.Key)
		rows += report.Rows
	}
	newest, _, err := t.bed.Bucket().Get(ctx, done.Reports[0].Key)
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(newest), "\n")
	t.line("the first", "%s", first)
	t.summarise(n, string(done.Reports[0].Status), "a scheduled report", fmt.Sprintf("%d days, %d rows", len(done.Reports), rows))
	return nil
}

// end sums the story up, on one screen with what to try next.
func (t *story) end() {
	fmt.Fprintf(t.out, "\n%s\n\n%s\n", t.style.Bold("Summary"), strings.Join(t.summary, "\n"))
	fmt.Fprintf(t.out, "\nMails that were sent:\n%s\n", strings.Join(t.mails, "\n"))
	fmt.Fprintf(t.out, `
Nothing left this machine, and all of it is gone now.

%s

  make check FILE=events/employees.csv   what an import would make of a file; take your own export
  make sandbox                           keep the functions up: put files in, read the pages and mails
  make help                              everything else; README.md says how to deploy
`, t.style.Bold("What to try next"))
}

func (t *story) summarise(n int, status, what, figures string) {
	padded := fmt.Sprintf("%-9s", status)
	if status == string(outcome.Held) {
		padded = t.style.Warn(padded)
	} else {
		padded = t.style.Good(padded)
	}
	t.summary = append(t.summary, fmt.Sprintf("  %d  %s %-24s %s", n, padded, what, figures))
}

func (t *story) title(n int, text string) {
	fmt.Fprintf(t.out, "\n%s\n", t.style.Bold(fmt.Sprintf("%d. %s", n, text)))
}

func (t *story) line(label, format string, values ...any) {
	line := fmt.Sprintf("   %-10s %s", label, fmt.Sprintf(format, values...))
	fmt.Fprintln(t.out, strings.TrimRight(line, " "))
}
