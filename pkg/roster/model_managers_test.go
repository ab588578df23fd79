package roster_test

import (
	"slices"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A boss is a person of the file, or one of the baseline who is not in it, or nobody that is known.
type boss struct {
	inFile     *filePerson
	inBaseline *modelPerson
}

// bossInFile returns who in the file has a code or an address, or else who in the baseline.
func (m *modelPlan) boss(column, text string) boss {
	for _, person := range m.accepted {
		if person.has(column, text) {
			return boss{inFile: person}
		}
	}
	return m.bossInBaseline(column, text)
}

// bossInBaseline returns who in the baseline has a code or an address.
func (m *modelPlan) bossInBaseline(column, text string) boss {
	known := m.findBy(column, text)
	for _, person := range m.accepted {
		if known != nil && person.known == known {
			return boss{inFile: person}
		}
	}
	return boss{inBaseline: known}
}

// managerNow returns the manager whom a row names, by the code, else by the address.
func (m *modelPlan) managerNow(row *usableRow) boss {
	if code := row.cell[roster.ManagerEmployeeCode]; code != "" {
		return m.boss(roster.EmployeeCode, code)
	}
	return m.boss(roster.EmailAddress, row.cell[roster.ManagerEmailAddress])
}

// managerThen returns the manager whom the last import named.
func (m *modelPlan) managerThen(known *modelPerson) (then boss, had bool) {
	for _, column := range []string{roster.ManagerEmployeeCode, roster.ManagerEmailAddress} {
		text := m.namedThen(column, known)
		if text == "" {
			continue
		}
		by := roster.EmployeeCode
		if column == roster.ManagerEmailAddress {
			by = roster.EmailAddress
		}
		if then = m.bossInBaseline(by, text); then == (boss{}) {
			then = m.boss(by, text)
		}
		return then, true
	}
	return boss{}, false
}

// namedThen is what the last import said of somebody's manager; what only earlier ones said is long out of date.
func (m *modelPlan) namedThen(column string, known *modelPerson) string {
	if !slices.Contains(m.base.sent, column) {
		return ""
	}
	return known.cell[column]
}

// movedManagers counts who has lost their manager, or has one whom nobody knows; and the moves from one to another, each once,
// however many people make it.
func (m *modelPlan) movedManagers() int {
	hasManagers := slices.Contains(m.columns, roster.ManagerEmployeeCode) || slices.Contains(m.columns, roster.ManagerEmailAddress)
	moves, lost := map[[2]boss]bool{}, 0
	for _, person := range m.accepted {
		if !hasManagers || person.known == nil || !isEmployed(person.known.cell[roster.EmploymentEndDate], m.today) || !person.isChanged {
			continue
		}
		then, had := m.managerThen(person.known)
		now := m.managerNow(person.row)
		isNamedAlike := true
		for _, column := range []string{roster.ManagerEmployeeCode, roster.ManagerEmailAddress} {
			isNamedAlike = isNamedAlike && same(person.row.cell[column], m.namedThen(column, person.known))
		}
		switch {
		case !had || isNamedAlike:
		case now == boss{}:
			lost++
		case now != then:
			moves[[2]boss{then, now}] = true
		}
	}
	return lost + len(moves)
}

// checkManagers warns of managers who are unknown, two people, the person themselves, or above themselves.
func (m *modelPlan) checkManagers() {
	column := roster.ManagerEmailAddress
	if slices.Contains(m.columns, roster.ManagerEmployeeCode) {
		column = roster.ManagerEmployeeCode
	}
	above := map[*filePerson]*filePerson{}
	for _, person := range m.accepted {
		row := person.row
		if row.cell[roster.ManagerEmployeeCode] == "" && row.cell[roster.ManagerEmailAddress] == "" {
			continue
		}
		manager, byAddress := m.managerNow(row), m.boss(roster.EmailAddress, row.cell[roster.ManagerEmailAddress])
		switch {
		case manager == boss{}:
			m.problem(roster.UnknownManager, column, row.number)
		case byAddress != boss{} && byAddress != manager:
			m.problem(roster.ManagerConflict, column, row.number)
		}
		if manager.inFile == person {
			m.problem(roster.SelfManager, column, row.number)
		} else if manager.inFile != nil {
			above[person] = manager.inFile
		}
	}
	for person := range above {
		climber := above[person]
		for steps := 0; climber != nil && climber != person && steps < len(above); steps++ {
			climber = above[climber]
		}
		if climber == person {
			m.problem(roster.ManagerCycle, column, person.row.number)
		}
	}
}
