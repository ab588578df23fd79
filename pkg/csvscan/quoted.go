package csvscan

import (
	"bytes"
	"io"
)

// quoted reads a record that holds a quote on its first line, which has this length without its end and this size with it.
func (s *Scanner) quoted(firstLength, firstSize int) ([][]byte, error) {
	s.plain = false
	for {
		length, state := s.parse()
		if state == incomplete && s.end-s.start <= MaxRecord && s.err == nil {
			s.more()
			continue
		}
		if s.err != nil && s.err != io.EOF {
			return nil, s.err
		}
		record := s.buf[s.start : s.start+length]
		if state != complete || length > MaxRecord || length > firstLength && !s.accepts(record) || s.stray && s.suspect > 0 {
			s.suspect = max(s.suspect, 1+bytes.Count(record, []byte("\n")), 1+bytes.Count(record, []byte("\r")))
			s.split(s.buf[s.start : s.start+firstLength])
			s.start += firstSize
			s.plain = false
			return s.cells, ErrMalformed
		}
		for _, i := range s.escaped {
			s.cells[i] = bytes.ReplaceAll(s.cells[i], []byte(`""`), []byte(`"`))
		}
		size := length + s.lineEnd(length)
		s.terminated = size > length
		s.start += size
		return s.cells, nil
	}
}

// accepts decides about a record on several lines.
func (s *Scanner) accepts(record []byte) bool {
	if s.Fits != nil && !s.Fits(s.cells) {
		return false
	}
	if s.IsRow == nil {
		return true
	}
	isEnd := func(char rune) bool { return char == '\r' || char == '\n' }
	for _, line := range bytes.FieldsFunc(record, isEnd)[1:] {
		alone := Scanner{comma: s.comma, buf: line, end: len(line), err: io.EOF}
		if _, state := alone.parse(); state == complete && !alone.stray && s.IsRow(alone.cells) {
			return false
		}
	}
	return true
}

type parseState int

const (
	complete   parseState = iota
	incomplete            // the record goes on beyond what has been read
	broken                // a quoted cell goes on behind its closing quote
)

// parse finds the cells of the next record, and its length without the line end, or how far it got. It does not change
// the buffer, so that a record that turns out to be malformed can still be read as a line.
func (s *Scanner) parse() (length int, state parseState) {
	data := s.buf[s.start:s.end]
	s.cells, s.escaped, s.stray = s.cells[:0], s.escaped[:0], false
	for i := 0; ; i++ {
		start, end := i, 0
		if i < len(data) && data[i] == '"' {
			start++
			if end, state = s.closingQuote(data, start); state != complete {
				return end, state
			}
			i = end + 1
			for i < len(data) && (data[i] == ' ' || data[i] == '\t') && data[i] != s.comma {
				i++
			}
			if i < len(data) && !s.endsCell(data[i]) {
				return i, broken
			}
		} else {
			for i < len(data) && !s.endsCell(data[i]) {
				s.stray = s.stray || data[i] == '"'
				i++
			}
			end = i
		}
		// There may be an LF beyond the last byte that belongs to a CR.
		if s.err == nil && (i == len(data) || i+1 == len(data) && data[i] == '\r') {
			return i, incomplete
		}
		s.cells = append(s.cells, data[start:end])
		if i == len(data) || data[i] != s.comma {
			return i, complete
		}
	}
}

func (s *Scanner) endsCell(b byte) bool { return b == s.comma || b == '\n' || b == '\r' }

// closingQuote returns where the quoted cell that starts at i ends, and notes a cell that holds doubled quotes.
func (s *Scanner) closingQuote(data []byte, i int) (int, parseState) {
	doubled := false
	for {
		next := bytes.IndexByte(data[i:], '"')
		if next < 0 {
			return len(data), incomplete
		}
		i += next
		if i+1 == len(data) && s.err == nil {
			return len(data), incomplete
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
