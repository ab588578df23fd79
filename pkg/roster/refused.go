package roster

import "errors"

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
	Why     Refusal
	Missing []string     // MissingColumns: Crewmojo's columns that the file lacks
	Maybe   []Suggestion // MissingColumns: headers of the file that look like them
	Columns []Label      // TwoColumns: the two
	Formats []DateFormat // WrongDates: those that would fit
	header  *header      // the row that comes nearest to a header; nil for none
	text    string
}

func (e *RefusedError) Error() string { return e.text }

// IsRefused reports whether err means that the file cannot be used, as opposed to one that could not be read.
func IsRefused(err error) bool { return errors.As(err, new(*RefusedError)) }
