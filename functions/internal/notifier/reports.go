package notifier

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// How many reports a message lists: fewer of those that are held, each with its links.
const (
	maxListed = 4
	maxHeld   = 3
)

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

// heldReports tells of reports that have far fewer rows than what is there, and how each takes its place.
func (w writer) heldReports(held []outcome.Report) Message {
	n := len(held)
	lines := []string{"Crewmojo sent " + words.Counted(n, "report", "reports") + " with far fewer rows than before, or none. What was " +
		"there is kept, and what came is next to it:"}
	prefix, _, _ := strings.Cut(held[0].Key, "_held/")
	for i, r := range held {
		if i == maxHeld && n > maxHeld {
			lines = append(lines, "- and "+words.Counted(n-i, "more, which is", "more, which are")+" under "+prefix+"_held/")
			break
		}
		to := path.Dir(strings.Replace(r.Key, "_held/", "", 1)) + "/"
		lines = append(lines, "- "+printable(r.Report)+days(r)+": "+shrunk(r)+". Open "+w.console.Object(r.Key)+
			" and, if the new rows are right, choose Object actions, Copy, and paste as the destination "+w.console.Destination(to))
	}
	verdict := "Held: " + printable(held[0].Report) + " has " + shrunk(held[0])
	if n > 1 {
		verdict += ", and " + words.Counted(n-1, "more report", "more reports")
	}
	return w.message(Operators, verdict, strings.TrimPrefix(cmp.Or(days(held[0]), held[0].Format), " of "),
		append(lines,
			"If the new rows are not right, ask your contact at Crewmojo.",
			"If nobody does anything, BI keeps what is there. The next export is checked on its own.")...)
}

// shrunk says how many rows a held report has, and how many what is there has.
func shrunk(r outcome.Report) string {
	return rowsOf([]outcome.Report{r}) + ", " + words.Grouped(r.RowsBefore) + " before"
}

func (w writer) exportedReports(exported []outcome.Report) Message {
	lines := []string{"Exported for BI:"}
	lines = append(lines, listed(exported)...)
	return w.message(Operators, "Exported: "+words.Counted(len(exported), "report", "reports")+" with "+rowsOf(exported),
		nameOf(exported),
		append(lines, "You need not do anything.")...)
}

func listed(reports []outcome.Report) (lines []string) {
	for i, r := range reports {
		if i == maxListed && len(reports) > maxListed {
			return append(lines, "- and "+fmt.Sprint(len(reports)-i)+" more")
		}
		lines = append(lines, "- "+printable(r.Report)+days(r)+": "+rowsOf([]outcome.Report{r}))
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
