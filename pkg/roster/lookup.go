package roster

import "bytes"

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

// rowWith returns the row that stands for the person who has a code or an address.
func (p *Plan) rowWith(k key, rows map[key]int32) (i int32, ok bool) {
	if k == 0 {
		return 0, false
	}
	i, ok = rows[k]
	for ok && p.rows[i].fate == mergedRow {
		i = p.rows[i].into
	}
	return i, ok
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
