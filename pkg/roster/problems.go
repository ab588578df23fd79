package roster

import (
	"io"
	"slices"
	"strconv"
	"strings"
)

// A Code names a kind of problem.
type Code string

// These problems reject the row.
const (
	MissingValue   Code = "missing-value"
	InvalidEmail   Code = "invalid-email"
	InvalidDate    Code = "invalid-date"
	DateOrder      Code = "date-order"      // an end before its start
	DuplicateKey   Code = "duplicate-key"   // an earlier row has the same employee code, or address where there is no code
	DuplicateEmail Code = "duplicate-email" // an earlier row has the same address under another code
	ColumnCount    Code = "column-count"    // more or fewer cells than the header
	MalformedRow   Code = "malformed-row"   // a quote that never closes, a record over 1 MiB
	DamagedCode    Code = "damaged-code"    // a code that a spreadsheet has made a number of
)

// These are warnings: the row is sent.
const (
	UnknownManager Code = "unknown-manager"
	SelfManager    Code = "self-manager"
	ManagerCycle   Code = "manager-cycle"
)

// A Problem is one kind of problem in one column, and how often it was met.
type Problem struct {
	Code   Code   `json:"code"`
	Column string `json:"column"`
	Count  int    `json:"count"`
	Rows   []int  `json:"rows"` // the first 20; the header is row 1
}

const (
	maxProblemRows = 20
	maxValue       = 200 // bytes of a cell that are repeated in the list of rejects
)

// problems counts what was found, and writes the list of rejects.
type problems struct {
	list     []*Problem
	rejected *bufferedWriter
	any      bool // something was written to rejected
	record   []byte
}

// count notes a problem.
func (p *problems) count(code Code, column string, row int) {
	i := slices.IndexFunc(p.list, func(known *Problem) bool { return known.Code == code && known.Column == column })
	if i < 0 {
		i = len(p.list)
		p.list = append(p.list, &Problem{Code: code, Column: column})
	}
	problem := p.list[i]
	problem.Count++
	if len(problem.Rows) < maxProblemRows {
		problem.Rows = append(problem.Rows, row)
	}
}

// reject notes a problem for which a row is rejected, and lists it. The list is for a person with a spreadsheet: it has
// a byte order mark, for the accents, and nothing in it runs as a formula.
func (p *problems) reject(code Code, column string, row int, key, value string) {
	p.count(code, column, row)
	p.record = p.record[:0]
	if !p.any {
		p.any = true
		p.record = append(p.record, "\uFEFF"...)
		p.record = appendRecord(p.record, "row", "key", "column", "problem", "value")
	}
	if len(value) > maxValue {
		value = strings.ToValidUTF8(value[:maxValue], "") + "..."
	}
	p.record = appendRecord(p.record, strconv.Itoa(row), defuse(key), column, string(code), defuse(value))
	p.rejected.write(p.record)
}

// defuse puts an apostrophe before what a spreadsheet would run as a formula.
func defuse(value string) string {
	if value != "" && strings.IndexByte("=+-@\t\r\n", value[0]) >= 0 {
		return "'" + value
	}
	return value
}

// all returns the problems in a stable order: by the first row that has them.
func (p *problems) all() []Problem {
	all := make([]Problem, 0, len(p.list))
	for _, problem := range p.list {
		slices.Sort(problem.Rows)
		all = append(all, *problem)
	}
	slices.SortStableFunc(all, func(a, b Problem) int { return a.Rows[0] - b.Rows[0] })
	return all
}

// A bufferedWriter writes in pieces of 64 KiB, and remembers the first error and how much it was given.
type bufferedWriter struct {
	to      io.Writer
	pending []byte
	size    int64
	err     error
}

func (w *bufferedWriter) write(p []byte) {
	w.wrote(append(w.pending, p...))
}

// wrote takes over what has been appended to pending, and returns how much that was.
func (w *bufferedWriter) wrote(pending []byte) int {
	n := len(pending) - len(w.pending)
	w.size += int64(n)
	w.pending = pending
	if len(w.pending) >= 64<<10 {
		w.flush()
	}
	return n
}

func (w *bufferedWriter) flush() error {
	if w.err == nil && len(w.pending) > 0 {
		_, w.err = w.to.Write(w.pending)
	}
	w.pending = w.pending[:0]
	return w.err
}
