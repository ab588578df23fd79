package roster

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// A cleaner makes the text of cells fit to be sent: valid UTF-8 in NFC, on one line, without control characters, without
// blanks around it.
type cleaner struct {
	windows1252 bool // a byte was met that is no UTF-8, and read as Windows-1252
	garbled     bool // the last cell looks as if it was saved with the wrong encoding
	scratch     []byte
}

// clean returns a cell as it is sent. The result is valid until reset.
func (c *cleaner) clean(cell []byte) []byte {
	start := len(c.scratch)
	c.garbled = false
	broken := false // the last character was a line break
	var previous rune
	for len(cell) > 0 {
		char, size := utf8.DecodeRune(cell)
		if char == utf8.RuneError && size == 1 {
			char = charmap.Windows1252.DecodeByte(cell[0])
			c.windows1252 = true
		}
		c.garbled = c.garbled || isGarbled(previous, char)
		previous = char
		cell = cell[size:]
		switch {
		case char == '\t' || isLineBreak(char):
			c.blank(start)
			broken = true
		case char == ' ' && broken, unicode.IsControl(char):
		default:
			c.scratch = utf8.AppendRune(c.scratch, char)
			broken = false
		}
	}
	cleaned := bytes.TrimFunc(c.scratch[start:], isBlank)
	if !norm.NFC.IsNormal(cleaned) {
		cleaned = norm.NFC.Bytes(cleaned)
	}
	return cleaned
}

func isLineBreak(char rune) bool {
	switch char {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// blank writes one blank for a line break, however many there are.
func (c *cleaner) blank(start int) {
	if last := len(c.scratch) - 1; last >= start && c.scratch[last] != ' ' {
		c.scratch = append(c.scratch, ' ')
	}
}

// reset makes room for the next row.
func (c *cleaner) reset() { c.scratch = c.scratch[:0] }

// isGarbled reports whether two characters that follow one another look like text that was saved with the wrong encoding:
// UTF-8 read as Windows-1252 ("Ã¼" for "ü"), a character that was lost, or one that no text has.
func isGarbled(previous, char rune) bool {
	switch {
	case char == utf8.RuneError, unicode.IsControl(char) && char != '\n' && char != '\r' && char != '\t' && char != '\u0085':
		return true
	case previous == 'â':
		return char == '€' // "â€™" for "’"
	case previous == 'Ã' || previous == 'Â' || previous == 'Å' || previous == 'Ä':
		return char >= 0x80 && char <= 0xBF || char == 'Ÿ' || char == '€' || char == '‚' || char == 'ƒ' ||
			char == '„' || char == '…' || char == '†' || char == '‡' || char == 'ˆ' || char == '‰' ||
			char == 'Š' || char == '‹' || char == 'Œ' || char == '™' || char == 'œ' || char == 'ž'
	}
	return false
}

// hasLostLetter reports whether a name has a question mark next to a letter: M?ller. Programs write it for a letter that their
// encoding lacks.
func hasLostLetter(name []byte) bool {
	for i := bytes.IndexByte(name, '?'); i >= 0 && i < len(name); i++ {
		if name[i] == '?' && (i > 0 && isWordByte(name[i-1]) || i+1 < len(name) && isWordByte(name[i+1])) {
			return true
		}
	}
	return false
}

// isWordByte reports whether a byte is a letter of ASCII, or part of another character.
func isWordByte(b byte) bool { return b >= 0x80 || 'a' <= b|0x20 && b|0x20 <= 'z' }

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

func isBlankOrControl(char rune) bool { return isBlank(char) || unicode.IsControl(char) }

// trimShown returns a cell without what shows nothing around it.
func trimShown(cell []byte) []byte {
	isShown := func(b byte) bool { return ' ' < b && b <= '~' }
	if len(cell) > 0 && isShown(cell[0]) && isShown(cell[len(cell)-1]) {
		return cell
	}
	return bytes.TrimFunc(cell, isBlankOrControl)
}

// isEmpty reports whether a cell shows nothing.
func isEmpty(cell []byte) bool { return len(cell) == 0 || len(trimShown(cell)) == 0 }

// countFilled returns how many cells show anything, up to most.
func countFilled(cells [][]byte, most int) int {
	filled := 0
	for _, cell := range cells {
		if !isEmpty(cell) {
			if filled++; filled == most {
				break
			}
		}
	}
	return filled
}
