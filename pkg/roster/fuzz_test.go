package roster_test

import (
	"bytes"
	"encoding/csv"
	"os"
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
		spool, err := os.CreateTemp(t.TempDir(), "spool")
		if err != nil {
			t.Fatal(err)
		}
		defer spool.Close()
		var rejected bytes.Buffer
		r, err := format.Read(bytes.NewReader(input), spool, &rejected)
		if err != nil && !roster.IsRefused(err) {
			t.Fatal(err)
		}
		if r.Rows.Read != r.Rows.Accepted+r.Rows.Rejected || r.Rows.Read > 1+bytes.Count(input, []byte("\n"))+bytes.Count(input, []byte("\r")) {
			t.Errorf("rows: %+v of %d bytes", r.Rows, len(input))
		}
		if (r.Rows.Rejected > 0) != (rejected.Len() > 0) {
			t.Errorf("%d rows were rejected, and the list has %d bytes", r.Rows.Rejected, rejected.Len())
		}
		if err != nil {
			return
		}
		sent, err := os.ReadFile(spool.Name())
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(bytes.NewReader(sent)).ReadAll()
		if err != nil || len(records) != r.Rows.Accepted+1 {
			t.Fatalf("%d records were sent for %d accepted rows; error %v", len(records), r.Rows.Accepted, err)
		}
		if i := bytes.IndexFunc(sent, func(char rune) bool { return char < ' ' && !strings.ContainsRune("\t\r\n", char) || char == 0x7f }); i >= 0 {
			t.Errorf("byte %d of what is sent is a control character", i)
		}
		again := story{format: format, input: sent}.tell(t)
		if again["sent.csv"] != string(sent) || again["rejected.csv"] != "" {
			t.Errorf("accepted:\n%s\nand then:\n%v", sent, again)
		}
	})
}
