package exporter

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func TestConvert(t *testing.T) {
	for _, test := range []struct {
		name, format, report string
		rows                 int
		columns              []string
		written              string // where it differs from the report
		err                  string
	}{
		{name: "csv", format: "csv", report: "a,b\n1,2\n3,4\n", rows: 2, columns: []string{"a", "b"}},
		{name: "no line end at the end", format: "csv", report: "a,b\r\n1,2", rows: 1, columns: []string{"a", "b"}},
		{name: "only a heading", format: "csv", report: "a,b\n", rows: 0, columns: []string{"a", "b"}},
		{name: "a byte order mark", format: "csv", report: "\uFEFF\"a\",b\n", rows: 0, columns: []string{"a", "b"}},
		{name: "line ends and commas in quotes", format: "csv", report: "a,b\n\"1\n,\"\"2\",3\n", rows: 1, columns: []string{"a", "b"}},
		{name: "a quote within a plain cell", format: "csv", report: "a,b\n5\" pipe,3\n", rows: 1, columns: []string{"a", "b"}},
		{name: "empty lines", format: "csv", report: "a,b\n\n1,2\n\r\n", rows: 1, columns: []string{"a", "b"}},
		{name: "empty cells", format: "csv", report: "a,b\n,\n\"\",\n", rows: 2, columns: []string{"a", "b"}},
		{name: "one column", format: "csv", report: "a\n1\n\"\"\n", rows: 2, columns: []string{"a"}},
		{name: "nothing", format: "csv", report: "", err: "the report is damaged: it is empty, without even a heading"},
		{name: "cut off within a row", format: "csv", report: "a,b\n1,2\n3", err: "the report is damaged: row 3 has 1 cells, the heading 2"},
		{name: "cut off within quotes", format: "csv", report: "a,b\n1,\"2", err: "the report is damaged: it ends within a quoted cell"},
		{name: "too many cells", format: "csv", report: "a,b\n1,2,3\n", err: "the report is damaged: row 2 has 3 cells, the heading 2"},
		{name: "text behind quotes", format: "csv", report: "a,b\n1,\"2\"x\n", err: "the report is damaged: row 2 has text behind a closing quote"},
		{name: "json", format: "json", report: ` [ {"b":1,"a":{"c":[2]}} , {"b":3} ] `, rows: 2, columns: []string{"b", "a"}},
		{name: "an empty array", format: "json", report: `[]`, rows: 0},
		{name: "a report with a field named jobId", format: "json", report: `{"jobId":"1","rows":[]}`, rows: 1, columns: []string{"jobId", "rows"}},
		{name: "an array that is cut off", format: "json", report: `[{"a":1},`, err: "the report is damaged: its JSON ends too early"},
		{name: "an element that is cut off", format: "json", report: `[{"a":`, err: "the report is damaged: its JSON ends too early"},
		{name: "no JSON", format: "json", report: `[{"a":x}]`, err: "the report is damaged: its JSON is not valid at byte"},
		{name: "something behind", format: "json", report: `[{"a":1}] [2]`, err: "the report is damaged: there is something behind its JSON"},
		{name: "an object and another", format: "json", report: `{"a":1} {"a":2}`, err: "the report is damaged: there is something behind its JSON"},
		{name: "lines", format: "ndjson", report: "[{\"a\": 1,\n \"b\": \"x y\"},\n{\"a\": 2}, 3]", rows: 3, columns: []string{"a", "b"},
			written: "{\"a\":1,\"b\":\"x y\"}\n{\"a\":2}\n3\n"},
		{name: "no lines", format: "ndjson", report: "[]", rows: 0, written: " "},
	} {
		for _, compress := range []bool{false, true} {
			var out, again bytes.Buffer
			o := order{format: test.format, compress: compress}
			f, err := convert(o, iotest.OneByteReader(strings.NewReader(test.report)), &out)
			if test.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.err) {
					t.Errorf("%s: error %v; want %s", test.name, err, test.err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if f.rows != test.rows || !slices.Equal(f.columns, test.columns) || f.bytes != int64(out.Len()) {
				t.Errorf("%s: found %+v, %d bytes written; want %d rows, columns %q", test.name, f, out.Len(), test.rows, test.columns)
			}
			if _, err := convert(o, strings.NewReader(test.report), &again); err != nil || !bytes.Equal(again.Bytes(), out.Bytes()) {
				t.Errorf("%s: the second time it is not the same", test.name)
			}
			written := out.Bytes()
			if compress {
				zip, err := gzip.NewReader(&out)
				if err != nil {
					t.Fatal(err)
				}
				if written, err = io.ReadAll(zip); err != nil || !zip.ModTime.IsZero() || zip.Name != "" {
					t.Errorf("%s: %v, header %+v", test.name, err, zip.Header)
				}
			}
			want := test.written
			if want == "" {
				want = test.report
			}
			if string(written) != strings.TrimPrefix(want, " ") && string(written) != want {
				t.Errorf("%s: written %q; want %q", test.name, written, want)
			}
		}
	}
}

// What encoding/csv reads as a table of one width, the checker takes, with as many rows.
func FuzzCSVCheckerAgainstEncodingCSV(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "\"a\n\",b\r\n\r\n1,\"\"\n", "a\n\"\"\n", "\r\r\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || len(records) == 0 || bytes.Contains(bytes.ReplaceAll(text, []byte("\r\n"), nil), []byte("\r")) {
			return
		}
		found, err := copyCSV(io.Discard, bytes.NewReader(text))
		if err != nil || found.rows != len(records)-1 || len(found.columns) != len(records[0]) {
			t.Errorf("%q: %+v %v; encoding/csv reads %q", text, found, err, records)
		}
	})
}
