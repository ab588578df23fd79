package roster

// index finds everybody by their code and by their address.
func (b *Baseline) index() {
	b.byCode, b.byEmail = make(map[key]int32, len(b.people)), make(map[key]int32, len(b.people))
	b.shared = map[key]bool{}
	for i := range b.people {
		p := &b.people[i]
		if other := b.name(b.byEmail, p.email, int32(i)); b.people[other].code != p.code {
			b.shared[p.email] = true
		}
		if p.code != 0 {
			b.name(b.byCode, p.code, int32(i))
		}
	}
}

// name lets somebody be found by a code or an address, and returns who was found by it so far. Of several people with one,
// whose employment ends last is found: an address may have been handed on. Else it is the first.
func (b *Baseline) name(by map[key]int32, k key, i int32) int32 {
	j, taken := by[k]
	if !taken {
		j = i
	}
	if !taken || endsLater(b.people[i].end, b.people[j].end) {
		by[k] = i
	}
	return j
}

// endsLater compares two ends of employment, which may be 0 for none.
func endsLater(a, b date) bool { return b != 0 && (a == 0 || a > b) }

// An index finds people by their codes, or by their addresses: those of the baseline, and the rows of the file.
type index struct {
	base map[key]int32
	rows []int32       // a row with the code or address of each of the baseline's people, counted from 1; 0 for none
	more map[key]int32 // rows whose code or address nobody in the baseline has, counted from 1
}

// A holder is who has a code or an address, counted from 1; 0 is nobody.
type holder struct {
	base int32 // somebody of the baseline
	row  int32 // a row of the file: see [Plan.standIn]
}

// newIndex returns an index of the baseline's people, before the rows of a file are in it.
func newIndex(base map[key]int32, people, rows int) index {
	return index{base, make([]int32, people), make(map[key]int32, max(0, rows-len(base)))}
}

// find returns who has a code or an address.
func (x index) find(k key) holder {
	if k == 0 {
		return holder{}
	}
	if b, ok := x.base[k]; ok {
		return holder{b + 1, x.rows[b]}
	}
	return holder{0, x.more[k]}
}

// known returns who has a code or an address in the baseline.
func (x index) known(k key) (b int32, ok bool) {
	b, ok = x.base[k]
	return b, ok
}

// add gives a code or an address, which no row has, to a row.
func (x index) add(k key, of holder, i int32) {
	switch {
	case k == 0:
	case of.base > 0:
		x.rows[of.base-1] = i + 1
	default:
		x.more[k] = i + 1
	}
}

// inBaseline returns whom Crewmojo would find for a row: by the code, else by the address.
func (p *Plan) inBaseline(row *person) (b int32, ok bool) {
	if b, ok = p.codes.known(row.code); ok {
		return b, true
	}
	return p.emails.known(row.email)
}

// rowWith returns the row that stands for the person who has a code or an address.
func (p *Plan) rowWith(k key, x index) (i int32, ok bool) { return p.standIn(x.find(k)) }

// standIn returns the row that stands for the person of a holder's row.
func (p *Plan) standIn(h holder) (i int32, ok bool) {
	i = h.row - 1
	for i >= 0 && p.rows[i].fate == mergedRow {
		i = p.rows[i].into
	}
	return i, i >= 0
}

// isUnchanged reports whether the baseline has a person just as a row says.
func (p *Plan) isUnchanged(i, b int32) bool {
	if p.endWith(i, b) != p.base.people[b].end {
		return false
	}
	if p.sameColumns && p.file.people[i].end == p.base.people[b].end {
		return p.file.record(int(i)) == p.base.record(int(b))
	}
	ours, theirs := p.file.cells(int(i)), p.base.cells(int(b))
	for at, column := range p.file.columns {
		if column != EmploymentEndDate && ours[at] != p.base.cellOf(theirs, column) {
			return false
		}
	}
	return true
}
