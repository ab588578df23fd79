package roster

import (
	"cmp"
	"slices"
	"strings"
)

// compareRows finds out what the accepted rows change.
func (p *Plan) compareRows() {
	for i := range p.rows {
		row := &p.rows[i]
		if row.fate != accepted {
			continue
		}
		if row.base < 0 {
			row.end, row.changed = p.endOf(int32(i)), true
			p.Changes.Added++
			if isEmployed(row.end, p.today) {
				p.Joining++
			}
			continue
		}
		row.end = p.endWith(int32(i), row.base)
		row.changed = !p.isUnchanged(int32(i), row.base)
		p.restores = p.restores || p.endsAreOurs && row.end != p.base.people[row.base].end
		if row.changed {
			p.Changes.Changed++
		} else {
			p.Changes.Unchanged++
		}
		switch p.kindOf(*row) {
		case Leaver:
			p.Changes.Leaving++
		case Rehire:
			p.Changes.Returning++
			p.Joining++
		}
	}
}

// A Kind is what a difference makes of a person.
type Kind string

const (
	Joiner  Kind = "joiner"
	Leaver  Kind = "leaver"
	Rehire  Kind = "rehire"
	Missing Kind = "missing" // for the first time
	Ended   Kind = "ended"
	Changed Kind = "changed"

	// StillMissing is no difference: see [Plan.StillMissing].
	StillMissing Kind = "still-missing"
)

// kindOf returns what an accepted row makes of its person; "" if the person stays as they are.
func (p *Plan) kindOf(row planned) Kind {
	if row.base < 0 {
		if isEmployed(row.end, p.today) {
			return Joiner
		}
		return Changed
	}
	was := p.base.people[row.base].end
	switch {
	case isEmployed(was, p.today) && row.end != 0 && (was == 0 || row.end < was):
		return Leaver
	case !isEmployed(was, p.today) && isEmployed(row.end, p.today):
		return Rehire
	case row.changed:
		return Changed
	}
	return ""
}

// A Difference is one changed cell, or one person who joins or is missing. It must not leave the bucket.
type Difference struct {
	Kind                           Kind
	ID, FirstName, LastName, Email string
	Column, Before, After          string // "" for somebody who joins or is missing

	// BeforeName and AfterName say who Before and After are, if they name a manager whom the baseline or the file knows.
	BeforeName, AfterName string
}

// Differences returns what the file changes, in the order of its rows, and then who is missing or ended.
func (p *Plan) Differences(yield func(Difference) bool) {
	for i, row := range p.rows {
		if row.fate == accepted && row.changed && !p.differencesOf(i, row, yield) {
			return
		}
	}
	for b := range p.fates {
		fate := p.fates[b]
		if fate.end == 0 && !fate.missing {
			continue
		}
		d := of(&p.base.table, b)
		d.Kind = Missing
		if fate.end != 0 {
			d.Kind, d.Column = Ended, EmploymentEndDate
			d.Before, d.After = p.base.cell(b, EmploymentEndDate), fate.end.String()
		}
		if fate.endedBy != 0 {
			d.Kind = p.kindOf(p.rows[fate.endedBy-1])
		}
		if !yield(d) {
			return
		}
	}
}

// differencesOf yields the changed cells of one row.
func (p *Plan) differencesOf(i int, row planned, yield func(Difference) bool) bool {
	d := of(&p.file.table, i)
	d.Kind = p.kindOf(row)
	if row.base < 0 {
		return yield(d)
	}
	theirs := p.base.cells(int(row.base))
	for at, after := range p.sentCells(i) {
		d.Column = p.file.columns[at]
		d.Before, d.After = p.base.cellOf(theirs, d.Column), after
		d.BeforeName, d.AfterName = "", ""
		if d.Before != d.After {
			d.BeforeName, d.AfterName = p.managerNames(d)
		}
		if d.Before != d.After && !yield(d) {
			return false
		}
	}
	if p.endsAreOurs && row.end != p.base.people[row.base].end {
		d.Column, d.Before, d.After = EmploymentEndDate, p.base.cellOf(theirs, EmploymentEndDate), ""
		d.BeforeName, d.AfterName = "", ""
		return yield(d)
	}
	return true
}

// managerNames returns the names of the managers that a difference is about: before, by the baseline; after, by the file, and
// else by the baseline too.
func (p *Plan) managerNames(d Difference) (before, after string) {
	in := p.codes
	switch d.Column {
	case ManagerEmailAddress:
		in = p.emails
	case ManagerEmployeeCode:
	default:
		return "", ""
	}
	known := func(k key) string {
		if b, ok := in.known(k); ok {
			return fullName(of(&p.base.table, int(b)))
		}
		return ""
	}
	then, now := keyOf([]byte(d.Before)), keyOf([]byte(d.After))
	if i, ok := p.rowWith(now, in); ok {
		return known(then), fullName(of(&p.file.table, int(i)))
	}
	return known(then), known(now)
}

func fullName(d Difference) string { return strings.TrimSpace(d.FirstName + " " + d.LastName) }

// Person returns who is in a row of the file: for the page that names them. It must not leave the bucket.
func (p *Plan) Person(row int) (Difference, bool) {
	i, found := slices.BinarySearchFunc(p.file.people, row, func(who person, row int) int { return int(who.row) - row })
	if !found {
		return Difference{}, false
	}
	return of(&p.file.table, i), true
}

// of returns a difference of somebody, who is known by their code, or else by their address.
func of(t *table, i int) Difference {
	d, code, at := Difference{}, "", 0
	for cell := range cellsIn(t.record(i)) {
		switch t.columns[at] {
		case FirstName:
			d.FirstName = cell
		case LastName:
			d.LastName = cell
		case EmailAddress:
			d.Email = cell
		case EmployeeCode:
			code = cell
		}
		at++
	}
	d.ID = cmp.Or(code, d.Email)
	return d
}

// sentCells returns the cells of an accepted row as they are sent.
func (p *Plan) sentCells(i int) []string {
	cells := p.file.cells(i)
	if p.rows[i].end != p.file.people[i].end {
		for at, column := range p.file.columns {
			if column == EmploymentEndDate {
				cells[at] = p.rows[i].end.String()
			}
		}
	}
	return cells
}
