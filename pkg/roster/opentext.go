package roster

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// openText opens a delimited text. The original may tell its size.
func (f Format) openText(src io.Reader, original any) (source, error) {
	text, charset, err := f.decode(src)
	if err != nil {
		return source{}, err
	}
	head, all, err := peek(text, headSize)
	if err != nil {
		return source{}, err
	}
	if bom := []byte("\uFEFF"); bytes.HasPrefix(head, bom) {
		head = head[len(bom):]
		_, _ = io.CopyN(io.Discard, all, int64(len(bom)))
	}
	s := source{charset: charset}
	if charset == UTF8 {
		s.expect = expectedRows(original, head)
	}
	if err := checkText(head); err != nil {
		return s, err
	}
	sep, commas := sepLine(head)
	_, _ = io.CopyN(io.Discard, all, int64(len(sep))) // it has been read already
	if s.header, err = f.findTextHeader(head[len(sep):], commas); err != nil {
		if charset == UTF8 && !utf8.Valid(wholeLines(head)) {
			s.charset, s.guessed = Windows1252, true
		}
		return s, err
	}
	rows := csvscan.New(all, s.header.comma)
	for rows.Row() < int(s.header.row) {
		if _, err := rows.Next(); err != nil && !isMalformed(err) {
			return s, err
		}
	}
	width, address := len(s.header.cells), s.header.sent[s.header.index(EmailAddress)].from
	rows.Fits = func(cells [][]byte) bool { return len(trimEmpty(cells, width)) == width }
	rows.IsRow = func(cells [][]byte) bool {
		return len(trimEmpty(cells, width)) == width && isEmail(trimBlanks(cells[address]))
	}
	s.rows = rows
	return s, nil
}

// decode returns a text as UTF-8, as far as a byte order mark or the settings say what it is.
func (f Format) decode(src io.Reader) (text io.Reader, charset string, err error) {
	start, all, err := peek(src, 3)
	switch {
	case err != nil:
		return nil, "", err
	case bytes.HasPrefix(start, []byte("\uFEFF")):
		return all, UTF8, nil
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}):
		return transform.NewReader(all, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), UTF16LE, nil
	case bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		return transform.NewReader(all, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()), UTF16BE, nil
	case f.Charset != "" && f.Charset != UTF8:
		encoding, err := htmlindex.Get(f.Charset)
		if err != nil {
			return nil, "", err
		}
		head, all, err := peek(all, headSize)
		if err != nil {
			return nil, "", err
		}
		if isUTF8(head) {
			return all, UTF8, nil
		}
		return transform.NewReader(all, encoding.NewDecoder()), f.Charset, nil
	}
	return all, UTF8, nil
}

// isUTF8 reports whether a text is UTF-8 although another charset is set: there are characters beyond ASCII, all of them
// whole. What is written in another charset is never so by chance.
func isUTF8(head []byte) bool {
	head = wholeLines(head)
	return utf8.Valid(head) && bytes.IndexFunc(head, func(char rune) bool { return char >= utf8.RuneSelf }) >= 0
}

// wholeLines returns the beginning of a file up to its last line end: a character behind that may be there only in half.
func wholeLines(head []byte) []byte {
	if len(head) < headSize {
		return head
	}
	return head[:bytes.LastIndexByte(head, '\n')+1]
}

// findTextHeader finds the header under the likeliest of some delimiters.
func (f Format) findTextHeader(head []byte, commas []byte) (*header, error) {
	var best search
	for _, comma := range commas {
		s := f.findHeader(csvscan.New(bytes.NewReader(head), comma), comma)
		if found := s.found; found != nil && (best.found == nil || found.row < best.found.row ||
			found.row == best.found.row && len(found.sent) > len(best.found.sent)) {
			best.found = found
		}
		best.takeNearer(s)
	}
	if best.found == nil {
		return nil, f.noHeader(best)
	}
	return best.found, f.checkRivals(best.found)
}

// sepLine returns the line sep=; that head may begin with, Excel's own way to say what stands between the cells, and the
// delimiters to try. Excel does not count that line as a row.
func sepLine(head []byte) (line, commas []byte) {
	commas = []byte{',', ';', '\t', '|'}
	const start = "sep="
	if len(head) <= len(start) || !bytes.EqualFold(head[:len(start)], []byte(start)) || bytes.IndexByte(commas, head[len(start)]) < 0 {
		return nil, commas
	}
	end := bytes.IndexAny(head, "\r\n")
	if end < 0 || len(bytes.TrimSpace(head[len(start)+1:end])) > 0 {
		return nil, commas
	}
	size := end + 1
	if bytes.HasPrefix(head[end:], []byte("\r\n")) {
		size++
	}
	return head[:size], head[len(start) : len(start)+1]
}
