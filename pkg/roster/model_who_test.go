package roster_test

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// findByCode returns whom in the baseline a code belongs to.
func (m *modelPlan) findByCode(code string) *modelPerson { return m.findBy(roster.EmployeeCode, code) }

// findByAddress returns whom in the baseline an address belongs to.
func (m *modelPlan) findByAddress(address string) *modelPerson {
	return m.findBy(roster.EmailAddress, address)
}

// findBy returns whose employment ends last, if a code or an address is that of several people: it may have been handed on.
func (m *modelPlan) findBy(column, text string) (found *modelPerson) {
	lasts := func(person *modelPerson) string { return cmp.Or(person.cell[roster.EmploymentEndDate], "9999-12-31") }
	for _, person := range m.base.people {
		if text != "" && same(person.cell[column], text) && (found == nil || lasts(person) > lasts(found)) {
			found = person
		}
	}
	return found
}

// find returns who a row is, as Crewmojo finds it: by the code, else by the address.
func (m *modelPlan) find(row *usableRow) *modelPerson {
	if known := m.findByCode(row.cell[roster.EmployeeCode]); known != nil {
		return known
	}
	return m.findByAddress(row.cell[roster.EmailAddress])
}

// findWhoIsWho finds out who in the baseline the people of the file are, and rejects who would be written into the
// record of somebody else.
func (m *modelPlan) findWhoIsWho() {
	for _, person := range m.people {
		row := person.row
		for _, other := range person.rows {
			if other != row {
				m.remember(m.answered, other.cell[roster.EmployeeCode], other.cell[roster.EmailAddress])
			}
		}
		if whole := m.withoutZeros(row); whole != nil {
			m.rejectUsable(row, roster.DamagedCode, roster.EmployeeCode, roster.LostZeros)
			m.rememberPerson(whole)
			continue
		}
		if row.noAddress {
			continue
		}
		known := m.find(row)
		switch {
		case known != nil && m.isConflict(person, known):
			m.plan.Conflicts++
			m.rejectUsable(row, roster.IdentityConflict, roster.EmailAddress, "")
			m.rememberPerson(known) // everybody it might be counts as present
		case known != nil && known.received.After(m.file.received):
			m.plan.Rows.Accepted--
			m.plan.Rows.Superseded++
			m.rememberPerson(known)
			m.remember(m.answered, row.cell[roster.EmployeeCode], row.cell[roster.EmailAddress])
		case known != nil && m.isOutdated(row, known):
			m.plan.Rows.Accepted--
			m.plan.Rows.Merged++
			m.rememberPerson(known)
			m.remember(m.answered, row.cell[roster.EmployeeCode], row.cell[roster.EmailAddress])
		case known == nil && !m.set.changes && len(m.base.people) > 0 && !isEmployed(m.endOf(row), m.today):
			// a full file creates nobody who has left already
			m.plan.Rows.Accepted--
			m.plan.Rows.Former++
		default:
			person.known = known
			m.accepted = append(m.accepted, person)
		}
	}
}

// isOutdated reports whether a row ends the employment of somebody whose other row was rejected.
func (m *modelPlan) isOutdated(row *usableRow, known *modelPerson) bool {
	ends := isEmployed(known.cell[roster.EmploymentEndDate], m.today) && !isEmployed(m.endWith(row, known), m.today)
	return ends && (m.isRejected(known.cell) || m.isRejected(row.cell))
}

// isRejected reports whether a row that is rejected for what stands in it has somebody's code or address.
func (m *modelPlan) isRejected(cell map[string]string) bool {
	return isKnown(m.rejected, cell[roster.EmployeeCode]) || isKnown(m.rejected, cell[roster.EmailAddress])
}

func (m *modelPlan) rememberPerson(known *modelPerson) {
	m.remember(m.answered, known.cell[roster.EmployeeCode], known.cell[roster.EmailAddress])
}

// withoutZeros returns whose code has lost its zeros in a row: 123 where the baseline has 00123, which is not in the
// file, with the same address or the same name.
func (m *modelPlan) withoutZeros(row *usableRow) *modelPerson {
	code := row.cell[roster.EmployeeCode]
	if code == "" || strings.Trim(code, "0123456789") != "" || m.findByCode(code) != nil {
		return nil
	}
	for _, known := range m.base.people {
		whole := known.cell[roster.EmployeeCode]
		lostZeros := len(whole) > len(code) && strings.TrimLeft(whole, "0") == code
		if !lostZeros || m.isInFile(whole, nil) {
			continue
		}
		sameName := sameIn(row, known, roster.FirstName) && sameIn(row, known, roster.LastName)
		if sameIn(row, known, roster.EmailAddress) || sameName {
			return known
		}
	}
	return nil
}

func sameIn(row *usableRow, known *modelPerson, column string) bool {
	return same(row.cell[column], known.cell[column])
}

// isInFile reports whether a row of the file has a code, other than those of one person; also one that is rejected.
func (m *modelPlan) isInFile(code string, but *filePerson) bool {
	if code == "" {
		return false
	}
	for _, person := range m.people {
		if person != but && person.has(roster.EmployeeCode, code) {
			return true
		}
	}
	return isKnown(m.rejected, code) || isKnown(m.doubled, code)
}

// isConflict reports whether Crewmojo would write a row into a record that it does not look like.
func (m *modelPlan) isConflict(person *filePerson, known *modelPerson) bool {
	row := person.row
	code, knownCode := row.cell[roster.EmployeeCode], known.cell[roster.EmployeeCode]
	firstName, lastName := sameIn(row, known, roster.FirstName), sameIn(row, known, roster.LastName)
	address := sameIn(row, known, roster.EmailAddress)
	if code == "" || !same(code, knownCode) { // found by the address
		isUnderAnotherCode := code != "" && knownCode != ""
		isShared := slices.ContainsFunc(m.base.people, func(other *modelPerson) bool {
			return sameIn(row, other, roster.EmailAddress) && !same(other.cell[roster.EmployeeCode], knownCode)
		})
		start := known.cell[roster.EmploymentStartDate]
		sameStart := row.start == "" || start == "" || row.start == start
		isByAddress := code == "" && knownCode == "" && sameStart && !isKnown(m.doubled, row.cell[roster.EmailAddress])
		isStranger := isUnderAnotherCode && !firstName || !firstName && !lastName && !isByAddress
		return isShared || isStranger || m.isInFile(knownCode, person)
	}
	if holder := m.findByAddress(row.cell[roster.EmailAddress]); !address && holder != nil {
		isThere := isEmployed(holder.cell[roster.EmploymentEndDate], m.today) || m.isInFile(holder.cell[roster.EmployeeCode], person)
		if isThere {
			isHandedOn := firstName && lastName // which only a person can know
			return !m.set.approved || !isHandedOn
		}
	}
	return !firstName && !lastName && !address
}
