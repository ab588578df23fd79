package exporter

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// maxElement bounds one element of a report, in bytes, and with it the memory that a report can ask for.
const maxElement = 4 << 20

// readJSON hands over each row of a JSON report: the elements of its list, or of the one list of rows in its object.
func readJSON(report io.ReadSeeker, rows *rowReader) error {
	d, start, err := openJSON(report, 0)
	if err != nil {
		return err
	}
	switch start {
	case '[':
		if err := d.open(); err != nil {
			return err
		}
		if err := d.elements(rows.take); err != nil {
			return err
		}
		return d.atEnd()
	case '{':
		return readWrapped(d, report, rows)
	}
	return damaged("its JSON is neither a list nor an object")
}

// A jsonReader reads one JSON value without ever holding more than an element of it.
type jsonReader struct {
	*json.Decoder
	start int64 // where in the report it begins
}

// openJSON returns a reader of a report from a place on, and the first byte that is not white space.
func openJSON(report io.ReadSeeker, from int64) (*jsonReader, byte, error) {
	if _, err := report.Seek(from, io.SeekStart); err != nil {
		return nil, 0, err
	}
	buffered := bufio.NewReaderSize(report, 64<<10)
	if start, _ := buffered.Peek(len(byteOrderMark)); bytes.Equal(start, byteOrderMark) {
		skipped, _ := buffered.Discard(len(byteOrderMark))
		from += int64(skipped)
	}
	for ; ; from++ {
		b, err := buffered.ReadByte()
		if err != nil {
			return nil, 0, explainJSON(err)
		}
		if b != ' ' && b != '\t' && b != '\r' && b != '\n' {
			bounded := &boundedReader{Reader: buffered}
			d := &jsonReader{json.NewDecoder(bounded), from}
			d.UseNumber()
			bounded.consumed = d.InputOffset
			return d, b, buffered.UnreadByte()
		}
	}
}

// at is where in the report the token begins that has just been read, a [ or a {.
func (d *jsonReader) at() int64 { return d.start + d.InputOffset() - 1 }

// A boundedReader ends with an error when its decoder has taken far more than it has understood.
type boundedReader struct {
	io.Reader
	read     int64
	consumed func() int64
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.read-b.consumed() > maxElement {
		return 0, damaged("one element of its JSON is over 4 MiB")
	}
	n, err := b.Reader.Read(p)
	b.read += int64(n)
	return n, err
}

// open reads the [ or { that comes next.
func (d *jsonReader) open() error {
	_, err := d.Token()
	return explainJSON(err)
}

// elements calls do with each element of the list that has been opened.
func (d *jsonReader) elements(do func(element []byte) error) error {
	var element json.RawMessage
	for d.More() {
		if err := d.Decode(&element); err != nil {
			return explainJSON(err)
		}
		if err := do(element); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return explainJSON(err)
}

// fields calls do with the name of each field of the object that has been opened; do reads the value.
func (d *jsonReader) fields(do func(name string) error) error {
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return explainJSON(err)
		}
		if err := do(name.(string)); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return explainJSON(err)
}

// atEnd reports an error if anything comes behind the value that has been read.
func (d *jsonReader) atEnd() error {
	switch _, err := d.Token(); {
	case err == nil:
		return damaged("there is something behind its JSON")
	case err != io.EOF:
		return explainJSON(err)
	}
	return nil
}

// explainJSON says what is wrong with JSON, without repeating any of it.
func explainJSON(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return damaged("its JSON ends too early")
	case errors.As(err, &syntax):
		return damaged("its JSON is not valid at byte %d", syntax.Offset)
	}
	return err
}
