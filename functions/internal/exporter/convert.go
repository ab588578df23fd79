package exporter

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
)

// found is what a report turned out to be.
type found struct {
	rows    int
	columns []string          // the heading; of JSON, the fields of the first element
	bytes   int64             // as written
	sha256  [sha256.Size]byte // of what is written
}

// convert checks a report and writes it in the form that was ordered, in one pass and in little memory. The same report
// gives the same bytes.
func convert(o order, report io.Reader, to io.Writer) (found, error) {
	sum := sha256.New()
	var size counter
	buffered := bufio.NewWriterSize(io.MultiWriter(to, sum, &size), 64<<10)
	var out io.Writer = buffered
	end := func() error { return nil }
	if o.compress {
		zip := gzip.NewWriter(buffered) // without a name or a time in its header
		out, end = zip, zip.Close
	}
	copyReport := copyCSV
	switch o.format {
	case formatJSON:
		copyReport = copyJSON
	case formatNDJSON:
		copyReport = copyLines
	}
	f, err := copyReport(out, report)
	if err != nil {
		return found{}, err
	}
	if err := end(); err != nil {
		return found{}, err
	}
	if err := buffered.Flush(); err != nil {
		return found{}, err
	}
	f.bytes = int64(size)
	sum.Sum(f.sha256[:0])
	return f, nil
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// damagedReport says what is wrong with a report, and nothing of what is in it.
func damagedReport(format string, values ...any) error {
	return fmt.Errorf("the report is damaged: %s", fmt.Sprintf(format, values...))
}
