package xlsxscan

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"
)

// MaxSharedStrings is the most bytes that the texts of a workbook may take which its cells share, each text counting
// four bytes more. It bounds the memory that a workbook can ask for. 100,000 people take about 10 MiB.
const MaxSharedStrings = 64 << 20

// sharedStrings are the texts that cells refer to by number, one behind the other.
type sharedStrings struct {
	text []byte
	ends []uint32
}

// get returns a text by its number.
func (s *sharedStrings) get(number []byte) ([]byte, bool) {
	i, ok := digits(number)
	if !ok || i >= len(s.ends) {
		return nil, false
	}
	start := uint32(0)
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.text[start:s.ends[i]:s.ends[i]], true
}

// digits returns a number of up to nine digits and nothing else.
func digits(text []byte) (n int, ok bool) {
	for _, char := range text {
		if char < '0' || char > '9' || n > 99999999 {
			return 0, false
		}
		n = 10*n + int(char-'0')
	}
	return n, len(text) > 0
}

// readStrings reads the table of shared strings.
func (w *Workbook) readStrings(name string) error {
	const role = "shared strings"
	if !w.archive.has(name) {
		return nil // as long as no cell refers to one
	}
	p, err := w.archive.open(role, name)
	if err != nil {
		return err
	}
	defer p.Close()
	x, table := newXMLScanner(p), &w.strings
	for {
		tok, err := x.next()
		if tok == startElement && string(x.name) == "si" {
			room := MaxSharedStrings - len(table.text) - 4*len(table.ends)
			if table.text, err = x.appendRichText(table.text, room); err == errNoRoom || room < 0 {
				err = &LimitError{LimitSharedStrings, MaxSharedStrings}
			}
			table.ends = append(table.ends, uint32(len(table.text)))
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return w.archive.failure(role, err)
		}
	}
}

// appendRichText appends the text of the element that has just started, a shared string or an inline one, and passes
// over its end. The text is in one t or in several runs; a phonetic run, rPh, repeats a part of it in another script.
func (x *xmlScanner) appendRichText(dst []byte, room int) ([]byte, error) {
	depth, start := x.depth(), len(dst)
	for {
		more, err := x.child(depth)
		if err != nil {
			return dst, err
		}
		if !more {
			return finishText(dst, start)
		}
		switch string(x.name) {
		case "r":
		case "t":
			dst, err = x.appendChars(dst, room-(len(dst)-start))
		default:
			err = x.leave(x.depth())
		}
		if err != nil {
			return dst, err
		}
	}
}

// finishText decodes what XML cannot say and Excel writes as _x000D_ (ECMA-376 part 1, 22.9.2.19, ST_Xstring), in the
// text behind start, in place. Line breaks become LF, as a keyboard types them into a cell.
func finishText(dst []byte, start int) ([]byte, error) {
	data := dst[start:]
	if !utf8.Valid(data) {
		return dst, errNotUTF8
	}
	if bytes.Contains(data, []byte("_x")) {
		data = unescapeX(data)
	}
	if bytes.IndexByte(data, '\r') >= 0 {
		data = breaksToLF(data)
	}
	return dst[:start+len(data)], nil
}

// unescapeX decodes in place. The escapes are units of UTF-16: two of them may make one character.
func unescapeX(data []byte) []byte {
	out := data[:0]
	for i := 0; i < len(data); {
		char, length := escapedChar(data[i:])
		if length == 0 {
			out = append(out, data[i])
			i++
			continue
		}
		out = utf8.AppendRune(out, char)
		i += length
	}
	return out
}

// escapedChar returns the character of the escape that the text starts with, and the length of the escape; 0 if there
// is none. Half a pair is U+FFFD.
func escapedChar(data []byte) (rune, int) {
	high, ok := escapedUnit(data)
	if !ok {
		return 0, 0
	}
	if 0xD800 <= high && high < 0xDC00 {
		if low, ok := escapedUnit(data[7:]); ok && 0xDC00 <= low && low < 0xE000 {
			return (high-0xD800)<<10 + (low - 0xDC00) + 0x10000, 14
		}
	}
	return high, 7
}

func escapedUnit(data []byte) (rune, bool) {
	if len(data) < 7 || data[0] != '_' || data[1] != 'x' || data[6] != '_' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	return rune(unit), err == nil
}

// breaksToLF makes LF of every CRLF and CR, in place.
func breaksToLF(data []byte) []byte {
	out := data[:0]
	for i, char := range data {
		switch {
		case char != '\r':
			out = append(out, char)
		case i+1 == len(data) || data[i+1] != '\n':
			out = append(out, '\n')
		}
	}
	return out
}
