package roster_test

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

var requiredColumns = []string{roster.FirstName, roster.LastName, roster.EmailAddress}

// readRows sorts the rows of the file: who can be used, who is excluded, who is rejected, and what is nobody at all.
func (m *modelPlan) readRows() {
	m.columns = m.columnsSent()
	for i, row := range m.file.rows {
		isLast := i == len(m.file.rows)-1
		m.readRow(row, isLast)
	}
}

// columnsSent are Crewmojo's columns that the file has, in Crewmojo's order, and then the extra one.
func (m *modelPlan) columnsSent() []string {
	var sent []string
	for _, column := range append(slices.Clone(roster.Columns), m.set.extra) {
		m.hasEnds = m.hasEnds || slices.Contains(m.file.columns, roster.EmploymentEndDate)
		byStatus := column == roster.EmploymentEndDate && m.set.endedWhen != ""
		if column != "" && (slices.Contains(m.file.columns, column) || byStatus) {
			sent = append(sent, column)
		}
	}
	return sent
}

func filled(cells []string) (found []string) {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			found = append(found, strings.TrimSpace(cell))
		}
	}
	return found
}

func (m *modelPlan) readRow(row modelRow, isLast bool) {
	cells := filled(row.cells)
	if len(cells) == 0 {
		return // an empty row is nobody
	}
	if len(cells) == 1 && !row.malformed {
		m.readLoneCell(row, cells[0], isLast)
		return
	}
	m.plan.Rows.Read++
	placed := m.place(row, isLast)
	if row.malformed || placed == nil {
		m.readTornRow(row, cells, isLast)
		return
	}
	m.readPlacedRow(row, placed, isLast)
}

// readLoneCell takes a row with one filled cell: a footer, unless it is a code or an address of the baseline.
func (m *modelPlan) readLoneCell(row modelRow, cell string, isLast bool) {
	for _, person := range m.base.people {
		if same(cell, person.cell[roster.EmployeeCode]) || same(cell, person.cell[roster.EmailAddress]) {
			m.plan.Rows.Read++
			m.plan.Rows.Rejected++
			m.problem(roster.MissingValue, roster.FirstName, row.number)
			m.plan.Rejects = append(m.plan.Rejects, roster.Reject{Row: row.number, Column: roster.FirstName, Code: roster.MissingValue})
			m.remember(m.answered, cell)
			break
		}
	}
	// A report's last line has no line end either; anything else may be what is left of somebody's row.
	if isLast && m.file.noLineEnd && !strings.HasPrefix(cell, "Total") {
		m.plan.CutOff = true
	}
}

// place puts the cells under their headers. A row may lack cells at its end that may be blank, unless it is the last
// one and has no line end: then it is cut. Nil means that the cells are out of place.
func (m *modelPlan) place(row modelRow, isLast bool) map[string]string {
	placed := map[string]string{}
	for i, column := range m.file.columns {
		switch {
		case i < len(row.cells):
			placed[column] = strings.TrimSpace(row.cells[i])
		case isLast && m.file.noLineEnd || slices.Contains(requiredColumns, column):
			return nil
		}
	}
	for _, cell := range row.cells[min(len(row.cells), len(m.file.columns)):] {
		if cell != "" {
			return nil
		}
	}
	return placed
}

// readTornRow rejects a row whose cells are out of place. It may be about anybody whom one of them names.
func (m *modelPlan) readTornRow(row modelRow, cells []string, isLast bool) {
	m.plan.Rows.Rejected++
	code := roster.ColumnCount
	if row.malformed {
		code = roster.MalformedRow
	}
	m.problem(code, "", row.number)
	m.plan.Rejects = append(m.plan.Rejects, roster.Reject{Row: row.number, Code: code})
	m.plan.CutOff = m.plan.CutOff || isLast
	namesSomebody := false
	for _, cell := range cells {
		cell = strings.Trim(cell, `"`)
		m.remember(m.rejected, cell)
		namesSomebody = namesSomebody || isAddress(cell) || slices.ContainsFunc(m.base.people, func(p *modelPerson) bool {
			return same(cell, p.cell[roster.EmployeeCode])
		})
	}
	if !namesSomebody && len(cells) > 1 {
		m.plan.Nameless++
	}
}

var isAddressLike = regexp.MustCompile(`^[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

func isAddress(text string) bool { return isAddressLike.MatchString(text) }

// aProblem is one thing that is wrong with a row.
type aProblem struct {
	code   roster.Code
	column string
	value  string // as the file has it
	detail roster.Detail
}

// readPlacedRow checks the cells of a row, each under its header.
func (m *modelPlan) readPlacedRow(row modelRow, cell map[string]string, isLast bool) {
	usable := &usableRow{number: row.number, cell: map[string]string{}, isLastRow: isLast}
	var wrong []aProblem
	for _, column := range m.columns {
		text, problem, detail := m.check(column, cell[column])
		if usable.cell[column] = text; text != "" {
			m.withValue[column] = true
		}
		if problem != "" {
			wrong = append(wrong, aProblem{problem, column, cell[column], detail})
		}
	}
	usable.start, usable.end = usable.cell[roster.EmploymentStartDate], usable.cell[roster.EmploymentEndDate]
	for _, period := range [][2]string{
		{roster.EmploymentStartDate, roster.EmploymentEndDate}, {roster.LeaveStartDate, roster.LeaveEndDate},
	} {
		start, end := usable.cell[period[0]], usable.cell[period[1]]
		if isDay(start) && isDay(end) && end < start {
			wrong = append(wrong, aProblem{roster.DateOrder, period[1], end, ""})
		}
	}
	usable.hasLeft = m.set.endedWhen != "" && same(cell["Standing"], m.set.endedWhen) && usable.end == ""
	m.statusEnds = m.statusEnds || usable.hasLeft
	isExcluded := m.set.exclude != "" && same(cell["Kind"], m.set.exclude)
	usable.isExcluded = isExcluded
	usable.noAddress = m.lacksOnlyAddress(usable, wrong)
	switch {
	case usable.noAddress && !isExcluded:
		m.plan.Rows.Accepted++
		m.noAddress = append(m.noAddress, usable)
	case isExcluded:
		m.plan.Rows.Excluded++ // and nobody needs to know what else is wrong with it
		m.remember(m.keptOut, usable.cell[roster.EmployeeCode], usable.cell[roster.EmailAddress])
		if usable.end == "" && !usable.hasLeft {
			m.remember(m.keptOpen, usable.cell[roster.EmployeeCode])
		}
		switch {
		case usable.noAddress:
			m.noAddress = append(m.noAddress, usable)
		case len(wrong) == 0:
			m.excluded = append(m.excluded, usable)
		}
	case len(wrong) > 0:
		m.rejectPlacedRow(usable, wrong)
	default:
		m.plan.Rows.Accepted++
		m.usable = append(m.usable, usable)
	}
}

// rejectPlacedRow rejects a row. It answers for whom its code and its address name.
func (m *modelPlan) rejectPlacedRow(row *usableRow, wrong []aProblem) {
	m.plan.Rows.Rejected++
	m.plan.CutOff = m.plan.CutOff || row.isLastRow && m.file.noLineEnd
	for _, w := range wrong {
		m.reject(row.number, row.cell, w.code, w.column, w.value, w.detail)
	}
	code, address := row.cell[roster.EmployeeCode], row.cell[roster.EmailAddress]
	m.remember(m.rejected, code, address)
	if (code == "" || isDamaged(code)) && !isAddress(address) {
		m.plan.Nameless++
	}
}

var isDamagedLike = regexp.MustCompile(`^(\d+\.0|\d,\d\d\d|\d\.\d+E\+\d+|#REF!|########)$`)

func isDamaged(code string) bool { return isDamagedLike.MatchString(code) }

func isDay(text string) bool {
	_, err := time.Parse("2006-01-02", text)
	return err == nil
}

// check returns a cell as it is sent, and what is wrong with it.
func (m *modelPlan) check(column, text string) (string, roster.Code, roster.Detail) {
	isNothing := text == "" || slices.Contains([]string{"N/A", "NULL", "None", "-"}, text)
	switch column {
	case roster.FirstName, roster.LastName:
		if text == "" {
			return "", roster.MissingValue, ""
		}
	case roster.EmailAddress:
		if isNothing {
			return "", roster.MissingValue, ""
		}
		if !isAddress(text) {
			return text, roster.InvalidEmail, ""
		}
	case roster.ManagerEmailAddress, roster.ManagerEmployeeCode, roster.EmployeeCode:
		if isNothing || text == "NO_MANAGER" {
			return "", "", ""
		}
		if column == roster.ManagerEmailAddress && !isAddress(text) {
			return text, roster.InvalidEmail, ""
		}
		if column != roster.ManagerEmailAddress && text == "#REF!" {
			return text, roster.DamagedCode, roster.FailedFormula
		}
		if column != roster.ManagerEmailAddress && isDamaged(text) {
			return text, roster.DamagedCode, ""
		}
	case roster.EmploymentStartDate, roster.EmploymentEndDate, roster.LeaveStartDate, roster.LeaveEndDate:
		return m.checkDay(column, text, isNothing)
	}
	return text, "", ""
}

func (m *modelPlan) checkDay(column, text string, isNothing bool) (string, roster.Code, roster.Detail) {
	isEnd := column == roster.EmploymentEndDate || column == roster.LeaveEndDate
	day, err := time.Parse("2006-01-02", text)
	if err != nil && m.set.dayFirst {
		day, err = time.Parse("02/01/2006", text)
	}
	switch {
	case isNothing || text == "0000-00-00" || text == "Present":
		return "", "", ""
	case err != nil && regexp.MustCompile(`^\d{5}$`).MatchString(text):
		return text, roster.InvalidDate, roster.DayNumber
	case err != nil:
		return text, roster.InvalidDate, ""
	case isEnd && (day.Year() >= 2099 || day.Year() <= 1901 || day.Format("2006-01-02") == "1970-01-01"):
		return "", "", "" // what systems write for no end
	}
	return day.Format("2006-01-02"), "", ""
}
