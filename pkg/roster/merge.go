package roster

import "bytes"

// mergeRows finds the rows that are one person, and lets one of them stand for all. Of other rows with one code or one
// address the first is kept.
func (p *Plan) mergeRows() {
	for i := range p.file.people {
		if p.file.people[i].marks&excluded == 0 {
			p.mergeRow(int32(i))
		}
	}
	for i := range p.file.people {
		if p.file.people[i].marks&excluded != 0 {
			p.takeExcluded(int32(i))
		}
	}
}

// takeExcluded keeps a row out that Exclude names, unless it ends the employment of somebody in the baseline who has no
// other row.
func (p *Plan) takeExcluded(i int32) {
	row := &p.file.people[i]
	_, code := p.byCode[row.code]
	_, email := p.byEmail[row.email]
	if _, known := p.inBaseline(row); !known || code || email {
		p.rows[i].fate = excludedRow
		return
	}
	p.Rows.Excluded--
	p.Rows.Accepted++
	p.mergeRow(i)
}

// inBaseline returns whom Crewmojo would find for a row: by the code, else by the address.
func (p *Plan) inBaseline(row *person) (b int32, ok bool) {
	if row.code != 0 {
		if b, ok = p.base.byCode[row.code]; ok {
			return b, true
		}
	}
	b, ok = p.base.byEmail[row.email]
	return b, ok
}

func (p *Plan) mergeRow(i int32) {
	row := &p.file.people[i]
	byCode, hasCode := p.byCode[row.code]
	hasCode = hasCode && row.code != 0
	byEmail, hasEmail := p.byEmail[row.email]
	switch {
	case hasCode && hasEmail && byCode != byEmail:
		p.reject(i, DuplicateEmail, EmailAddress, "")
	case hasCode && p.isSamePerson(i, byCode):
		p.join(i, byCode)
	case hasCode:
		p.reject(i, DuplicateKey, EmployeeCode, "")
	case hasEmail && p.isSamePerson(i, byEmail):
		p.join(i, byEmail)
	case hasEmail && row.code == 0 && p.file.people[byEmail].code == 0:
		p.reject(i, DuplicateKey, EmailAddress, "")
	case hasEmail:
		p.reject(i, DuplicateEmail, EmailAddress, "")
	default:
		p.standFor(i, i)
	}
}

// standFor makes row i stand for the person of row j.
func (p *Plan) standFor(i, j int32) {
	if code := p.file.people[j].code; code != 0 {
		p.byCode[code] = i
	}
	p.byEmail[p.file.people[j].email] = i
}

// isSamePerson reports whether two rows are one person: with one code, if the address or the first name is the same; with
// one address, if both names are.
func (p *Plan) isSamePerson(i, j int32) bool {
	a, b := &p.file.people[i], &p.file.people[j]
	same := func(column string) bool {
		return bytes.EqualFold(p.file.cell(int(i), column), p.file.cell(int(j), column))
	}
	if a.code != 0 && a.code == b.code {
		return a.email == b.email || same(FirstName)
	}
	return a.email == b.email && same(FirstName) && same(LastName)
}

// join merges row i into the person for whom row j stands.
func (p *Plan) join(i, j int32) {
	p.Rows.Merged++
	p.Rows.Accepted--
	if !p.isBetter(i, j) {
		p.rows[i].fate = mergedRow
		p.standFor(j, i)
		return
	}
	p.rows[j].fate = mergedRow
	p.standFor(i, j)
	p.standFor(i, i)
}

// isBetter reports whether row i tells more about a person than row j: the employed one does, else the one with the later
// start, else the one that the baseline has.
func (p *Plan) isBetter(i, j int32) bool {
	a, b := &p.file.people[i], &p.file.people[j]
	if x, y := isEmployed(p.endOf(i), p.today), isEmployed(p.endOf(j), p.today); x != y {
		return x
	}
	if a.start != b.start {
		return a.start > b.start
	}
	known, ok := p.inBaseline(a)
	return ok && p.isUnchanged(i, known) && !p.isUnchanged(j, known)
}

// isUnchanged reports whether the baseline has a person just as a row says.
func (p *Plan) isUnchanged(i, b int32) bool {
	if p.endWith(i, b) != p.base.people[b].end {
		return false
	}
	if p.sameColumns && p.file.people[i].end == p.base.people[b].end {
		return bytes.Equal(p.file.record(int(i)), p.base.record(int(b)))
	}
	ours, theirs := p.file.cells(int(i)), p.base.cells(int(b))
	for at, column := range p.file.columns {
		if column != EmploymentEndDate && !bytes.Equal(ours[at], p.base.cellOf(theirs, column)) {
			return false
		}
	}
	return true
}

// cellOf returns one of a person's cells; nil if the baseline has no such column.
func (b *Baseline) cellOf(cells [][]byte, column string) []byte {
	for at, name := range b.columns {
		if name == column {
			return cells[at]
		}
	}
	return nil
}
