package roster

// endUnaddressed decides about the rows of leavers who only lack an address, as systems blank it on the last day. The
// baseline knows the address of the person who has the code: the row ends their employment, and changes nothing else.
func (p *Plan) endUnaddressed() {
	for i := range p.rows {
		if p.file.people[i].marks&noAddress != 0 && p.rows[i].fate == accepted {
			p.takeUnaddressed(int32(i))
		}
	}
}

func (p *Plan) takeUnaddressed(i int32) {
	row := &p.file.people[i]
	b, known := p.codes.known(row.code)
	isExcluded := row.marks&excluded != 0
	switch {
	case known && p.endsUnaddressed(i, b):
		if isExcluded {
			p.Rows.Excluded--
			p.Rows.Accepted++
		}
		p.endBy(i, b)
	case isExcluded:
		p.rows[i].fate = excludedRow
	case known && p.isSuperseded(b):
		p.leaveOut(i, supersededRow, &p.Rows.Superseded)
	case !known && p.isFull() && !isEmployed(p.endOf(i), p.today): // also in the first file: nobody can be sent without an address
		p.leaveOut(i, formerRow, &p.Rows.Former)
	case known && p.startsLater(i, b):
		p.reject(i, DateOrder, EmploymentEndDate, "")
	default:
		p.reject(i, MissingValue, EmailAddress, "")
	}
}

// endsUnaddressed reports whether a row without an address ends the employment of somebody in the baseline who has no other
// row, or says once more when it ends. Nothing but the code and both names tell whose row it is.
func (p *Plan) endsUnaddressed(i, b int32) bool {
	row, known := &p.file.people[i], &p.base.people[b]
	switch {
	case p.isSuperseded(b), p.fates[b].endedBy != 0, !p.sameNames(i, b), p.startsLater(i, b):
		return false
	case p.isAnswered(known.code), p.isAnswered(known.email):
		return false // a rejected row may be their current employment
	case row.marks&excluded != 0:
		return !p.hasOtherRow(b) && p.isEnding(i, b)
	}
	return p.isEnding(i, b) || p.endWith(i, b) == known.end
}

// hasOtherRow reports whether somebody in the baseline has a row with an address, or an excluded one without an end.
func (p *Plan) hasOtherRow(b int32) bool {
	code := p.base.people[b].code
	if _, ok := p.rowWith(code, p.codes); ok || p.file.excludedKeys[code] {
		return true
	}
	other, ok := p.rowWith(p.base.people[b].email, p.emails)
	return ok && p.sameNames(other, b)
}

// startsLater reports whether an employment of the baseline starts after the end that a row gives it.
func (p *Plan) startsLater(i, b int32) bool { return p.endWith(i, b) < p.base.people[b].start }

// endBy lets a row without an address end the employment of somebody in the baseline.
func (p *Plan) endBy(i, b int32) {
	row, fate, was := &p.rows[i], &p.fates[b], p.base.people[b].end
	row.fate, row.base, row.end = endingRow, b, p.endWith(i, b)
	row.changed = row.end != was
	fate.present, fate.endedBy = true, i+1
	if !row.changed {
		p.Changes.Unchanged++
		return
	}
	fate.end = row.end
	p.Changes.Changed++
	if p.kindOf(*row) == Leaver {
		p.Changes.Leaving++
	}
}
