package exporter

import (
	"strings"
	"testing"
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
		{"json", "b|a", "a|b", "a|b", false},
		{"json", "a|b", "a|c", "a|b|c", true},
		{"json", "a|b|c", "b", "a|b|c", false},
	} {
		names, changed := columns{names: list(test.before)}.merge(found{isCSV: test.kind == "csv", columns: list(test.now)})
		if got := strings.Join(names, "|"); got != test.after || changed != test.changed {
			t.Errorf("%+v: %s, changed %v", test, got, changed)
		}
	}
}

// "Service temporarily unavailable" is a CSV with one column and no rows.
func TestDoubt(t *testing.T) {
	for _, test := range []struct {
		known, heading string
		rows           int
		isDoubtful     bool
	}{
		{"", "Service temporarily unavailable", 0, true},
		{"a|b", "Service temporarily unavailable", 0, true},
		{"a|b", "Error", 2, true},
		{"employee", "employee", 0, false},
		{"", "employee", 1, false},
		{"", "a|b", 0, false},
		{"a", "a|b", 0, false},
	} {
		known, is := columns{names: list(test.known)}, found{columns: list(test.heading), rows: test.rows}
		is.isCSV = true
		converted := is
		converted.isCSV, converted.converted = false, true
		for _, is := range []found{is, converted} {
			if isDoubtful := is.isSingle() && known.doubt(is) != nil; isDoubtful != test.isDoubtful {
				t.Errorf("%+v: doubtful %v", test, isDoubtful)
			}
		}
		if is.isCSV = false; is.isSingle() {
			t.Errorf("%+v: JSON is doubted", test)
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
