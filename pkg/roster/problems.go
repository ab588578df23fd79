package roster

import (
	"slices"
	"strings"
)

// A Code names a kind of problem.
type Code string

// These problems reject the row.
const (
	MissingValue     Code = "missing-value"
	InvalidEmail     Code = "invalid-email"
	InvalidDate      Code = "invalid-date"
	DateOrder        Code = "date-order"
	DuplicateKey     Code = "duplicate-key"
	DuplicateEmail   Code = "duplicate-email"
	ColumnCount      Code = "column-count"
	MalformedRow     Code = "malformed-row"
	DamagedCode      Code = "damaged-code"
	IdentityConflict Code = "identity-conflict"
)

// These are warnings: the row is sent.
const (
	UnknownManager    Code = "unknown-manager"
	ManagerCycle      Code = "manager-cycle"
	SelfManager       Code = "self-manager"
	ManagerConflict   Code = "manager-conflict"
	GarbledText       Code = "garbled-text"
	PossibleDuplicate Code = "possible-duplicate"
)

// A Detail says more about a problem than its code.
type Detail string

const (
	TwoDigitYear Detail = "two-digit-year"
	DayNumber    Detail = "day-number"   // a spreadsheet's own number of a day
	OtherFormat  Detail = "other-format" // a date in another format than the set one
	SwappedDates Detail = "swapped-dates"
	LostZeros    Detail = "lost-zeros"
	// FailedFormula is a formula that gives an error, or that was never calculated.
	FailedFormula Detail = "failed-formula"
)

// A Problem is one kind of problem in one column, and how many rows have it.
type Problem struct {
	Code   Code
	Column string // "" if it is not about one column
	Count  int
	Rows   []int // the first 20, in order; the header is row 1
}

// maxProblemRows is how many rows of a problem are named.
const maxProblemRows = 20

// problems are in the order in which they were met.
type problems []Problem

// add counts a problem of a row.
func (p *problems) add(code Code, column string, row int32) {
	i := slices.IndexFunc(*p, func(known Problem) bool { return known.Code == code && known.Column == column })
	if i < 0 {
		i = len(*p)
		*p = append(*p, Problem{Code: code, Column: column})
	}
	known := &(*p)[i]
	known.Count++
	known.Rows = insertRow(known.Rows, int(row))
}

// insertRow keeps the first rows in order, in whatever order they are met.
func insertRow(rows []int, row int) []int {
	i, found := slices.BinarySearch(rows, row)
	if found || i == maxProblemRows {
		return rows
	}
	rows = slices.Insert(rows, i, row)
	return rows[:min(len(rows), maxProblemRows)]
}

// clone returns problems that can be added to without changing p.
func (p problems) clone() problems {
	c := slices.Clone(p)
	for i := range c {
		c[i].Rows = slices.Clone(c[i].Rows)
	}
	return c
}

// sorted returns the problems by the first row that has them.
func (p problems) sorted() []Problem {
	c := p.clone()
	slices.SortStableFunc(c, func(a, b Problem) int { return a.Rows[0] - b.Rows[0] })
	return c
}

// A Reject is one problem for which a row is rejected. It holds what the file says: it must not leave the bucket.
type Reject struct {
	Row                 int
	ID                  string // employee code, or address
	FirstName, LastName string
	Column              string
	Code                Code
	Detail              Detail
	Value               string
	Record              string // of an identity conflict: whose record Crewmojo would write the row into, by name and code
}

// maxRejects is how many rejects are listed: a file that is damaged throughout must not take much memory.
const maxRejects = 20_000

// short returns what a reject repeats of a cell.
func short[T string | []byte](cell T) string {
	const most = 200
	if len(cell) > most {
		return strings.ToValidUTF8(string(cell[:most]), "") + "..."
	}
	return string(cell)
}
