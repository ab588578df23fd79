package roster

import (
	"bytes"
	"errors"
	"io"
)

// maxRecord is the most that one record may take, in bytes: a person's row has a few hundred. It bounds the memory that
// a damaged file can ask for.
const maxRecord = 1 << 20

// errMalformed is a record that is no record: a quote that never closes, or closes in the middle of a cell, or more
// than maxRecord bytes. The scanner takes up again at the line after the one the record started on.
var errMalformed = errors.New("malformed record")

// A scanner reads the records of a delimited text, with bounded memory whatever the text.
//
// It is not encoding/csv because that one reads without bound where a quote stays open, and gives up the rest of the
// file with it. On everything that encoding/csv reads without an error the two agree (see the fuzz test), but that a
// CRLF inside quotes stays one.
type scanner struct {
	src   io.Reader
	comma byte
	eol   byte // ends a line: '\n', or '\r' in a file that has no other
	// plausible judges a record over several lines: such a one may just be what a stray quote makes of several rows.
	// Nil believes them all.
	plausible func(cells [][]byte) bool

	row     int // of the record read last; the first line is row 1, and an empty line counts
	cells   [][]byte
	plain   bool   // the cells of the record read last are printable ASCII throughout, without quotes
	text    []byte // of a record without quotes
	escaped []int  // the cells among them whose quotes are still doubled

	buf        []byte
	start, end int   // what of buf is still to be read
	filled     int64 // how many bytes buf was given so far
	err        error // why src has no more; nil while it may
}

func newScanner(src io.Reader, comma, eol byte) *scanner {
	return &scanner{src: src, comma: comma, eol: eol, buf: make([]byte, 64<<10)}
}

// next returns the cells of the next record that is not an empty line. They are valid until the next call. After
// errMalformed there may be more; any other error, io.EOF among them, ends the text.
func (s *scanner) next() ([][]byte, error) {
	for {
		line, whole, err := s.line()
		if err != nil {
			return nil, err
		}
		s.row++
		if !whole {
			return nil, s.skipLine()
		}
		if bytes.IndexByte(line, '"') >= 0 {
			s.plain = false
			return s.quoted(len(line))
		}
		s.start = min(s.start+len(line)+1, s.end)
		if line = bytes.TrimSuffix(line, []byte{'\r'}); len(line) > 0 {
			s.split(line)
			return s.cells, nil
		}
	}
}

// consumed returns how many bytes the records so far took.
func (s *scanner) consumed() int64 { return s.filled - int64(s.end-s.start) }

// line returns what is left of the current line, without its end; not whole means that it is longer than a record may be.
func (s *scanner) line() (line []byte, whole bool, err error) {
	searched := 0
	for {
		unread := s.buf[s.start:s.end]
		if i := bytes.IndexByte(unread[searched:], s.eol); i >= 0 {
			return unread[:searched+i], searched+i <= maxRecord, nil
		}
		if len(unread) > maxRecord {
			return nil, false, nil
		}
		searched = len(unread)
		if !s.more() {
			if s.err != io.EOF || len(unread) == 0 {
				return nil, false, s.err
			}
			return unread, true, nil
		}
	}
}

// more reads on, keeping what is unread; it reports whether there was more.
func (s *scanner) more() bool {
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
	var n int
	n, s.err = fill(s.src, s.buf[s.end:])
	s.end += n
	s.filled += int64(n)
	return n > 0
}

// fill reads until buf is full, or src has no more: io.EOF alone is its end. Unlike io.ReadFull it has no error of its own
// for a short read, which could be taken for the io.ErrUnexpectedEOF of a connection that broke off.
func fill(src io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var read int
		read, err = src.Read(buf[n:])
		n += read
	}
	return n, err
}

// skipLine passes over a line that is too long to be held.
func (s *scanner) skipLine() error {
	for {
		if i := bytes.IndexByte(s.buf[s.start:s.end], s.eol); i >= 0 {
			s.start += i + 1
			return errMalformed
		}
		s.start = s.end
		if !s.more() {
			if s.err != io.EOF {
				return s.err
			}
			return errMalformed
		}
	}
}

// quoted reads a record that holds a quote on its first line, which is firstLine bytes long.
func (s *scanner) quoted(firstLine int) ([][]byte, error) {
	for {
		length, state := s.parse()
		if state == incomplete && s.end-s.start <= maxRecord && s.more() {
			continue
		}
		if s.err != nil && s.err != io.EOF {
			return nil, s.err
		}
		if state != complete || length > maxRecord || length > firstLine && s.plausible != nil && !s.plausible(s.cells) {
			s.start = min(s.start+firstLine+1, s.end)
			return nil, errMalformed
		}
		for _, i := range s.escaped {
			s.cells[i] = unescape(s.cells[i])
		}
		s.start = min(s.start+length+1, s.end)
		return s.cells, nil
	}
}

type parseState int

const (
	complete   parseState = iota
	incomplete            // the record goes on behind what has been read
	broken                // a quoted cell goes on behind its closing quote
)

// parse finds the cells of the record at the start of what is unread, and its length without the line end. It changes
// nothing in the buffer, so that a record that turns out to be none can be taken for a line.
func (s *scanner) parse() (length int, state parseState) {
	data := s.buf[s.start:s.end]
	s.cells, s.escaped = s.cells[:0], s.escaped[:0]
	i := 0
	for {
		start, end := i, 0
		if i < len(data) && data[i] == '"' {
			start++
			end, state = s.closingQuote(data, start)
			if state != complete {
				return 0, state
			}
			i = end + 1
			for i < len(data) && (data[i] == ' ' || data[i] == '\t' || data[i] == '\r') && data[i] != s.comma && data[i] != s.eol {
				i++
			}
			if i < len(data) && data[i] != s.comma && data[i] != s.eol {
				return 0, broken
			}
		} else {
			for i < len(data) && data[i] != s.comma && data[i] != s.eol {
				i++
			}
			end = i
			if (i == len(data) || data[i] == s.eol) && end > start && data[end-1] == '\r' {
				end--
			}
		}
		if i == len(data) && s.err == nil {
			return 0, incomplete
		}
		s.cells = append(s.cells, data[start:end])
		if i == len(data) || data[i] == s.eol {
			return i, complete
		}
		i++
	}
}

// closingQuote returns where the quoted cell that starts at i ends, and notes a cell that holds doubled quotes.
func (s *scanner) closingQuote(data []byte, i int) (int, parseState) {
	doubled := false
	for {
		next := bytes.IndexByte(data[i:], '"')
		if next < 0 {
			return 0, incomplete
		}
		i += next
		if i+1 == len(data) && s.err == nil {
			return 0, incomplete
		}
		if i+1 == len(data) || data[i+1] != '"' {
			break
		}
		doubled = true
		i += 2
	}
	if doubled {
		s.escaped = append(s.escaped, len(s.cells))
	}
	return i, complete
}

// unescape makes each doubled quote one, in place.
func unescape(cell []byte) []byte {
	out := cell[:0]
	for {
		i := bytes.IndexByte(cell, '"')
		if i < 0 {
			return append(out, cell...)
		}
		out = append(out, cell[:i+1]...)
		cell = cell[i+2:]
	}
}
