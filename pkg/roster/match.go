package roster

import (
	"bytes"
	"strings"
)

// matchRows finds out who in the baseline each row is, as Crewmojo does: by the code, else by the address. Rows that
// Crewmojo would write into the record of somebody else are rejected.
func (p *Plan) matchRows() {
	short := p.codesWithoutZeros()
	for i := range p.rows {
		row := &p.rows[i]
		row.base = -1
		if row.fate != accepted {
			continue
		}
		b, known := p.inBaseline(&p.file.people[i])
		switch long, lost := short[p.file.people[i].code]; {
		case lost && p.lostZeros(int32(i), long):
			p.fates[long].present = true
			p.reject(int32(i), DamagedCode, EmployeeCode, LostZeros)
		case known && p.isConflict(int32(i), b):
			p.Conflicts++
			p.answered[p.base.people[b].code] = true
			p.answered[p.base.people[b].email] = true
			p.reject(int32(i), IdentityConflict, EmailAddress, "")
		case known && p.base.received[b] > p.occasion.Received.Unix():
			p.leaveOut(int32(i), supersededRow, &p.Rows.Superseded)
			p.fates[b].present = true
		case known:
			row.base = b
			p.fates[b].row, p.fates[b].present = int32(i), true
		case p.isFull() && len(p.base.people) > 0 && !isEmployed(p.endOf(int32(i)), p.today):
			p.leaveOut(int32(i), formerRow, &p.Rows.Former)
		}
	}
}

func (p *Plan) leaveOut(i int32, f fate, count *int) {
	p.rows[i].fate = f
	p.Rows.Accepted--
	*count++
}

// codesWithoutZeros returns the people of the baseline whose codes begin with zeros, by what is left without them.
func (p *Plan) codesWithoutZeros() map[key]int32 {
	short := map[key]int32{}
	for b := range p.base.people {
		if p.base.people[b].marks&zeros == 0 {
			continue
		}
		if trimmed := bytes.TrimLeft(p.base.cell(b, EmployeeCode), "0"); len(trimmed) > 0 {
			short[keyOf(trimmed)] = int32(b)
		}
	}
	return short
}

// lostZeros reports whether a row is somebody of the baseline whose code has lost its zeros: the whole code is not in the
// file, and the address or the name is the same.
func (p *Plan) lostZeros(i, b int32) bool {
	row, known := &p.file.people[i], &p.base.people[b]
	if _, taken := p.base.byCode[row.code]; taken {
		return false
	}
	if _, inFile := p.byCode[known.code]; inFile {
		return false
	}
	return row.email == known.email || p.sameName(i, b, FirstName) && p.sameName(i, b, LastName)
}

// sameName compares a cell of a row with that of somebody in the baseline, without regard to case.
func (p *Plan) sameName(i, b int32, column string) bool {
	return strings.EqualFold(string(p.file.cell(int(i), column)), string(p.base.cell(int(b), column)))
}

// isConflict reports whether Crewmojo would write a row into a record that it does not look like.
func (p *Plan) isConflict(i, b int32) bool {
	row, known := &p.file.people[i], &p.base.people[b]
	if row.code == 0 || row.code != known.code {
		return p.isAddressConflict(i, b)
	}
	handedOn := false // the address is somebody else's
	if other, taken := p.base.byEmail[row.email]; taken && other != b {
		_, inFile := p.byCode[p.base.people[other].code]
		inFile = inFile && p.base.people[other].code != 0
		handedOn = inFile || isEmployed(p.base.people[other].end, p.today)
	}
	if handedOn {
		return !p.occasion.Approved || !p.sameName(i, b, FirstName) || !p.sameName(i, b, LastName)
	}
	return row.email != known.email && !p.sameName(i, b, FirstName) && !p.sameName(i, b, LastName)
}

// isAddressConflict judges a row that is found by its address.
func (p *Plan) isAddressConflict(i, b int32) bool {
	row, known := &p.file.people[i], &p.base.people[b]
	if known.code != 0 {
		if _, inFile := p.byCode[known.code]; inFile {
			return true
		}
	}
	return row.code != 0 && known.code != 0 && !p.sameName(i, b, FirstName)
}
