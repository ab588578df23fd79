package roster

import (
	"bytes"
	"io"
	"slices"
)

// A reader takes a file's rows one by one: it cleans and checks them, and keeps those that can be sent.
type reader struct {
	*File
	header  *header
	at      positions
	cleaner cleaner
	dates   dateJudge

	exclude, endedWhen []placedRule
	watched            []watchedColumn
	filled             []bool // which of the sent columns have a value in some row
	widest             int    // cells of the widest row
	sender             []byte // scratch: the record of the row

	// The current row.
	row   int32
	cells [][]byte // as they will be sent
	found []finding
	days  []date // one for each sent column
	ambig bool
}

// positions are the places of columns among the sent ones; -1 if they are not sent.
type positions struct {
	first, last, email, code, managerMail, managerCode int
	start, end, leaveStart, leaveEnd                   int
}

func positionsIn(names []string) positions {
	at := func(name string) int { return slices.Index(names, name) }
	return positions{
		first: at(FirstName), last: at(LastName), email: at(EmailAddress), code: at(EmployeeCode),
		managerMail: at(ManagerEmailAddress), managerCode: at(ManagerEmployeeCode),
		start: at(EmploymentStartDate), end: at(EmploymentEndDate), leaveStart: at(LeaveStartDate), leaveEnd: at(LeaveEndDate),
	}
}

// A finding is one problem of the current row.
type finding struct {
	code   Code
	column string
	value  []byte
	detail Detail
}

// A placedRule is a [CellRule] whose column has been found in the file.
type placedRule struct {
	place int
	value []byte
}

// A watchedColumn is not sent, and may hold what says that people have left.
type watchedColumn struct {
	place    int
	isStatus bool
	seen     bool // it does
}

func newReader(f Format, h *header, file *File) *reader {
	endedWhen := h.placed(f.EndedWhen)
	if len(endedWhen) > 0 && h.index(EmploymentEndDate) < 0 {
		h.addEnd()
	}
	file.hasEnd = h.index(EmploymentEndDate) >= 0
	file.columns = h.names()
	file.answered, file.excludedKeys = map[key]bool{}, map[key]bool{}
	r := &reader{
		File:   file,
		header: h,
		at:     positionsIn(file.columns),
		dates:  dateJudge{set: f.DateFormat},
		cells:  make([][]byte, len(h.sent)),
		days:   make([]date, len(h.sent)),
		filled: make([]bool, len(h.sent)),
	}
	r.exclude, r.endedWhen = h.placed(f.Exclude), endedWhen
	if !file.hasEnd {
		r.watch()
	}
	return r
}

// addEnd sends a column employmentEndDate that the file does not have.
func (h *header) addEnd() {
	i := slices.IndexFunc(h.sent, func(c sentColumn) bool {
		return slices.Index(Columns, c.name) > slices.Index(Columns, EmploymentEndDate) || !slices.Contains(Columns, c.name)
	})
	if i < 0 {
		i = len(h.sent)
	}
	h.sent = slices.Insert(h.sent, i, sentColumn{EmploymentEndDate, endDate, -1})
}

// placed returns the rules whose columns the file has.
func (h *header) placed(rules []CellRule) []placedRule {
	var placed []placedRule
	for _, rule := range rules {
		if i := h.place(rule.Header); i >= 0 {
			placed = append(placed, placedRule{i, []byte(rule.Value)})
		}
	}
	return placed
}

// watch finds the columns that may say who has left, and that nobody has said anything about.
func (r *reader) watch() {
	for i, cell := range r.header.cells {
		_, _, meant := r.format.meaningOf(cell)
		if isStatus := looksLikeAStatus(cell); !meant && (isStatus || looksLikeAnEnd(cell)) {
			r.watched = append(r.watched, watchedColumn{place: i, isStatus: isStatus})
		}
	}
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
	case filled == 2 && isFooter(cells), (first || !r.hasAddress(cells)) && r.header.isRepeated(r.format, cells, first),
		first && isUnderline(cells):
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

// hasAddress reports whether a row has an email address in its place.
func (r *reader) hasAddress(cells [][]byte) bool {
	place := r.header.sent[r.at.email].from
	return place < len(cells) && bytes.IndexByte(cells[place], '@') >= 0
}

// isComplete reports whether a row of so few cells lacks only such as may be blank.
func (r *reader) isComplete(cells int) bool {
	return !slices.ContainsFunc(r.header.sent, func(c sentColumn) bool { return c.from >= cells && slices.Contains(required, c.name) })
}

// takeLone takes a row with one filled cell.
func (r *reader) takeLone(cells [][]byte, terminated bool) {
	i := slices.IndexFunc(cells, func(cell []byte) bool { return !isEmpty(cell) })
	cell := r.cleaner.clean(cells[i])
	r.cutOff = !terminated && !isFooter(cells)
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

// maxAnswered is how many codes and addresses of rejected rows are remembered.
const maxAnswered = 1 << 16

// answer remembers that a rejected row names somebody.
func (r *reader) answer(k key) {
	switch {
	case k == 0:
	case len(r.answered) < maxAnswered:
		r.answered[k] = true
	default:
		r.nameless++
	}
}

// reject rejects the current row for what was found in it.
func (r *reader) reject() {
	code, email := r.cell(r.at.code), r.cell(r.at.email)
	r.answer(keyOf(code))
	r.answer(keyOf(email))
	if (len(code) == 0 || isDamagedCode(code)) && !isEmail(email) {
		r.nameless++ // what stands there is nobody's code or address
	}
	r.list()
}

// list lists what was found in the current row.
func (r *reader) list() {
	r.Rows.Rejected++
	for _, f := range r.found {
		r.problems.add(f.code, f.column, r.row)
		if len(r.Rejects) == maxRejects {
			continue
		}
		r.Rejects = append(r.Rejects, Reject{
			Row: int(r.row), ID: short(r.id()), FirstName: short(r.cell(r.at.first)), LastName: short(r.cell(r.at.last)),
			Column: f.column, Code: f.code, Detail: f.detail, Value: short(f.value),
		})
	}
}

// cell returns the row's cell at a position, or nil if that column is not sent.
func (r *reader) cell(at int) []byte {
	if at < 0 {
		return nil
	}
	return r.cells[at]
}

func (r *reader) id() []byte {
	if code := r.cell(r.at.code); len(code) > 0 {
		return code
	}
	return r.cell(r.at.email)
}
