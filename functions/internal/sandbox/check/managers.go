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

// managerWords are words of headers that say who somebody's manager is.
var managerWords = []string{"manager", "supervisor", "report to", "reports to", "reporting to", "vorgesetz", "führungskraft",
	"responsable", "leidinggevende", "responsabile", "gestor", "jefe"}

// managers proposes to send a column of managers of a file that sends none, or tells why none can be sent: headers such as
// Manager do not say if they hold codes, addresses or names, but what is in them does.
func (a *advice) managers(given values, c importer.Checked, try func(values) (importer.Checked, error)) values {
	isKnown := func(h roster.Heading) bool {
		return slices.Contains(managerColumns, h.Column) || slices.Contains(managerColumns, roster.LooksLike(h.Text))
	}
	if slices.ContainsFunc(c.File.Header, isKnown) {
		return given
	}
	var names []string
	for _, h := range c.File.Header {
		if h.Column != "" || !isAboutManager(h.Text) || given.maps(h.Text) {
			continue
		}
		hasValues := false
		for _, column := range managerColumns {
			next := given.mapping(h.Text, column)
			tried, err := try(next)
			if err != nil || tried.Result.Status != outcome.Imported || tried.Result.Rows.Rejected > c.Result.Rows.Rejected {
				continue
			}
			filled, unknown := managersOf(tried, column)
			if unknown*2 < filled {
				return next
			}
			hasValues = hasValues || filled > 0
		}
		if hasValues {
			names = append(names, shown(h.Text))
		}
	}
	if len(names) > 0 {
		a.note("No managers are sent. Crewmojo takes a manager's employee code or email address, and %s holds neither: have the export "+
			"write one of them, if Crewmojo must know who somebody's manager is.", listed(names))
	}
	return given
}

// managersOf counts the rows that name a manager in a column, and those whose manager nobody knows.
func managersOf(c importer.Checked, column string) (filled, unknown int) {
	upload := c.Plan.Upload(false)
	at := slices.Index(upload.Columns(), column)
	for cells := range upload.Rows {
		if at >= 0 && cells[at] != "" {
			filled++
		}
	}
	for _, p := range c.Result.Problems {
		if p.Code == string(roster.UnknownManager) {
			unknown += p.Count
		}
	}
	return filled, unknown
}

func isAboutManager(header string) bool {
	header = strings.ToLower(header)
	return slices.ContainsFunc(managerWords, func(word string) bool { return strings.Contains(header, word) })
}
