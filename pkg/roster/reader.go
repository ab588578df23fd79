package roster

import (
	"bytes"
	"fmt"
	"io"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// A reader takes a file's rows one by one: it cleans and checks them, and writes what can be sent to the spool.
type reader struct {
	format Format
	header *header
	at     positions

	rows     Rows
	cleaner  cleaner
	people   *people
	problems problems
	styles   []dateStyle // one for each sent column; used by those that hold dates
	spool    *bufferedWriter
	input    io.ReaderAt // what is in the spool

	headerSize int64 // of the spool's header row

	// The current row.
	row     int
	cells   [][]byte // as they will be sent
	found   []finding
	dates   []date // one for each sent column
	written []byte // the dates among the cells

	waiting waitingRows
}

// positions are where among the sent columns those are that mean something to the reader; -1 where they are not sent.
type positions struct {
	email, code, managerEmail, managerCode int
	periods                                [2]struct{ start, end int }
}

func (h *header) positions() positions {
	p := positions{
		email:        h.index(EmailAddress),
		code:         h.index(EmployeeCode),
		managerEmail: h.index(ManagerEmailAddress),
		managerCode:  h.index(ManagerEmployeeCode),
	}
	p.periods[0].start, p.periods[0].end = h.index(EmploymentStartDate), h.index(EmploymentEndDate)
	p.periods[1].start, p.periods[1].end = h.index(LeaveStartDate), h.index(LeaveEndDate)
	return p
}

// A finding is one problem of the current row.
type finding struct {
	code   Code
	column string
	value  []byte
}

func newReader(f Format, h *header, spool Spool, rejected io.Writer) *reader {
	r := &reader{
		format:   f,
		header:   h,
		at:       h.positions(),
		people:   newPeople(),
		problems: problems{rejected: &bufferedWriter{to: rejected}},
		styles:   make([]dateStyle, len(h.sent)),
		spool:    &bufferedWriter{to: spool},
		input:    spool,
		cells:    make([][]byte, len(h.sent)),
		dates:    make([]date, len(h.sent)),
	}
	r.spool.write(appendRecord(nil, h.columns()...))
	r.headerSize = r.spool.size
	return r
}

// read takes all rows of a file, whose size is a hint; 0 is none.
func (r *reader) read(rows *csvscan.Scanner, size int64) error {
	first := true
	for {
		cells, err := rows.Next()
		r.row = rows.Row()
		switch {
		case err == io.EOF:
			return r.finish()
		case err == csvscan.ErrMalformed:
			r.rows.Read++
			r.find(MalformedRow, "", []byte("a quote that is not closed, or a row over 1 MiB"))
			r.reject(none, none, nil)
		case err != nil:
			return err
		case !isFilled(cells) && (allBlank(cells) || isFooter(cells)), first && r.header.isLabels(r.format, cells):
		default:
			r.rows.Read++
			r.take(cells, rows.Plain())
		}
		if r.problems.rejected.err != nil || r.spool.err != nil {
			return r.finish()
		}
		first = false
	}
}

// finish settles what only the whole file can tell.
func (r *reader) finish() error {
	r.settle()
	r.people.rejected.settle()
	r.people.settleManagers(
		func(person int) { r.warn(SelfManager, person) },
		func(person int) { r.warn(ManagerCycle, person) })
	if err := r.problems.rejected.flush(); err != nil {
		return err
	}
	if err := r.spool.flush(); err != nil {
		return err
	}
	if err := r.suggestDateFormat(); err != nil {
		return err
	}
	return r.rows.check()
}

// warn notes a problem with somebody's manager; their row is sent all the same.
func (r *reader) warn(code Code, person int) {
	column := ManagerEmployeeCode
	if r.at.managerCode < 0 {
		column = ManagerEmailAddress
	}
	r.problems.count(code, column, r.people.rows.of(person))
}

// take checks a row, and keeps or rejects it. The cells of a plain row are as they should be but for blanks around them.
func (r *reader) take(cells [][]byte, plain bool) {
	r.found = r.found[:0]
	r.cleaner.reset()
	r.written = r.written[:0]
	width := len(r.header.cells)
	for len(cells) > width && len(bytes.TrimFunc(cells[len(cells)-1], isBlankOrControl)) == 0 {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != width {
		r.find(ColumnCount, "", fmt.Appendf(nil, "%d cells, where the header has %d", len(cells), width))
		r.reject(none, none, nil)
		return
	}
	for i := range r.header.sent {
		switch c := &r.header.sent[i]; {
		case c.from < 0:
		case plain:
			r.cells[i] = r.check(i, trimBlanks(cells[c.from]))
		default:
			r.cells[i] = r.check(i, r.cleaner.clean(cells[c.from], c.kind != text))
		}
	}
	for _, period := range r.at.periods {
		if period.start >= 0 && period.end >= 0 && r.dates[period.end] != 0 && r.dates[period.end] < r.dates[period.start] {
			r.find(DateOrder, r.header.sent[period.end].name, r.cells[period.end])
		}
	}
	code, email := r.people.hashCode(r.cell(r.at.code)), r.people.hashEmail(r.cell(r.at.email))
	if len(r.found) > 0 {
		r.settle() // so that every earlier row is known
		r.found = r.appendDuplicates(r.found, code, email, r.cells)
		r.reject(code, email, r.key(r.cells))
		return
	}
	r.wait(code, email, plain && r.header.comma == ',')
}

// appendRow appends the row as it is sent; the cells of a bare one need no quotes.
func (r *reader) appendRow(record []byte, bare bool) []byte {
	for i, cell := range r.cells {
		switch {
		case !bare:
			record = appendCell(record, cell, i == 0)
		case i == 0:
			record = append(record, cell...)
		default:
			record = append(append(record, ','), cell...)
		}
	}
	return append(record, '\n')
}

// check returns a cell of the i-th sent column as it is sent.
func (r *reader) check(i int, cell []byte) []byte {
	column := &r.header.sent[i]
	switch column.kind {
	case name, email:
		if len(cell) == 0 {
			r.find(MissingValue, column.name, nil)
		} else if column.kind == email && !isEmail(cell) {
			r.find(InvalidEmail, column.name, cell)
		}
	case code, managerCode:
		cell = unguard(cell)
		if isDamagedCode(cell) {
			r.find(DamagedCode, column.name, cell)
		}
		if column.kind == managerCode && isNoManager(cell) {
			return nil
		}
	case managerEmail:
		if isNoManager(cell) {
			return nil
		}
		if len(cell) > 0 && !isEmail(cell) {
			r.find(InvalidEmail, column.name, cell)
		}
	case startDate, endDate:
		return r.checkDate(i, cell)
	}
	return cell
}

func (r *reader) checkDate(i int, cell []byte) []byte {
	r.dates[i] = 0
	if len(cell) == 0 {
		return nil
	}
	day, fits := r.format.DateFormat.parse(cell)
	r.styles[i].add(fits, day == 0)
	column := &r.header.sent[i]
	switch {
	case day == 0:
		r.find(InvalidDate, column.name, cell)
		return cell
	case column.kind == endDate && day.year() == noEndYear:
		return nil
	}
	r.dates[i] = day
	start := len(r.written)
	r.written = day.append(r.written)
	return r.written[start:]
}

// manager returns whom the row names as manager.
func (r *reader) manager() manager {
	if number := r.cell(r.at.managerCode); len(number) > 0 {
		return manager{byManagerCode, r.people.hash(number).place()}
	}
	if address := r.cell(r.at.managerEmail); len(address) > 0 {
		return manager{byManagerEmail, r.people.hashEmail(address).place()}
	}
	return manager{}
}

// cell returns the row's cell at a position, or nil where that column is not sent.
func (r *reader) cell(at int) []byte {
	if at < 0 {
		return nil
	}
	return r.cells[at]
}

// key returns what a row's person is known by to Crewmojo.
func (r *reader) key(cells [][]byte) []byte {
	if r.at.code >= 0 && len(cells[r.at.code]) > 0 {
		return cells[r.at.code]
	}
	return cells[r.at.email]
}

func (r *reader) find(code Code, column string, value []byte) {
	r.found = append(r.found, finding{code, column, value})
}

// reject lists what was found in the row, and remembers whose it was as far as it says so.
func (r *reader) reject(code, email hash, key []byte) {
	r.settle()
	r.list(r.found, r.row, code, email, key)
	r.found = r.found[:0]
}

func (r *reader) list(found []finding, row int, code, email hash, key []byte) {
	r.rows.Rejected++
	r.people.reject(code, email)
	for _, f := range found {
		r.problems.reject(f.code, f.column, row, string(key), string(f.value))
	}
}

// suggestDateFormat refuses a file most of whose dates are written in one other way than the settings say: rejecting
// most people would not be what anybody wants.
func (r *reader) suggestDateFormat() error {
	for i := range r.styles {
		style := &r.styles[i]
		if format, ok := style.suggest(); ok {
			return refuse("%d of %d dates in %s are not written as %s, but all of them fit %s: set DATE_FORMAT=%s, or export the dates as %s",
				style.failed, style.total, r.header.sent[i].name, r.format.DateFormat, format, format, r.format.DateFormat)
		}
	}
	return nil
}
