package roster_test

import "github.com/crewmojo-aws/bundle/pkg/roster"

// absence is what becomes of somebody who is employed, and neither in a full file nor answered for.
type absence struct {
	isFirst  bool   // they were there the last time
	maybe    bool   // a joiner has their name
	isEnded  bool   // this file ends their employment
	endedOn  string // then
	excluded bool   // EXCLUDE keeps their row out
}

func (m *modelPlan) findMissing() {
	for _, known := range m.base.people {
		isAbsent := !m.isPresent(known) && isEmployed(known.cell[roster.EmploymentEndDate], m.today)
		if m.set.changes || !isAbsent {
			continue
		}
		m.absent[known] = &absence{
			isFirst:  known.missingSince.IsZero(),
			excluded: isKnown(m.keptOut, known.cell[roster.EmployeeCode]) || isKnown(m.keptOut, known.cell[roster.EmailAddress]),
		}
	}
}

// isPresent reports whether the file has somebody, or answers for them.
func (m *modelPlan) isPresent(known *modelPerson) bool {
	for _, person := range m.accepted {
		if person.known == known {
			return true
		}
	}
	if m.endedBy[known] != nil {
		return true
	}
	code, address := known.cell[roster.EmployeeCode], known.cell[roster.EmailAddress]
	return isKnown(m.answered, code) || isKnown(m.answered, address) || isKnown(m.rejected, code) || isKnown(m.rejected, address)
}

// findPossibleDuplicates warns of joiners with the first and last name of exactly one missing person.
func (m *modelPlan) findPossibleDuplicates() {
	for _, person := range m.accepted {
		if person.known != nil || !isEmployed(m.endOf(person.row), m.today) {
			continue
		}
		var namesakes []*absence
		for _, known := range m.base.people {
			sameName := sameIn(person.row, known, roster.FirstName) && sameIn(person.row, known, roster.LastName)
			if away := m.absent[known]; away != nil && sameName {
				namesakes = append(namesakes, away)
			}
		}
		if len(namesakes) == 1 {
			namesakes[0].maybe = true
			m.problem(roster.PossibleDuplicate, "", person.row.number)
		}
	}
}

// endMissing ends the employment of who is still missing in a file of a later day, or missing in an approved one; and
// counts.
func (m *modelPlan) endMissing() {
	for _, known := range m.base.people {
		away := m.absent[known]
		if away != nil && m.set.endMissing {
			m.endOne(known, away)
		}
		isMissing := away != nil && !away.isEnded
		switch {
		case away != nil && away.isEnded:
			m.plan.Changes.Ended++
		case isMissing && away.isFirst:
			m.plan.Changes.Missing++
		case isMissing:
			m.plan.Changes.StillMissing++
		}
		isStillMissing := isMissing && !away.isFirst
		if isEmployed(known.cell[roster.EmploymentEndDate], m.today) && !isStillMissing {
			m.plan.Employed++
		}
	}
}

func (m *modelPlan) endOne(known *modelPerson, away *absence) {
	since := m.today
	if !away.isFirst {
		since = dayOf(known.missingSince, m.set.zone)
	}
	end := max(since, known.cell[roster.EmploymentStartDate])
	knownEnd := known.cell[roster.EmploymentEndDate]
	switch {
	case since == m.today && !m.set.approved: // the file of a later day must confirm it
	case away.excluded, away.maybe, m.isOnLeave(known):
	case knownEnd != "" && knownEnd <= end: // it has been ended before
	case m.plan.Nameless > 0: // the row that names nobody may be theirs
		m.plan.NotEnded++
	default:
		away.isEnded, away.endedOn = true, end
	}
}

func (m *modelPlan) isOnLeave(known *modelPerson) bool {
	start, end := known.cell[roster.LeaveStartDate], known.cell[roster.LeaveEndDate]
	return start != "" && start <= m.today && (end == "" || end >= m.today)
}
