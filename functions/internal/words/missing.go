package words

import (
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// Missing says what becomes of the people who are missing from an imported file, if the import ends the employment of those
// who stay missing, and what to do if that is wrong; "" if nobody is missing, or if it does not.
func Missing(r outcome.Import, zone *time.Location) string {
	n := r.Changes.Missing
	if r.Status != outcome.Imported || !r.EndsMissing || n == 0 || IsApproval(r) {
		return ""
	}
	return Persons(n) + Either(n, " is", " are") + " missing from this file. If a file of a later day does not have them either, their " +
		"employment is ended as of " + Day(r.Source.Received, zone) + ". If they have not left, please have them put back into the " +
		"export before that."
}

// Ended says whose employment an imported file has ended because they are missing, and how that is undone; "" if it has
// ended nobody's.
func Ended(r outcome.Import) string {
	n := r.Changes.Ended
	if r.Status != outcome.Imported || n == 0 {
		return ""
	}
	return "The employment of " + Persons(n) + " was ended, because they are missing: it ends on the first day that a file did not " +
		"have them. If somebody has not left, please have them put back into the export: the next file makes them employed again, as rehires."
}

// OtherSheets says that a workbook has more sheets of employees than the one that was read; "" if it has not.
func OtherSheets(n int) string {
	if n == 0 {
		return ""
	}
	return "Only the first sheet with a header was read; " + Counted(n, "more sheet looks", "more sheets look") +
		" like employees and " + Either(n, "was", "were") + " not."
}
