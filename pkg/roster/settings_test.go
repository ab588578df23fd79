package roster_test

import (
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// formatOf makes a format of a story's settings. They are written as the functions' settings are, but for quotes.
func formatOf(t testing.TB, settings map[string]string) roster.Format {
	t.Helper()
	f := roster.Format{
		ColumnMap: map[string]string{}, ValueMap: map[string]map[string]string{}, AlwaysAllowed: 2,
		Charset: settings["CHARSET"], Changes: settings["FILE_CONTENT"] == "changes",
	}
	list := func(name string) []string {
		return strings.FieldsFunc(settings[name], func(char rune) bool { return char == ',' })
	}
	f.ExtraColumns = list("EXTRA_COLUMNS")
	for _, pair := range list("COLUMN_MAP") {
		header, column, _ := strings.Cut(pair, "=")
		f.ColumnMap[header] = column
	}
	for _, pair := range list("VALUE_MAP") {
		column, values, _ := strings.Cut(pair, ":")
		from, to, _ := strings.Cut(values, "=")
		if f.ValueMap[column] == nil {
			f.ValueMap[column] = map[string]string{}
		}
		f.ValueMap[column][strings.ToLower(from)] = to
	}
	rules := func(name string) (rules []roster.CellRule) {
		for _, pair := range list(name) {
			header, value, _ := strings.Cut(pair, "=")
			rules = append(rules, roster.CellRule{Header: header, Value: value})
		}
		return rules
	}
	f.Exclude, f.EndedWhen = rules("EXCLUDE"), rules("ENDED_WHEN")
	if text := settings["DATE_FORMAT"]; text != "" {
		var err error
		if f.DateFormat, err = roster.ParseDateFormat(text); err != nil {
			t.Fatal(err)
		}
	}
	return f
}
