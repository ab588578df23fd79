package roster

import "slices"

// Managers is the name that a [Rewrite] of managers has: a manager may be named in either of two columns.
const Managers = "manager"

// countRewritten counts, column by column, the employed people who had a value that should hardly ever change, and now
// have another or none.
func (p *Plan) countRewritten() {
	columns := []string{FirstName, LastName, EmailAddress, EmployeeCode, EmploymentStartDate}
	columns = slices.DeleteFunc(columns, func(column string) bool {
		return !slices.Contains(p.file.columns, column) || !slices.Contains(p.base.columns, column)
	})
	counts := make([]int, len(columns))
	employed := 0
	for i := range p.rows {
		row := p.rows[i]
		if row.fate != accepted || row.base < 0 || !isEmployed(p.base.people[row.base].end, p.today) {
			continue
		}
		employed++
		if !row.changed {
			continue
		}
		ours, theirs := p.file.cells(i), p.base.cells(int(row.base))
		for c, column := range columns {
			before, after := p.base.cellOf(theirs, column), ours[slices.Index(p.file.columns, column)]
			if len(before) > 0 && !isSame(column, before, after) {
				counts[c]++
			}
		}
	}
	for c, column := range columns {
		p.addRewrite(column, counts[c], employed)
	}
	if p.isFull() {
		p.addRewrite(Managers, p.countManagers(), employed)
	}
}

func (p *Plan) addRewrite(column string, count, of int) {
	if count > 0 {
		p.Rewritten = append(p.Rewritten, Rewrite{column, count, of})
	}
}

// isSame compares two cells of a column: addresses and codes without regard to case.
func isSame(column, a, b string) bool {
	if k := kinds[column]; k == email || k == code {
		return keyOf([]byte(a)) == keyOf([]byte(b))
	}
	return a == b
}

// countManagers counts the employed people who had a manager and have another, one whom nobody knows, or none. A move
// from one manager to another counts once, however many people make it.
func (p *Plan) countManagers() int {
	type move struct{ from, to manager }
	moves, lost := map[move]bool{}, 0
	for i := range p.rows {
		row := p.rows[i]
		if row.fate != accepted || row.base < 0 || !row.changed || !isEmployed(p.base.people[row.base].end, p.today) {
			continue
		}
		ours, theirs := &p.file.people[i], &p.base.people[row.base]
		had := theirs.managerCode != 0 || theirs.managerMail != 0
		if !had || !p.sendsManagers() || ours.managerCode == theirs.managerCode && ours.managerMail == theirs.managerMail {
			continue
		}
		from, to := p.managerThen(theirs), p.managerOf(ours)
		switch {
		case to == 0:
			lost++
		case from != to:
			moves[move{from, to}] = true
		}
	}
	return len(moves) + lost
}

// sendsManagers reports whether the file has a column of managers.
func (p *Plan) sendsManagers() bool {
	at := positionsIn(p.file.columns)
	return at.managerCode >= 0 || at.managerMail >= 0
}

// findVanished finds the columns that the last import sent and for which this file has no value, although there are
// values of its people in the baseline.
func (p *Plan) findVanished() {
	for at, column := range p.base.columns[:p.base.sent] {
		absent := !slices.Contains(p.file.columns, column)
		isSent := slices.Contains(Columns, column) || slices.Contains(p.file.format.ExtraColumns, column)
		if !isSent || p.base.filled[at] == 0 || !absent && !slices.Contains(p.file.blank, column) {
			continue
		}
		lost := 0
		for _, row := range p.rows {
			if row.fate == accepted && row.base >= 0 && len(p.base.cells(int(row.base))[at]) > 0 {
				lost++
			}
		}
		if absent && lost > 0 || lost > p.file.format.AlwaysAllowed {
			p.Vanished = append(p.Vanished, column)
		}
	}
}
