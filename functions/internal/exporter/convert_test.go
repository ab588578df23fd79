package exporter

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// slow gives a report byte by byte, so that nothing depends on where a buffer ends.
type slow struct{ *strings.Reader }

func (s slow) Read(p []byte) (int, error) { return iotest.OneByteReader(s.Reader).Read(p) }

func TestConvert(t *testing.T) {
	const mark = "\uFEFF"
	for _, test := range []struct {
		name, format, report string
		rows                 int
		columns              string // joined by |
		written              string // "" if it is the report as it is
		err                  string // behind "the report is damaged: "
	}{
		{name: "csv", format: "csv", report: "a,b\n1,2\n3,4\n", rows: 2, columns: "a|b"},
		{name: "no line end at the end", format: "csv", report: "a,b\r\n1,2", rows: 1, columns: "a|b"},
		{name: "only a heading", format: "csv", report: "a,b\n", columns: "a|b"},
		{name: "lines that end in CR", format: "csv", report: "a,b\r1,2\r\"3\",4\r", rows: 2, columns: "a|b"},
		{name: "a byte order mark", format: "csv", report: mark + "\"a,1\",b\n", columns: "a,1|b"},
		{name: "line ends and commas in quotes", format: "csv", report: "a,b\n\"1\n,\"\"2\",3\n", rows: 1, columns: "a|b"},
		{name: "a quote within a plain cell", format: "csv", report: "a,b\n5\" pipe,3\n", rows: 1, columns: "a|b"},
		{name: "empty lines", format: "csv", report: "a,b\n\n1,2\n\r\n", rows: 1, columns: "a|b"},
		{name: "a line of blanks at the end", format: "csv", report: "a,b\n1,2\n  \t\n", rows: 1, columns: "a|b", written: "a,b\n1,2\n"},
		{name: "lines of blanks at the end", format: "csv", report: "a,b\r\n1, \r\n \r\n\r\n ", rows: 1, columns: "a|b",
			written: "a,b\r\n1, \r\n"},
		{name: "a line of blanks within", format: "csv", report: "a,b\r \r1,2", rows: 1, columns: "a|b"},
		{name: "empty cells", format: "csv", report: "a,b\n,\n\"\",\n", rows: 2, columns: "a|b"},
		{name: "one column", format: "csv", report: "a\n1\n\"\"\n", rows: 2, columns: "a"},
		{name: "a heading that begins with [", format: "csv", report: "[a],b\n1,2\n", rows: 1, columns: "[a]|b"},
		{name: "a heading that begins with {", format: "csv", report: "{a},b\n1,2\n", rows: 1, columns: "{a}|b"},
		{name: "a heading that begins with <", format: "csv", report: "<a>,b\n1,2\n", rows: 1, columns: "<a>|b"},
		{name: "nothing", format: "csv", report: "", err: "it is empty, without even a heading"},
		{name: "blanks", format: "csv", report: " \n\n", err: "it is empty, without even a heading"},
		{name: "cut off within a row", format: "csv", report: "a,b\n1,2\n3", err: "row 3 has 1 cells, the heading 2"},
		{name: "cut off within quotes", format: "csv", report: "a,b\n1,\"2", err: "row 2 has an open quote"},
		{name: "too many cells", format: "csv", report: "a,b\n1,2,3\n", err: "row 2 has 3 cells, the heading 2"},
		{name: "text behind quotes", format: "csv", report: "a,b\n1,\"2\"x\n", err: "row 2 has an open quote, text behind"},
		{name: "a web page", format: "csv", report: "\n<!DOCTYPE html><p>Down, sorry</p>\n", err: "it is a web page"},
		{name: "a web page without a type", format: "csv", report: "<HTML>\n<p>Down</p>\n", err: "it is a web page"},
		{name: "XML", format: "csv", report: "<Error>\n<Code>Hopper</Code>\n</Error>\n", err: "it is XML or a web page"},
		{name: "a PDF", format: "csv", report: "%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", err: "it is a PDF"},
		{name: "zero bytes", format: "csv", report: "a,b\n1,\x00\n", err: "it is not text, but holds zero bytes"},
		{name: "control characters", format: "csv", report: "\x1f\x8b\x08,b\n", err: "its first line is no heading"},
		{name: "JSON", format: "csv", report: "[\n{\"a\":1}]", err: "it is JSON, and CSV was expected"},
		{name: "an error object", format: "csv", report: `{"success":"false","httpErrorCode":400,"errorMessage":"x"}`, err: "it is JSON"},

		{name: "json", format: "json", report: ` [ {"b":1,"a":{"c":[2]}} , {"b":3} ] `, rows: 2, columns: "a|b",
			written: "[\n{\"b\":1,\"a\":{\"c\":[2]}},\n{\"b\":3}\n]\n"},
		{name: "json with a byte order mark", format: "json", report: mark + `[{"a":1}]`, rows: 1, columns: "a", written: "[\n{\"a\":1}\n]\n"},
		{name: "the fields of all elements", format: "ndjson", report: `[{"b":1},{"a":{"x":"}"},"b":2},{"c\u0031":"\""}]`,
			rows: 3, columns: "a|b|c1",
			written: "{\"b\":1}\n{\"a\":{\"x\":\"}\"},\"b\":2}\n{\"c\\u0031\":\"\\\"\"}\n"},
		{name: "an empty list", format: "json", report: `[]`, written: "[\n]\n"},
		{name: "no lines", format: "ndjson", report: "[]", written: " "},
		{name: "lines", format: "ndjson", report: "[{\"a\": 1,\n \"b\": \"x y\"},\n{\"a\": 2}]", rows: 2, columns: "a|b",
			written: "{\"a\":1,\"b\":\"x y\"}\n{\"a\":2}\n"},
		{name: "a list in an object", format: "ndjson", report: `{"success":true,"message":"ok","total":2,"data":[{"a":1},{"b":2}],"next":null}`,
			rows: 2, columns: "a|b", written: "{\"a\":1}\n{\"b\":2}\n"},
		{name: "an empty list in an object", format: "ndjson", report: `{"data":[],"errors":[]}`, written: " "},
		{name: "a list of names next to that of rows", format: "ndjson", report: `{"columns":["a"],"rows":[{"a":1}]}`,
			rows: 1, columns: "a", written: "{\"a\":1}\n"},
		{name: "a list in an object's object", format: "ndjson", report: mark + ` {"data":{"name":"r","rows":[{"a":1},{"a":2}]},"warnings":[]}`,
			rows: 2, columns: "a", written: "{\"a\":1}\n{\"a\":2}\n"},
		{name: "an empty list in an object's object", format: "ndjson", report: `{"data":{"rows":[]},"errors":[]}`, written: " "},
		{name: "lists in several objects, and one above them", format: "ndjson",
			report: `{"meta":{"columns":[{"name":"a"}]},"rows":[{"a":1}],"links":{"all":[{"b":2}]}}`,
			rows:   1, columns: "a", written: "{\"a\":1}\n"},
		{name: "an empty report next to its columns", format: "ndjson", report: `{"columns":[{"name":"a"}],"rows":[]}`, written: " "},
		{name: "an empty report next to its filters", format: "ndjson", report: `{"data":[],"filters":[{"field":"team"}]}`, written: " "},
		{name: "a report next to another list", format: "ndjson", report: `{"included":[{"b":1}],"data":[{"a":1}]}`,
			rows: 1, columns: "a", written: "{\"a\":1}\n"},
		{name: "a report of another name next to its filters", format: "ndjson", report: `{"filters":[{"f":"x"}],"oneonones":[{"a":1}]}`,
			rows: 1, columns: "a", written: "{\"a\":1}\n"},
		{name: "two lists of rows", format: "ndjson", report: `{"a":[{"x":1}],"b":[{"y":1}]}`, err: "it holds 2 lists of rows"},
		{name: "two deeper ones", format: "ndjson", report: `{"a":{"r":[{"x":1}]},"b":{"r":[{"x":1}]}}`, err: "it holds 2 lists of rows"},
		{name: "one two levels deeper", format: "json", report: `{"a":{"b":{"c":[{"x":1}]}}}`, err: "it is an object without a list of rows (fields: 1)"},
		{name: "an object of figures", format: "json", report: `{"Hopper":12,"Lovelace":9}`, err: "it is an object without a list of rows (fields: 2)"},
		{name: "lists in a list", format: "ndjson", report: `[["name","score"], ["a",1], ["b",{"x":[2]}]]`, rows: 2, columns: "name|score",
			written: "{\"name\":\"a\",\"score\":1}\n{\"name\":\"b\",\"score\":{\"x\":[2]}}\n"},
		{name: "lists in an object", format: "json", report: `{"data":[["a",""],[null,true]]}`, rows: 1, columns: "a|column 2",
			written: "[\n{\"a\":null,\"column 2\":true}\n]\n"},
		{name: "only a heading of lists", format: "ndjson", report: `[["name","score"]]`, columns: "name|score", written: " "},
		{name: "lists with their heading next to them", format: "ndjson", report: `{"columns":["a","a"],"rows":[["x","y"],["z",1]]}`,
			rows: 2, columns: "a|a 2", written: "{\"a\":\"x\",\"a 2\":\"y\"}\n{\"a\":\"z\",\"a 2\":1}\n"},
		{name: "lists, and two lists that may be their heading", format: "ndjson", report: `{"a":["x"],"b":["y"],"rows":[["x"]]}`,
			err: "its rows are lists, and nothing says which of 2 other lists is the heading"},
		{name: "lists without a heading", format: "json", report: `[["Hopper",1],["Lovelace",2]]`,
			err: "its rows are lists, and the first of them is no heading"},
		{name: "an empty list for a heading", format: "json", report: `[[],["a"]]`, err: "its rows are lists, and the first of them is no heading"},
		{name: "lists of several widths", format: "json", report: `[["a","b"],["x",1],["y"]]`, err: "row 2 has 1 values, the heading 2"},
		{name: "lists and objects", format: "json", report: `[["a"],{"a":1}]`, err: "its list holds something other than rows"},
		{name: "objects and lists", format: "json", report: `[{"a":1},["a"]]`, err: "its list holds something other than rows"},
		{name: "an empty body", format: "json", report: " ", err: "its JSON ends too early"},
		{name: "null", format: "json", report: "null", err: "its JSON is neither a list nor an object"},
		{name: "text", format: "json", report: `"Service temporarily unavailable"`, err: "its JSON is neither a list nor an object"},
		{name: "a list of text", format: "json", report: `["Service temporarily unavailable"]`, err: "its list holds something other than rows"},
		{name: "a list that is cut off", format: "json", report: `[{"a":1},`, err: "its JSON ends too early"},
		{name: "an element that is cut off", format: "json", report: `[{"a":`, err: "its JSON ends too early"},
		{name: "an object that is cut off", format: "json", report: `{"data":[{"a":1}]`, err: "its JSON ends too early"},
		{name: "no JSON", format: "json", report: `[{"a":x}]`, err: "its JSON is not valid at byte"},
		{name: "another encoding than UTF-8", format: "json", report: "[{\"a\":\"Zo\xeb\"}]", err: "it is not in UTF-8"},
		{name: "a list in another encoding", format: "ndjson", report: "[[\"a\"],[\"Zo\xeb\"]]", err: "it is not in UTF-8"},
		{name: "something behind", format: "json", report: `[{"a":1}] [2]`, err: "there is something behind its JSON"},
		{name: "an object and another", format: "json", report: `{"a":1} {"a":2}`, err: "there is something behind its JSON"},
	} {
		for _, compress := range []bool{false, true} {
			var out, again bytes.Buffer
			f := form{test.format, compress}
			is, err := convert(f, test.format == "csv", slow{strings.NewReader(test.report)}, &out)
			if test.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), "the report is damaged: "+test.err) {
					t.Errorf("%s: error %v; want %s", test.name, err, test.err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if is.rows != test.rows || strings.Join(is.columns, "|") != test.columns || is.bytes != int64(out.Len()) {
				t.Errorf("%s: found %+v, %d bytes written; want %d rows, columns %s", test.name, is, out.Len(), test.rows, test.columns)
			}
			_, err = convert(f, test.format == "csv", strings.NewReader(test.report), &again)
			if err != nil || !bytes.Equal(again.Bytes(), out.Bytes()) {
				t.Errorf("%s: the second time it is not the same", test.name)
			}
			want := test.written
			if want == "" {
				want = test.report
			}
			if got := unzipped(t, compress, out.Bytes()); got != strings.TrimPrefix(want, " ") && got != want {
				t.Errorf("%s: written %q; want %q", test.name, got, want)
			}
		}
	}
}

// unzipped returns what is in a file, whose compression must hold neither a name nor a time.
func unzipped(t *testing.T, compressed bool, file []byte) string {
	t.Helper()
	if !compressed {
		return string(file)
	}
	zip, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil || !zip.ModTime.IsZero() || zip.Name != "" {
		t.Errorf("%v, header %+v", err, zip.Header)
	}
	return string(text)
}

// Crewmojo's page gives the polling request the content type text/csv: JSON that comes as CSV is converted. Nothing is
// guessed of a value, so that codes keep their zeros.
func TestConvertCSVToJSON(t *testing.T) {
	const report = "\uFEFFcode,Name,,Name\n007,\"Hopper, \"\"Amazing\"\" Grace\",<b>,\n\n008,Ada,,x\n"
	for format, want := range map[string]string{
		"ndjson": `{"code":"007","Name":"Hopper, \"Amazing\" Grace","column 3":"\u003cb\u003e","Name 2":""}` + "\n" +
			`{"code":"008","Name":"Ada","column 3":"","Name 2":"x"}` + "\n",
		"json": "[\n" + `{"code":"007","Name":"Hopper, \"Amazing\" Grace","column 3":"\u003cb\u003e","Name 2":""},` + "\n" +
			`{"code":"008","Name":"Ada","column 3":"","Name 2":"x"}` + "\n]\n",
	} {
		var out bytes.Buffer
		is, err := convert(form{format: format}, true, strings.NewReader(report), &out)
		if err != nil || out.String() != want || is.rows != 2 || !is.converted {
			t.Errorf("%s: %+v %v, written\n%s", format, is, err, out.String())
		}
		if want := []string{"Name", "Name 2", "code", "column 3"}; !slices.Equal(is.columns, want) {
			t.Errorf("%s: columns %q", format, is.columns)
		}
	}
	if _, err := convert(form{format: "json"}, true, strings.NewReader("a,b\n1\n"), io.Discard); err == nil {
		t.Error("a damaged CSV is converted")
	}
}

// A report of any size takes little memory; one element, or one row, is bounded.
func TestHugeElementsAreRefused(t *testing.T) {
	big := strings.Repeat("x", 9<<20)
	for name, report := range map[string]string{
		"an element":               `[{"a":"` + big + `"}]`,
		"an object without rows":   `{"a":"` + big + `"}`,
		"a row":                    "a,b\n1," + big + "\n",
		"something next to a list": `{"data":[{"a":1}],"b":"` + big + `"}`,
	} {
		isCSV := name == "a row"
		format := map[bool]string{true: formatCSV, false: formatJSON}[isCSV]
		_, err := convert(form{format: format}, isCSV, strings.NewReader(report), io.Discard)
		if err == nil || !strings.Contains(err.Error(), "MiB") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// What encoding/csv reads as a table of one width, the check takes, with as many rows.
func FuzzCSVAgainstEncodingCSV(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "\"a\n\",b\r\n\r\n1,\"\"\n", "a\n\"\"\n", "\r\r\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || len(records) == 0 || bytes.ContainsAny(bytes.ReplaceAll(text, []byte("\r\n"), nil), "\r\x00\uFEFF \t") {
			return
		}
		rows, heading, err := readCSV(bytes.NewReader(text), nil)
		if err != nil && strings.Contains(err.Error(), "no heading") {
			return
		}
		if err != nil || rows != len(records)-1 || len(heading) != len(records[0]) {
			t.Errorf("%q: %d rows, heading %q, %v; encoding/csv reads %q", text, rows, heading, err, records)
		}
	})
}

// However large a report is, it takes no more memory.
func TestMemoryIsFlat(t *testing.T) {
	const csvRow = "Grace Hopper,Ada Lovelace,2026-11-23,2,on track\n"
	const jsonRow = `{"manager":"Grace Hopper","employee":"Ada Lovelace","scheduled":2}`
	for name, report := range map[string]repeated{
		"csv":    {start: "manager,employee,day,scheduled,status\n", row: csvRow},
		"json":   {start: "[", row: jsonRow + ",\n", end: jsonRow + "]"},
		"ndjson": {start: `{"success":true,"data":[`, row: jsonRow + ",\n", end: jsonRow + `],"total":1}`},
	} {
		report.rows = 16_000_000 / len(report.row)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		is, err := convert(form{name, name == "ndjson"}, name == "csv", io.NewSectionReader(report, 0, report.size()), io.Discard)
		runtime.ReadMemStats(&after)
		if took := int64(after.HeapSys-before.HeapSys) >> 20; err != nil || is.rows < report.rows || took > 10 {
			t.Errorf("%s: %d rows of %d, %d MiB, %v", name, is.rows, report.rows, took, err)
		}
	}
}
