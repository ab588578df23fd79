package roster

import (
	"bytes"
	"slices"
)

// A watchedColumn may say who has left, in rows without an end of employment.
type watchedColumn struct {
	clue
	place    int
	isNamed  bool     // EndedWhen names other values of it
	isSaying bool     // some row says so
	words    []string // the first different ones that do, if they are not dates
	last     []byte   // the cell that was looked at last: most rows have the same one
	says     bool     // it says so
}

// A leftRow is rejected since it lacks an address and nothing else, and watched columns say that its person has left.
type leftRow struct {
	row  int32
	code key
	left uint32
}

const (
	maxWatched = 32 // columns, a bit of person.left each
	maxWords   = 20 // different words of a column that are remembered
)

// watch finds the columns that may say who has left, unless the format's ColumnMap says what they are. EndedWhen names values
// of a column, and others of it may say so too.
func (r *reader) watch() {
	for i, cell := range r.header.cells {
		w := watchedColumn{clue: clueOf(cell), place: i}
		w.isNamed = slices.ContainsFunc(r.endedWhen, func(rule placedRule) bool { return rule.place == i })
		_, _, isMeant := r.format.meaningOf(cell)
		if !isMeant && (w.isNamed || w.tells()) && len(r.watched) < maxWatched {
			r.watched = append(r.watched, w)
		}
	}
}

// watchRow returns which of the watched columns say that the person of a row has left, a bit each.
func (r *reader) watchRow(cells [][]byte) (left uint32) {
	for i := range r.watched {
		w := &r.watched[i]
		if cell := cells[w.place]; w.last == nil || !bytes.Equal(cell, w.last) {
			w.last = append(w.last[:0], cell...)
			r.look(w, r.cleaner.clean(cell))
		}
		if w.says {
			w.isSaying = true
			left |= 1 << i
		}
	}
	return left
}

// look finds out if a cell of a watched column says that somebody has left, and in what word. A date says so only in a
// file without ends of employment: in any other it is a second one.
func (r *reader) look(w *watchedColumn, cell []byte) {
	isWord := w.meansEnded(string(cell))
	isDate := !isWord && w.isEnd && !w.isStatus && !w.isNamed && !r.hasEnd && isEndLike(cell, r.format.DateFormat)
	w.says = isWord || isDate
	if word := short(cell); isWord && len(w.words) < maxWords && !slices.Contains(w.words, word) {
		w.words = append(w.words, word)
	}
}

// ends are the watched columns that say so.
func (r *reader) ends(proven bool) (all []EndColumn) {
	for i, w := range r.watched {
		if w.isSaying {
			all = append(all, EndColumn{
				Label: r.header.label(r.format, w.place, proven), Header: r.header.cells[w.place],
				Words: w.words, bit: 1 << i,
			})
		}
	}
	return all
}

// findUnmappedEnds finds the columns that say of people who would be employed that they have left.
func (p *Plan) findUnmappedEnds() {
	for _, end := range p.file.Ends {
		var rows []int
		count := 0
		for i := range p.rows {
			if p.rows[i].fate == accepted && p.hasLeft(int32(i), end.bit) {
				count, rows = count+1, insertRow(rows, int(p.file.people[i].row))
			}
		}
		for _, row := range p.file.leftRows {
			if row.left&end.bit != 0 && p.staysEmployed(row.code) {
				count, rows = count+1, insertRow(rows, int(row.row))
			}
		}
		switch {
		case count == 0:
		case p.file.hasEnd:
			p.UnmappedEnd = append(p.UnmappedEnd, UnmappedEnd{end.Label, count, rows})
		default:
			p.UnmappedEnd = append(p.UnmappedEnd, UnmappedEnd{Label: end.Label})
		}
	}
}

// staysEmployed reports whether somebody with a code is employed in the baseline, and no row of the file changes that.
func (p *Plan) staysEmployed(code key) bool {
	b, known := p.codes.known(code)
	return known && isEmployed(p.base.people[b].end, p.today) && p.fates[b].row < 0 && p.fates[b].end == 0
}

// hasLeft reports whether a column says so of a row's person, and they have no other row, such as that of a second job,
// by which they are employed.
func (p *Plan) hasLeft(i int32, column uint32) bool {
	if p.file.people[i].left&column == 0 {
		return false
	}
	for j := p.rows[i].more - 1; j >= 0; j = p.rows[j].more - 1 {
		if p.file.people[j].left&column == 0 && isEmployed(p.endOf(j), p.today) {
			return false
		}
	}
	return true
}
