package roster_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// file writes the file of a night: everybody, or some of them; with odd rows among them.
func (w *modelWorld) file() (modelFile, string) {
	file := modelFile{columns: w.columns, received: w.now, noLineEnd: w.chance(0.1)}
	if w.set.changes && w.chance(0.2) {
		file.received = w.now.AddDate(0, 0, -w.IntN(4)) // a file that was late
	}
	number, lines := 1, []string{line(w.columns)}
	add := func(cells []string, malformed bool) {
		for w.chance(0.05) { // an empty line, or a row of separators
			number++
			lines = append(lines, w.one("\n", strings.Repeat(",", len(w.columns)-1)+"\n"))
		}
		number++
		file.rows = append(file.rows, modelRow{number, cells, malformed})
		text := line(cells)
		if malformed {
			text = strings.Join(cells, ",") + "\n"
		}
		lines = append(lines, text)
	}
	for _, person := range w.staff {
		if w.set.changes && w.chance(0.7) || w.chance(0.01) {
			continue
		}
		w.addRows(person, add)
	}
	if w.chance(0.1) {
		add([]string{w.one("Total: 12", "E3", "00003", "x@example.com", w.staffAddress())}, false)
	}
	text := strings.Join(lines, "")
	if file.noLineEnd {
		text = strings.TrimSuffix(text, "\n")
	}
	return file, text
}

func (w *modelWorld) staffAddress() string {
	if len(w.staff) == 0 {
		return "nobody@example.com"
	}
	return w.staff[w.IntN(len(w.staff))][roster.EmailAddress]
}

// addRows adds the rows of a person: mostly one.
func (w *modelWorld) addRows(person map[string]string, add func([]string, bool)) {
	if !w.chance(w.oddity) {
		add(w.cells(person), false)
		return
	}
	odd := maps.Clone(person)
	switch w.IntN(14) {
	case 0: // a second job
		odd[roster.EmploymentStartDate], odd["Office"] = w.day(-700, 0), "Second"
		w.addBoth(person, odd, add)
	case 1: // an employment that has ended, under an old code or the same
		odd[roster.EmployeeCode] = w.one("OLD"+person[roster.EmployeeCode], person[roster.EmployeeCode], "")
		odd[roster.EmploymentStartDate], odd[roster.EmploymentEndDate] = "2019-01-01", "2020-01-31"
		w.addBoth(person, odd, add)
	case 2: // somebody else with their code
		odd[roster.FirstName], odd[roster.EmailAddress] = "Wendy", "wendy"+person[roster.EmailAddress]
		w.addBoth(person, odd, add)
	case 3: // somebody else with their address
		odd[roster.FirstName] = w.one("Wendy", person[roster.FirstName])
		odd[roster.EmployeeCode] = w.one("", "W"+person[roster.EmployeeCode])
		w.addBoth(person, odd, add)
	case 4: // several at once
		for range 2 + w.IntN(4) {
			odd := maps.Clone(person)
			odd[roster.EmployeeCode] = w.one(odd[roster.EmployeeCode], "S1"+odd[roster.EmployeeCode], "S2"+odd[roster.EmployeeCode])
			odd[roster.EmailAddress] = w.one(odd[roster.EmailAddress], odd[roster.EmailAddress], "2"+odd[roster.EmailAddress])
			odd[roster.EmploymentStartDate] = w.day(-700, 0)
			odd[roster.FirstName] = w.one(odd[roster.FirstName], odd[roster.FirstName], "Anna")
			add(w.cells(odd), false)
		}
	case 5, 6, 7, 8:
		w.spoil(odd)
		add(w.cells(odd), false)
	case 9: // cells out of place
		cells := w.cells(person)
		add(w.torn(cells), false)
	case 10: // a quotation mark that is never closed
		w.addOpenQuote(person, add)
	case 11:
		odd[roster.EmailAddress] = strings.ToUpper(odd[roster.EmailAddress])
		odd[roster.EmployeeCode] = strings.ToLower(odd[roster.EmployeeCode])
		add(w.cells(odd), false)
	case 12, 13: // a leaver whose address has been blanked, and perhaps another row of theirs
		odd[roster.EmailAddress] = w.one("", "N/A")
		if w.chance(0.5) {
			odd[roster.EmploymentEndDate] = w.day(-5, 2)
		}
		if w.chance(0.2) {
			w.addBoth(person, odd, add)
			return
		}
		add(w.cells(odd), false)
	}
}

func (w *modelWorld) addOpenQuote(person map[string]string, add func([]string, bool)) {
	cells := w.cells(person)
	for i := range cells {
		cells[i] = strings.NewReplacer(`"`, "", ",", "").Replace(cells[i])
	}
	cells[0] = `"` + cells[0]
	if w.chance(0.3) { // and nothing else, as in a footer; or all that is left of a person's row
		clear(cells)
		cells[0] = `"` + w.one("Confidential", "Page 3", "Page 4", "E3", w.staffAddress())
	}
	add(cells, true)
	add(w.cells(w.stranger()), false) // the quotation mark would swallow this row
}

func (w *modelWorld) addBoth(person, odd map[string]string, add func([]string, bool)) {
	if w.chance(0.5) {
		person, odd = odd, person
	}
	add(w.cells(person), false)
	add(w.cells(odd), false)
}

func (w *modelWorld) stranger() map[string]string {
	w.hire()
	last := len(w.staff) - 1
	person := w.staff[last]
	w.staff = w.staff[:last]
	return person
}

// spoil makes one cell wrong, or odd.
func (w *modelWorld) spoil(person map[string]string) {
	for range 1 + w.IntN(2) {
		switch w.IntN(9) {
		case 0:
			person[w.one(roster.FirstName, roster.LastName, roster.EmailAddress)] = ""
		case 1:
			person[roster.EmailAddress] = w.one("ada", "ada@", "ada@example", "N/A", "a b@example.com")
		case 2:
			person[w.one(roster.EmploymentStartDate, roster.EmploymentEndDate)] = w.one("soon", "2026-02-30", "45291")
		case 3:
			person[roster.EmploymentStartDate], person[roster.EmploymentEndDate] = "2026-01-02", "2026-01-01"
		case 4:
			person[w.one(roster.EmployeeCode, roster.ManagerEmployeeCode)] = w.one("123.0", "1,234", "1.2E+05", "#REF!", "########")
		case 5:
			person[roster.EmployeeCode] = strings.TrimLeft(person[roster.EmployeeCode], "0")
		case 6:
			person[roster.EmploymentEndDate] = w.one("2099-12-31", "9999-12-31", "1970-01-01", "NULL", "Present", "0000-00-00")
		case 7:
			person[roster.ManagerEmployeeCode] = w.one("", "NO_MANAGER", "X1", person[roster.EmployeeCode])
		case 8:
			person[roster.ManagerEmailAddress] = w.one("", "-", "nobody@example.com", "odd", w.staffAddress())
		}
	}
}

// torn returns cells that are out of place.
func (w *modelWorld) torn(cells []string) []string {
	switch w.IntN(4) {
	case 0:
		return append(slices.Clone(cells), "one too many")
	case 1: // without the first cell, and with two blanks for it
		return append(slices.Clone(cells[1:]), "", "over")
	case 2:
		return cells[:max(2, w.IntN(len(cells)))]
	}
	return []string{person(cells), "Somebody"}
}

func person(cells []string) string { return "Dr. " + cells[0] }

// cells puts a person's cells under the headers.
func (w *modelWorld) cells(person map[string]string) (cells []string) {
	for _, column := range w.columns {
		cell := person[column]
		if w.set.dayFirst && isDay(cell) && cell != "0000-00-00" {
			cell = cell[8:10] + "/" + cell[5:7] + "/" + cell[:4]
		}
		if w.chance(0.02) {
			cell = " " + cell + "  "
		}
		cells = append(cells, cell)
	}
	return cells
}
