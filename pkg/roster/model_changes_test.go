package roster_test

import (
	"slices"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// changes reports whether a row says anything of somebody that the baseline does not.
func (m *modelPlan) changes(row *usableRow, known *modelPerson) bool {
	for _, column := range m.columns {
		if m.sentCell(column, row, known) != known.cell[column] {
			return true
		}
	}
	return m.restores(row, known)
}

// restores reports whether a row takes an end back that the file has no column for.
func (m *modelPlan) restores(row *usableRow, known *modelPerson) bool {
	return m.endsAreOurs() && m.endWith(row, known) != known.cell[roster.EmploymentEndDate]
}

// sentCell returns a cell of a row as it is sent.
func (m *modelPlan) sentCell(column string, row *usableRow, known *modelPerson) string {
	switch {
	case column != roster.EmploymentEndDate:
		return row.cell[column]
	case known == nil:
		return m.endOf(row)
	}
	return m.endWith(row, known)
}

func (m *modelPlan) findChanges() {
	c := &m.plan.Changes
	for _, person := range m.accepted {
		if person.known == nil {
			person.end, person.isChanged = m.endOf(person.row), true
			c.Added++
			if isEmployed(person.end, m.today) {
				m.plan.Joining++
			}
			continue
		}
		person.end = m.endWith(person.row, person.known)
		person.isChanged = m.changes(person.row, person.known)
		if person.isChanged {
			c.Changed++
		} else {
			c.Unchanged++
		}
		switch m.kindOf(person) {
		case roster.Leaver:
			c.Leaving++
		case roster.Rehire:
			c.Returning++
			m.plan.Joining++
		}
	}
}

// kindOf returns what the file makes of a person.
func (m *modelPlan) kindOf(person *filePerson) roster.Kind {
	isNow := isEmployed(person.end, m.today)
	if person.known == nil {
		if isNow {
			return roster.Joiner
		}
		return roster.Changed
	}
	knownEnd := person.known.cell[roster.EmploymentEndDate]
	was := isEmployed(knownEnd, m.today)
	switch {
	case was && person.end != "" && (knownEnd == "" || person.end < knownEnd):
		return roster.Leaver // an end, or an earlier one
	case !was && isNow:
		return roster.Rehire
	}
	return roster.Changed
}

// differences are the lines of changes.csv.
func (m *modelPlan) differences() (lines []roster.Difference) {
	for _, person := range m.inOrder() {
		row := person.row
		line := roster.Difference{Kind: m.kindOf(person), ID: idOf(row.cell), FirstName: row.cell[roster.FirstName],
			LastName: row.cell[roster.LastName], Email: row.cell[roster.EmailAddress]}
		if person.known == nil {
			lines = append(lines, line)
			continue
		}
		for _, column := range m.columns {
			line.Column, line.Before, line.After = column, person.known.cell[column], m.sentCell(column, row, person.known)
			if line.Before != line.After {
				lines = append(lines, line)
			}
		}
		if m.restores(row, person.known) {
			line.Column, line.Before, line.After = roster.EmploymentEndDate, person.known.cell[roster.EmploymentEndDate], ""
			lines = append(lines, line)
		}
	}
	for _, known := range m.base.people {
		away := m.absent[known]
		line := roster.Difference{Kind: roster.Missing, ID: idOf(known.cell), FirstName: known.cell[roster.FirstName],
			LastName: known.cell[roster.LastName], Email: known.cell[roster.EmailAddress]}
		switch by := m.endedBy[known]; {
		case by != nil && by.isChanged:
			line.Kind, line.Column = m.kindOf(by), roster.EmploymentEndDate
			line.Before, line.After = known.cell[roster.EmploymentEndDate], by.end
			lines = append(lines, line)
		case away != nil && away.isEnded:
			line.Kind, line.Column = roster.Ended, roster.EmploymentEndDate
			line.Before, line.After = known.cell[roster.EmploymentEndDate], away.endedOn
			lines = append(lines, line)
		case away != nil && away.isFirst:
			lines = append(lines, line)
		}
	}
	return lines
}

// stillMissing is who was missing before this file already, and is not ended by it.
func (m *modelPlan) stillMissing() (people []roster.Difference) {
	for _, known := range m.base.people {
		if away := m.absent[known]; away != nil && !away.isEnded && !away.isFirst {
			people = append(people, roster.Difference{Kind: roster.StillMissing, ID: idOf(known.cell), FirstName: known.cell[roster.FirstName],
				LastName: known.cell[roster.LastName], Email: known.cell[roster.EmailAddress]})
		}
	}
	return people
}

func idOf(cell map[string]string) string {
	if code := cell[roster.EmployeeCode]; code != "" {
		return code
	}
	return cell[roster.EmailAddress]
}

// inOrder are the people who are sent, in the order of their rows.
func (m *modelPlan) inOrder() []*filePerson {
	people := slices.Clone(m.accepted)
	slices.SortFunc(people, func(a, b *filePerson) int { return a.row.number - b.row.number })
	return people
}

// guarded are the columns that should hardly ever change, besides the managers.
var guarded = []string{
	roster.FirstName, roster.LastName, roster.EmailAddress, roster.EmployeeCode, roster.EmploymentStartDate,
}

// countRewritten counts, column by column, the employed people in baseline and file who had a value and have another or
// none.
func (m *modelPlan) countRewritten() {
	counts, of := map[string]int{}, 0
	for _, person := range m.accepted {
		if person.known == nil || !isEmployed(person.known.cell[roster.EmploymentEndDate], m.today) {
			continue
		}
		of++
		for _, column := range guarded {
			before, after := person.known.cell[column], person.row.cell[column]
			isSame := before == after
			if column == roster.EmailAddress || column == roster.EmployeeCode {
				isSame = same(before, after)
			}
			if slices.Contains(m.columns, column) && before != "" && !isSame {
				counts[column]++
			}
		}
	}
	if !m.set.changes {
		counts[roster.Managers] = m.movedManagers()
	}
	for _, column := range append(slices.Clone(guarded), roster.Managers) {
		if counts[column] > 0 {
			m.plan.Rewritten = append(m.plan.Rewritten, roster.Rewrite{Column: column, Count: counts[column], Of: of})
		}
	}
}

// findVanished finds the columns that the last import sent, and for which this file has no value, although its people
// have some in the baseline.
func (m *modelPlan) findVanished() {
	for _, column := range m.base.sent {
		isSet := slices.Contains(roster.Columns, column) || column == m.set.extra
		isAbsent := !slices.Contains(m.columns, column)
		hasValue := m.withValue[column] || column == roster.EmploymentEndDate && m.statusEnds
		if !isSet || hasValue {
			continue
		}
		lost := 0
		for _, person := range m.accepted {
			if person.known != nil && person.known.cell[column] != "" {
				lost++
			}
		}
		if isAbsent && lost > 0 || lost > alwaysAllowed {
			m.plan.Vanished = append(m.plan.Vanished, column)
		}
	}
}
