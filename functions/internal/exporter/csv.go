package exporter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// maxWhole bounds, in bytes, what is read into memory as a whole: a JSON object without a list, an answer that might
// be JSON in a CSV's place.
const maxWhole = 1 << 20

// A rowFunc is called with each row of a CSV; the cells are valid until it returns.
type rowFunc func(heading []string, cells [][]byte) error

// readCSV reads a CSV that has a heading, and in every row as many cells as in that. It calls do, if that is not nil,
// with each row. A line of blanks is no row.
func readCSV(report io.Reader, do rowFunc) (rows int, heading []string, err error) {
	text, err := withoutMark(report)
	if err != nil {
		return 0, nil, err
	}
	scanner := csvscan.New(textOnly{text}, ',')
	for {
		cells, err := scanner.Next()
		switch {
		case err == io.EOF && heading == nil:
			return 0, nil, damaged("it is empty, without even a heading")
		case err == io.EOF:
			return rows, heading, nil
		case errors.Is(err, csvscan.ErrMalformed):
			return 0, nil, damaged("row %d has an open quote, text behind a closing quote, or over 1 MiB", scanner.Row())
		case err != nil:
			return 0, nil, err
		case isBlank(cells):
			continue
		case heading == nil:
			if heading, err = parseHeading(cells); err != nil {
				return 0, nil, err
			}
			continue
		case len(cells) != len(heading):
			return 0, nil, damaged("row %d has %d cells, the heading %d", scanner.Row(), len(cells), len(heading))
		}
		rows++
		if do != nil {
			if err := do(heading, cells); err != nil {
				return 0, nil, err
			}
		}
	}
}

// isBlank reports whether a row is a line of blanks: spaces or tabs, and no more.
func isBlank(cells [][]byte) bool {
	return len(cells) == 1 && len(cells[0]) > 0 && len(bytes.Trim(cells[0], " \t")) == 0
}

func parseHeading(cells [][]byte) ([]string, error) {
	heading := make([]string, len(cells))
	for i, cell := range cells {
		heading[i] = string(cell)
	}
	isBinary := func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }
	if strings.ContainsFunc(strings.Join(heading, ""), isBinary) {
		return nil, damaged("its first line is no heading, but holds control characters")
	}
	return heading, nil
}

// textOnly passes on what a text may hold.
type textOnly struct{ io.Reader }

func (t textOnly) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if bytes.IndexByte(p[:n], 0) >= 0 {
		return 0, damaged("it is not text, but holds zero bytes")
	}
	return n, err
}

// checkStart refuses what reads like a CSV and is none: a web page, a PDF, a workbook, JSON. A heading may begin with <, {
// or [.
func checkStart(report io.ReadSeeker) error {
	start, err := io.ReadAll(io.LimitReader(report, maxWhole+1))
	if err != nil {
		return err
	}
	if _, err := report.Seek(0, io.SeekStart); err != nil {
		return err
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(start, byteOrderMark))
	head := strings.ToLower(string(text[:min(len(text), 16)]))
	switch {
	case strings.HasPrefix(head, "<!doctype"), strings.HasPrefix(head, "<html"), strings.HasPrefix(head, "<?xml"):
		return damaged("it is a web page")
	case strings.HasPrefix(head, "%pdf-"):
		return damaged("it is a PDF")
	case strings.HasPrefix(head, "pk\x03\x04"):
		return damaged("it is a ZIP file or a workbook")
	case len(start) > maxWhole || len(text) == 0:
		return nil
	case (text[0] == '{' || text[0] == '[') && json.Valid(text):
		return damaged("it is JSON, and CSV was expected")
	case text[0] == '<' && text[len(text)-1] == '>':
		return damaged("it is XML or a web page")
	}
	return nil
}

// A tailTrimmer passes on a CSV without the lines of blanks at its end, which readers take for rows of another width.
type tailTrimmer struct {
	to   io.Writer
	held []byte // blanks and line ends that nothing has followed yet
}

// maxTail bounds the end that is looked at, in bytes.
const maxTail = 64 << 10

// Write implements [io.Writer].
func (t *tailTrimmer) Write(p []byte) (int, error) {
	body := len(bytes.TrimRight(p, " \t\r\n"))
	if body == 0 && len(t.held) < maxTail {
		t.held = append(t.held, p...)
		return len(p), nil
	}
	if _, err := t.to.Write(t.held); err != nil {
		return 0, err
	}
	t.held = append(t.held[:0], p[body:]...)
	if _, err := t.to.Write(p[:body]); err != nil {
		return 0, err
	}
	return len(p), nil
}

// end passes on the end of the last row.
func (t *tailTrimmer) end() error {
	rowEnd := bytes.IndexAny(t.held, "\r\n") + 1
	if bytes.HasPrefix(t.held[max(0, rowEnd-1):], []byte("\r\n")) {
		rowEnd++
	}
	if rowEnd > 0 && bytes.ContainsAny(t.held[rowEnd:], " \t") {
		t.held = t.held[:rowEnd]
	}
	_, err := t.to.Write(t.held)
	return err
}

// csvToJSON writes the rows of a CSV in UTF-8 as JSON objects: names from the heading, all values as text.
func csvToJSON(report io.Reader, to *elementWriter) (found, error) {
	var names []string
	var object []byte
	rows, heading, err := readCSV(report, func(heading []string, cells [][]byte) error {
		if names == nil {
			names = fieldNames(heading)
		}
		object = object[:0]
		for i, cell := range cells {
			object = appendText(append(object, ','), names[i])
			object = appendText(append(object, ':'), string(cell))
		}
		object[0] = '{'
		return to.write(append(object, '}'))
	})
	if err != nil {
		return found{}, err
	}
	columns := slices.Sorted(slices.Values(fieldNames(heading)))
	return found{rows: rows, columns: columns, converted: true}, to.end()
}

// appendText appends text as JSON. Text always encodes.
func appendText(to []byte, text string) []byte {
	encoded, _ := json.Marshal(text)
	return append(to, encoded...)
}

// fieldNames makes names for JSON of a heading: each once, and none empty.
func fieldNames(heading []string) []string {
	names := make([]string, len(heading))
	taken := map[string]bool{}
	for i, name := range heading {
		if name = strings.TrimSpace(name); name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		unique := name
		for n := 2; taken[unique]; n++ {
			unique = fmt.Sprintf("%s %d", name, n)
		}
		taken[unique] = true
		names[i] = unique
	}
	return names
}
