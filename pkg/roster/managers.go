package roster

// A manager is somebody whom a row names: a row of the file, or somebody of the baseline; 0 is nobody that is known.
type manager int32

func rowManager(i int32) manager  { return manager(i + 1) }
func baseManager(b int32) manager { return manager(-b - 1) }

// managerOf returns whom a row of the file names as manager, by the code, else by the address.
func (p *Plan) managerOf(row *person) manager {
	if row.managerCode != 0 {
		return p.find(row.managerCode, p.codes)
	}
	return p.find(row.managerMail, p.emails)
}

// find looks somebody up in the file, and then in the baseline.
func (p *Plan) find(k key, in index) manager {
	if i, ok := p.rowWith(k, in); ok && p.rows[i].fate == accepted {
		return rowManager(i)
	}
	return p.findKnown(k, in)
}

// managerThen returns whom the baseline names as somebody's manager. A code that somebody else has got since then was
// theirs.
func (p *Plan) managerThen(known *person) manager {
	k, in := known.managerCode, p.codes
	if k == 0 {
		k, in = known.managerMail, p.emails
	}
	if then := p.findKnown(k, in); then != 0 {
		return then
	}
	return p.find(k, in)
}

// findKnown looks somebody up in the baseline.
func (p *Plan) findKnown(k key, in index) manager {
	if b, ok := in.known(k); ok {
		if row := p.fates[b].row; row >= 0 {
			return rowManager(row)
		}
		return baseManager(b)
	}
	return 0
}

// checkManagers warns of managers who are unknown, two people, the person themselves, or above themselves.
func (p *Plan) checkManagers() {
	column := ManagerEmployeeCode
	if positionsIn(p.file.columns).managerCode < 0 {
		column = ManagerEmailAddress
	}
	above := make([]int32, len(p.rows)) // the manager's row and 1; 0 for none in the file
	for i := range p.rows {
		row := &p.file.people[i]
		if p.rows[i].fate != accepted || row.managerCode == 0 && row.managerMail == 0 {
			continue
		}
		boss := p.managerOf(row)
		switch byMail := p.find(row.managerMail, p.emails); {
		case boss == 0:
			p.problems.add(UnknownManager, column, row.row)
		case byMail != 0 && byMail != boss:
			p.problems.add(ManagerConflict, column, row.row)
		}
		switch {
		case boss == rowManager(int32(i)):
			p.problems.add(SelfManager, column, row.row)
		case boss > 0:
			above[i] = int32(boss)
		}
	}
	for _, i := range inLoops(above) {
		p.problems.add(ManagerCycle, column, p.file.people[i].row)
	}
}

// inLoops returns the rows that stand above themselves. Above holds the row above each, counted from 1, and 0 for none.
func inLoops(above []int32) []int32 {
	seen := make([]int32, len(above)) // in which climb, counted from 1
	var loops []int32
	for start := range above {
		i := int32(start)
		for seen[i] == 0 && above[i] != 0 {
			seen[i] = int32(start) + 1
			i = above[i] - 1
		}
		if seen[i] != int32(start)+1 {
			continue // the climb ends, or meets an earlier one
		}
		for member := i; ; {
			loops = append(loops, member)
			if member = above[member] - 1; member == i {
				break
			}
		}
	}
	return loops
}
