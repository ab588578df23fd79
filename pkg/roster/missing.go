package roster

import (
	"slices"
	"strings"
	"time"
)

// findMissing finds the employed people of the baseline whom a full file neither has nor answers for.
func (p *Plan) findMissing() {
	p.countLooseRows()
	p.answerLoneRows()
	p.answerMergedRows()
	for b := range p.base.people {
		known, fate := &p.base.people[b], &p.fates[b]
		employed := isEmployed(known.end, p.today)
		fate.present = fate.present || p.answers(known) || p.isDouble(int32(b))
		if employed {
			p.Employed++
		}
		switch {
		case !p.isFull() || !employed || fate.present:
		case p.base.missing[b] == 0:
			fate.missing = true
			p.Changes.Missing++
		default:
			fate.stillMissing = true
			p.Changes.StillMissing++
			p.Employed--
		}
	}
}

// isDouble reports whether somebody stands in the baseline twice, as it may after a person has edited it, and a row of the
// file is found to be the other one.
func (p *Plan) isDouble(b int32) bool {
	known := &p.base.people[b]
	other, ok := p.codes.known(known.code)
	if known.code == 0 {
		other, ok = p.emails.known(known.email)
	}
	return ok && other != b && p.base.people[other].code == known.code && p.fates[other].row >= 0
}

// answers reports whether a row that is not sent names somebody.
func (p *Plan) answers(known *person) bool {
	for _, k := range []key{known.code, known.email} {
		if k != 0 && (p.answered[k] || p.file.answered[k]) {
			return true
		}
	}
	return false
}

// answerMergedRows lets further rows of a person count for whoever has their code or address.
func (p *Plan) answerMergedRows() {
	for i := range p.rows {
		if fate := p.rows[i].fate; fate == mergedRow || fate == outdatedRow || fate == supersededRow {
			p.answer(&p.file.people[i])
		}
	}
}

// answerLoneRows rejects the rows with one filled cell that is the code or the address of somebody in the baseline. All
// others are footers.
func (p *Plan) answerLoneRows() {
	for _, lone := range p.file.lone {
		_, code := p.codes.known(lone.cell)
		_, email := p.emails.known(lone.cell)
		if !code && !email {
			continue
		}
		p.answered[lone.cell] = true
		p.Rows.Read++
		p.Rows.Rejected++
		p.problems.add(MissingValue, FirstName, lone.row)
		if len(p.Rejects) < maxRejects {
			p.Rejects = append(p.Rejects, Reject{Row: int(lone.row), Column: FirstName, Code: MissingValue})
		}
	}
}

// countLooseRows counts the rows whose cells are out of place and name nobody of the baseline, nor hold an address.
func (p *Plan) countLooseRows() {
	for _, cells := range p.file.loose {
		if !slices.ContainsFunc(cells, func(k key) bool { _, known := p.codes.known(k); return known }) {
			p.Nameless++
		}
	}
}

// isMissing reports whether somebody is employed and not in a full file, now or for longer.
func (f baseFate) isMissing() bool { return f.missing || f.stillMissing }

// StillMissing returns who was missing from an earlier file already, and still is. Nothing changes for them, so they are no
// differences of the file. It must not leave the bucket.
func (p *Plan) StillMissing(yield func(Difference) bool) {
	for b, fate := range p.fates {
		if !fate.stillMissing || fate.end != 0 {
			continue
		}
		d := of(&p.base.table, b)
		d.Kind = StillMissing
		if !yield(d) {
			return
		}
	}
}

// findPossibleDuplicates warns of joiners who have the first and last name of exactly one missing person.
func (p *Plan) findPossibleDuplicates() {
	if p.Changes.Missing+p.Changes.StillMissing == 0 {
		return
	}
	named := map[string][]int32{}
	for b := range p.fates {
		if p.fates[b].isMissing() {
			name := nameOf(&p.base.table, b)
			named[name] = append(named[name], int32(b))
		}
	}
	for i := range p.rows {
		row := &p.rows[i]
		if row.fate != accepted || row.base >= 0 || !isEmployed(p.endOf(int32(i)), p.today) {
			continue
		}
		if found := named[nameOf(&p.file.table, i)]; len(found) == 1 {
			p.fates[found[0]].maybe = true
			p.problems.add(PossibleDuplicate, "", p.file.people[i].row)
		}
	}
}

func nameOf(t *table, i int) string {
	return strings.ToLower(t.cell(i, FirstName) + "\x00" + t.cell(i, LastName))
}

// endMissing ends the employment of people who are still missing in a file of a later day, or missing in an approved
// one, on the day they went missing. As long as a rejected row may be anybody's it ends nobody.
func (p *Plan) endMissing() {
	if !p.occasion.EndMissing || !p.isFull() {
		return
	}
	for b := range p.fates {
		end, ok := p.mayEnd(b)
		if !ok {
			continue
		}
		if p.Nameless > 0 {
			p.NotEnded++
			continue
		}
		p.fates[b].end = end
		p.Changes.Ended++
		if p.fates[b].missing {
			p.Changes.Missing--
		} else {
			p.Changes.StillMissing--
			p.Employed++
		}
	}
}

// mayEnd reports whether somebody's employment may be ended, and on which day: when they went missing, or on its first
// day, where that is later. It may not where it ends by then already.
func (p *Plan) mayEnd(b int) (end date, ok bool) {
	fate, known, since := &p.fates[b], &p.base.people[b], date(0)
	switch {
	case fate.stillMissing:
		since = p.occasion.dayOf(time.Unix(p.base.missing[b], 0))
		ok = since < p.today || p.occasion.Approved
	case fate.missing:
		since, ok = p.today, p.occasion.Approved
	}
	ok = ok && !fate.maybe && !p.isKeptOut(known.code) && !p.isKeptOut(known.email)
	end = max(since, known.start)
	return end, ok && !p.isOnLeave(b) && (known.end == 0 || known.end > end)
}

// isKeptOut reports whether an excluded row has a code or an address.
func (p *Plan) isKeptOut(k key) bool {
	_, ok := p.file.excludedKeys[k]
	return ok && k != 0
}

// isOnLeave reports whether somebody is on leave by the dates of the baseline.
func (p *Plan) isOnLeave(b int) bool {
	start, end := parseDay([]byte(p.base.cell(b, LeaveStartDate))), parseDay([]byte(p.base.cell(b, LeaveEndDate)))
	return start != 0 && start <= p.today && (end == 0 || end >= p.today)
}
