package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// ReceivedAt is the column of a known roster that says which drop a person comes from, by its time. The columns before it
// are those that the last import sent, the ones behind it only earlier ones did.
const ReceivedAt = "receivedAt"

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
	rows    *csvscan.Scanner
	columns []string
	dropped int // the column ReceivedAt
	at      positions
	names   [2]int // firstName, lastName
	sent    []int  // where the columns are that the new file sends; -1 where it is not known
	record  []byte // a row of the new file's columns

	receivedAt   time.Time // of the person read last
	droppedText []byte    // the same as it is written
}

// openKnown starts reading. Nothing at all is a roster without people.
func openKnown(known Known, h *header) (*knownReader, error) {
	k := &knownReader{rows: csvscan.New(io.NewSectionReader(known, 0, known.Size()), ',')}
	cells, err := k.rows.Next()
	if err == io.EOF {
		cells, err = [][]byte{[]byte(EmailAddress), []byte(ReceivedAt)}, nil
	}
	if err != nil {
		return nil, k.damaged(err)
	}
	for _, cell := range cells {
		k.columns = append(k.columns, string(cell))
	}
	k.dropped = k.index(ReceivedAt)
	k.at = positions{email: k.index(EmailAddress), code: k.index(EmployeeCode)}
	k.at.periods[0].end = k.index(EmploymentEndDate)
	k.names = [2]int{k.index(FirstName), k.index(LastName)}
	if k.dropped < 0 || k.at.email < 0 {
		return nil, fmt.Errorf("%w: its header lacks %s or %s", ErrDamaged, EmailAddress, ReceivedAt)
	}
	for _, c := range h.sent {
		k.sent = append(k.sent, k.index(c.name))
	}
	return k, nil
}

func (k *knownReader) index(column string) int { return slices.Index(k.columns, column) }

// next returns the next person's cells, until io.EOF.
func (k *knownReader) next() ([][]byte, error) {
	cells, err := k.rows.Next()
	switch {
	case err == io.EOF:
		return nil, err
	case err != nil:
		return nil, k.damaged(err)
	case len(cells) != len(k.columns):
		return nil, fmt.Errorf("%w: row %d has %d cells, its header %d", ErrDamaged, k.rows.Row(), len(cells), len(k.columns))
	}
	if len(cells[k.at.email]) == 0 {
		return nil, fmt.Errorf("%w: row %d has no address", ErrDamaged, k.rows.Row())
	}
	if !bytes.Equal(cells[k.dropped], k.droppedText) { // most people come from the same few drops
		k.droppedText = append(k.droppedText[:0], cells[k.dropped]...)
		if k.receivedAt, err = time.Parse(dropTime, string(k.droppedText)); err != nil {
			return nil, fmt.Errorf("%w: row %d has no time of a drop", ErrDamaged, k.rows.Row())
		}
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
	if err == csvscan.ErrMalformed {
		return fmt.Errorf("%w: row %d is malformed", ErrDamaged, k.rows.Row())
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

// row returns the person as the new file would send them, had nothing changed, without the line end.
func (k *knownReader) row(cells [][]byte, h *header) []byte {
	k.record = k.appendRow(k.record[:0], cells, h, nil)
	return k.record[:len(k.record)-1]
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

// relate calls do for everybody known, with what they are to the file, and marks those in the file whose code is known.
//
// Crewmojo finds a person by the code, else by the address. So whether an address, or a code without its zeros, is
// somebody's is certain only when it is clear who is known by the code. The few of whom it is not come last, in a second reading.
func (p *people) relate(known Known, h *header, do func(k *knownReader, cells [][]byte, person int, is relation)) error {
	for person := range p.count() {
		*p.marks.at(person) &= hasEnd | damaged | managerKind
	}
	k, err := openKnown(known, h)
	if err != nil {
		return err
	}
	certain := k.at.code < 0 || p.codes.used == 0
	var later []int // rows
	err = k.each(func(cells [][]byte) {
		person, is, ok := p.match(k, cells, certain)
		if !ok {
			later = append(later, k.rows.Row())
			return
		}
		do(k, cells, person, is)
	})
	if err != nil || len(later) == 0 {
		return err
	}
	again, err := openKnown(known, h)
	if err != nil {
		return err
	}
	return again.each(func(cells [][]byte) {
		if len(later) > 0 && again.rows.Row() == later[0] {
			later = later[1:]
			person, is, _ := p.match(again, cells, true)
			do(again, cells, person, is)
		}
	})
}

// match finds a known person in the file as Crewmojo finds one: by the code, else by the address, unless that belongs
// to somebody whose code is known. Not ok means that this is not clear before everybody's code has been seen.
func (p *people) match(k *knownReader, cells [][]byte, allSeen bool) (person int, is relation, ok bool) {
	code := k.cell(cells, k.at.code)
	if len(code) > 0 {
		if person, ok := p.codes.find(p.hash(code)); ok {
			*p.marks.at(person) |= knownByCode
			return person, present, true
		}
		if short := bytes.TrimLeft(code, "0"); len(short) > 0 && len(short) < len(code) {
			if person, ok := p.codes.find(p.hash(short)); ok && *p.marks.at(person)&knownByCode == 0 {
				return person, lostZeros, allSeen || *p.marks.at(person)&damaged != 0
			}
		}
	}
	email := p.hashEmail(cells[k.at.email])
	if person, ok := p.emails.find(email); ok && *p.marks.at(person)&knownByCode == 0 {
		return person, present, allSeen
	}
	if p.rejected.meet(p.hashCode(code)) || p.rejected.meet(email) {
		return 0, rejected, true
	}
	return 0, absent, true
}
