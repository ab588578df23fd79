package exporter

import (
	"os"
	"strings"
	"testing"
)

// The statements for each kind of file, for a person to read: testdata has what Athena is told.
func TestTableSQL(t *testing.T) {
	columns := []string{"Manager", "manager", "Größe", "day", "2nd look", "it's \"x\"", ""}
	for _, test := range []struct {
		file string
		form form
		each unit
	}{
		{"csv.sql", form{format: formatCSV}, eachDay},
		{"json.gz.sql", form{format: formatJSON, compress: true}, eachWeek},
		{"ndjson.sql", form{format: formatNDJSON}, eachMonth},
	} {
		x := export{report: "oneonone.summary", form: test.form, each: test.each}
		got := tableSQL(x, "s3://bucket/reports/"+x.folder(), columns)
		want, err := os.ReadFile("testdata/" + test.file)
		if err != nil || got != string(want) {
			t.Errorf("%s: %v, got\n%s", test.file, err, got)
		}
	}
}

// Names for Athena hold lower case letters, digits and underscores, and each is there once
// (https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html).
func TestColumnNames(t *testing.T) {
	for _, test := range []struct{ columns, want string }{
		{"employee|meetings", "employee|meetings"},
		{"Employee Name|employee-name|employee_name 2", "employee_name|employee_name_2|employee_name_2_2"},
		{"day|Day", "day_2|day_3"},
		{"%|名前", "column_1|column_2"},
		{"1st|a.b", "n_1st|a_b"},
		{strings.Repeat("x", 300), strings.Repeat("x", 100)},
	} {
		if got := strings.Join(columnNames(list(test.columns), "day"), "|"); got != test.want {
			t.Errorf("%s: %s; want %s", test.columns, got, test.want)
		}
	}
}
