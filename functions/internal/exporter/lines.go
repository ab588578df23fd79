package exporter

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
)

// An elementWriter writes the elements of a report one a line: as lines of JSON, or as one list. Athena reads files of
// lines, so a list is written so that its lines can be read as well.
type elementWriter struct {
	to     io.Writer
	isList bool
	count  int

	line bytes.Buffer
}

func (w *elementWriter) write(element []byte) error {
	w.line.Reset()
	switch {
	case w.isList && w.count == 0:
		w.line.WriteString("[\n")
	case w.isList:
		w.line.WriteString(",\n")
	}
	w.count++
	if err := json.Compact(&w.line, element); err != nil {
		return explainJSON(err)
	}
	if !w.isList {
		w.line.WriteByte('\n')
	}
	_, err := w.to.Write(w.line.Bytes())
	return err
}

// end writes what comes behind the last element.
func (w *elementWriter) end() error {
	last := "\n]\n"
	switch {
	case !w.isList:
		return nil
	case w.count == 0:
		last = "[\n]\n"
	}
	_, err := io.WriteString(w.to, last)
	return err
}

// maxFields bounds the fields that are remembered of a report. One with more has data in the place of names.
const maxFields = 1000

// A fieldSet collects the names of the fields of all elements.
type fieldSet map[string]bool

// names returns the names, sorted; none if there are more than are remembered.
func (s fieldSet) names() []string {
	if len(s) > maxFields {
		return nil
	}
	return slices.Sorted(maps.Keys(s))
}

// add adds the names of the fields of a valid JSON object.
func (s fieldSet) add(element []byte) {
	if len(s) > maxFields {
		return
	}
	depth, isName := 0, false
	for i := 0; i < len(element); i++ {
		switch element[i] {
		case '{', '[':
			depth++
			isName = depth == 1
		case '}', ']':
			depth--
		case ',':
			isName = depth == 1
		case '"':
			end := endOfText(element, i)
			if isName {
				s.addName(element[i:end])
				isName = false
			}
			i = end - 1
		}
	}
}

// addName adds a name as it is written in JSON.
func (s fieldSet) addName(quoted []byte) {
	if name := quoted[1 : len(quoted)-1]; bytes.IndexByte(name, '\\') < 0 {
		if !s[string(name)] {
			s[string(name)] = true
		}
		return
	}
	var name string
	if json.Unmarshal(quoted, &name) == nil {
		s[name] = true
	}
}

// endOfText returns the index behind the closing quote of the text that begins at start.
func endOfText(value []byte, start int) int {
	for i := start + 1; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(value)
}
