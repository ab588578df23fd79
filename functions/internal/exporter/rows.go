package exporter

import (
	"encoding/json"
	"unicode/utf8"
)

// A rowReader makes rows of the elements of a list. Objects are rows as they are. Of lists, the first is the heading,
// unless the names are known, and each other one becomes an object.
type rowReader struct {
	names []string // of the values in lists
	count int
	do    func(row []byte) error // a row is valid until it returns

	object []byte
}

func (r *rowReader) take(element []byte) error {
	switch {
	case !utf8.Valid(element):
		return errNotUTF8
	case element[0] == '{' && r.names == nil:
		r.count++
		return r.do(element)
	case element[0] == '[' && r.names == nil && r.count == 0:
		return r.takeHeading(element)
	case element[0] == '[' && r.names != nil:
		return r.takeList(element)
	}
	return damaged("its list holds something other than rows")
}

// errNotUTF8 is JSON in another encoding, which encoding/json lets pass in texts: one such line keeps BI from reading the
// whole table (RFC 8259, 8.1).
var errNotUTF8 = damaged("it is not in UTF-8")

func (r *rowReader) takeHeading(list []byte) error {
	names := textsIn(list)
	if len(names) == 0 {
		return damaged("its rows are lists, and the first of them is no heading")
	}
	r.names = fieldNames(names)
	return nil
}

// textsIn returns the elements of a list that holds nothing but texts, or else nil.
func textsIn(list []byte) []string {
	var values []*string
	if json.Unmarshal(list, &values) != nil {
		return nil
	}
	texts := make([]string, len(values))
	for i, value := range values {
		if value == nil {
			return nil
		}
		texts[i] = *value
	}
	return texts
}

func (r *rowReader) takeList(list []byte) error {
	var values []json.RawMessage
	if err := json.Unmarshal(list, &values); err != nil {
		return explainJSON(err)
	}
	r.count++
	if len(values) != len(r.names) {
		return damaged("row %d has %d values, the heading %d", r.count, len(values), len(r.names))
	}
	r.object = r.object[:0]
	for i, value := range values {
		r.object = appendText(append(r.object, ','), r.names[i])
		r.object = append(append(r.object, ':'), value...)
	}
	r.object[0] = '{'
	return r.do(append(r.object, '}'))
}
