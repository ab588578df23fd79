package check

import (
	"slices"
	"strconv"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// managerColumns are Crewmojo's columns that say who somebody's manager is.
var managerColumns = []string{roster.ManagerEmployeeCode, roster.ManagerEmailAddress}

// managers proposes to send a column of managers of a file that sends none whom anybody knows, or tells why none can be sent:
// headers such as Manager do not say if they hold codes, addresses or names, but what is in them does.
func (a *advice) managers(given values, c importer.Checked, try tryout) values {
	named, unknown := managersOf(c)
	if unknown < named || named > 0 && given["FILE_CONTENT"] == "changes" {
		return given
	}
	var names []string
	for _, h := range c.File.Header {
		if given.maps(h.Text) || h.Column != "" && !slices.Contains(managerColumns, h.Column) || !isAboutManager(h) {
			continue
		}
		hasValues := false
		for _, column := range managerColumns {
			next := given.mapping(h.Text, column)
			tried, err := try(next)
			if err != nil || tried.Result.Status != outcome.Imported || tried.Result.Rows.Rejected > c.Result.Rows.Rejected {
				continue
			}
			named, unknown := managersOf(tried)
			if unknown*2 < named {
				return next
			}
			hasValues = hasValues || named > 0
		}
		if hasValues {
			names = append(names, shown(h.Text))
		}
	}
	if len(names) > 0 {
		a.note("Crewmojo would know nobody's manager. It takes a manager's employee code or email address, and %s holds neither of anybody "+
			"in the file: have the export write one of them, if Crewmojo must know who somebody's manager is.", listed(names))
	}
	return given
}

func isAboutManager(h roster.Heading) bool {
	return slices.Contains(managerColumns, h.Column) || roster.AboutManager(h.Text)
}

// managersOf counts the rows that name a manager, and those whose manager nobody knows.
func managersOf(c importer.Checked) (named, unknown int) {
	upload := c.Plan.Upload(false)
	var places []int
	for i, column := range upload.Columns() {
		if slices.Contains(managerColumns, column) {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return 0, 0
	}
	for cells := range upload.Rows {
		if slices.ContainsFunc(places, func(i int) bool { return cells[i] != "" }) {
			named++
		}
	}
	for _, p := range c.Result.Problems {
		if p.Code == string(roster.UnknownManager) {
			unknown += p.Count
		}
	}
	return named, unknown
}

// codes proposes to send a column as the employees' codes, if none is sent and one holds another value for everybody.
func (a *advice) codes(given values, c importer.Checked, try tryout) values {
	if slices.Contains(c.Result.Columns.Sent, roster.EmployeeCode) {
		return given
	}
	for _, h := range c.File.Header {
		if h.Column != "" || given.maps(h.Text) || !roster.MayBeCode(h.Text) {
			continue
		}
		next := given.mapping(h.Text, roster.EmployeeCode)
		tried, err := try(next)
		if err == nil && tried.Result.Status == outcome.Imported && tried.Result.Rows.Accepted == c.Result.Rows.Accepted && haveCodes(tried) {
			a.note("No employee code is sent: then Crewmojo knows people by their email alone, and whoever gets a new one is somebody new. "+
				"%s has another value for everybody, and may be the code.", shown(h.Text))
			return next
		}
	}
	return given
}

// haveCodes reports whether everybody has a code, and the codes are not just the numbers of the rows.
func haveCodes(c importer.Checked) bool {
	upload := c.Plan.Upload(false)
	at, row, isRowNumber := slices.Index(upload.Columns(), roster.EmployeeCode), 0, true
	for cells := range upload.Rows {
		row++
		if cells[at] == "" {
			return false
		}
		isRowNumber = isRowNumber && cells[at] == strconv.Itoa(row)
	}
	return !isRowNumber
}
