package roster

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// headSize is how much of a file is looked at to find its header: 20 lines that are not absurd.
const headSize = 256 << 10

// The charsets that a file can be in.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252" // found only while reading: see cleaner
)

// decode returns src as UTF-8 without its byte order mark, as far as a mark says what it is, and its beginning besides.
// The error is a [*RefusedError] where the file is no text.
func decode(src io.Reader) (head []byte, all io.Reader, charset string, err error) {
	start := make([]byte, 4)
	n, err := fill(src, start)
	if err != nil && err != io.EOF {
		return nil, nil, "", err
	}
	all = io.MultiReader(bytes.NewReader(start[:n]), src)
	charset = UTF8
	switch {
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}):
		charset = UTF16LE
		all = transform.NewReader(all, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	case bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		charset = UTF16BE
		all = transform.NewReader(all, unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder())
	}
	head, err = readHead(all)
	if err != nil {
		return nil, nil, "", err
	}
	all = io.MultiReader(bytes.NewReader(head), all)
	if bytes.HasPrefix(head, []byte("\uFEFF")) {
		head = head[3:]
		_, _ = io.CopyN(io.Discard, all, 3)
	}
	return head, all, charset, checkText(head)
}

func readHead(src io.Reader) ([]byte, error) {
	head := make([]byte, headSize)
	n, err := fill(src, head)
	if err == io.EOF {
		err = nil
	}
	return head[:n], err
}

// What a file begins with that somebody took for a CSV.
var notCSV = []struct{ start, is string }{
	{"PK\x03\x04", "an Excel workbook (.xlsx) or a ZIP archive; export the sheet as CSV"},
	{"\xD0\xCF\x11\xE0", "an Excel workbook (.xls); export the sheet as CSV"},
	{"%PDF", "a PDF; export the data as CSV"},
	{"\x1F\x8B", "gzip-compressed; drop the file uncompressed"},
	{"\x89PNG", "an image"},
	{"\xFF\xD8\xFF", "an image"},
	{"GIF8", "an image"},
	{"{\\rtf", "a word processor's document; export the data as CSV"},
	{"<", "a web page or XML; export the data as CSV"},
	{"{", "JSON; export the data as CSV"},
	{"[{", "JSON; export the data as CSV"},
}

// checkText refuses a file that is empty, or something else than text.
func checkText(head []byte) error {
	for _, kind := range notCSV {
		if bytes.HasPrefix(head, []byte(kind.start)) {
			return refuse("the file is not a CSV: it is %s", kind.is)
		}
	}
	if len(bytes.TrimFunc(head, isBlank)) == 0 {
		return refuse("the file is empty; nothing was imported")
	}
	odd := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			odd++
		}
	}
	switch {
	case len(head) > 3 && (head[0] == 0) != (head[1] == 0) && odd > len(head)/3:
		return refuse("the file is UTF-16 without a byte order mark; export it as UTF-8")
	case odd > len(head)/20+1:
		return refuse("the file is not a text file; export the data as CSV")
	}
	return nil
}

// A RefusedError says why a file cannot be used at all, and what to do about it. It names columns and counts, never
// what is in a row.
type RefusedError struct{ Reason string }

func (e *RefusedError) Error() string { return e.Reason }

// IsRefused reports whether err means that the file cannot be used, as opposed to one that could not be read.
func IsRefused(err error) bool { return errors.As(err, new(*RefusedError)) }

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
