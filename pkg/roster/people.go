package roster

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
)

// A table holds people as they are sent, a record of CSV each. It is made for a company of hundreds of thousands: the
// records lie one behind the other, and what tells people apart is kept as numbers.
type table struct {
	columns []string
	records records
	people  []person
}

// A person is one row of a file or of the baseline.
type person struct {
	record      recordRef
	row         int32 // the header is row 1
	start, end  date  // of employment; 0 for none
	code, email key
	managerCode key
	managerMail key
	marks       marks
	left        uint32 // which columns of File.Ends say that the person has left, although there is no end
}

type marks uint8

const (
	excluded  marks = 1 << iota // EXCLUDE keeps the row out
	ended                       // ENDED_WHEN says that the person has left, and there is no end
	ambiguous                   // has a date that day and month could be swapped in
	noAddress                   // is a leaver's, and lacks the address and nothing else
)

// A key stands for a code or an address, without regard to case: 63 bits of a hash, 0 for a blank. Two of a million keys
// are taken for one another one time in ten million.
type key uint64

var seed = maphash.MakeSeed()

// keyOf returns the key of a cell in NFC.
func keyOf(cell []byte) key {
	if len(cell) == 0 {
		return 0
	}
	var lower [64]byte
	if len(cell) > len(lower) {
		return key(maphash.Bytes(seed, bytes.ToLower(cell)) | 1)
	}
	for i, b := range cell {
		if b >= 0x80 {
			return key(maphash.Bytes(seed, bytes.ToLower(cell)) | 1)
		}
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		lower[i] = b
	}
	return key(maphash.Bytes(seed, lower[:len(cell)]) | 1)
}

// record returns a person's record of CSV, as it is sent, with its line end.
func (t *table) record(i int) string { return t.records.get(t.people[i].record) }

// cells returns a person's cells, in the order of the table's columns.
func (t *table) cells(i int) []string {
	return slices.AppendSeq(make([]string, 0, len(t.columns)), cellsIn(t.record(i)))
}

// cell returns a person's cell of a column; "" if the table has no such column.
func (t *table) cell(i int, column string) string {
	at := 0
	for cell := range cellsIn(t.record(i)) {
		if t.columns[at] == column {
			return cell
		}
		at++
	}
	return ""
}

// id returns what a person is known by: their code, or their address.
func (t *table) id(i int) string { return cmp.Or(t.cell(i, EmployeeCode), t.cell(i, EmailAddress)) }

// isEmployed reports whether somebody whose employment ends on end, or never if that is 0, is employed on day.
func isEmployed(end, day date) bool { return end == 0 || end > day }

// expectedRows returns how many rows src most likely has, from its size, if it has a method that tells it, and its
// beginning.
func expectedRows(src any, head []byte) int {
	const most = 1 << 22 // should the first rows not be like the others
	sized, ok := src.(interface{ Size() int64 })
	if lines := int64(bytes.Count(head, []byte("\n"))); ok && lines > 0 {
		return int(min(sized.Size()*lines/int64(len(head))+lines, most))
	}
	return 0
}

// records keeps records in large pieces of memory, one behind the other, so that the people who refer to them are numbers
// alone: the garbage collector need not look at them.
type records struct{ pieces []*strings.Builder }

// A recordRef says where a record is.
type recordRef struct {
	piece      int32
	start, end int32
}

const pieceSize = 1 << 20

// keep keeps a copy of a record.
func (r *records) keep(record []byte) recordRef {
	last := len(r.pieces) - 1
	if last < 0 || r.pieces[last].Len()+len(record) > r.pieces[last].Cap() {
		piece := &strings.Builder{}
		piece.Grow(max(pieceSize, len(record)))
		r.pieces = append(r.pieces, piece)
		last++
	}
	piece := r.pieces[last]
	start := piece.Len()
	piece.Write(record)
	return recordRef{int32(last), int32(start), int32(piece.Len())}
}

func (r *records) get(ref recordRef) string { return r.pieces[ref.piece].String()[ref.start:ref.end] }
