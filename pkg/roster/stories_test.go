package roster_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

var update = flag.Bool("update", false, "write what was found into the stories, for a person to read through")

// Each story in testdata is one file as an HR system writes it, and what becomes of it: what is sent, which rows are
// rejected, what was found. Lines such as "DATE_FORMAT=DD/MM/YYYY" above the files are settings, and
//
//	charset: utf-8-bom, utf-16le, utf-16be, or a name that browsers know
//	line end: crlf or cr
//	escapes: the input's lines hold Go escapes such as \u00a0
//
// say how the input really looks, as do a workbook ([workbookOf]) and
//
//	packed: gzip or zip
//
// A story with a baseline.csv tells what the file changes: what is sent of it if only
// changes are, who joins, leaves and is missing, and what the baseline is then.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			story := parseStory(t, archive)
			got := story.tell(t)
			if *update {
				rewrite(t, file, archive, got)
				return
			}
			want := map[string]string{}
			for _, f := range archive.Files {
				want[f.Name] = string(f.Data)
			}
			delete(want, "employees.csv")
			delete(want, "baseline.csv")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// tell reads and compares the file, and returns what came out of it.
func (s story) tell(t testing.TB) map[string]string {
	t.Helper()
	var found, baselineThen bytes.Buffer
	got := map[string]string{}
	file, err := s.format.Read(bytes.NewReader(s.input))
	if err != nil && !roster.IsRefused(err) {
		t.Fatal(err)
	}
	if err != nil {
		fmt.Fprintf(&found, "refused: %s: %v\n", refusalOf(err).Why, err)
		describe(&found, file, file.Rows, file.Problems)
		got["rejected.csv"] = rejectsOf(file.Rejects)
	} else {
		base := baselineOf(t, string(s.baseline), s.format.DateFormat)
		plan := roster.Compare(file, base, s.occasion)
		if err := plan.Refusal(); err != nil {
			fmt.Fprintf(&found, "refused: %s: %v\n", refusalOf(err).Why, err)
		}
		describe(&found, file, plan.Rows, plan.Problems)
		describePlan(&found, plan, s.baseline != nil)
		got["rejected.csv"] = rejectsOf(plan.Rejects)
		got["sent.csv"] = content(t, plan, false)
		if s.baseline != nil {
			got["sent-changes.csv"] = content(t, plan, true)
			got["changes.csv"] = changesOf(plan)
			if err := plan.WriteBaseline(&baselineThen, roster.Next{Environment: "test", ForgetAfter: 400}); err != nil {
				t.Fatal(err)
			}
			got["baseline-then.csv"] = baselineThen.String()
		}
		checkThatNothingChanged(t, file, base, plan, s.occasion)
	}
	got["found"] = found.String()
	maps.DeleteFunc(got, func(_, text string) bool { return text == "" })
	return got
}

// checkThatNothingChanged compares the file once more, after everything that a plan offers: the outcome is the same.
func checkThatNothingChanged(t testing.TB, file *roster.File, base *roster.Baseline, plan *roster.Plan, occasion roster.Occasion) {
	t.Helper()
	other := roster.Compare(file, &roster.Baseline{}, occasion)
	_ = other.WriteBaseline(io.Discard, roster.Next{})
	again := roster.Compare(file, base, occasion)
	if diff := cmp.Diff(exported(plan), exported(again)); diff != "" {
		t.Errorf("a second comparison differs:\n%s", diff)
	}
	if first, second := content(t, plan, true), content(t, again, true); first != second {
		t.Errorf("a second comparison sends\n%s\ninstead of\n%s", second, first)
	}
}

func exported(p *roster.Plan) string {
	return fmt.Sprintln(p.Rows, p.Changes, p.Problems, p.Rejects, p.Employed, p.Joining, p.Rewritten, p.Vanished, p.UnmappedEnd, p.CutOff,
		p.Conflicts, p.NotEnded, p.Nameless)
}

func refusalOf(err error) *roster.RefusedError {
	refused := (*roster.RefusedError)(nil)
	errors.As(err, &refused)
	return refused
}

// content returns what the plan would send, which must be the same in however many parts it is sent.
func content(t testing.TB, plan *roster.Plan, onlyChanges bool) string {
	t.Helper()
	upload := plan.Upload(onlyChanges)
	if upload.Len() == 0 {
		return ""
	}
	all, err := io.ReadAll(upload.Content())
	if err != nil {
		t.Fatal(err)
	}
	if parts := upload.Parts(0); len(parts) != 1 || parts[0].Len() != upload.Len() {
		t.Errorf("0 does not split; %d parts", len(parts))
	}
	header, rows, _ := bytes.Cut(all, []byte("\n"))
	for _, size := range []int64{1, int64(len(all))/2 + 1, int64(len(all))} {
		var joined []byte
		parts := upload.Parts(size)
		if size == int64(len(all)) && len(parts) != 1 {
			t.Errorf("%d parts of at most %d bytes, of %d bytes", len(parts), size, len(all))
		}
		for _, part := range parts {
			text, err := io.ReadAll(part.Content())
			if err != nil || int64(len(text)) > size && part.Len() > 1 {
				t.Errorf("a part has %d bytes although at most %d were asked for; error %v", len(text), size, err)
			}
			first, rest, _ := bytes.Cut(text, []byte("\n"))
			if !bytes.Equal(first, header) {
				t.Errorf("a part begins with %q", first)
			}
			joined = append(joined, rest...)
		}
		if !bytes.Equal(joined, rows) {
			t.Errorf("in parts of %d bytes: %q; want %q", size, joined, rows)
		}
	}
	return string(all)
}

func csvOf(rows [][]string) string {
	if len(rows) == 1 {
		return ""
	}
	var text strings.Builder
	_ = csv.NewWriter(&text).WriteAll(rows)
	return text.String()
}

func rejectsOf(rejects []roster.Reject) string {
	rows := [][]string{{"row", "id", "firstName", "lastName", "column", "problem", "value", "detail"}}
	for _, r := range rejects {
		rows = append(rows, []string{strconv.Itoa(r.Row), r.ID, r.FirstName, r.LastName, r.Column, string(r.Code), r.Value, string(r.Detail)})
	}
	return csvOf(rows)
}

func changesOf(plan *roster.Plan) string {
	rows := [][]string{{"change", "id", "firstName", "lastName", "column", "before", "after"}}
	for d := range plan.Differences {
		rows = append(rows, []string{string(d.Kind), d.ID, d.FirstName, d.LastName, d.Column, d.Before, d.After})
	}
	return csvOf(rows)
}

func describe(w io.Writer, f *roster.File, rows roster.Rows, problems []roster.Problem) {
	fmt.Fprintf(w, "charset: %s\n", f.Charset)
	if f.Delimiter != "" {
		fmt.Fprintf(w, "delimiter: %q\n", f.Delimiter)
	}
	for _, header := range slices.Sorted(maps.Keys(f.Headers.Mapped)) {
		fmt.Fprintf(w, "%s is %s\n", header, f.Headers.Mapped[header])
	}
	if len(f.Headers.Ignored) > 0 {
		fmt.Fprintf(w, "ignored: %v\n", f.Headers.Ignored)
	}
	if len(f.Headers.Absent) > 0 {
		fmt.Fprintf(w, "absent: %v\n", f.Headers.Absent)
	}
	if rows.Read > 0 {
		fmt.Fprintf(w, "rows: %d read, %d accepted, %d rejected", rows.Read, rows.Accepted, rows.Rejected)
		for i, n := range []int{rows.Merged, rows.Former, rows.Excluded, rows.Superseded} {
			if n > 0 {
				fmt.Fprintf(w, ", %d %s", n, []string{"merged", "former", "excluded", "superseded"}[i])
			}
		}
		fmt.Fprintln(w)
	}
	if sum := rows.Accepted + rows.Rejected + rows.Merged + rows.Former + rows.Excluded + rows.Superseded; sum != rows.Read {
		fmt.Fprintf(w, "THE ROWS ADD UP TO %d\n", sum)
	}
	for _, p := range problems {
		fmt.Fprintf(w, "%s %s: %d, rows %v\n", p.Code, p.Column, p.Count, p.Rows)
	}
}

func describePlan(w io.Writer, p *roster.Plan, compared bool) {
	if compared {
		fmt.Fprintf(w, "changes: %+v\n", p.Changes)
		fmt.Fprintf(w, "employed so far: %d, joining: %d\n", p.Employed, p.Joining)
	}
	for _, r := range p.Rewritten {
		fmt.Fprintf(w, "rewritten: %s of %d of %d\n", r.Column, r.Count, r.Of)
	}
	if len(p.Vanished) > 0 {
		fmt.Fprintf(w, "vanished: %v\n", p.Vanished)
	}
	if len(p.UnmappedEnd) > 0 {
		fmt.Fprint(w, "unmapped end:")
		for _, end := range p.UnmappedEnd {
			fmt.Fprintf(w, " [%s]", end.Label)
			if end.Blank > 0 {
				fmt.Fprintf(w, " in %d rows without an end", end.Blank)
			}
		}
		fmt.Fprintln(w)
	}
	if p.CutOff {
		fmt.Fprintln(w, "the last row looks cut")
	}
	if p.NotEnded > 0 {
		fmt.Fprintf(w, "not ended: %d, since %d rejected rows may be anybody's\n", p.NotEnded, p.Nameless)
	}
}

func rewrite(t *testing.T, file string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	inputs := 1
	if len(archive.Files) > 1 && archive.Files[1].Name == "baseline.csv" {
		inputs = 2
	}
	archive.Files = archive.Files[:inputs]
	for _, name := range []string{"sent.csv", "sent-changes.csv", "rejected.csv", "changes.csv", "baseline-then.csv", "found"} {
		if got[name] != "" {
			archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got[name])})
		}
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}
