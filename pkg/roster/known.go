package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// DroppedAt is the column of a known roster that says which drop a person comes from, by its time. The columns before it
// are those that the last import sent, the ones behind it only earlier ones did.
const DroppedAt = "droppedAt"

// ErrDamaged means that a known roster cannot be read.
var ErrDamaged = errors.New("the known roster is damaged")

// dropTime is how a drop's time is written: it sorts as text.
const dropTime = "20060102T150405Z"

// Known is a known roster: what [Plan.WriteKnown] wrote after the last import. It is read several times.
type Known interface {
	io.ReaderAt
	Size() int64
}

// A knownReader reads a known roster.
type knownReader struct {
	rows    *scanner
	columns []string
	dropped int // the column DroppedAt
	at      positions
	names   [2]int // firstName, lastName
	sent    []int  // where the columns are that the new file sends; -1 where it is not known

	droppedAt time.Time // of the person read last
}

// openKnown starts reading. Nothing at all is a roster without people.
func openKnown(known Known, h *header) (*knownReader, error) {
	k := &knownReader{rows: newScanner(io.NewSectionReader(known, 0, known.Size()), ',', '\n')}
	cells, err := k.rows.next()
	if err == io.EOF {
		cells, err = [][]byte{[]byte(EmailAddress), []byte(DroppedAt)}, nil
	}
	if err != nil {
		return nil, k.damaged(err)
	}
	for _, cell := range cells {
		k.columns = append(k.columns, string(cell))
	}
	k.dropped = k.index(DroppedAt)
	k.at = positions{email: k.index(EmailAddress), code: k.index(EmployeeCode)}
	k.at.periods[0].end = k.index(EmploymentEndDate)
	k.names = [2]int{k.index(FirstName), k.index(LastName)}
	if k.dropped < 0 || k.at.email < 0 {
		return nil, fmt.Errorf("%w: its header lacks %s or %s", ErrDamaged, EmailAddress, DroppedAt)
	}
	for _, c := range h.sent {
		k.sent = append(k.sent, k.index(c.name))
	}
	return k, nil
}

func (k *knownReader) index(column string) int { return slices.Index(k.columns, column) }

// next returns the next person's cells, until io.EOF.
func (k *knownReader) next() ([][]byte, error) {
	cells, err := k.rows.next()
	switch {
	case err == io.EOF:
		return nil, err
	case err != nil:
		return nil, k.damaged(err)
	case len(cells) != len(k.columns):
		return nil, fmt.Errorf("%w: row %d has %d cells, its header %d", ErrDamaged, k.rows.row, len(cells), len(k.columns))
	}
	if k.droppedAt, err = time.Parse(dropTime, string(cells[k.dropped])); err != nil || len(cells[k.at.email]) == 0 {
		return nil, fmt.Errorf("%w: row %d has no address, or no time of a drop", ErrDamaged, k.rows.row)
	}
	return cells, nil
}

// each calls do for everybody who is left to be read.
func (k *knownReader) each(do func(cells [][]byte)) error {
	for {
		cells, err := k.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		do(cells)
	}
}

func (k *knownReader) damaged(err error) error {
	if err == errMalformed {
		return fmt.Errorf("%w: row %d is malformed", ErrDamaged, k.rows.row)
	}
	return fmt.Errorf("read the known roster: %w", err)
}

// cell returns a cell, or nil where there is no such column.
func (k *knownReader) cell(cells [][]byte, at int) []byte {
	if at < 0 {
		return nil
	}
	return cells[at]
}

// isEmployed reports whether somebody has no end of employment.
func (k *knownReader) isEmployed(cells [][]byte) bool {
	return len(k.cell(cells, k.at.periods[0].end)) == 0
}

// appendRow appends the person as the new file would send them, had nothing changed, with another end of employment
// where that is not nil.
func (k *knownReader) appendRow(record []byte, cells [][]byte, h *header, end []byte) []byte {
	for i, from := range k.sent {
		cell := k.cell(cells, from)
		if end != nil && h.sent[i].name == EmploymentEndDate {
			cell = end
		}
		record = appendCell(record, cell, i == 0)
	}
	return append(record, '\n')
}

// A relation is what somebody known is to a file.
type relation int

const (
	absent    relation = iota
	present            // is in it
	lostZeros          // is in it under their code without the zeros at its front: to Crewmojo, somebody new
	rejected           // is in it, but the row was rejected
)

// match finds a known person in the file as Crewmojo finds one: by the code, else by the address, unless that belongs
// to somebody whose code is known.
func (p *people) match(k *knownReader, cells [][]byte) (person int, is relation) {
	code := k.cell(cells, k.at.code)
	if len(code) > 0 {
		if person, ok := p.byCode.find(p.hash(code)); ok {
			return person, present
		}
		if short := bytes.TrimLeft(code, "0"); len(short) > 0 && len(short) < len(code) {
			if person, ok := p.byCode.find(p.hash(short)); ok && *p.marks.at(person)&knownByCode == 0 {
				return person, lostZeros
			}
		}
	}
	email := p.hashEmail(cells[k.at.email])
	if person, ok := p.byEmail.find(email); ok && *p.marks.at(person)&knownByCode == 0 {
		return person, present
	}
	if p.rejected.meet(p.hashCode(code)) || p.rejected.meet(email) {
		return 0, rejected
	}
	return 0, absent
}

// markKnown marks those in the file whose code is known.
func (p *people) markKnown(known Known, h *header) error {
	for person := range p.count() {
		*p.marks.at(person) &= hasEnd | damaged
	}
	k, err := openKnown(known, h)
	if err != nil || k.at.code < 0 || p.byCode.used == 0 {
		return err
	}
	return k.each(func(cells [][]byte) {
		if number := cells[k.at.code]; len(number) > 0 {
			if person, ok := p.byCode.find(p.hash(number)); ok {
				*p.marks.at(person) |= knownByCode
			}
		}
	})
}
