package exporter

import (
	"bytes"
	"encoding/csv"
	"io"
)

// copyCSV copies a CSV that has a heading, and in every row as many cells as in that.
func copyCSV(to io.Writer, report io.Reader) (found, error) {
	var check csvChecker
	if _, err := io.Copy(io.MultiWriter(&check, to), report); err != nil {
		return found{}, err
	}
	return check.finish()
}

// A csvChecker counts the cells of a CSV that is written to it, however large its rows are.
type csvChecker struct {
	state   cellState
	cells   int // of the current row, up to its last comma
	width   int // of the heading
	rows    int // with the heading
	heading []byte
}

// cellState is where within a cell the next byte is.
type cellState int

const (
	rowStart   cellState = iota // before the row's first cell
	cellStart                   // before another cell
	plainCell                   // in a cell without quotes, where a quote is text
	quotedCell                  // between the quotes of a cell
	quoteEnded                  // behind a quote that ends the cell, unless it is the first of two
)

// maxHeading bounds a heading, in bytes: one that goes on has lost its line ends.
const maxHeading = 256 << 10

// Write implements [io.Writer].
func (c *csvChecker) Write(p []byte) (int, error) {
	if c.rows == 0 {
		c.heading = append(c.heading, p[:min(len(p), maxHeading-len(c.heading))]...)
	}
	for i := 0; i < len(p); i++ {
		if c.state == rowStart {
			lines, err := c.plainLines(p[i:])
			if err != nil {
				return 0, err
			}
			if i += lines; i == len(p) {
				break
			}
		}
		if c.state == quotedCell {
			skip := bytes.IndexByte(p[i:], '"')
			if skip < 0 {
				break
			}
			i += skip
			c.state = quoteEnded
			continue
		}
		if err := c.next(p[i]); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// plainLines takes the whole lines without quotes that p begins with, and returns how many bytes they are.
func (c *csvChecker) plainLines(p []byte) (n int, err error) {
	for {
		length := bytes.IndexByte(p[n:], '\n')
		if length < 0 {
			return n, nil
		}
		line := p[n : n+length]
		if bytes.IndexByte(line, '"') >= 0 {
			return n, nil
		}
		n += length + 1
		if c.cells = bytes.Count(line, comma); c.cells > 0 || len(bytes.Trim(line, "\r")) > 0 {
			c.state = plainCell
		}
		if err := c.endRow(); err != nil {
			return n, err
		}
	}
}

var comma = []byte{','}

// next takes a byte outside of quotes.
func (c *csvChecker) next(b byte) error {
	switch {
	case b == ',':
		c.cells++
		c.state = cellStart
	case b == '\n':
		return c.endRow()
	case b == '\r':
		// It belongs to the line end, or to nothing that matters here.
	case b == '"' && c.state != plainCell:
		c.state = quotedCell
	case c.state == quoteEnded:
		return damagedReport("row %d has text behind a closing quote", c.rows+1)
	default:
		c.state = plainCell
	}
	return nil
}

func (c *csvChecker) endRow() error {
	if c.state == rowStart {
		return nil // an empty line
	}
	c.rows++
	if c.rows == 1 {
		c.width = c.cells
	}
	if c.cells != c.width {
		return damagedReport("row %d has %d cells, the heading %d", c.rows, c.cells+1, c.width+1)
	}
	c.cells, c.state = 0, rowStart
	return nil
}

// finish ends the last row, and returns what was found.
func (c *csvChecker) finish() (found, error) {
	if c.state == quotedCell {
		return found{}, damagedReport("it ends within a quoted cell")
	}
	if err := c.endRow(); err != nil {
		return found{}, err
	}
	if c.rows == 0 {
		return found{}, damagedReport("it is empty, without even a heading")
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(c.heading, []byte("\uFEFF"))))
	reader.LazyQuotes = true
	columns, err := reader.Read()
	if err != nil {
		return found{}, damagedReport("its heading cannot be read")
	}
	return found{rows: c.rows - 1, columns: columns}, nil
}
