package roster

import (
	"bytes"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// waitingRows are rows that can be sent unless an earlier row has told of the same person. They are looked up several at a
// time: a large table of people is nowhere near the processor, and waiting for one piece of it takes as long as for many.
type waitingRows struct {
	rows []waitingRow
	text []byte // as they are sent, one after the other

	cells [][]byte  // of one that is rejected after all
	found []finding // about it

	touched uint64 // nobody reads it; it keeps the compiler from leaving the touching out
}

type waitingRow struct {
	code, email hash
	boss        manager
	first       mark
	row, length int
}

// How many rows wait, at most, and about how many bytes of them.
const (
	waitingRowsLimit  = 32
	waitingBytesLimit = 64 << 10
)

// wait puts the current row among those that wait.
func (r *reader) wait(code, email hash, bare bool) {
	start := len(r.waiting.text)
	r.waiting.text = r.appendRow(r.waiting.text, bare)
	w := waitingRow{code: code, email: email, boss: r.manager(), row: r.row, length: len(r.waiting.text) - start}
	if end := r.at.periods[0].end; end >= 0 && r.dates[end] != 0 {
		w.first = hasEnd
	}
	r.waiting.rows = append(r.waiting.rows, w)
	if len(r.waiting.rows) == waitingRowsLimit || len(r.waiting.text) > waitingBytesLimit {
		r.settle()
	}
}

// settle accepts the rows that wait, or rejects them as duplicates.
func (r *reader) settle() {
	for i := range r.waiting.rows {
		w := &r.waiting.rows[i]
		r.waiting.touched += r.people.codes.touch(w.code) + r.people.emails.touch(w.email)
	}
	kept, at := 0, 0
	for i := range r.waiting.rows {
		w := &r.waiting.rows[i]
		start := at
		at += w.length
		if codeTaken, emailTaken := r.people.taken(w.code, w.email); codeTaken || emailTaken {
			r.spool.write(r.waiting.text[kept:start])
			kept = at
			r.rejectWaiting(w, r.waiting.text[start:at])
			continue
		}
		r.people.add(w.code, w.email, w.boss, w.first, w.row, w.length)
		r.rows.Accepted++
	}
	r.spool.write(r.waiting.text[kept:])
	r.waiting.rows, r.waiting.text = r.waiting.rows[:0], r.waiting.text[:0]
}

func (r *reader) rejectWaiting(w *waitingRow, row []byte) {
	cells, err := csvscan.New(bytes.NewReader(row), ',').Next()
	if err != nil {
		r.spool.err = err // it is a row that this reader has written itself
		return
	}
	r.waiting.cells = cells
	r.waiting.found = r.appendDuplicates(r.waiting.found[:0], w.code, w.email, cells)
	r.list(r.waiting.found, w.row, w.code, w.email, r.key(cells))
}

// appendDuplicates appends what a row repeats of an earlier one.
func (r *reader) appendDuplicates(found []finding, code, email hash, cells [][]byte) []finding {
	if _, ok := r.people.codes.find(code); ok {
		found = append(found, finding{DuplicateKey, EmployeeCode, cells[r.at.code]})
	}
	address := cells[r.at.email]
	if earlier, ok := r.people.emails.find(email); ok && len(address) > 0 {
		if code == none && !r.people.codes.has(earlier) {
			found = append(found, finding{DuplicateKey, EmailAddress, address})
		} else {
			found = append(found, finding{DuplicateEmail, EmailAddress, address})
		}
	}
	return found
}
