// Package csvscan reads the records of any delimited text in bounded memory, and goes on after damage.
//
// It exists because encoding/csv reads without bound while a quote is open, and then gives up the rest of the file.
// Both agree on everything that encoding/csv reads without an error (a fuzz test compares them), except that here a
// bare CR ends a line, and a CRLF inside quotes stays one.
package csvscan

import (
	"bytes"
	"errors"
	"io"
)

// MaxRecord is the most bytes that one record may take. A person's row has a few hundred. It bounds the memory that a
// damaged file can ask for.
const MaxRecord = 1 << 20

// ErrMalformed is the error of a malformed record: a quote is never closed, there is text behind a closing quote, or it
// has more than [MaxRecord] bytes. The scanner goes on at the line after the one that the record started on.
var ErrMalformed = errors.New("malformed record")

// A Scanner reads records. Lines end with LF, CRLF or CR, also within one text.
type Scanner struct {
	// Fits and IsRow tell a record on several lines from several rows with one stray quote. Such a record is malformed
	// if its cells do not fit, or if one of the lines that it swallows is a row by itself, without a stray quote. If
	// they are nil, every record is believed.
	Fits, IsRow func(cells [][]byte) bool

	src   io.Reader
	comma byte

	row        int
	cells      [][]byte
	plain      bool
	terminated bool
	escaped    []int // the cells of the record whose quotes are still doubled
	stray      bool  // the record has a quote inside an unquoted cell
	suspect    int   // how many lines from here were part of a malformed record

	buf        []byte
	start, end int   // the part of buf that has not been read
	err        error // why src has no more; nil while it may
}

// New returns a scanner of src whose cells are separated by comma.
func New(src io.Reader, comma byte) *Scanner {
	return &Scanner{src: src, comma: comma, buf: make([]byte, 64<<10)}
}

// Row returns the number of the record read last. The first line is row 1; an empty line counts, and a record on several
// lines counts once, as in a spreadsheet.
func (s *Scanner) Row() int { return s.row }

// Plain reports whether the cells of the record read last are printable ASCII throughout, and none of them was quoted.
func (s *Scanner) Plain() bool { return s.plain }

// Terminated reports whether a line end stands behind the record read last, as it does behind all but the last one.
func (s *Scanner) Terminated() bool { return s.terminated }

// Next returns the cells of the next record, which is never an empty line. They are valid until the next call. With
// [ErrMalformed] come what the first line holds between its commas, quotes and all, unless it is too long; after it there
// may be more. Any other error ends the text, io.EOF among them.
func (s *Scanner) Next() ([][]byte, error) {
	for {
		line, size, err := s.line()
		if err != nil {
			return nil, err
		}
		s.row++
		s.suspect = max(0, s.suspect-1)
		s.terminated = size > len(line)
		switch {
		case size == 0:
			return nil, s.skipLine()
		case bytes.IndexByte(line, '"') >= 0:
			return s.quoted(len(line), size)
		}
		s.start += size
		if len(line) > 0 {
			s.split(line)
			return s.cells, nil
		}
	}
}

// line returns the current line without its end, and its size with it; size 0 means that it is longer than a record may be.
func (s *Scanner) line() (line []byte, size int, err error) {
	searched := 0
	for {
		unread := s.buf[s.start:s.end]
		if i := indexLineEnd(unread[searched:]); i >= 0 {
			length := searched + i
			if length+1 == len(unread) && unread[length] == '\r' && s.more() {
				continue // there may be an LF behind the CR
			}
			if length > MaxRecord {
				return nil, 0, nil
			}
			return s.buf[s.start : s.start+length], length + s.lineEnd(length), nil
		}
		if len(unread) > MaxRecord {
			return nil, 0, nil
		}
		searched = len(unread)
		if !s.more() {
			if s.err != io.EOF || len(unread) == 0 {
				return nil, 0, s.err
			}
			return s.buf[s.start:s.end], s.end - s.start, nil
		}
	}
}

// indexLineEnd returns where the first line end is, or -1. It looks for both kinds in one piece after the other, since a
// text may have only one of them.
func indexLineEnd(text []byte) int {
	const piece = 4 << 10
	for start := 0; start < len(text); start += piece {
		window := text[start:min(start+piece, len(text))]
		lf := bytes.IndexByte(window, '\n')
		if lf >= 0 {
			window = window[:lf]
		}
		if cr := bytes.IndexByte(window, '\r'); cr >= 0 {
			return start + cr
		}
		if lf >= 0 {
			return start + lf
		}
	}
	return -1
}

// lineEnd returns how many bytes the line end takes that is so far behind the start of what has not been read.
func (s *Scanner) lineEnd(length int) int {
	rest := s.buf[s.start+length : s.end]
	switch {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		return 2
	case len(rest) > 0:
		return 1
	}
	return 0
}

// more reads on, keeping what has not been read; it reports whether there was more.
func (s *Scanner) more() bool {
	if s.err != nil {
		return false
	}
	if s.start > 0 {
		s.end = copy(s.buf, s.buf[s.start:s.end])
		s.start = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n := 0
	for n == 0 && s.err == nil {
		n, s.err = s.src.Read(s.buf[s.end:])
	}
	s.end += n
	return n > 0
}

// skipLine passes over a line that is too long to be held.
func (s *Scanner) skipLine() error {
	for {
		if i := indexLineEnd(s.buf[s.start:s.end]); i >= 0 {
			if s.start += i; s.start+1 == s.end && s.buf[s.start] == '\r' {
				s.more() // there may be an LF behind the CR
			}
			s.start += s.lineEnd(0)
			return ErrMalformed
		}
		s.start = s.end
		if !s.more() {
			if s.err != io.EOF {
				return s.err
			}
			return ErrMalformed
		}
	}
}
