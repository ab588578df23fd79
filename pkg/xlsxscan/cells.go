package xlsxscan

import (
	"bytes"
	"unicode/utf8"
)

// readCell returns the value of the cell that has just started, and passes over its end.
func (r *Rows) readCell() ([]byte, error) {
	depth, start := r.x.depth(), len(r.text)
	kind := kindOf(r.x.attr("t"))
	style, _ := digits(r.x.attr("s"))
	formula := false
	for {
		more, err := r.x.child(depth)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		room := max(0, MaxRow-r.size)
		switch string(r.x.name) {
		case "v":
			r.text, err = r.x.appendChars(r.text[:start], room)
		case "is":
			kind = inlineCell
			r.text, err = r.x.appendRichText(r.text[:start], room)
		case "f":
			formula = true
			err = r.x.leave(r.x.depth())
		default:
			err = r.x.leave(r.x.depth())
		}
		if err == errNoRoom {
			err = &LimitError{LimitRow, MaxRow}
		}
		if err != nil {
			return nil, err
		}
	}
	if formula && kind == numberCell && len(r.text) == start {
		return []byte(Uncalculated), nil // an empty text would be of another kind
	}
	return r.value(start, kind, style)
}

// A cellKind says what the text of a cell's value means.
type cellKind int

const (
	numberCell cellKind = iota
	sharedCell
	inlineCell // is already decoded
	textCell
	boolCell
	timeCell
	errorCell
)

// kindOf reads the attribute t of a cell: ECMA-376 part 1, 18.18.11, ST_CellType.
func kindOf(t []byte) cellKind {
	switch string(t) {
	case "", "n":
		return numberCell
	case "s":
		return sharedCell
	case "b":
		return boolCell
	case "d":
		return timeCell
	case "e":
		return errorCell
	}
	return textCell
}

// value returns the value of a cell from the text behind start.
func (r *Rows) value(start int, kind cellKind, style int) (_ []byte, err error) {
	switch kind {
	case inlineCell:
		return r.text[start:], nil
	case textCell:
		r.text, err = finishText(r.text, start)
		return r.text[start:], err
	}
	raw := bytes.TrimSpace(r.text[start:])
	switch {
	case len(raw) == 0:
		return nil, nil
	case !utf8.Valid(raw):
		return nil, errNotUTF8
	case kind == sharedCell:
		shared, ok := r.workbook.strings.get(raw)
		if !ok {
			return nil, syntaxError("a cell with an unknown shared string")
		}
		return shared, nil
	case kind == boolCell && isTrue(raw):
		return []byte("TRUE"), nil
	case kind == boolCell:
		return []byte("FALSE"), nil
	case kind == timeCell:
		return isoDate(raw), nil
	case kind == numberCell:
		f := general
		if style < len(r.workbook.formats) {
			f = r.workbook.formats[style]
		}
		r.text = r.workbook.appendNumber(r.text[:start], raw, f)
		return r.text[start:], nil
	}
	return raw, nil
}
