package roster_test

import "github.com/crewmojo-aws/bundle/pkg/roster"

// lacksOnlyAddress reports whether only the address is blank in a leaver's row, and the code tells who they are.
// Where the address is the last cell, a row without a line end may have been cut off before it.
func (m *modelPlan) lacksOnlyAddress(row *usableRow, wrong []aProblem) bool {
	if row.isLastRow && m.file.noLineEnd {
		return false
	}
	isOnly := len(wrong) == 1 && wrong[0].code == roster.MissingValue && wrong[0].column == roster.EmailAddress
	return isOnly && row.cell[roster.EmployeeCode] != "" && (row.end != "" || row.hasLeft)
}

// endUnaddressed decides about these rows: each ends the employment of the person whom the code names, with the baseline's
// address; or it is rejected like any other row without an address, unless EXCLUDE names it, a newer file has brought the
// person, or they had left before they were ever sent.
func (m *modelPlan) endUnaddressed() {
	for _, row := range m.noAddress {
		known := m.findByCode(row.cell[roster.EmployeeCode])
		person := m.personWith(roster.EmployeeCode, row)
		switch {
		case !row.isExcluded && (person == nil || person.row != row):
			// another row stands for the person, or it is rejected already
		case known != nil && m.endsUnaddressed(row, person, known):
			m.endBy(row, known)
		case row.isExcluded:
		case known != nil && known.received.After(m.file.received):
			m.plan.Rows.Accepted--
			m.plan.Rows.Superseded++
			m.remember(m.answered, row.cell[roster.EmployeeCode])
		case known == nil && !m.set.changes && !isEmployed(m.endOf(row), m.today):
			m.plan.Rows.Accepted--
			m.plan.Rows.Former++
		case known != nil && m.startsLater(row, known):
			m.rejectUsable(row, roster.DateOrder, roster.EmploymentEndDate, "")
		default:
			m.rejectUsable(row, roster.MissingValue, roster.EmailAddress, "")
		}
	}
}

// startsLater reports whether the employment that the baseline knows starts after the end that a row gives it.
func (m *modelPlan) startsLater(row *usableRow, known *modelPerson) bool {
	start := known.cell[roster.EmploymentStartDate]
	return start != "" && m.endWith(row, known) < start
}

func (m *modelPlan) endsUnaddressed(row *usableRow, person *filePerson, known *modelPerson) bool {
	isStranger := !sameIn(row, known, roster.FirstName) || !sameIn(row, known, roster.LastName)
	isTaken := m.endedBy[known] != nil || known.received.After(m.file.received)
	if isStranger || isTaken || m.isRejected(known.cell) || m.startsLater(row, known) {
		return false
	}
	end, knownEnd := m.endWith(row, known), known.cell[roster.EmploymentEndDate]
	isNews := !isEmployed(end, m.today) || knownEnd == "" || end < knownEnd
	if row.isExcluded {
		other := m.personWho(roster.EmailAddress, known.cell[roster.EmailAddress])
		hasOther := person != nil || other != nil && sameIn(other.row, known, roster.FirstName) && sameIn(other.row, known, roster.LastName)
		return !hasOther && !isKnown(m.keptOpen, known.cell[roster.EmployeeCode]) && isNews
	}
	return isNews || end == knownEnd
}

func (m *modelPlan) endBy(row *usableRow, known *modelPerson) {
	by := &filePerson{row: row, known: known, end: m.endWith(row, known)}
	by.isChanged = by.end != known.cell[roster.EmploymentEndDate]
	m.endedBy[known] = by
	if row.isExcluded {
		m.plan.Rows.Excluded--
		m.plan.Rows.Accepted++
	}
	if !by.isChanged {
		m.plan.Changes.Unchanged++
		return
	}
	m.plan.Changes.Changed++
	if m.kindOf(by) == roster.Leaver {
		m.plan.Changes.Leaving++
	}
}
