package roster_test

import (
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A sending is one row that is sent to Crewmojo: of the file, or an end for somebody of the baseline.
type sending struct {
	person *filePerson
	ended  *modelPerson
}

// sendings are the rows that are sent, in the order of the file, and then who is ended.
func (m *modelPlan) sendings(onlyChanges bool) (all []sending) {
	for _, person := range m.inOrder() {
		if person.isChanged || !onlyChanges {
			all = append(all, sending{person: person})
		}
	}
	for _, known := range m.base.people {
		if m.endGiven(known) != "" {
			all = append(all, sending{ended: known})
		}
	}
	return all
}

// endGiven is the end that this file gives the employment of somebody whose address it lacks; "" for none.
func (m *modelPlan) endGiven(known *modelPerson) string {
	away, by := m.absent[known], m.endedBy[known]
	switch {
	case away != nil && away.isEnded:
		return away.endedOn
	case by != nil && by.isChanged:
		return by.end
	}
	return ""
}

// columnsThen are the columns that are sent: with the end of employment, if any is ended.
func (m *modelPlan) columnsThen() []string {
	isRestored := func(p *filePerson) bool { return p.known != nil && m.restores(p.row, p.known) }
	if m.plan.Changes.Ended == 0 && !slices.ContainsFunc(m.accepted, isRestored) {
		return m.columns
	}
	var with []string
	for _, column := range append(slices.Clone(roster.Columns), m.set.extra) {
		if slices.Contains(m.columns, column) || column == roster.EmploymentEndDate {
			with = append(with, column)
		}
	}
	return with
}

// cellsOf returns the cells of a row that is sent.
func (m *modelPlan) cellsOf(s sending, columns []string) (cells []string) {
	for _, column := range columns {
		switch {
		case s.ended != nil && column == roster.EmploymentEndDate:
			cells = append(cells, m.endGiven(s.ended))
		case s.ended != nil:
			cells = append(cells, s.ended.cell[column])
		case column == roster.EmploymentEndDate:
			cells = append(cells, s.person.end)
		default:
			cells = append(cells, s.person.row.cell[column])
		}
	}
	return cells
}

// upload is the text that is sent.
func (m *modelPlan) upload(onlyChanges bool) string {
	columns := m.columnsThen()
	lines := []string{line(columns)}
	for _, s := range m.sendings(onlyChanges) {
		lines = append(lines, line(m.cellsOf(s, columns)))
	}
	return strings.Join(lines, "")
}

// line writes one line of CSV.
func line(cells []string) string {
	quoted := slices.Clone(cells)
	for i, cell := range quoted {
		if strings.ContainsAny(cell, ",\"\n") {
			quoted[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
	}
	return strings.Join(quoted, ",") + "\n"
}

// next is the baseline after an import with rows that Crewmojo has refused: those people stay as they were.
func (m *modelPlan) next(refused []sending) *modelBaseline {
	next := &modelBaseline{sent: m.columns}
	for _, column := range append(slices.Clone(m.base.sent), m.base.older...) {
		if !slices.Contains(next.sent, column) {
			next.older = append(next.older, column)
		}
	}
	if m.plan.Changes.Ended > 0 && !slices.Contains(slices.Concat(next.sent, next.older), roster.EmploymentEndDate) {
		next.older = append(next.older, roster.EmploymentEndDate)
	}
	people := m.inOrder()
	for _, known := range m.base.people {
		i := slices.IndexFunc(people, func(p *filePerson) bool { return p.known == known })
		switch {
		case i >= 0 && !slices.Contains(refused, sending{person: people[i]}):
			next.people = append(next.people, m.personThen(sending{person: people[i]}, known, next.sent))
		case m.endGiven(known) != "" && !slices.Contains(refused, sending{ended: known}):
			next.people = append(next.people, m.personThen(sending{ended: known}, known, next.sent))
		case m.isForgotten(known, i >= 0):
		default:
			next.people = append(next.people, m.personWhoStays(known))
		}
	}
	for _, person := range people {
		if person.known == nil && !slices.Contains(refused, sending{person: person}) {
			next.people = append(next.people, m.personThen(sending{person: person}, nil, next.sent))
		}
	}
	return next
}

// personThen is somebody as this file sends them. Columns that it does not send stay as they were.
func (m *modelPlan) personThen(s sending, known *modelPerson, columns []string) *modelPerson {
	then := &modelPerson{cell: map[string]string{}, received: m.file.received, environment: "test"}
	if known != nil {
		for column, cell := range known.cell {
			then.cell[column] = cell
		}
	}
	for i, cell := range m.cellsOf(s, columns) {
		then.cell[columns[i]] = cell
	}
	then.cell[roster.EmploymentEndDate] = m.cellsOf(s, []string{roster.EmploymentEndDate})[0]
	if s.ended != nil && isEmployed(m.endGiven(known), m.today) {
		then.missingSince = m.missingSince(known) // the end is to come: nobody counts as missing twice
	}
	return then
}

// personWhoStays is somebody whom this file does not change.
func (m *modelPlan) personWhoStays(known *modelPerson) *modelPerson {
	stays := *known
	stays.missingSince = m.missingSince(known)
	return &stays
}

// missingSince is since when somebody is missing after this file. A file of changes does not say it.
func (m *modelPlan) missingSince(known *modelPerson) time.Time {
	away := m.absent[known]
	switch {
	case away != nil && away.isFirst:
		return m.file.received
	case away == nil && !m.set.changes:
		return time.Time{}
	}
	return known.missingSince
}

// isForgotten reports whether somebody leaves the baseline: who is missing or not employed, so many days after a file
// had them.
func (m *modelPlan) isForgotten(known *modelPerson, isInFile bool) bool {
	isGone := m.absent[known] != nil || !m.isPresent(known) && !isInFile && !isEmployed(known.cell[roster.EmploymentEndDate], m.today)
	return isGone && m.file.received.Sub(known.received) > time.Duration(m.set.forget)*24*time.Hour
}

// text is the baseline as it is written.
func (b *modelBaseline) text() string {
	own := []string{roster.ReceivedAt, roster.MissingSince, roster.Environment}
	lines := []string{line(slices.Concat(b.sent, own, b.older))}
	for _, person := range b.people {
		var cells []string
		for _, column := range b.sent {
			cells = append(cells, person.cell[column])
		}
		cells = append(cells, timeText(person.received), timeText(person.missingSince), person.environment)
		for _, column := range b.older {
			cells = append(cells, person.cell[column])
		}
		lines = append(lines, line(cells))
	}
	return strings.Join(lines, "")
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("20060102T150405Z")
}
