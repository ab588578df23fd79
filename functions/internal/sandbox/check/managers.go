package check

import (
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// managerColumns are Crewmojo's columns that say who somebody's manager is.
var managerColumns = []string{roster.ManagerEmployeeCode, roster.ManagerEmailAddress}

// managers proposes to send a column of managers of a file that sends none whom anybody knows, or tells why none can be sent:
// headers such as Manager do not say if they hold codes, addresses or names, but what is in them does.
func (a *advice) managers(given values, c importer.Checked, try tryout) values {
	code, mail := managersIn(c, roster.ManagerEmployeeCode), managersIn(c, roster.ManagerEmailAddress)
	isKnown := knownManagers(c) > 0
	if given["FILE_CONTENT"] == "changes" && code.named+mail.named > 0 {
		return given
	}
	var failing []string
	for _, h := range c.File.Header {
		found := managersIn(c, h.Column)
		switch {
		case !isOfManagers(given, h), found.known > 0, isKnown && found.named == 0:
			continue
		case isKnown:
			a.note("%s names nobody in the file, and another column tells who the managers are: leave it out.", shown(h.Text))
			return given.mapping(h.Text, "")
		}
		next, hasValues := a.managersBy(given, h, c, try)
		if next != nil {
			return next
		}
		if hasValues {
			failing = append(failing, shown(h.Text))
		}
	}
	if len(failing) > 0 {
		a.note("Crewmojo would know nobody's manager. It takes a manager's employee code or email address, and %s holds neither of anybody "+
			"in the file: have the export write one of them, if Crewmojo must know who somebody's manager is.", listed(failing))
	}
	return given
}

// isOfManagers reports whether a column may hold the employees' managers, and nobody has said that it does not.
func isOfManagers(given values, h roster.Heading) bool {
	return slices.Contains(managerColumns, h.Column) || h.Column == "" && !given.maps(h.Text) && roster.AboutOwnManager(h.Text)
}

// managersBy returns settings with which the column of a header tells who the managers are; nil if there are none. It also
// reports whether anything is in the column.
func (a *advice) managersBy(given values, h roster.Heading, c importer.Checked, try tryout) (next values, hasValues bool) {
	tell := func(next values, column string, isNewCode bool) bool {
		tried, err := try(next)
		if err != nil || tried.Result.Status != outcome.Imported || tried.Result.Rows.Rejected > c.Result.Rows.Rejected {
			return false
		}
		found := managersIn(tried, column)
		hasValues = hasValues || found.named > 0
		return found.known*2 > found.named && !(isNewCode && areRowNumbers(tried))
	}
	for _, column := range managerColumns {
		if next := given.mapping(h.Text, column); tell(next, column, false) {
			return next, true
		}
	}
	for _, other := range c.File.Header { // codes of another kind
		if isCode := roster.Meaning(other.Text) == roster.EmployeeCode || roster.MayBeCode(other.Text); other.Column != "" || !isCode {
			continue
		}
		next := given.mapping(other.Text, roster.EmployeeCode)
		if h.Column != roster.ManagerEmployeeCode {
			next = next.mapping(h.Text, roster.ManagerEmployeeCode)
		}
		if hasValues && tell(next, roster.ManagerEmployeeCode, true) {
			if slices.Contains(c.Result.Columns.Sent, roster.EmployeeCode) {
				a.note("%s names managers by what is in %s, which is not sent as employeeCode: Crewmojo finds managers by that alone.",
					shown(h.Text), shown(other.Text))
			}
			return next, true
		}
	}
	return nil, hasValues
}

// managersFound counts the rows that name a manager, and those whose manager is in the file.
type managersFound struct{ named, known int }

// knownManagers counts the managers who are in the file, by their codes and by their addresses.
func knownManagers(c importer.Checked) int {
	return managersIn(c, roster.ManagerEmployeeCode).known + managersIn(c, roster.ManagerEmailAddress).known
}

// managersIn looks up the managers that a column names; none if it is not sent.
func managersIn(c importer.Checked, column string) (found managersFound) {
	of := map[string]string{roster.ManagerEmployeeCode: roster.EmployeeCode, roster.ManagerEmailAddress: roster.EmailAddress}
	if of[column] == "" || !slices.Contains(c.Result.Columns.Sent, column) {
		return found
	}
	upload := c.Plan.Upload(false)
	at, key := slices.Index(upload.Columns(), column), slices.Index(upload.Columns(), of[column])
	people := map[string]bool{}
	for cells := range upload.Rows {
		if key >= 0 && cells[key] != "" {
			people[strings.ToLower(cells[key])] = true
		}
	}
	for cells := range upload.Rows {
		if cells[at] == "" {
			continue
		}
		found.named++
		if people[strings.ToLower(cells[at])] {
			found.known++
		}
	}
	return found
}
