package roster

import (
	"bytes"
	"io"

	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
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
	guessed bool // the charset, of a file whose header was not found
	header  *header
	rows    rowReader // behind the header
	expect  int       // rows, most likely; 0 if nobody knows
	others  int       // further sheets that have a header
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

// checkRivals refuses a header that names a column twice, equally well: a person must say which is meant.
func (f Format) checkRivals(h *header) error {
	first, second, ok := f.rivals(h)
	if !ok {
		return nil
	}
	a, b := h.label(f, first, false), h.label(f, second, false)
	err := refuse(TwoColumns, "%s and %s are both taken for the %s", a, b, known(inwords.Column(h.columns[first])))
	err.Columns, err.headings = []Label{a, b}, h.headings(f, false)
	return err
}

// trimEmpty leaves out the empty cells that a row has behind its width.
func trimEmpty(cells [][]byte, width int) [][]byte {
	for len(cells) > width && isEmpty(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return cells
}
