package check

import (
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// unmappedEnds lets a person say what the columns are that seem to tell who has left: all of them in one step, or all
// but one.
func (a *advice) unmappedEnds(next values, c importer.Checked) {
	var dates, statuses []roster.EndColumn
	for _, end := range c.File.Ends {
		for _, unmapped := range c.Plan.UnmappedEnd {
			if unmapped.Label == end.Label && unmapped.Blank > 0 {
				a.note("%s says so in %s.", shown(end.Header), where(outcome.Problem{Count: unmapped.Blank, Rows: unmapped.Rows}))
			}
		}
		if len(end.Words) == 0 {
			dates = append(dates, end)
		} else {
			statuses = append(statuses, end)
		}
	}
	all := append(slices.Clone(dates[:min(len(dates), 1)]), statuses...)
	a.choose(meant(next, all), "if %s", inWords(all))
	for i := range dates[min(len(dates), 1):] {
		other := append(slices.Clone(dates[i+1:i+2]), statuses...)
		a.choose(meant(next, other), "if %s", inWords(other))
	}
	for _, end := range append(dates, statuses...) {
		others := slices.DeleteFunc(slices.Clone(all), func(other roster.EndColumn) bool { return other.Header == end.Header })
		a.choose(meant(next.mapping(end.Header, ""), others), "if %s does not say who has left", shown(end.Header))
	}
}

// meant returns the settings with which columns say who has left.
func meant(next values, ends []roster.EndColumn) values {
	for _, end := range ends {
		if len(end.Words) == 0 {
			next = next.mapping(end.Header, roster.EmploymentEndDate)
		}
		for _, word := range end.Words {
			next = next.ruling("ENDED_WHEN", end.Header, word)
		}
	}
	return next
}

// inWords says how columns say who has left.
func inWords(ends []roster.EndColumn) string {
	var said []string
	for _, end := range ends {
		if len(end.Words) == 0 {
			said = append(said, shown(end.Header)+" holds the ends of employment")
		} else {
			said = append(said, listed(shownAll(end.Words))+" in "+shown(end.Header)+" means that somebody has left")
		}
	}
	return strings.Join(said, " and ")
}

// noteEnds tells what it means that no end of employment is sent.
func (a *advice) noteEnds(given values, c importer.Checked) {
	if slices.Contains(c.Result.Columns.Sent, roster.EmploymentEndDate) || given["MISSING_EMPLOYEES"] == "end" {
		return
	}
	or := ", or set MISSING_EMPLOYEES=end if people who have left are no longer in the file"
	if given["FILE_CONTENT"] == "changes" {
		or = ""
	}
	a.note("No end of employment is sent: whoever leaves stays employed in Crewmojo. Have the export write last days or a status%s.", or)
}
