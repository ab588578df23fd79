package roster

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// TestRecords writes cells as records, which every reader of CSV takes apart again (RFC 4180); ours takes a bare CR for the
// end of a line.
func TestRecords(t *testing.T) {
	for _, cells := range [][]string{
		{"Ada", "Lovelace", "ada@acme.example"},
		{"", "", ""},
		{"Backus, Jr.", "John", ""},
		{"", `Building "C"`, `"`},
		{`""`, ",", "a,b,c"},
		{"two\nlines", "", ""},
		{"", "two\rlines", ""},
		{"", "", "two\r\nlines"},
		{"", `ends with "`, `" begins`},
		{"Zoë", "花子", "محمد"},
	} {
		record := newRecord(cells)
		for i, cell := range slices.Collect(cellsIn(record)) {
			if cell != cells[i] {
				t.Errorf("%q was written as %q, and taken apart as %q", cells, record, cell)
			}
		}
		scanned, err := csvscan.New(strings.NewReader(record), ',').Next()
		if err != nil || !slices.EqualFunc(scanned, cells, func(got []byte, want string) bool { return string(got) == want }) {
			t.Errorf("%q was written as %q, and scanned as %q, %v", cells, record, scanned, err)
		}
		read, err := csv.NewReader(strings.NewReader(record)).Read()
		want := strings.ReplaceAll(strings.Join(cells, "|"), "\r\n", "\n") // as encoding/csv reads it
		if err != nil || strings.Join(read, "|") != want {
			t.Errorf("%q was written as %q, and read as %q, %v", cells, record, read, err)
		}
	}
}
