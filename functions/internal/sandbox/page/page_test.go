package page

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

var update = flag.Bool("update", false, "write the golden pages anew")

func TestMain(m *testing.M) {
	time.Local = time.UTC // the pages show the time of this machine
	os.Exit(m.Run())
}

// hostile is a text that somebody may call a file, to have a browser run it.
const hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)>.csv`

func at(minute int) time.Time { return time.Date(2026, time.November, 23, 21, minute, 1, 0, time.UTC) }

// samples returns a file of every kind, the oldest first, as an evening of trying things out leaves them.
func samples() []file {
	files := []file{
		{Key: "seed/first.csv", Import: outcome.Import{Status: outcome.Seeded, Rows: outcome.Rows{Read: 95, Accepted: 95}}},
		{Key: "incoming/employees.csv", Import: outcome.Import{Status: outcome.Imported, Sent: 95,
			Rows: outcome.Rows{Read: 95, Accepted: 95}}},
		{Key: "incoming/cut.csv", Import: outcome.Import{Status: outcome.Held,
			Reason:  "31 of 95 employees would leave or are missing; the limit is 10 %.",
			Reasons: []outcome.Reason{{Code: "leaving", Count: 31, Of: 95, Limit: 10}},
			Rows:    outcome.Rows{Read: 64, Accepted: 64}, Changes: outcome.Changes{Unchanged: 64, Missing: 31}}},
		{Key: "approved/03/cut.csv", Import: outcome.Import{Status: outcome.Imported, Approves: "03", Sent: 64}},
		{Key: "incoming/part.csv", Import: outcome.Import{Status: outcome.Imported, Sent: 62,
			Rows: outcome.Rows{Read: 64, Accepted: 62, Rejected: 2}}},
		{Key: "preview/next.csv", Import: outcome.Import{Status: outcome.Previewed}},
		{Key: "preview/cut.csv", Import: outcome.Import{Status: outcome.Previewed, Reasons: []outcome.Reason{{Code: "cut-off"}}}},
		{Key: "incoming/" + hostile, Import: outcome.Import{Status: outcome.Rejected, Reason: "No header was found."}},
		{Key: "incoming/employees.csv", Failed: "upload employees: crewmojo: 403 " + hostile},
		{Key: "incoming/waits.csv", Import: outcome.Import{Status: outcome.Held,
			Reason:  "10 of 62 employees would leave or are missing.",
			Reasons: []outcome.Reason{{Code: "leaving", Count: 10, Of: 62, Limit: 10}},
			Rows:    outcome.Rows{Read: 52, Accepted: 52}, Changes: outcome.Changes{Unchanged: 52, Missing: 10}}},
	}
	for i := range files {
		f := &files[i]
		f.Number, f.At = i+1, at(i)
		if f.Failed == "" {
			f.ID = fmt.Sprintf("%02d", i+1)
			f.Source.Received = f.At
		}
		text := "What happened: https://console.aws.amazon.com/s3/object/crewmojo-sandbox?region=eu-central-1&prefix=imports/" +
			f.ID + "/review.html\n" + hostile
		f.Mails = []mail{{Number: i + 1, To: "the HR admin", Subject: "About " + f.Name(), At: f.At, Parts: withLinks(text)}}
	}
	return files
}

// Each file has one state, which says what has happened since as well.
func TestStates(t *testing.T) {
	files := samples()
	late := file{Number: 11, Import: outcome.Import{Status: outcome.Imported}}
	late.Source.Received = at(20)
	for _, test := range []struct {
		name        string
		files       []file
		onlyChanges bool
		want        string
	}{
		{"as they stand", files, false, "✓ Starting point, ✓ Imported, ✓ Approved (4), ✓ Imported, ! Imported in part, – Preview, " +
			"! Preview: would be held, ✕ Rejected, ✕ Failed, ! Held"},
		{"a newer file makes a held one too old, not an approved one", append(files, late), false,
			"✓ Starting point, ✓ Imported, ✓ Approved (4), ✓ Imported, ! Imported in part, – Preview, " +
				"– Superseded (11), ✕ Rejected, ✕ Failed, – Superseded (11), ✓ Imported"},
		{"no file of changes is too old", append(files, late), true,
			"✓ Starting point, ✓ Imported, ✓ Approved (4), ✓ Imported, ! Imported in part, – Preview, " +
				"! Preview: would be held, ✕ Rejected, ✕ Failed, ! Held, ✓ Imported"},
	} {
		var said []string
		for _, f := range test.files {
			s := stateOf(f, test.files, test.onlyChanges)
			line := s.Sign + " " + s.Word
			if s.By != 0 {
				line += fmt.Sprintf(" (%d)", s.By)
			}
			said = append(said, line)
		}
		if diff := cmp.Diff(test.want, strings.Join(said, ", ")); diff != "" {
			t.Errorf("%s:\n%s", test.name, diff)
		}
	}
}

// The pages are as they were when somebody last looked at them in a browser; nothing that a file is called is markup there.
func TestPages(t *testing.T) {
	files := samples()
	own := func(number int, a approval, again string) fileView {
		f := files[number-1]
		return fileView{row: row{f, stateOf(f, files, false)}, Lists: lists, Approval: a, Again: again}
	}
	exports := []export{
		{At: at(30), State: newState("good", "Exported"), Said: "3 rows", Key: "reports/goals/csv/by=day/day=2026-11-22/goals.csv"},
		{At: at(30), State: newState("bad", "Failed"), Said: "event: " + hostile},
	}
	schedules := []schedule{{"OneOnOneSummary", `{"reports":["oneonone.summary"]}`}}
	for name, page := range map[string]struct {
		template string
		shown    any
	}{
		"empty": {"history.html", history{Schedules: schedules, Periods: []string{"yesterday"}, Form: url.Values{}}},
		"history": {"history.html", history{
			Settings: []string{"COLUMN_MAP=" + hostile}, Rows: rowsOf(files, false), Older: 3, Exports: exports,
			Mails: files[7].Mails, Schedules: schedules, Periods: []string{"yesterday", "last-7-days"}, People: 1,
			Refused: "No file was chosen.",
			Form:    url.Values{"report": {hostile}, "period": {"last-7-days"}, "format": {"json"}, "compress": {"on"}}}},
		"held":     {"file.html", own(10, approval{Possible: true}, "")},
		"approved": {"file.html", own(3, approval{}, "21:03:01")},
		"begun":    {"file.html", own(10, approval{Begun: "21:15:01"}, "")},
		"failed":   {"file.html", own(9, approval{}, "")},
	} {
		got, err := rendered(page.template, page.shown)
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range []string{"<script>alert", "<img"} {
			if strings.Contains(string(got), run) {
				t.Errorf("%s: a browser would run what a file is called: %s", name, run)
			}
		}
		path := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// Links to the AWS console, which does not know the sandbox's bucket, lead to the same thing here; texts stay as they are.
func TestConsoleLinks(t *testing.T) {
	const console = "https://console.aws.amazon.com/s3/buckets/crewmojo-sandbox?region=eu-central-1&amp;prefix=imports/1/"
	const rest = `">the folder</a> <bdi>` + console + `</bdi> <a href="https://example.com/">x</a>`
	got, want := string(localLinks([]byte(`<a href="`+console+rest))), `<a href="/console?prefix=imports/1/`+rest
	if got != want {
		t.Errorf("the page has\n%s\nand should have\n%s", got, want)
	}
	parts := withLinks("See https://example.com/guide. And javascript:alert(1), or\n" +
		"https://console.aws.amazon.com/s3/object/crewmojo-sandbox?region=r&prefix=imports/1/review.html")
	wantParts := []part{{Text: "See "}, {"https://example.com/guide", "https://example.com/guide"},
		{Text: ". And javascript:alert(1), or\n"},
		{"https://console.aws.amazon.com/s3/object/crewmojo-sandbox?region=r&prefix=imports/1/review.html",
			"/console?region=r&prefix=imports/1/review.html"}, {}}
	if diff := cmp.Diff(wantParts, parts); diff != "" {
		t.Error(diff)
	}
}
