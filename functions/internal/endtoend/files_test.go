package endtoend

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
)

// employees returns a file of the people numbered from to to, with a change for those that change names.
func employees(from, to int, change func(person int, row []string) []string) string {
	lines := []string{"firstName,lastName,emailAddress,employeeCode,employmentEndDate"}
	for i := from; i <= to; i++ {
		row := []string{"Person", fmt.Sprintf("Number%d", i), fmt.Sprintf("person%d@example.com", i), fmt.Sprintf("E%03d", i), ""}
		if change != nil {
			row = change(i, row)
		}
		lines = append(lines, strings.Join(row, ","))
	}
	return strings.Join(lines, "\n") + "\n"
}

// rowsOf returns a CSV's rows as maps from column to value, by the value of one column.
func rowsOf(t *testing.T, text, by string) map[string]map[string]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	rows := map[string]map[string]string{}
	for i, record := range records {
		if i == 0 {
			continue
		}
		row := map[string]string{}
		for j, column := range records[0] {
			row[column] = record[j]
		}
		rows[row[by]] = row
	}
	return rows
}
