package roster_test

import (
	"slices"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// filePerson is a person of the file, who may have several rows: second jobs, or a rehire.
type filePerson struct {
	rows []*usableRow
	row  *usableRow // the one that stands for them

	known     *modelPerson // who they are in the baseline; nil for nobody
	end       string       // of employment, as it will be
	isChanged bool
}

func (p *filePerson) has(column, text string) bool {
	for _, row := range p.rows {
		if text != "" && same(row.cell[column], text) {
			return true
		}
	}
	return false
}

// areOnePerson: rows with one code and one address or first name, or with one address and both names.
func (m *modelPlan) areOnePerson(a, b *usableRow) bool {
	equal := func(column string) bool { return a.cell[column] != "" && same(a.cell[column], b.cell[column]) }
	code, address := equal(roster.EmployeeCode), m.addressOf(a) != "" && same(m.addressOf(a), m.addressOf(b))
	first, last := equal(roster.FirstName), equal(roster.LastName)
	return code && (address || first) || address && first && last
}

// addressOf is a row's address. If a leaver's row has none, it is the address of the person whom its code names in the baseline.
func (m *modelPlan) addressOf(row *usableRow) string {
	if !row.noAddress {
		return row.cell[roster.EmailAddress]
	}
	if known := m.findByCode(row.cell[roster.EmployeeCode]); known != nil {
		return known.cell[roster.EmailAddress]
	}
	return ""
}

// findPeople finds out which rows are one person.
func (m *modelPlan) findPeople() {
	for _, row := range m.usable {
		m.takeRow(row)
	}
	for _, row := range m.excluded {
		if m.isLetIn(row) {
			m.plan.Rows.Excluded--
			m.plan.Rows.Accepted++
			m.takeRow(row)
		}
	}
	for _, row := range m.noAddress {
		if !row.isExcluded {
			m.takeRow(row)
		}
	}
}

// isLetIn reports whether a row is sent although EXCLUDE names it: since it ends the employment of somebody in the
// baseline, who has no other row. An end in the future that is known already is no news.
func (m *modelPlan) isLetIn(row *usableRow) bool {
	known := m.find(row)
	if known == nil || m.personWith(roster.EmployeeCode, row) != nil || m.personWith(roster.EmailAddress, row) != nil {
		return false
	}
	end, knownEnd := m.endWith(row, known), known.cell[roster.EmploymentEndDate]
	if m.endOf(row) == "" {
		return false
	}
	return !isEmployed(end, m.today) || end != "" && (knownEnd == "" || end < knownEnd)
}

// personWith returns the person of the file who has a row's code, or its address.
func (m *modelPlan) personWith(column string, row *usableRow) *filePerson {
	return m.personWho(column, row.cell[column])
}

func (m *modelPlan) personWho(column, text string) *filePerson {
	for _, person := range m.people {
		if person.has(column, text) {
			return person
		}
	}
	return nil
}

// isTheirs reports whether a row is one person with any row of a person.
func (m *modelPlan) isTheirs(row *usableRow, person *filePerson) bool {
	return slices.ContainsFunc(person.rows, func(other *usableRow) bool { return m.areOnePerson(row, other) })
}

// takeRow adds a row to the person whose it is, or makes a new person, or rejects it.
func (m *modelPlan) takeRow(row *usableRow) {
	byCode, byAddress := m.personWith(roster.EmployeeCode, row), m.personWho(roster.EmailAddress, m.addressOf(row))
	if row.noAddress && byAddress != nil && (byCode != nil || !m.isTheirs(row, byAddress)) {
		byAddress = nil // it may have been handed on
	}
	if byCode != nil && byAddress != nil && byCode != byAddress {
		m.rejectDouble(row, roster.DuplicateEmail, roster.EmailAddress) // it names two people
		return
	}
	person := byCode
	if person == nil {
		person = byAddress
	}
	if person == nil {
		m.people = append(m.people, &filePerson{rows: []*usableRow{row}, row: row})
		return
	}
	if m.isTheirs(row, person) {
		m.addRow(person, row)
		return
	}
	hasCode := row.cell[roster.EmployeeCode] != "" || person.row.cell[roster.EmployeeCode] != ""
	switch {
	case byCode != nil:
		m.rejectDouble(row, roster.DuplicateKey, roster.EmployeeCode)
	case hasCode:
		m.rejectDouble(row, roster.DuplicateEmail, roster.EmailAddress)
	default:
		m.rejectDouble(row, roster.DuplicateKey, roster.EmailAddress)
	}
}

// rejectDouble rejects a row whose code or address another row has.
func (m *modelPlan) rejectDouble(row *usableRow, code roster.Code, column string) {
	m.rejectUsable(row, code, column, "")
	m.remember(m.doubled, row.cell[roster.EmployeeCode], row.cell[roster.EmailAddress])
}

// rejectUsable rejects a row that is fit to be sent by itself.
func (m *modelPlan) rejectUsable(row *usableRow, code roster.Code, column string, detail roster.Detail) {
	m.plan.Rows.Accepted--
	m.plan.Rows.Rejected++
	m.plan.CutOff = m.plan.CutOff || row.isLastRow && m.file.noLineEnd
	m.reject(row.number, row.cell, code, column, row.cell[column], detail)
	m.remember(m.answered, row.cell[roster.EmployeeCode], row.cell[roster.EmailAddress])
}

// addRow adds a row to a person. One of their rows stands for them: the employed one, else one with a code, else the one with
// the later start, else the one equal to the baseline, else the first.
func (m *modelPlan) addRow(person *filePerson, row *usableRow) {
	person.rows = append(person.rows, row)
	m.plan.Rows.Accepted--
	m.plan.Rows.Merged++
	if m.isBetter(row, person.row) {
		person.row = row
	}
}

func (m *modelPlan) isBetter(row, than *usableRow) bool {
	employed, thanEmployed := isEmployed(m.endOf(row), m.today), isEmployed(m.endOf(than), m.today)
	hasCode, thanHasCode := row.cell[roster.EmployeeCode] != "", than.cell[roster.EmployeeCode] != ""
	switch {
	case employed != thanEmployed:
		return employed
	case hasCode != thanHasCode:
		return hasCode
	case row.start != than.start:
		return row.start > than.start
	}
	return m.isAsKnown(row) && !m.isAsKnown(than)
}

// isAsKnown reports whether the baseline has somebody just as a row says.
func (m *modelPlan) isAsKnown(row *usableRow) bool {
	known := m.find(row)
	return known != nil && !m.changes(row, known)
}

// endOf returns the end of employment that a row says by itself: who has left by their status has left today.
func (m *modelPlan) endOf(row *usableRow) string {
	if row.hasLeft {
		return m.today
	}
	return row.end
}

// endsAreOurs reports whether neither this file nor the last one has ends of employment, and missing people are ended: those
// that the baseline has are theirs, and whoever is in the file is employed.
func (m *modelPlan) endsAreOurs() bool {
	fileHas := m.hasEnds || m.set.endedWhen != ""
	return m.set.endMissing && !fileHas && !slices.Contains(m.base.sent, roster.EmploymentEndDate)
}

// endWith returns the end of employment that a row says of somebody in the baseline. An end that is known and past
// stays, for who has left by their status; and every known one, if the file has no ends.
func (m *modelPlan) endWith(row *usableRow, known *modelPerson) string {
	knownEnd := known.cell[roster.EmploymentEndDate]
	switch {
	case row.hasLeft && knownEnd != "" && knownEnd <= m.today:
		return knownEnd
	case row.hasLeft:
		return m.today
	case m.endsAreOurs():
		return ""
	case !m.hasEnds && m.set.endedWhen == "":
		return knownEnd
	}
	return row.end
}
