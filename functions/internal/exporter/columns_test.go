package exporter

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// list splits names that are joined by |.
func list(joined string) []string {
	if joined == "" {
		return nil
	}
	return strings.Split(joined, "|")
}

// A CSV has exactly its heading. JSON may leave fields out, so that only a field that is new is a change; else the alarm
// would ring and fall silent with what happens to be in a report.
func TestMergeColumns(t *testing.T) {
	for _, test := range []struct {
		kind, before, now string
		after             string
		changed           bool
	}{
		{"csv", "", "b|a", "b|a", true},
		{"csv", "b|a", "b|a", "b|a", false},
		{"csv", "b|a", "a|b", "a|b", true},
		{"csv", "a|b", "a|b|c", "a|b|c", true},
		{"csv", "a|b", "a", "a", true},
		{"json", "", "a|b", "a|b", true},
		{"json", "a|b", "a", "a|b", false},
		{"json", "b|a", "a|b", "b|a", false},
		{"json", "a|b", "a|c", "a|b|c", true},
		{"json", "b", "a|b", "b|a", true}, // what has no name that Athena takes is named by its place
		{"json", "a|b|c", "b", "a|b|c", false},
	} {
		names, changed := columns{names: list(test.before)}.merge(found{isCSV: test.kind == "csv", columns: list(test.now)})
		if got := strings.Join(names, "|"); got != test.after || changed != test.changed {
			t.Errorf("%+v: %s, changed %v", test, got, changed)
		}
	}
}

// JSON with thousands of names has data in their place, such as {"ada@example.com":3}: a table has none of them.
func TestNamesAreBounded(t *testing.T) {
	var many []string
	for i := range maxFields {
		many = append(many, fmt.Sprint("person ", i))
	}
	if names, changed := (columns{names: []string{"a"}}).merge(found{columns: many}); changed || len(names) != 1 {
		t.Errorf("%d names, changed %v", len(names), changed)
	}
}

// A back-fill may be the first export of all: it leaves the table over its days. With a table there, a back-fill of older
// days does not change it, whatever columns the report had then.
func TestBackFillMakesTheTable(t *testing.T) {
	p := newPlace(t)
	const folder = "reports/r/csv/by=day/"
	for id, report := range []string{"a,b\n1,2\n", "a,old\n1,2\n"} {
		p.crewmojo.SetReport("r", crewmojotest.Report{CSV: report})
		if _, err := p.invoke(t.Context(), fmt.Sprint(id), threeDays); err != nil {
			t.Fatal(err)
		}
		if sql := p.object(folder + "_table.sql"); !strings.Contains(sql, "`b`") || strings.Contains(sql, "`old`") {
			t.Errorf("after %q: %s", report, sql)
		}
	}
}

// "Service temporarily unavailable" is a CSV with one column and no rows; with a comma in it, it has two.
func TestDoubt(t *testing.T) {
	for _, test := range []struct {
		kind, known, columns string
		rows                 int
		isDoubtful           bool
	}{
		{"csv", "", "Service temporarily unavailable", 0, true},
		{"csv", "a|b", "Service temporarily unavailable", 0, true},
		{"csv", "a|b", "Error", 2, true},
		{"csv", "employee", "employee", 0, false},
		{"csv", "", "employee", 1, false},
		{"csv", "", "a|b", 0, false},
		{"csv", "a", "a|b", 0, false},
		{"csv", "a|b", "Sorry| try again later", 0, true},
		{"csv", "a|b", "c|d", 1, false}, // renamed, and it has rows
		{"csv", "a|b", "b|c", 0, false},
		{"csv", "managerName|meetings", "Manager Name|Number", 0, false},
		{"csv", "", "Report is being generated| please try again later.", 0, true},
		{"csv", "", "Service Unavailable", 1, true},
		{"csv", "", "We are preparing this for you", 1, true},
		{"csv", "", "Come back tomorrow.", 1, true},
		{"csv", "", "Proxy Error", 2, true},
		{"csv", "", "Employee name|Number of completed meetings|Pers. No.", 0, false},
		{"csv", "", "Completed 1-on-1 meetings", 1, false},
		{"csv", "", "Please rate your manager|Score", 3, false},
		{"list", "a|b", "b", 1, false},
		{"list", "a|b", "", 0, false},
		{"list", "a|b", "message", 1, true},
		{"list", "a|b", "code|message", 1, true},
		{"list", "a|status", "message|status", 1, true},
		{"list", "message|status", "message|status", 1, false},
		{"list", "a|b", "loc|msg|type", 2, true},
		{"list", "", "message", 1, true},
		{"list", "", "code|errorMessage", 1, true},
		{"list", "", "message", 2, false}, // what people write to each other
		{"list", "", "description|title", 1, false},
		{"list", "", "employee|message", 1, false},
	} {
		known, is := columns{names: list(test.known)}, found{columns: list(test.columns), rows: test.rows}
		is.isCSV = test.kind == "csv"
		converted := is // from CSV, if it is one
		converted.isCSV, converted.converted = false, is.isCSV
		for _, is := range []found{is, converted} {
			if isDoubtful := known.doubt(is) != nil; isDoubtful != test.isDoubtful {
				t.Errorf("%+v: doubtful %v", test, isDoubtful)
			}
		}
	}
}

// Reports of up to 10 rows may shrink, to none too; larger ones may lose so many percent of their rows, and never all.
func TestIsShrunk(t *testing.T) {
	for _, test := range []struct {
		before, rows, percent int
		want                  bool
	}{
		{0, 0, 50, false},
		{10, 0, 50, false},
		{11, 0, 50, true},
		{11, 5, 50, true},
		{11, 6, 50, false},
		{100, 50, 50, false},
		{100, 49, 50, true},
		{100, 99, 0, true},
		{100, 100, 0, false},
		{100, 1, 100, false},
		{100, 0, 100, true},
		{100, 1000, 50, false},
	} {
		if got := isShrunk(test.before, test.rows, test.percent); got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}
