package xlsxscan

import (
	"bytes"
	"io"
)

const (
	// MaxRows and MaxColumns are Excel's own.
	MaxRows    = 1 << 20
	MaxColumns = 16384
	// MaxRow is the most bytes that the texts of one row may take, as for package csvscan. Excel's own limit of one
	// cell is 32,767 characters.
	MaxRow = 1 << 20
)

// Uncalculated is what a formula reads as whose value the file does not hold: a program wrote it, and no spreadsheet
// has opened it since. An empty cell would say something that nobody has said.
const Uncalculated = "#CALC!"

// Rows reads the rows of a sheet.
type Rows struct {
	workbook *Workbook
	part     *part
	x        *xmlScanner
	depth    int // of the element sheetData; 0 before it has started
	err      error

	row   int
	cells [][]byte
	text  []byte // of the cells of the row that have no shared string
	size  int    // bytes of all its cells
}

// Rows starts reading. The caller closes what it returns.
func (s *Sheet) Rows() (*Rows, error) {
	p, err := s.workbook.archive.open(s.role, s.part)
	if err != nil {
		return nil, err
	}
	return &Rows{workbook: s.workbook, part: p, x: newXMLScanner(p)}, nil
}

// Row returns the number of the row read last, as the spreadsheet shows it.
func (r *Rows) Row() int { return r.row }

// Close ends the reading.
func (r *Rows) Close() error { return r.part.Close() }

// Next returns the cells of the next row that has any, from column A on, up to its last one that is not empty. They are
// valid until the next call and must not be changed. A cell in between that is empty, or that the file does not hold,
// has length 0. Line breaks within a cell are LF.
//
// After a [*LimitError] for [LimitRow] or [LimitColumns] there may be more rows; any other error ends them, io.EOF
// among them. The checksum of a sheet stands at its end: until io.EOF, rows may turn out to be damaged.
func (r *Rows) Next() ([][]byte, error) {
	for r.err == nil {
		more, err := r.start()
		switch {
		case err != nil:
			r.err = r.part.archive.failure(r.part.role, err)
		case !more:
			r.err = r.finish()
		default:
			err = r.read()
			if err != nil {
				err = r.part.archive.failure(r.part.role, err)
			}
			switch {
			case costsOneRow(err):
				return nil, err
			case err != nil:
				r.err = err
			case len(r.cells) > 0:
				return r.cells, nil
			}
		}
	}
	return nil, r.err
}

// start moves on to the start of the next row; false is the end of the rows.
func (r *Rows) start() (bool, error) {
	for r.depth == 0 {
		tok, err := r.x.next()
		switch {
		case err == io.EOF:
			return false, nil // a sheet without data
		case err != nil:
			return false, err
		case tok == startElement && string(r.x.name) == "sheetData":
			r.depth = r.x.depth()
		}
	}
	for {
		more, err := r.x.child(r.depth)
		if err != nil || !more || string(r.x.name) == "row" {
			return more, err
		}
		if err := r.x.leave(r.x.depth()); err != nil {
			return false, err
		}
	}
}

// finish passes over what follows the rows, so that the checksum is compared.
func (r *Rows) finish() error {
	if _, err := io.Copy(io.Discard, r.part); err != nil {
		return r.part.archive.failure(r.part.role, err)
	}
	return io.EOF
}

// read reads the row that has just started. Of a row beyond a limit it leaves something, which start passes over.
func (r *Rows) read() error {
	r.cells, r.text, r.size = r.cells[:0], r.text[:0], 0
	depth := r.x.depth()
	number := r.row + 1
	if given := r.x.attr("r"); len(given) > 0 {
		var ok bool
		if number, ok = digits(bytes.TrimSpace(given)); !ok || number == 0 {
			return syntaxError("a row without a proper number")
		}
	}
	if number > MaxRows {
		return &LimitError{LimitRows, MaxRows}
	}
	r.row = number
	return r.readCells(depth)
}

// readCells reads the cells of the row at this depth.
func (r *Rows) readCells(depth int) error {
	column := 0
	for {
		more, err := r.x.child(depth)
		if err != nil || !more {
			return err
		}
		if string(r.x.name) != "c" {
			if err := r.x.leave(r.x.depth()); err != nil {
				return err
			}
			continue
		}
		if reference := r.x.attr("r"); len(reference) > 0 {
			if column = columnOf(reference); column < 0 {
				return syntaxError("a cell without a proper place")
			}
		}
		if column >= MaxColumns {
			return &LimitError{LimitColumns, MaxColumns}
		}
		value, err := r.readCell()
		if err != nil {
			return err
		}
		if r.size += len(value); r.size > MaxRow {
			return &LimitError{LimitRow, MaxRow}
		}
		if len(value) > 0 {
			for len(r.cells) <= column {
				r.cells = append(r.cells, nil)
			}
			r.cells[column] = value
		}
		column++
	}
}

// columnOf returns the column of a reference such as B7, counted from 0; MaxColumns if it is beyond, and -1 if it has
// none.
func columnOf(reference []byte) int {
	column := 0
	for _, char := range reference {
		if 'a' <= char && char <= 'z' {
			char -= 'a' - 'A'
		}
		if char < 'A' || char > 'Z' {
			break
		}
		if column = 26*column + int(char-'A') + 1; column > MaxColumns {
			return MaxColumns
		}
	}
	return column - 1
}
