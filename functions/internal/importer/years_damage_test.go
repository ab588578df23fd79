package importer

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A damage is something that goes wrong with a file. Harm is how many people may be wrong in Crewmojo after it was imported
// by itself: 0 if it must not be, where there are more than a few people.
type damage struct {
	name string
	to   func(y *years, rows [][]string) []byte
}

// cells damages every row by itself.
func cells(change func(row []string)) func(*years, [][]string) []byte {
	return func(_ *years, rows [][]string) []byte {
		for _, row := range rows {
			change(row)
		}
		return fileOf(rows)
	}
}

// shifted moves columns down by one row.
func shifted(columns ...int) func(*years, [][]string) []byte {
	return func(_ *years, rows [][]string) []byte {
		for _, column := range columns {
			last := rows[len(rows)-1][column]
			for i := len(rows) - 1; i > 0; i-- {
				rows[i][column] = rows[i-1][column]
			}
			rows[0][column] = last
		}
		return fileOf(rows)
	}
}

const firstName, lastName, email, code, manager, start, end = 0, 1, 2, 3, 4, 5, 6

func emptied(column int) func(*years, [][]string) []byte {
	return cells(func(row []string) { row[column] = "" })
}

func cutTo(percent int) func(*years, [][]string) []byte {
	return func(_ *years, rows [][]string) []byte { return fileOf(rows[:len(rows)*percent/100]) }
}

var damages = []damage{
	{"cut to a half, between rows", cutTo(50)},
	{"cut to 85 %, between rows", cutTo(85)},
	{"cut within a row", func(_ *years, rows [][]string) []byte {
		text := fileOf(rows)
		return text[:len(text)*9/10]
	}},
	{"cut within the last row", func(_ *years, rows [][]string) []byte {
		text := fileOf(rows)
		return text[:len(text)-20]
	}},
	{"only the header", cutTo(0)},
	{"yesterday's file", func(y *years, _ [][]string) []byte { return y.files[len(y.files)-1] }},
	{"the file of 100 days ago", func(y *years, _ [][]string) []byte { return y.files[0] }},
	{"addresses one row down", shifted(email)},
	{"codes one row down", shifted(code)},
	{"codes and addresses one row down", shifted(code, email)},
	{"first names one row down", shifted(firstName)},
	{"starts one row down", shifted(start)},
	{"managers one row down", shifted(manager)},
	{"first and last names swapped", cells(func(row []string) { row[firstName], row[lastName] = row[lastName], row[firstName] })},
	{"cells one column to the right", cells(func(row []string) { copy(row[1:7], slices.Clone(row[:6])) })},
	{"no last names", emptied(lastName)},
	{"no addresses", emptied(email)},
	{"no codes", emptied(code)},
	{"no managers", emptied(manager)},
	{"no starts", emptied(start)},
	{"no ends", emptied(end)},
	{"codes as 123.0", cells(func(row []string) { row[code] = strings.TrimLeft(row[code], "EN0") + ".0" })},
	{"everybody has one manager", cells(func(row []string) { row[manager] = "E0001" })},
	{"names garbled", cells(func(row []string) { row[lastName] = strings.ReplaceAll(row[lastName], "ü", "Ã¼") })},
	{"names in capitals", cells(func(row []string) { row[lastName] = strings.ToUpper(row[lastName]) })},
	{"starts a day early", cells(func(row []string) {
		day, _ := time.Parse(time.DateOnly, row[start])
		row[start] = day.AddDate(0, 0, -1).Format(time.DateOnly)
	})},
	{"everybody leaves in June", cells(func(row []string) { row[end] = "2027-06-30" })},
	{"ends are starts", cells(func(row []string) { row[end] = row[start] })},
}

// A damaged file is held or refused, or does no more harm than a few people who are put right by the next file.
func TestDamage(t *testing.T) {
	for _, size := range []int{3, 8, 30, 300} {
		for _, style := range exportStyles[:4] {
			y := newYears(newCompany(uint64(size), style, size, 0.3))
			y.run(t, 55)
			if weekday := y.now.AddDate(0, 0, 1).In(y.zone).Weekday(); weekday == time.Saturday {
				y.now = y.now.AddDate(0, 0, 2)
			}
			y.nextDay()
			rows := y.rows()
			for _, d := range damages {
				became, harmed := y.damaged(t, d, rows)
				t.Logf("%3d people, %s: %s: %s, %d wrong", size, style.name, d.name, became, harmed)
				if most := max(defaults.AlwaysAllowed, size/10); harmed > most {
					t.Errorf("%d people, %s: %s: %s, and %d people are wrong", size, style.name, d.name, became, harmed)
				}
			}
		}
	}
}

// damaged imports a damaged file, and returns what became of it, and of how many people Crewmojo then has something wrong.
func (y *years) damaged(t *testing.T, d damage, rows [][]string) (became string, harmed int) {
	copied := make([][]string, len(rows))
	for i, row := range rows {
		copied[i] = slices.Clone(row)
	}
	then := *y
	then.crewmojo = y.crewmojo.clone()
	decision, _ := then.importFile(t, d.to(&then, copied), false)
	became = string(decision.status)
	if decision.status == outcome.Held {
		became = fmt.Sprintf("held for %s", decision.reasons[0].Code+" "+decision.reasons[0].Column)
	}
	right := *y
	right.crewmojo = y.crewmojo.clone()
	if decision.status != outcome.Imported {
		return became, 0
	}
	right.importFile(t, fileOf(rows), true)
	for _, e := range y.staff {
		is, should := then.crewmojo.records[e.id], right.crewmojo.records[e.id]
		if is != nil && !bytes.Equal([]byte(fmt.Sprint(is)), []byte(fmt.Sprint(should))) {
			harmed++
		}
	}
	return became, harmed
}

func (c crewmojoThen) clone() crewmojoThen {
	next := crewmojoThen{map[string]map[string]string{}, map[string]map[string]string{}, map[string]map[string]string{}, ""}
	for id, record := range c.records {
		record = maps.Clone(record)
		next.records[id] = record
		next.byCode[record[roster.EmployeeCode]], next.byEmail[record[roster.EmailAddress]] = record, record
	}
	return next
}
