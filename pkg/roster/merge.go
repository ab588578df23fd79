package roster

import (
	"cmp"
	"strings"
)

// mergeRows finds the rows that are one person, and lets one of them stand for all. Of other rows with one code or one
// address the first is kept.
func (p *Plan) mergeRows() {
	for i := range p.file.people {
		if p.file.people[i].marks&(excluded|noAddress) == 0 {
			p.mergeRow(int32(i))
		}
	}
	for i := range p.file.people {
		if p.file.people[i].marks&(excluded|noAddress) == excluded {
			p.takeExcluded(int32(i))
		}
	}
	for i := range p.file.people {
		if p.file.people[i].marks&(excluded|noAddress) == noAddress {
			p.mergeRow(int32(i))
		}
	}
}

// takeExcluded keeps a row out that Exclude names, unless it ends the employment of somebody in the baseline who has no
// other row. An end in the future that is known already is no news: where everybody has one, nobody could be kept out.
func (p *Plan) takeExcluded(i int32) {
	row := &p.file.people[i]
	_, code := p.rowWith(row.code, p.codes)
	_, email := p.rowWith(row.email, p.emails)
	known, ok := p.inBaseline(row)
	if !ok || code || email || !p.isEnding(i, known) {
		p.rows[i].fate = excludedRow
		return
	}
	p.Rows.Excluded--
	p.Rows.Accepted++
	p.mergeRow(i)
}

// isEnding reports whether somebody of the baseline is not employed any more by a row, or gets an end or an earlier
// one.
func (p *Plan) isEnding(i, b int32) bool {
	end, known := p.endWith(i, b), p.base.people[b].end
	return !isEmployed(end, p.today) || end != 0 && (known == 0 || end < known)
}

func (p *Plan) mergeRow(i int32) {
	row := &p.file.people[i]
	code, email := p.codes.find(row.code), p.emails.find(p.emailOf(i))
	p.rows[i].base = cmp.Or(code.base, email.base) - 1
	byCode, hasCode := p.standIn(code)
	byEmail, hasEmail := p.standIn(email)
	if row.marks&noAddress != 0 && hasEmail && (hasCode || !p.isSamePerson(i, byEmail)) {
		hasEmail = false // the address may be somebody else's by now
	}
	switch {
	case hasCode && hasEmail && byCode != byEmail:
		p.reject(i, DuplicateEmail, EmailAddress, "")
		return
	case hasCode && p.isSamePerson(i, byCode):
		p.join(i, byCode)
	case hasCode:
		p.reject(i, DuplicateKey, EmployeeCode, "")
		return
	case hasEmail && p.isSamePerson(i, byEmail):
		p.join(i, byEmail)
	case hasEmail && row.code == 0 && p.file.people[byEmail].code == 0:
		p.reject(i, DuplicateKey, EmailAddress, "")
		return
	case hasEmail:
		p.reject(i, DuplicateEmail, EmailAddress, "")
		return
	}
	if !hasCode {
		p.codes.add(row.code, code, i)
	}
	if !hasEmail {
		p.emails.add(row.email, email, i)
	}
}

// emailOf returns a row's address. If the row lacks it, it is the address of the person whom its code names in the baseline.
func (p *Plan) emailOf(i int32) key {
	row := &p.file.people[i]
	if row.marks&noAddress == 0 {
		return row.email
	}
	if b, known := p.codes.known(row.code); known {
		return p.base.people[b].email
	}
	return 0
}

// isSamePerson reports whether a row is one person with any of the rows of the person for whom row j stands.
func (p *Plan) isSamePerson(i, j int32) bool {
	for !p.areOnePerson(i, j) {
		if j = p.rows[j].more - 1; j < 0 {
			return false
		}
	}
	return true
}

// areOnePerson reports whether two rows are one person: with one code, if the address or the first name is the same;
// with one address, if both names are.
func (p *Plan) areOnePerson(i, j int32) bool {
	a, b := &p.file.people[i], &p.file.people[j]
	same := func(column string) bool {
		return strings.EqualFold(p.file.cell(int(i), column), p.file.cell(int(j), column))
	}
	email := p.emailOf(i)
	sameEmail := email != 0 && email == p.emailOf(j)
	if a.code != 0 && a.code == b.code && (sameEmail || same(FirstName)) {
		return true
	}
	return sameEmail && same(FirstName) && same(LastName)
}

// join merges row i into the person for whom row j stands.
func (p *Plan) join(i, j int32) {
	p.Rows.Merged++
	p.Rows.Accepted--
	if p.isBetter(i, j) {
		p.rows[j].fate, p.rows[j].into = mergedRow, i
		p.rows[i].more = j + 1
		return
	}
	p.rows[i].fate, p.rows[i].into = mergedRow, j
	p.rows[i].more, p.rows[j].more = p.rows[j].more, i+1
}

// isBetter reports whether row i tells more about a person than row j: the employed one does, else the one with a code, since
// a blank would take it from the record, else the one with the later start, else the one that the baseline has.
func (p *Plan) isBetter(i, j int32) bool {
	a, b := &p.file.people[i], &p.file.people[j]
	if x, y := isEmployed(p.endOf(i), p.today), isEmployed(p.endOf(j), p.today); x != y {
		return x
	}
	if (a.code == 0) != (b.code == 0) {
		return a.code != 0
	}
	if a.start != b.start {
		return a.start > b.start
	}
	return p.isAsKnown(i) && !p.isAsKnown(j)
}

// isAsKnown reports whether the baseline has somebody just as a row says.
func (p *Plan) isAsKnown(i int32) bool {
	known, ok := p.inBaseline(&p.file.people[i])
	return ok && p.isUnchanged(i, known)
}
