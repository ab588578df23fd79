package roster

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// The charsets that a file can be in, besides the one that is set.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252" // found only while reading: see cleaner
	Workbook    = "xlsx"
)

const (
	headSize    = 256 << 10 // how much of a file is looked at to find its header: 20 lines that are not absurd
	zipMagic    = "PK\x03\x04"
	maxPacked   = 128 << 20 // bytes of a compressed file
	maxUnpacked = 1 << 30   // bytes of a file that was compressed
)

// A source is a file whose header has been found.
type source struct {
	charset string
	header  *header
	rows    rowReader // behind the header
	expect  int       // rows, most likely; 0 if nobody knows
}

// open finds out what a file is, and where its header is. The error is a [*RefusedError] if it is no employee file.
func (f Format) open(src io.Reader) (source, error) {
	start, all, err := peek(src, 4)
	if err != nil {
		return source{}, err
	}
	switch {
	case bytes.HasPrefix(start, []byte("\x1F\x8B")):
		return f.openGzip(all)
	case bytes.HasPrefix(start, []byte(zipMagic)), bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0")):
		return f.openWorkbook(all)
	}
	return f.openText(all, src)
}

// peek returns the first bytes of src, fewer at its end, and all of it.
func peek(src io.Reader, size int) (start []byte, all io.Reader, err error) {
	start = make([]byte, size)
	n := 0
	for n < size && err == nil {
		var read int
		read, err = src.Read(start[n:])
		n += read
	}
	if err == nil || err == io.EOF {
		return start[:n], io.MultiReader(bytes.NewReader(start[:n]), src), nil
	}
	return nil, nil, err
}

// readPacked reads a compressed file whole: so what is wrong with it is not taken for a connection that broke.
func readPacked(src io.Reader) ([]byte, error) {
	packed, err := io.ReadAll(io.LimitReader(src, maxPacked+1))
	if err == nil && len(packed) > maxPacked {
		return nil, refuse(Unreadable, "the file is compressed, and larger than %d MB", number(maxPacked>>20))
	}
	return packed, err
}

func (f Format) openGzip(src io.Reader) (source, error) {
	packed, err := readPacked(src)
	if err != nil {
		return source{}, err
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return source{}, refuse(Unreadable, "the file looks like gzip, but is damaged")
	}
	return f.openUnpacked(plain)
}

// unpacked reads what was compressed, up to a limit. Its errors are the file's own.
type unpacked struct {
	src  io.Reader
	left int
}

// Read implements [io.Reader].
func (u *unpacked) Read(p []byte) (int, error) {
	if u.left <= 0 {
		return 0, refuse(Unreadable, "the file is larger than %d MB when it is unpacked", number(maxUnpacked>>20))
	}
	n, err := u.src.Read(p[:min(len(p), u.left)])
	u.left -= n
	if err != nil && err != io.EOF {
		err = refuse(Unreadable, "the compressed file is damaged")
	}
	return n, err
}

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
	if len(head) == headSize {
		head = head[:bytes.LastIndexByte(head, '\n')+1] // the last character may be half of one
	}
	return utf8.Valid(head) && bytes.IndexFunc(head, func(char rune) bool { return char >= utf8.RuneSelf }) >= 0
}

// findTextHeader finds the header under the likeliest of some delimiters.
func (f Format) findTextHeader(head []byte, commas []byte) (*header, error) {
	var best, nearest *header
	for _, comma := range commas {
		found, near := f.findHeader(csvscan.New(bytes.NewReader(head), comma), comma)
		if found != nil && (best == nil || found.row < best.row || found.row == best.row && len(found.sent) > len(best.sent)) {
			best = found
		}
		if near != nil && (nearest == nil || len(near.missing()) < len(nearest.missing())) {
			nearest = near
		}
	}
	if best == nil {
		return nil, f.noHeader(nearest)
	}
	return best, f.checkRivals(best)
}

// checkRivals refuses a header that names a column twice, equally well: a person must say which is meant.
func (f Format) checkRivals(h *header) error {
	first, second, ok := f.rivals(h)
	if !ok {
		return nil
	}
	a, b := h.label(f, first, false), h.label(f, second, false)
	err := refuse(TwoColumns, "%s and %s are both taken for %s", a, b, known(h.columns[first]))
	err.Columns = []Label{a, b}
	return err
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

// trimEmpty leaves out the empty cells that a row has behind its width.
func trimEmpty(cells [][]byte, width int) [][]byte {
	for len(cells) > width && isEmpty(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// isMalformed reports whether an error costs only its own row.
func isMalformed(err error) bool { return errors.Is(err, csvscan.ErrMalformed) }
