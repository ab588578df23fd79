package roster

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A cleaner makes the text of cells fit to be sent: valid UTF-8, without control characters, without blanks around it.
type cleaner struct {
	windows1252 bool // a byte was met that is no UTF-8, and read as Windows-1252
	scratch     []byte
}

// clean returns cell without the blanks around it, and without what is no text; its bytes that are no UTF-8 are read as
// Windows-1252. Line ends and tabs inside it become spaces on one line, and stay otherwise. The result is valid as long
// as cell is, and until reset.
func (c *cleaner) clean(cell []byte, oneLine bool) []byte {
	start := len(c.scratch)
	for len(cell) > 0 {
		char, size := utf8.DecodeRune(cell)
		if char == utf8.RuneError && size == 1 {
			char = charmap.Windows1252.DecodeByte(cell[0])
			c.windows1252 = true
		}
		switch {
		case char == utf8.RuneError && size == 1: // Windows-1252 does not know it either
		case char == '\n' || char == '\r' || char == '\t':
			if oneLine {
				char = ' '
			}
			c.scratch = append(c.scratch, byte(char))
		case !unicode.IsControl(char):
			c.scratch = utf8.AppendRune(c.scratch, char)
		}
		cell = cell[size:]
	}
	return bytes.TrimFunc(c.scratch[start:], isBlank)
}

// reset makes room for the next record.
func (c *cleaner) reset() { c.scratch = c.scratch[:0] }

// trimBlanks returns a plain cell without the blanks around it.
func trimBlanks(cell []byte) []byte {
	for len(cell) > 0 && cell[0] == ' ' {
		cell = cell[1:]
	}
	for len(cell) > 0 && cell[len(cell)-1] == ' ' {
		cell = cell[:len(cell)-1]
	}
	return cell
}

// isBlank reports whether char shows nothing: a space of whatever width, a line end, or one of the invisible marks that
// are pasted along with a name.
func isBlank(char rune) bool {
	switch char {
	case '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u2060', '\uFEFF', '\u00AD':
		return true
	}
	return unicode.IsSpace(char)
}

// allBlank reports whether no cell holds anything to see.
func allBlank(cells [][]byte) bool {
	for _, cell := range cells {
		if len(bytes.TrimFunc(cell, isBlankOrControl)) > 0 {
			return false
		}
	}
	return true
}

func isBlankOrControl(char rune) bool { return isBlank(char) || unicode.IsControl(char) }

// appendCell appends cell to a record, quoted where it has to be (RFC 4180), with a comma before it unless it is the
// record's first.
func appendCell(record, cell []byte, first bool) []byte {
	if !first {
		record = append(record, ',')
	}
	if !needsQuotes(cell) {
		return append(record, cell...)
	}
	record = append(record, '"')
	for _, b := range cell {
		if b == '"' {
			record = append(record, '"')
		}
		record = append(record, b)
	}
	return append(record, '"')
}

func needsQuotes(cell []byte) bool {
	for _, b := range cell {
		if b == ',' || b == '"' || b == '\n' || b == '\r' {
			return true
		}
	}
	return false
}

// appendRecord appends a whole record of cells and its line end.
func appendRecord(record []byte, cells ...string) []byte {
	for i, cell := range cells {
		record = appendCell(record, []byte(cell), i == 0)
	}
	return append(record, '\n')
}
