package exporter

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
)

// found is what a report turned out to be.
type found struct {
	rows      int
	columns   []string          // a CSV's heading, in its order; the fields of all elements of JSON, sorted
	isCSV     bool              // as it is written
	converted bool              // from CSV, although JSON was asked for
	bytes     int64             // as written
	sha256    [sha256.Size]byte // of what is written
}

// convert checks a report and writes it in the form that was asked for, in little memory. The same report gives the
// same bytes. What is written of a CSV that is asked for as such is how it begins, up to is.bytes.
func convert(f form, isCSV bool, report io.ReadSeeker, to io.Writer) (found, error) {
	if isCSV {
		if err := checkStart(report); err != nil {
			return found{}, err
		}
	}
	sum := sha256.New()
	var size counter
	written := io.MultiWriter(&size, sum, to)
	out, end := written, func() error { return nil }
	switch {
	case f.compress:
		zip := gzip.NewWriter(written) // without a name or a time in its header
		out, end = zip, zip.Close
	case f.format != formatCSV: // which comes in large pieces
		buffered := bufio.NewWriterSize(written, 64<<10)
		out, end = buffered, buffered.Flush
	}
	is, err := copyReport(f.format, isCSV, report, out)
	if err != nil {
		return found{}, err
	}
	if err := end(); err != nil {
		return found{}, err
	}
	is.bytes = int64(size)
	sum.Sum(is.sha256[:0])
	return is, nil
}

// copyReport writes a report in a format, and returns its rows and columns.
func copyReport(format string, isCSV bool, report io.ReadSeeker, to io.Writer) (found, error) {
	if format == formatCSV {
		trimmed := tailTrimmer{to: to}
		rows, heading, err := readCSV(io.TeeReader(report, &trimmed), nil)
		if err != nil {
			return found{}, err
		}
		return found{rows: rows, columns: heading, isCSV: true}, trimmed.end()
	}
	lines := elementWriter{to: to, isList: format == formatJSON}
	if isCSV {
		return csvToJSON(report, &lines)
	}
	columns := fieldSet{}
	rows := rowReader{do: func(row []byte) error {
		columns.add(row)
		return lines.write(row)
	}}
	if err := readJSON(report, &rows); err != nil {
		return found{}, err
	}
	for _, name := range rows.names {
		columns[name] = true
	}
	return found{rows: rows.count, columns: columns.names()}, lines.end()
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

var byteOrderMark = []byte("\uFEFF")

// withoutMark returns r without the byte order mark that it may begin with.
func withoutMark(r io.Reader) (io.Reader, error) {
	start := make([]byte, len(byteOrderMark))
	n, err := io.ReadFull(r, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if bytes.Equal(start[:n], byteOrderMark) {
		return r, nil
	}
	return io.MultiReader(bytes.NewReader(start[:n]), r), nil
}

// damaged says what is wrong with an answer that is not a whole report, and repeats none of it.
func damaged(format string, values ...any) error {
	return fmt.Errorf("the report is damaged: "+format, values...)
}
