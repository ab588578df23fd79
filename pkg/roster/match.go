package roster

import "strings"

// matchRows finds out who in the baseline each row is, as Crewmojo does: by the code, else by the address. Rows that
// Crewmojo would write into the record of somebody else are rejected.
func (p *Plan) matchRows() {
	for i := range p.rows {
		row := &p.rows[i]
		b := row.base
		known := b >= 0
		row.base = -1
		if row.fate != accepted {
			continue
		}
		switch whole, lost := p.withoutZeros(int32(i)); {
		case lost:
			p.fates[whole].present = true
			p.reject(int32(i), DamagedCode, EmployeeCode, LostZeros)
		case p.file.people[i].marks&noAddress != 0:
			// endUnaddressed decides
		case known && p.isConflict(int32(i), b):
			p.Conflicts++
			p.answered[p.base.people[b].code] = true
			p.answered[p.base.people[b].email] = true
			p.reject(int32(i), IdentityConflict, EmailAddress, "")
		case known && p.isSuperseded(b):
			p.leaveOut(int32(i), supersededRow, &p.Rows.Superseded)
			p.fates[b].present = true
		case known && p.isOutdated(int32(i), b):
			p.answered[p.base.people[b].code] = true
			p.answered[p.base.people[b].email] = true
			p.leaveOut(int32(i), outdatedRow, &p.Rows.Merged)
		case known:
			row.base = b
			p.fates[b].row, p.fates[b].present = int32(i), true
		case p.isFormer(int32(i)):
			p.leaveOut(int32(i), formerRow, &p.Rows.Former)
		}
	}
}

// isSuperseded reports whether a newer file has brought somebody of the baseline.
func (p *Plan) isSuperseded(b int32) bool { return p.base.received[b] > p.occasion.Received.Unix() }

// isOutdated reports whether a row says of an employed person that they have left, while another row with their code or
// address was rejected: that may be their current employment, and a row that is rejected changes nothing about anybody.
func (p *Plan) isOutdated(i, b int32) bool {
	if !isEmployed(p.base.people[b].end, p.today) || isEmployed(p.endWith(i, b), p.today) {
		return false
	}
	row, known := &p.file.people[i], &p.base.people[b]
	return p.isAnswered(row.code) || p.isAnswered(row.email) || p.isAnswered(known.code) || p.isAnswered(known.email)
}

// isAnswered reports whether a row that was rejected for what stands in it names a code or an address.
func (p *Plan) isAnswered(k key) bool { return k != 0 && p.file.answered[k] }

// isFormer reports whether a row is of somebody who has left already, and whom a full file therefore does not create.
func (p *Plan) isFormer(i int32) bool {
	return p.isFull() && len(p.base.people) > 0 && !isEmployed(p.endOf(i), p.today)
}

// recordOf names whose record a row would be written into that is a conflict: "Jack Chen (00102)". A row that looks like the
// person of its code has the address of another.
func (p *Plan) recordOf(i int32) string {
	row := &p.file.people[i]
	b, _ := p.inBaseline(row)
	if holder, taken := p.emails.known(row.email); taken && (p.sameName(i, b, FirstName) || p.sameName(i, b, LastName)) {
		b = holder
	}
	d := of(&p.base.table, int(b))
	return fullName(d) + " (" + d.ID + ")"
}

func (p *Plan) leaveOut(i int32, f fate, count *int) {
	p.rows[i].fate = f
	p.Rows.Accepted--
	*count++
}

// withoutZeros returns whose code has lost its zeros in a row: 123 where the baseline has 00123, which is not in the
// file, with the same address or the same name.
func (p *Plan) withoutZeros(i int32) (b int32, ok bool) {
	row := &p.file.people[i]
	if row.code == 0 || p.base.longestZeros == 0 {
		return 0, false
	}
	code := p.file.cell(int(i), EmployeeCode)
	if _, taken := p.codes.known(row.code); taken || code[0] == '0' || strings.Trim(code, "0123456789") != "" {
		return 0, false
	}
	for whole := "0" + code; len(whole) <= p.base.longestZeros; whole = "0" + whole {
		b, ok = p.codes.known(keyOf([]byte(whole)))
		if ok && !p.isInFile(p.base.people[b].code, -1) && (row.email == p.base.people[b].email || p.sameNames(i, b)) {
			return b, true
		}
	}
	return 0, false
}

// isInFile reports whether a row of the file has a code, other than those of the person for whom row i stands; also one
// that is rejected.
func (p *Plan) isInFile(code key, i int32) bool {
	if code == 0 {
		return false
	}
	other, ok := p.rowWith(code, p.codes)
	return ok && other != i || p.file.answered[code] || p.doubled[code]
}

func (p *Plan) sameNames(i, b int32) bool {
	return p.sameName(i, b, FirstName) && p.sameName(i, b, LastName)
}

// sameName compares a cell of a row with that of somebody in the baseline, without regard to case.
func (p *Plan) sameName(i, b int32, column string) bool {
	return strings.EqualFold(p.file.cell(int(i), column), p.base.cell(int(b), column))
}

// isConflict reports whether Crewmojo would write a row into a record that it does not look like.
func (p *Plan) isConflict(i, b int32) bool {
	row, known := &p.file.people[i], &p.base.people[b]
	if row.code == 0 || row.code != known.code {
		return p.isAddressConflict(i, b)
	}
	if row.email == known.email {
		return false
	}
	if holder, taken := p.emails.known(row.email); taken {
		other := &p.base.people[holder]
		if isEmployed(other.end, p.today) || p.isInFile(other.code, i) {
			// An address that was handed on: only a person can know.
			return !p.occasion.Approved || !p.sameNames(i, b)
		}
	}
	return !p.sameName(i, b, FirstName) && !p.sameName(i, b, LastName)
}

// haveSameStart reports whether two people may have started on the same day: a start that is blank may be any.
func haveSameStart(a, b *person) bool { return a.start == b.start || a.start == 0 || b.start == 0 }

// isAddressConflict judges a row that is found by its address.
func (p *Plan) isAddressConflict(i, b int32) bool {
	row, known := &p.file.people[i], &p.base.people[b]
	switch {
	case p.isInFile(known.code, i), p.base.shared[row.email]: // nobody knows whose record Crewmojo would find
		return true
	case row.code != 0 && known.code != 0:
		return !p.sameName(i, b, FirstName)
	case row.code == 0 && known.code == 0 && !p.doubled[row.email] && haveSameStart(row, known):
		return false // without codes, the address says who it is: names may be corrected, but hardly the start too
	}
	return !p.sameName(i, b, FirstName) && !p.sameName(i, b, LastName)
}
