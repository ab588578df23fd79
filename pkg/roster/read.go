package roster

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

// Read reads an employee file to its end. If src has a method Size() int64, memory is set aside for as many people as that
// promises.
//
// The error is a [*RefusedError] if the file cannot be used at all; the File then still tells what was found until that
// was clear. Any other error is src's.
func (f Format) Read(src io.Reader) (*File, error) {
	file := &File{Charset: UTF8, format: f, Headers: Headers{Mapped: map[Label]string{}}}
	s, err := f.open(src)
	if s.charset != "" {
		file.Charset, file.Guessed = s.charset, s.guessed
	}
	if refused, ok := errors.AsType[*RefusedError](err); ok {
		file.Header, file.HeaderRow, file.Top = refused.headings, refused.row, refused.top
	}
	if err != nil {
		return file, err
	}
	file.OtherSheets = s.others
	r := newReader(f, s.header, file)
	r.people = make([]person, 0, s.expect)
	err = r.readAll(s.rows)
	r.describe()
	if err != nil {
		return file, err
	}
	return file, r.verdict()
}

// readAll takes all rows of a file.
func (r *reader) readAll(rows rowReader) error {
	first := true
	for {
		cells, err := rows.Next()
		r.row = int32(rows.Row())
		switch {
		case err == io.EOF:
			return nil
		case !rows.Terminated():
			r.unended = r.row
		}
		switch {
		case isMalformed(err):
			r.Rows.Read++
			r.cutOff = true
			r.rejectUnplaced(MalformedRow, cells)
		case err != nil:
			return err
		default:
			r.takeRow(cells, rows, first)
		}
		first = false
	}
}

// takeRow decides what a row is: a person's, or nobody's.
func (r *reader) takeRow(cells [][]byte, rows rowReader, first bool) {
	filled := countFilled(cells, 3)
	switch {
	case filled == 0:
		return
	case filled == 1:
		r.takeLone(cells, rows.Terminated())
		return
	case filled == 2 && isFooter(cells), r.header.isRepeated(r.format, cells, first), isUnderline(cells), isTrailer(cells),
		isCount(cells, r.Rows.Read, rows.Terminated()):
		return
	}
	r.Rows.Read++
	width := len(r.header.cells)
	cells = trimEmpty(cells, width)
	r.widest = max(r.widest, len(cells))
	if short := len(cells); short < width && rows.Terminated() && r.isComplete(short) {
		for len(cells) < width {
			cells = append(cells, nil)
		}
	}
	rejected := r.Rows.Rejected
	if len(cells) != width {
		r.rejectUnplaced(ColumnCount, cells)
		r.cutOff = true
		return
	}
	r.checkRow(cells, rows.Plain())
	r.cutOff = r.Rows.Rejected > rejected && !rows.Terminated()
}

// isComplete reports whether a row of so few cells lacks only such as may be blank.
func (r *reader) isComplete(cells int) bool {
	return !slices.ContainsFunc(r.header.sent, func(c sentColumn) bool { return c.from >= cells && slices.Contains(required, c.name) })
}

// takeLone takes a row with one filled cell.
func (r *reader) takeLone(cells [][]byte, terminated bool) {
	i := slices.IndexFunc(cells, func(cell []byte) bool { return !isEmpty(cell) })
	cell := r.cleaner.clean(cells[i])
	r.cutOff = !terminated && !isFooter(cells) && !isTrailer(cells)
	if len(r.lone) < maxRejects {
		r.lone = append(r.lone, loneRow{r.row, keyOf(unguard(cell))})
	}
	r.cleaner.reset()
}

// rejectUnplaced rejects a row whose cells are out of their places: it may be about anybody whom a cell names.
func (r *reader) rejectUnplaced(code Code, cells [][]byte) {
	r.cleaner.reset()
	named, keys := false, []key{}
	for _, cell := range cells[:min(len(cells), 200)] {
		cell = unguard(bytes.Trim(r.cleaner.clean(cell), `"`))
		named = named || isEmail(cell)
		r.answer(keyOf(cell))
		keys = append(keys, keyOf(cell))
	}
	switch {
	case named || countFilled(cells, 2) == 1:
	case len(r.loose) < maxLoose:
		r.loose = append(r.loose, keys)
	default:
		r.nameless++
	}
	r.found = append(r.found[:0], finding{code: code})
	for i := range r.cells {
		r.cells[i] = nil
	}
	r.list()
}

// maxLoose is how many rejected rows are remembered that hold no address: a code of the baseline may be in them.
const maxLoose = 1000
