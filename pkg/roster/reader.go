package roster

import (
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
	values             []map[string]string // of each sent column, as in the format's ValueMap
	filled             []bool              // which of the sent columns have a value in some row
	widest             int                 // cells of the widest row
	sender             []byte              // scratch: the record of the row

	// The current row.
	row   int32
	cells [][]byte // as they will be sent
	found []finding
	days  []date // one for each sent column
	ambig bool
	left  uint32 // the watched columns that say that its person has left, a bit each
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
	for _, column := range file.columns {
		r.values = append(r.values, f.ValueMap[column])
	}
	r.exclude, r.endedWhen = h.placed(f.Exclude), endedWhen
	r.watch()
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

func (r *reader) day(at int) date {
	if at < 0 {
		return 0
	}
	return r.days[at]
}

func (r *reader) find(code Code, column string, value []byte, detail Detail) {
	r.found = append(r.found, finding{code, column, value, detail})
}
