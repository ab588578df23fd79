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
	case !known && p.isFormer(i):
		p.leaveOut(i, formerRow, &p.Rows.Former)
	default:
		p.reject(i, MissingValue, EmailAddress, "")
	}
}

// endsUnaddressed reports whether a row without an address ends the employment of somebody in the baseline who has no other
// row, with their code or with their address and name, or says once more when it ends. The last row of a file that ends in
// no line end may have been cut before the address.
func (p *Plan) endsUnaddressed(i, b int32) bool {
	row := &p.file.people[i]
	_, hasOther := p.rowWith(row.code, p.codes)
	other, isAddressed := p.rowWith(p.base.people[b].email, p.emails)
	switch {
	case row.row == p.file.unended, p.isSuperseded(b), p.fates[b].endedBy != 0:
		return false
	case isAddressed && p.sameNames(other, b):
		return false
	case !p.sameName(i, b, FirstName) && !p.sameName(i, b, LastName):
		return false
	case row.marks&excluded != 0:
		return !hasOther && p.isEnding(i, b)
	}
	return p.isEnding(i, b) || p.endWith(i, b) == p.base.people[b].end
}

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
