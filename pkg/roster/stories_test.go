package roster_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

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
// say how the input really looks.
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
			sent, rejected, found := tell(t, story.format, bytes.NewReader(story.input))
			got := map[string]string{"sent.csv": sent, "rejected.csv": strings.TrimPrefix(rejected, "\uFEFF"), "found": found}
			if *update {
				rewrite(t, file, archive, got)
				return
			}
			want := map[string]string{"sent.csv": "", "rejected.csv": "", "found": ""}
			for _, f := range archive.Files[1:] {
				want[f.Name] = string(f.Data)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

type story struct {
	format roster.Format
	input  []byte
}

func parseStory(t *testing.T, archive *txtar.Archive) (s story) {
	t.Helper()
	s.input = archive.Files[0].Data
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
	if s.format.ExtraColumns, err = roster.ParseExtraColumns(settings["EXTRA_COLUMNS"]); err != nil {
		t.Fatal(err)
	}
	if s.format.ColumnMap, err = roster.ParseColumnMap(settings["COLUMN_MAP"], s.format.ExtraColumns); err != nil {
		t.Fatal(err)
	}
	if settings["DATE_FORMAT"] != "" {
		if s.format.DateFormat, err = roster.ParseDateFormat(settings["DATE_FORMAT"]); err != nil {
			t.Fatal(err)
		}
	}
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

// tell reads a file and returns what came out of it.
func tell(t testing.TB, format roster.Format, input *bytes.Reader) (sent, rejected, found string) {
	t.Helper()
	spool, err := os.CreateTemp(t.TempDir(), "spool")
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	var rejects bytes.Buffer
	r, err := format.Read(input, spool, &rejects)
	var words bytes.Buffer
	if refused := (*roster.RefusedError)(nil); errors.As(err, &refused) {
		fmt.Fprintf(&words, "refused: %s\n", refused.Reason)
	} else if err != nil {
		t.Fatal(err)
	} else {
		content, err := os.ReadFile(spool.Name())
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(content)) != r.Content().Size() {
			t.Errorf("the content has %d bytes, the spool %d", r.Content().Size(), len(content))
		}
		sent = string(content)
	}
	fmt.Fprintf(&words, "charset: %s\n", r.Charset)
	if r.Delimiter != "" {
		fmt.Fprintf(&words, "delimiter: %q\n", r.Delimiter)
	}
	for _, header := range slices.Sorted(maps.Keys(r.Columns.Mapped)) {
		fmt.Fprintf(&words, "%s is %s\n", header, r.Columns.Mapped[header])
	}
	if len(r.Columns.Dropped) > 0 {
		fmt.Fprintf(&words, "dropped: %s\n", strings.Join(r.Columns.Dropped, ", "))
	}
	if r.Rows.Read > 0 {
		fmt.Fprintf(&words, "rows: %d read, %d accepted, %d rejected\n", r.Rows.Read, r.Rows.Accepted, r.Rows.Rejected)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&words, "%s %s: %d, rows %v\n", p.Code, p.Column, p.Count, p.Rows)
	}
	return sent, rejects.String(), words.String()
}

func rewrite(t *testing.T, file string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	archive.Files = archive.Files[:1]
	for _, name := range []string{"sent.csv", "rejected.csv", "found"} {
		if got[name] != "" {
			archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got[name])})
		}
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}
