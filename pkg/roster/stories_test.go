package roster_test

import (
	"bytes"
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
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

var update = flag.Bool("update", false, "write what was found into the stories, for a person to read through")

// Each story in testdata is one file as an HR system writes it, and what becomes of it: what is sent, which rows are
// rejected, what was found. Lines such as "DATE_FORMAT=DD/MM/YYYY" above the files are settings, and
//
//	charset: utf-8-bom, utf-16le, utf-16be or windows-1252
//	line end: crlf or cr
//	escapes: the input's lines hold Go escapes such as \u00a0
//
// say how the input really looks. A story with a known.csv tells what the file changes: what is sent of it where only
// changes are, who is missing, and what is known then.
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
			delete(want, "known.csv")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

type story struct {
	format roster.Format
	drop   roster.Drop
	input  []byte
	known  []byte // nil where the story does not compare
}

func parseStory(t testing.TB, archive *txtar.Archive) (s story) {
	t.Helper()
	s.input = archive.Files[0].Data
	if len(archive.Files) > 1 && archive.Files[1].Name == "known.csv" {
		s.known = archive.Files[1].Data
	}
	settings := map[string]string{}
	for line := range strings.Lines(string(archive.Comment)) {
		line = strings.TrimSpace(line)
		if name, value, ok := strings.Cut(line, "="); ok {
			settings[name] = value
		} else if name, value, ok := strings.Cut(line, ": "); ok {
			settings[name] = value
		}
	}
	var err error
	if s.format, err = roster.ParseFormat(func(name string) string { return settings[name] }); err != nil {
		t.Fatal(err)
	}
	s.drop = roster.Drop{
		Time:       time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC),
		Full:       settings["FILE_CONTENT"] != "changes",
		EndMissing: settings["MISSING_EMPLOYEES"] == "end",
	}
	s.format.EndDates = s.drop.EndMissing
	if _, ok := settings["escapes"]; ok {
		var lines []string
		for line := range strings.Lines(string(s.input)) {
			plain, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `"`, `\"`) + `"`)
			if err != nil {
				t.Fatal(line, err)
			}
			lines = append(lines, plain+"\n")
		}
		s.input = []byte(strings.Join(lines, ""))
	}
	switch settings["line end"] {
	case "crlf":
		s.input = bytes.ReplaceAll(s.input, []byte("\n"), []byte("\r\n"))
	case "cr":
		s.input = bytes.ReplaceAll(s.input, []byte("\n"), []byte("\r"))
	}
	switch settings["charset"] {
	case "utf-8-bom":
		s.input = append([]byte("\uFEFF"), s.input...)
	case "utf-16le":
		s.input, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(s.input)
	case "utf-16be":
		s.input, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes(s.input)
	case "windows-1252":
		s.input, err = charmap.Windows1252.NewEncoder().Bytes(s.input)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tell reads and compares the file, and returns what came out of it.
func (s story) tell(t testing.TB) map[string]string {
	t.Helper()
	spool, err := os.CreateTemp(t.TempDir(), "spool")
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	var rejected, missing, known, found bytes.Buffer
	r, err := s.format.Read(bytes.NewReader(s.input), spool, &rejected)
	refused := (*roster.RefusedError)(nil)
	if err != nil && !errors.As(err, &refused) {
		t.Fatal(err)
	}
	got := map[string]string{}
	if refused != nil {
		fmt.Fprintf(&found, "refused: %s\n", refused.Reason)
		describe(&found, r, r.Rows, r.Problems)
	} else {
		plan, err := r.Compare(bytes.NewReader(s.known), s.drop, &missing)
		if err != nil {
			t.Fatal(err)
		}
		describe(&found, r, plan.Rows, plan.Problems)
		got["sent.csv"] = content(t, plan, false)
		if s.known != nil {
			fmt.Fprintf(&found, "changes: %+v\n", plan.Changes)
			fmt.Fprintf(&found, "known: %d, employed %d, present %d, newest %s, vanished %v, strangers %d, ending %d\n",
				plan.Known, plan.Employed, plan.Present, plan.Newest.Format(time.RFC3339), plan.Vanished, plan.Strangers, plan.Ending)
			got["sent-changes.csv"] = content(t, plan, true)
			if err := plan.WriteKnown(bytes.NewReader(s.known), &known); err != nil {
				t.Fatal(err)
			}
			got["known-then.csv"] = known.String()
		}
	}
	got["found"] = found.String()
	for name, list := range map[string]string{"rejected.csv": rejected.String(), "missing.csv": missing.String()} {
		rest, marked := strings.CutPrefix(list, "\uFEFF")
		if !marked && list != "" {
			t.Errorf("%s has no byte order mark, and a spreadsheet would get its accents wrong", name)
		}
		got[name] = rest
	}
	maps.DeleteFunc(got, func(_, text string) bool { return text == "" })
	return got
}

// content returns what the plan would send, which has to be the same in however many parts it is sent.
func content(t testing.TB, plan *roster.Plan, onlyChanges bool) string {
	t.Helper()
	var all []byte
	for _, part := range plan.Contents(onlyChanges, 0) {
		all, _ = io.ReadAll(part)
	}
	header, rows, _ := bytes.Cut(all, []byte("\n"))
	for _, size := range []int64{1, int64(len(all))/2 + 1, int64(len(all))} {
		var joined []byte
		for _, part := range plan.Contents(onlyChanges, size) {
			text, err := io.ReadAll(part)
			if err != nil || part.Size() > size && bytes.Count(text, []byte("\n")) > 2+bytes.Count(text, []byte("\"")) {
				t.Errorf("a part has %d bytes where at most %d were asked for; error %v", part.Size(), size, err)
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

func describe(w io.Writer, r *roster.Roster, rows roster.Rows, problems []roster.Problem) {
	fmt.Fprintf(w, "charset: %s\n", r.Charset)
	if r.Delimiter != "" {
		fmt.Fprintf(w, "delimiter: %q\n", r.Delimiter)
	}
	for _, header := range slices.Sorted(maps.Keys(r.Columns.Mapped)) {
		fmt.Fprintf(w, "%s is %s\n", header, r.Columns.Mapped[header])
	}
	if len(r.Columns.Ignored) > 0 {
		fmt.Fprintf(w, "dropped: %s\n", strings.Join(r.Columns.Ignored, ", "))
	}
	if rows.Read > 0 {
		fmt.Fprintf(w, "rows: %d read, %d accepted, %d rejected", rows.Read, rows.Accepted, rows.Rejected)
		if rows.Superseded > 0 {
			fmt.Fprintf(w, ", %d superseded", rows.Superseded)
		}
		fmt.Fprintln(w)
	}
	for _, p := range problems {
		fmt.Fprintf(w, "%s %s: %d, rows %v\n", p.Code, p.Column, p.Count, p.Rows)
	}
}

func rewrite(t *testing.T, file string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	inputs := 1
	if len(archive.Files) > 1 && archive.Files[1].Name == "known.csv" {
		inputs = 2
	}
	archive.Files = archive.Files[:inputs]
	for _, name := range []string{"sent.csv", "sent-changes.csv", "rejected.csv", "missing.csv", "known-then.csv", "found"} {
		if got[name] != "" {
			archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got[name])})
		}
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}
