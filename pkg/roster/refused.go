package roster

import (
	"errors"
	"fmt"
	"slices"
)

// A Refusal is why a file cannot be used at all.
type Refusal string

const (
	NotAFile       Refusal = "not-a-file"      // empty, or something that is no employee file
	Unreadable     Refusal = "unreadable"      // damaged, protected or too large
	NoHeader       Refusal = "no-header"       // no row names the required columns
	MissingColumns Refusal = "missing-columns" // the header lacks required columns
	TwoColumns     Refusal = "two-columns"     // two headers for one column, equally good
	NoRows         Refusal = "no-rows"         // a header and no rows
	WrongDates     Refusal = "wrong-dates"     // another date format would fit
	NoUsableRow    Refusal = "no-usable-row"   // all rows are rejected
)

// A RefusedError says why a file cannot be used at all. It never repeats a cell of the file, and a header only as a
// [Label]. It speaks of columns and formats; whoever knows the settings words what to do about it.
type RefusedError struct {
	Why      Refusal
	Missing  []string     // MissingColumns: Crewmojo's columns that the file lacks
	Maybe    []Suggestion // MissingColumns: headers of the file that look like them
	Columns  []Label      // TwoColumns: the two
	Formats  []DateFormat // WrongDates: those that would fit
	headings []Heading    // of the row that comes nearest to a header
	row      int          // its number
	top      []Line       // the first rows
	text     string
}

func (e *RefusedError) Error() string { return e.text }

// IsRefused reports whether err means that the file cannot be used, as opposed to one that could not be read.
func IsRefused(err error) bool { return errors.As(err, new(*RefusedError)) }

// noUsableRow says what is wrong with most rows, and how the first cell is written that is no date.
func noUsableRow(rows Rows, found problems, rejects []Reject) *RefusedError {
	rejecting := slices.DeleteFunc(slices.Clone(found), func(p Problem) bool { return p.Code.IsWarning() })
	most := slices.MaxFunc(rejecting, func(a, b Problem) int { return a.Count - b.Count })
	text, values := "none of the %d rows can be used; in %d of them %s", []safe{number(rows.Read), number(most.Count)}
	switch {
	case rows.Read == 1:
		text, values = "the only row cannot be used: %s", nil
	case most.Count == rows.Read:
		text, values = "none of the %d rows can be used: %s", values[:1]
	}
	values = append(values, known(most.ofMany()))
	first := slices.IndexFunc(rejects, func(reject Reject) bool { return reject.Code == most.Code && reject.Column == most.Column })
	if first >= 0 && most.Code == InvalidDate {
		if more := details[rejects[first].Detail]; more != "" {
			return refuse(NoUsableRow, text+". %s", append(values, known(more))...)
		}
		text += " (the first is written like %s: 9 is a digit, A a letter)"
		values = append(values, shapeOf([]byte(rejects[first].Value)))
	}
	return refuse(NoUsableRow, text, values...)
}

// refuse returns the error of a file that cannot be used. Its text holds safe values only.
func refuse(why Refusal, format string, values ...safe) *RefusedError {
	args := make([]any, len(values))
	for i, value := range values {
		args[i] = value
	}
	return &RefusedError{Why: why, text: fmt.Sprintf(format, args...)}
}

// A Suggestion is a header, and Crewmojo's column that it most likely is. Somebody must confirm it: nothing is ever sent
// because of one.
type Suggestion struct {
	Header Label
	Column string
}
