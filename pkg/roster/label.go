package roster

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Label is what a column of a file may be called outside the bucket: its header, if that is certain to be a header and
// not a person's data, or its letter, as in "column H". Only this file makes labels.
type Label string

// known is the label of a name that our own lists or the settings contain.
func known(name string) Label { return Label(name) }

// letterOf is the label of the i-th column, from 0, as a spreadsheet calls it.
func letterOf(i int) Label {
	letters := ""
	for i++; i > 0; i = (i - 1) / 26 {
		letters = string(rune('A'+(i-1)%26)) + letters
	}
	return Label("column " + letters)
}

// maxHeader is the most characters that a header has: a longer one is text that has run into the header.
const maxHeader = 40

// isPlain reports whether a header that nobody knows looks like one, and not like a person's name, address or number.
func isPlain(header string) bool {
	letters := false
	for _, char := range header {
		isLetter := unicode.IsLetter(char) || unicode.IsMark(char)
		if !isLetter && !unicode.IsDigit(char) && !strings.ContainsRune(" -_./()#&'’°º", char) {
			return false
		}
		letters = letters || isLetter
	}
	return letters && utf8.RuneCountInString(header) <= maxHeader
}

// A safe value may leave the bucket: a label, a number, a code of ours or a date format, never a cell.
type safe interface{ mayLeave() }

// A number counts or measures.
type number int

func (Label) mayLeave() {}

func (number) mayLeave() {}

func (DateFormat) mayLeave() {}

func (shape) mayLeave() {}

func (Code) mayLeave() {}

// A shape is how a cell is written, and not what is in it: 9 stands for a digit, A for a letter.
type shape string

func shapeOf(cell []byte) shape {
	const longest = 24
	var s strings.Builder
	for i, char := range []rune(string(cell)) {
		if i == longest {
			return shape(s.String() + "...")
		}
		switch {
		case unicode.IsDigit(char):
			char = '9'
		case unicode.IsLetter(char):
			char = 'A'
		case char > '~' || char < ' ':
			char = '?'
		}
		s.WriteRune(char)
	}
	return shape(s.String())
}
