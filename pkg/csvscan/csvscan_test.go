package csvscan

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"
)

// scanAll returns all records of a text, and how many were malformed.
func scanAll(t testing.TB, src io.Reader, comma byte) (records [][]string, malformed int) {
	t.Helper()
	s := New(src, comma)
	for {
		cells, err := s.Next()
		switch err {
		case nil:
			record := make([]string, len(cells))
			for i, cell := range cells {
				record[i] = string(cell)
			}
			records = append(records, record)
		case ErrMalformed:
			malformed++
		case io.EOF:
			return records, malformed
		default:
			t.Fatal(err)
		}
	}
}

func TestScanner(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       string // cells joined by |, records by /
		malformed  int
	}{
		{name: "plain", text: "a,b\nc,d\n", want: "a|b/c|d"},
		{name: "no line end at the end", text: "a,b\nc,d", want: "a|b/c|d"},
		{name: "crlf", text: "a,b\r\nc,d\r\n", want: "a|b/c|d"},
		{name: "bare cr", text: "a,b\rc,d\r", want: "a|b/c|d"},
		{name: "line ends of all kinds", text: "a,b\nc,d\r\ne,f\rg,\"h\"\r\ni,\"j\"\r\r\nk\r", want: "a|b/c|d/e|f/g|h/i|j/k"},
		{name: "empty lines", text: "\n\na,b\n\r\n\nc,d\n\n", want: "a|b/c|d"},
		{name: "empty cells", text: ",\n,,\n", want: "|/||"},
		{name: "quotes", text: `"a","b,c"` + "\n", want: "a|b,c"},
		{name: "doubled quotes", text: `"a ""b""",""""` + "\n", want: `a "b"|"`},
		{name: "line end inside quotes", text: "\"a\nb\",c\n", want: "a\nb|c"},
		{name: "crlf inside quotes stays", text: "\"a\r\nb\",c\r\n", want: "a\r\nb|c"},
		{name: "a quote within an unquoted cell is text", text: `Jim "JJ" Doe,5"` + "\n", want: `Jim "JJ" Doe|5"`},
		{name: "blanks behind a closing quote", text: "\"a\"  ,\"b\"\t,\"c\" \n", want: "a|b|c"},
		{name: "text behind a closing quote", text: "\"a\"b,c\nd,e\n", want: "d|e", malformed: 1},
		{name: "an open quote costs its own row", text: "a,\"b\nc,d\ne,f\n", want: "c|d/e|f", malformed: 1},
		{name: "an open quote before a quoted cell", text: "a,\"b\nc,\"d\"\n", want: "c|d", malformed: 1},
		{name: "an open quote at the end", text: "a,b\nc,\"d", want: "a|b", malformed: 1},
		{name: "only a quote", text: `"`, want: "", malformed: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, src := range map[string]io.Reader{"at once": strings.NewReader(test.text), "byte by byte": iotestOneByte(test.text)} {
				records, malformed := scanAll(t, src, ',')
				var got []string
				for _, record := range records {
					got = append(got, strings.Join(record, "|"))
				}
				if joined := strings.Join(got, "/"); joined != test.want || malformed != test.malformed {
					t.Errorf("%s: %q with %d malformed; want %q with %d", name, joined, malformed, test.want, test.malformed)
				}
			}
		})
	}
}

type oneByte struct{ *strings.Reader }

func (r oneByte) Read(p []byte) (int, error) { return r.Reader.Read(p[:min(1, len(p))]) }

func iotestOneByte(text string) io.Reader { return oneByte{strings.NewReader(text)} }

func TestHugeRecordsCostThemselvesAlone(t *testing.T) {
	big := strings.Repeat("x", 3<<20)
	for name, text := range map[string]string{
		"a long cell":          "a,b\nc," + big + "\nd,e\n",
		"a long quoted cell":   "a,b\nc,\"" + big + "\"\nd,e\n",
		"a long line at first": big + "\na,b\nd,e\n",
		"a long line at last":  "a,b\nd,e\n" + big,
	} {
		records, malformed := scanAll(t, strings.NewReader(text), ',')
		if len(records) != 2 || malformed != 1 {
			t.Errorf("%s: %d records, %d malformed; want 2 and 1", name, len(records), malformed)
		}
	}
}

// A record may have MaxRecord bytes. Rows behind a longer one keep their numbers, whatever ends the lines: a person looks
// them up in a spreadsheet.
func TestRowsBehindHugeRecords(t *testing.T) {
	longest, quoted := "a,"+strings.Repeat("x", MaxRecord-2), "a,\""+strings.Repeat("x", MaxRecord-4)
	for _, end := range []string{"\n", "\r\n", "\r"} {
		for text, isMalformed := range map[string]bool{
			longest: false, longest + "x": true, longest + longest: true, quoted + `"`: false, quoted + `x"`: true,
		} {
			for name, src := range map[string]io.Reader{
				"at once": strings.NewReader(text + end + "b,c" + end), "byte by byte": iotestOneByte(text + end + "b,c" + end),
			} {
				s := New(src, ',')
				if _, err := s.Next(); (err == ErrMalformed) != isMalformed {
					t.Errorf("%s, %d bytes, then %q: error %v", name, len(text), end, err)
				}
				if cells, err := s.Next(); err != nil || string(cells[0]) != "b" || s.Row() != 2 {
					t.Errorf("%s, behind %d bytes and %q: row %d is %q, error %v; want row 2", name, len(text), end, s.Row(), cells, err)
				}
			}
		}
	}
}

// What encoding/csv reads without complaint the scanner reads the same, but for a CRLF inside quotes.
func FuzzScannerAgainstEncodingCSV(f *testing.F) {
	for _, text := range []string{
		"a,b\nc,d\n", "\"a\nb\",\"\"\"c\"\n", "a,\"b\"\r\n\r\n,\n", "\"\"\n",
		"a\"b,c\n", "\"a\r\nb\"\r\n", "\r\r\n", "a\r",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		reader := csv.NewReader(bytes.NewReader(text))
		reader.FieldsPerRecord = -1
		want, err := reader.ReadAll()
		if err != nil || bytes.Contains(bytes.ReplaceAll(text, []byte("\r\n"), nil), []byte("\r")) {
			return // a bare CR ends a line here
		}
		got, malformed := scanAll(t, bytes.NewReader(text), ',')
		for _, record := range got {
			for i := range record {
				record[i] = strings.ReplaceAll(record[i], "\r\n", "\n")
			}
		}
		if malformed > 0 || !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%q: %q with %d malformed; encoding/csv reads %q", text, got, malformed, want)
		}
	})
}

// A line break inside quotes is part of its cell. A quote that is never closed costs its own row, and so does the other
// half of a broken record, which would look like a row with a quote in it.
func TestBrokenRecords(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       string // cells joined by |, records by /
		malformed  int
	}{
		{"a line break in the first cell", "\"Maria\nJosé\",Silva,m@x.com\na,b,c@x.com\n", "Maria\nJosé|Silva|m@x.com/a|b|c@x.com", 0},
		{"several line breaks", "a,\"Street 5\n2000 Sydney\n\nAustralia\",m@x.com\n", "a|Street 5\n2000 Sydney\n\nAustralia|m@x.com", 0},
		{"closed by a later row", "a,\"b,c@x.com\nd,e,f@x.com\ng,h\",i@x.com\nj,k,l@x.com\n", "d|e|f@x.com/j|k|l@x.com", 2},
		{"swallows a row with quotes of its own", "a,\"b,c@x.com\nd,e,\"f@x.com\"\ng,h,i@x.com\n", "d|e|f@x.com/g|h|i@x.com", 1},
		{"the half behind a broken quote is no row", "\"Maria\nJosé\" Silva,x,m@x.com\na,b,c@x.com\n", "a|b|c@x.com", 2},
		{"of another width", "\"a\nb\",m@x.com\nc,d,e@x.com\n", "c|d|e@x.com", 2},
		{"never closed", "a,b,c@x.com\n\"d,e,f@x.com\ng,h,i@x.com", "a|b|c@x.com/g|h|i@x.com", 1},
		{"the same with CR", "\"Maria\rJosé\" Silva,x,m@x.com\ra,b,c@x.com\r", "a|b|c@x.com", 2},
		{"a nickname is text", "a,Jim \"JJ\" Doe,c@x.com\n", `a|Jim "JJ" Doe|c@x.com`, 0},
	} {
		s := New(strings.NewReader(test.text), ',')
		s.Fits = func(cells [][]byte) bool { return len(cells) == 3 }
		s.IsRow = func(cells [][]byte) bool { return len(cells) == 3 && bytes.IndexByte(cells[2], '@') > 0 }
		var got []string
		malformed := 0
		for {
			cells, err := s.Next()
			if err == io.EOF {
				break
			}
			if err == ErrMalformed {
				malformed++
				continue
			}
			got = append(got, string(bytes.Join(cells, []byte("|"))))
		}
		if joined := strings.Join(got, "/"); joined != test.want || malformed != test.malformed {
			t.Errorf("%s: %q with %d malformed; want %q with %d", test.name, joined, malformed, test.want, test.malformed)
		}
	}
}
