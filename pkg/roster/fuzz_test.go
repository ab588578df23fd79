package roster_test

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// Whatever a file is: there is never a panic, nor more rows out than in; what is sent is a CSV of one width, free of
// control characters; and what is accepted once is accepted again, unchanged.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("no stories to start from", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(parseStory(f, archive).input)
	}
	// What was sent before is extra columns away from being a file of its own.
	format := roster.Format{ExtraColumns: []string{"Department", "Office"}}
	f.Fuzz(func(t *testing.T, input []byte) {
		file, err := format.Read(bytes.NewReader(input))
		if err != nil && !roster.IsRefused(err) {
			t.Fatal(err)
		}
		lines := 1 + bytes.Count(input, []byte("\n")) + bytes.Count(input, []byte("\r"))
		if rows := file.Rows; rows.Read != rows.Accepted+rows.Rejected || rows.Read > lines && !bytes.HasPrefix(input, []byte("\x1f\x8b")) {
			t.Errorf("rows: %+v of %d lines", rows, lines)
		}
		if (file.Rows.Rejected > 0) != (len(file.Rejects) > 0) {
			t.Errorf("%d rows were rejected, and %d problems are listed", file.Rows.Rejected, len(file.Rejects))
		}
		if err != nil {
			return
		}
		plan := roster.Compare(file, &roster.Baseline{}, roster.Occasion{})
		sent := content(t, plan, false)
		if sent == "" {
			return
		}
		records, err := csv.NewReader(strings.NewReader(sent)).ReadAll()
		if err != nil || len(records) != plan.Rows.Accepted+1 {
			t.Fatalf("%d records were sent for %d accepted rows; error %v", len(records), plan.Rows.Accepted, err)
		}
		if i := strings.IndexFunc(sent, func(char rune) bool { return char < ' ' && char != '\n' || char == 0x7f }); i >= 0 {
			t.Errorf("byte %d of what is sent is a control character", i)
		}
		again := story{format: format, input: []byte(sent)}.tell(t)
		if again["sent.csv"] != sent || again["rejected.csv"] != "" {
			t.Errorf("accepted:\n%s\nand then:\n%v", sent, again)
		}
	})
}
