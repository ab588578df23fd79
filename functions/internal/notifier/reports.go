package notifier

import (
	"fmt"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// maxListed is how many reports a message lists.
const maxListed = 4

// reports tells operators of what was exported: always of reports that were held, and of others if they want to know of
// everything.
func (w writer) reports(all []outcome.Report) []Message {
	var held, exported []outcome.Report
	for _, r := range all {
		switch r.Status {
		case outcome.Held:
			held = append(held, r)
		case outcome.Exported:
			exported = append(exported, r)
		}
	}
	var messages []Message
	if len(held) > 0 {
		messages = append(messages, w.heldReports(held))
	}
	if len(exported) > 0 && w.All {
		messages = append(messages, w.exportedReports(exported))
	}
	return messages
}

// heldReports tells of reports that have far fewer rows than what is there.
func (w writer) heldReports(held []outcome.Report) Message {
	n := len(held)
	lines := []string{"Crewmojo sent " + words.Counted(n, "report", "reports") + " that " + words.Either(n, "has", "have") +
		" lost most or all of " +
		words.Either(n, "its", "their") + " rows. What was there is kept; what came is under _held/:"}
	lines = append(lines, w.listed(held, true)...)
	return w.message(Operators, "Held: "+words.Counted(n, "report", "reports")+" with "+rowsOf(held), nameOf(held),
		append(lines,
			"If the new rows are right, copy "+words.Either(n, "it", "them")+" to the same key without _held/. If not, ask "+
				"your contact at Crewmojo.",
			"If nobody does anything, BI keeps what is there. The next export is checked on its own.")...)
}

func (w writer) exportedReports(exported []outcome.Report) Message {
	lines := []string{"Exported for BI:"}
	lines = append(lines, w.listed(exported, false)...)
	return w.message(Operators, "Exported: "+words.Counted(len(exported), "report", "reports")+" with "+rowsOf(exported),
		nameOf(exported),
		append(lines, "You need not do anything.")...)
}

// listed lists reports, the first with their links.
func (w writer) listed(reports []outcome.Report, link bool) (lines []string) {
	for i, r := range reports {
		if i == maxListed && len(reports) > maxListed {
			return append(lines, "- and "+fmt.Sprint(len(reports)-i)+" more")
		}
		line := "- " + printable(r.Report) + days(r) + ": " + rowsOf([]outcome.Report{r})
		if link {
			line += ", " + w.console.Object(r.Key)
		}
		lines = append(lines, line)
	}
	return lines
}

func days(r outcome.Report) string {
	switch r.StartDate {
	case "":
		return ""
	case r.EndDate:
		return " of " + printable(r.StartDate)
	}
	return " of " + printable(r.StartDate) + " to " + printable(r.EndDate)
}

// rowsOf says how many rows reports have together.
func rowsOf(reports []outcome.Report) string {
	n := 0
	for _, r := range reports {
		n += r.Rows
	}
	if n == 0 {
		return "no rows"
	}
	return words.Counted(n, "row", "rows")
}

// nameOf names reports: the first, and how many others there are.
func nameOf(reports []outcome.Report) string {
	names := map[string]bool{}
	for _, r := range reports {
		names[r.Report] = true
	}
	name := printable(reports[0].Report)
	if more := len(names) - 1; more > 0 {
		name += " and " + words.Counted(more, "other", "others")
	}
	return name
}
