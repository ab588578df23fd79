// Package roster reads an employee file as HR systems write it, checks it row by row, and writes it as Crewmojo takes it.
//
// Start with [Format.Read]: it streams a file, in whatever charset and dialect, into a normalised CSV and a list of the
// rows that cannot be sent, and a [Roster] tells what was found.
//
// A [Roster] is then compared with what is known so far ([Roster.Compare]), which gives a [Plan]: what would change, what
// would be sent, and what would be known then.
//
// Memory does not grow with the file but for at most 36 bytes a person, by which duplicates and managers are found, and 8
// more by which changes are.
//
// The package knows nothing of AWS or HTTP, nor of what becomes of the file.
package roster

import "io"

// A Spool holds the normalised file: an *os.File is one.
type Spool interface {
	io.Writer
	io.ReaderAt
}

// A Roster is an employee file that has been read.
type Roster struct {
	Charset   string // UTF8, UTF16LE, UTF16BE or Windows1252
	Delimiter string // what stands between the cells
	Columns   Columns
	Rows      Rows
	Problems  []Problem

	reader *reader
}

// Columns tells what was made of a file's columns.
type Columns struct {
	Mapped  map[string]string `json:"mapped"`  // headers that are spelled otherwise, and what they are
	Sent    []string          `json:"sent"`    // in the order in which they are sent
	Ignored []string          `json:"ignored"` // headers of columns that never leave
}

// Rows counts a file's rows, without its header.
type Rows struct {
	Read       int `json:"read"`
	Accepted   int `json:"accepted"`
	Rejected   int `json:"rejected"`
	Superseded int `json:"superseded,omitempty"` // about people of whom a newer drop has told already
}

// check refuses a file of which no row can be used.
func (r Rows) check() error {
	switch {
	case r.Read == 0:
		return refuse("the file has a header, but no rows")
	case r.Rejected == r.Read:
		return refuse("no row can be used: all %d were rejected", r.Read)
	}
	return nil
}

// Read reads an employee file to its end. Where src has a method Size() int64, memory is set aside for as many people as that
// promises. The rows that can be sent are written to spool, and one line for each problem
// that keeps a row from being sent to rejected, which stays empty where there is none.
//
// The error is a [*RefusedError] where the file cannot be used at all. The Roster then still tells what was found until
// that was clear. Any other error is one of src, spool or rejected.
func (f Format) Read(src io.Reader, spool Spool, rejected io.Writer) (*Roster, error) {
	roster := &Roster{
		Charset:  UTF8,
		Columns:  Columns{Mapped: map[string]string{}, Sent: []string{}, Ignored: []string{}},
		Problems: []Problem{},
	}
	head, all, charset, err := decode(src)
	if charset != "" {
		roster.Charset = charset
	}
	if err != nil {
		return roster, err
	}
	header, err := f.findHeader(head)
	if err != nil {
		return roster, err
	}
	rows, err := header.body(all, head)
	if err != nil {
		return roster, err
	}
	r := newReader(f, header, spool, rejected)
	err = r.read(rows, sizeOf(src, charset))
	r.describe(roster)
	return roster, err
}

// sizeOf returns how many bytes src will give once it is decoded; 0 where that is not known.
func sizeOf(src io.Reader, charset string) int64 {
	sized, ok := src.(interface{ Size() int64 })
	if !ok || charset != UTF8 {
		return 0
	}
	return sized.Size()
}

// describe tells in roster what was found.
func (r *reader) describe(roster *Roster) {
	if r.cleaner.windows1252 {
		roster.Charset = Windows1252
	}
	roster.Delimiter = string(r.header.comma)
	roster.Columns.Mapped = r.header.renamed
	roster.Columns.Ignored = append(roster.Columns.Ignored, r.header.dropped...)
	roster.Columns.Sent = r.header.columns()
	roster.Rows = r.rows
	roster.Problems = r.problems.all()
	roster.reader = r
}
