package roster

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// checkRow checks a row of the header's width, and keeps or rejects it. The cells of a plain row are as they should be but
// for blanks around them.
func (r *reader) checkRow(cells [][]byte, plain bool) {
	r.cleaner.reset()
	r.found, r.ambig = r.found[:0], false
	var m marks
	if r.matches(r.exclude, cells) {
		m |= excluded
	}
	left := r.matches(r.endedWhen, cells)
	for i := range r.header.sent {
		c := &r.header.sent[i]
		r.days[i], r.cells[i] = 0, nil
		if c.from < 0 {
			continue
		}
		cell := trimBlanks(cells[c.from])
		if !plain {
			cell = r.cleaner.clean(cell)
		}
		if !plain && r.cleaner.garbled || c.kind == name && hasLostLetter(cell) && !isSpreadsheetError(cell) {
			r.problems.add(GarbledText, c.name, r.row)
		}
		r.cells[i] = r.check(i, r.mapped(i, cell))
		r.filled[i] = r.filled[i] || len(r.cells[i]) > 0
	}
	r.checkOrder(r.at.start, r.at.end)
	r.checkOrder(r.at.leaveStart, r.at.leaveEnd)
	if left && r.day(r.at.end) == 0 {
		m |= ended
		r.filled[r.at.end] = true
	}
	r.left = 0
	if m&(excluded|ended) == 0 && len(r.cell(r.at.end)) == 0 {
		r.left = r.watchRow(cells)
	}
	if r.ambig {
		m |= ambiguous
	}
	if r.lacksOnlyAddress(cells) && (r.day(r.at.end) != 0 || m&ended != 0) {
		m |= noAddress
	}
	if m&excluded != 0 {
		isOpen := r.day(r.at.end) == 0 && m&ended == 0
		for _, at := range []int{r.at.code, r.at.email} {
			k := keyOf(r.cell(at))
			r.excludedKeys[k] = r.excludedKeys[k] || isOpen
		}
	}
	switch {
	case m&noAddress != 0:
		r.keep(m)
	case m&excluded != 0 && (len(r.found) > 0 || r.day(r.at.end) == 0 && m&ended == 0):
		r.Rows.Excluded++ // and nobody needs to know what else is wrong with it
	case len(r.found) > 0:
		if r.left != 0 && r.lacksOnlyAddress(cells) {
			r.leftRows = append(r.leftRows, leftRow{r.row, keyOf(r.cell(r.at.code)), r.left})
		}
		r.reject()
	default:
		r.keep(m)
	}
}

// matches reports whether one of the rules holds for a row.
func (r *reader) matches(rules []placedRule, cells [][]byte) bool {
	return slices.ContainsFunc(rules, func(rule placedRule) bool {
		return bytes.EqualFold(r.cleaner.clean(cells[rule.place]), rule.value)
	})
}

// mapped returns a cell of the i-th sent column as the format's ValueMap has it.
func (r *reader) mapped(i int, cell []byte) []byte {
	values := r.values[i]
	if values == nil {
		return cell
	}
	if value, ok := values[string(bytes.ToLower(cell))]; ok {
		return []byte(value)
	}
	return cell
}

// check returns a cell of the i-th sent column as it is sent.
func (r *reader) check(i int, cell []byte) []byte {
	c := &r.header.sent[i]
	if len(cell) > 0 && cell[0] == '#' && isSpreadsheetError(cell) {
		r.find(faultOf(c.kind), c.name, cell, FailedFormula)
		return cell
	}
	switch c.kind {
	case name:
		if len(cell) == 0 || cell[0] == '#' && isNone(cell) {
			r.find(MissingValue, c.name, cell, "")
		}
	case email:
		if isNone(cell) {
			r.find(MissingValue, c.name, cell, "")
			return nil
		}
		if !r.isEmail(cell) {
			r.find(InvalidEmail, c.name, cell, "")
		}
	case code, managerCode:
		cell = unguard(cell)
		if isNone(cell) || c.kind == managerCode && isNoManager(cell) {
			return nil
		}
		if isDamagedCode(cell) {
			r.find(DamagedCode, c.name, cell, "")
		}
	case managerEmail:
		if isNoManager(cell) {
			return nil
		}
		if !r.isEmail(cell) {
			r.find(InvalidEmail, c.name, cell, "")
		}
	case startDate, endDate:
		return r.checkDate(i, cell)
	}
	return cell
}

// isEmail reports whether a cell of the current row is an address. One that has lost a character may be anybody's.
func (r *reader) isEmail(cell []byte) bool {
	return isEmail(cell) && !(r.cleaner.garbled && bytes.ContainsRune(cell, utf8.RuneError))
}

// faultOf returns what is wrong with a cell of a kind whose formula has failed.
func faultOf(k kind) Code {
	switch k {
	case name, text:
		return MissingValue
	case email, managerEmail:
		return InvalidEmail
	case startDate, endDate:
		return InvalidDate
	}
	return DamagedCode
}

// checkDate returns a date as it is sent.
func (r *reader) checkDate(i int, cell []byte) []byte {
	if len(cell) == 0 {
		return nil
	}
	if cell[0] == '\'' || cell[0] == '=' {
		cell = unguard(cell)
	}
	c := &r.header.sent[i]
	p := parseDate(cell, r.format.DateFormat)
	if p.day == 0 && isNoDate(cell) || c.kind == endDate && p.isNoEnd() {
		return nil
	}
	r.dates.add(p)
	if p.day.year() < 1900 {
		r.find(InvalidDate, c.name, cell, p.detail)
		return cell
	}
	r.ambig = r.ambig || p.digits && p.fits(DMY) && p.fits(MDY) && p.as[DMY] != p.as[MDY]
	r.days[i] = p.day
	if len(cell) == 10 && !p.digits && cell[4] == '-' {
		return cell
	}
	return p.day.bytes()
}

// checkOrder checks that a period does not end before it starts.
func (r *reader) checkOrder(start, end int) {
	if start >= 0 && end >= 0 && r.days[end] != 0 && r.days[end] < r.days[start] {
		r.find(DateOrder, r.header.sent[end].name, r.cells[end], "")
	}
}

// lacksOnlyAddress reports whether the address of the current row is blank, and its code tells whose row it is all the same.
// The last row of a file that ends in no line end may have been cut off before the address.
func (r *reader) lacksOnlyAddress(cells [][]byte) bool {
	if len(r.found) != 1 || r.found[0].code != MissingValue || r.found[0].column != EmailAddress || len(r.cell(r.at.code)) == 0 {
		return false
	}
	return r.row != r.unended || countFilled(cells[r.header.sent[r.at.email].from+1:], 1) > 0
}

// keep accepts the current row.
func (r *reader) keep(m marks) {
	if m&excluded == 0 {
		r.Rows.Accepted++
	} else {
		r.Rows.Excluded++
	}
	r.sender = appendRecord(r.sender[:0], r.cells...)
	r.people = append(r.people, person{
		record: r.records.keep(r.sender), row: r.row, start: r.day(r.at.start), end: r.day(r.at.end),
		code: keyOf(r.cell(r.at.code)), email: keyOf(r.cell(r.at.email)),
		managerCode: keyOf(r.cell(r.at.managerCode)), managerMail: keyOf(r.cell(r.at.managerMail)),
		marks: m, left: r.left,
	})
}
