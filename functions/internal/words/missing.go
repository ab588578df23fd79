package words

import (
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// Missing says what becomes of the people who are missing from an imported file, and what to do if that is wrong; "" if nobody
// is missing.
func Missing(r outcome.Import, zone *time.Location) string {
	n := r.Changes.Missing
	missing := Persons(n) + Either(n, " is", " are") + " missing from this file"
	switch {
	case r.Status != outcome.Imported || n == 0:
		return ""
	case !r.EndsMissing || IsApproval(r):
		return missing + ", and " + Either(n, "stays", "stay") + " in Crewmojo as they are. If they have left, end their employment there, " +
			"or have the export give their last day."
	}
	return missing + ". If a file of a later day does not have them either, their employment is ended as of " +
		Day(r.Source.Received, zone) + ", unless they are on leave or a setting keeps them out. If that was their last day, " +
		"you need not do anything. If not, please have them put back into the export before that, with their last day if they leave."
}

// Ended says whose employment an imported file has ended because they are missing, and how that is undone; "" if it has
// ended nobody's.
func Ended(r outcome.Import) string {
	n := r.Changes.Ended
	if r.Status != outcome.Imported || n == 0 {
		return ""
	}
	return "The employment of " + Persons(n) + " was ended, because they are missing: it ended on the first day that a file did not " +
		"have them. If somebody has not left, please have them put back into the export: the next file makes " +
		"them employed again, as rehires."
}

// IfApproved says what an approval of a held file does to people who are missing from it, and to new people who have their
// names; "" if nobody is missing.
func IfApproved(r outcome.Import) string {
	said := ""
	switch missing, ended := r.Changes.Missing, r.Changes.Ended; {
	case ended > 0:
		said = "If you approve it, the employment of " + Persons(ended) + " who " + Either(ended, "is", "are") +
			" missing ends, on the first day that a file did not have them. "
	case missing > 0 && !r.EndsMissing:
		said = "If you approve it, " + Either(missing, "the missing person stays", "the "+Grouped(missing)+" missing people stay") +
			" in Crewmojo as they are: if they leave, have the export give their last day. "
	}
	switch {
	case said == "":
	case r.OtherSheets > 0:
		said += "Very likely they are on a sheet that was not read: do not approve it then. "
	case mostAreMissing(r):
		said += "If each file has only a part of the people, such as one country's, do not approve it: the people who run the import " +
			"must know that. "
	}
	return strings.TrimSpace(said + Duplicates(r))
}

// mostAreMissing reports whether more than half of the employees are missing from a file.
func mostAreMissing(r outcome.Import) bool {
	for _, reason := range r.Reasons {
		if reason.Code == outcome.ReasonLeaving {
			return (r.Changes.Missing+r.Changes.Ended)*2 > reason.Of
		}
	}
	return false
}

// Duplicates says that new people of a file have the names of missing ones, and what to do; "" if nobody has.
func Duplicates(r outcome.Import) string {
	for _, problem := range r.Problems {
		if problem.Code == outcome.ProblemPossibleDuplicate {
			n := problem.Count
			if r.Status == outcome.Imported {
				return Grouped(n) + " of the new people " + Either(n, "has the name of somebody who is missing. If it is the same person, "+
					"they are", "have the names of people who are missing. If they are the same people, they are") + " in Crewmojo twice now: ask " +
					"the people who run the import."
			}
			return Grouped(n) + " of the new people " + Either(n, "has the name of somebody who is missing. If it is the same person, "+
				"do not approve the file: they", "have the names of people who are missing. If they are the same people, do not approve the "+
				"file: each") + " would be in Crewmojo twice. Ask the people who run the import first."
		}
	}
	return ""
}

// OtherSheets says that a workbook has more sheets of employees than the one that was read; "" if it has not.
func OtherSheets(n int) string {
	if n == 0 {
		return ""
	}
	return "Only the first sheet with a header was read; " + Counted(n, "more sheet looks", "more sheets look") +
		" like employees and " + Either(n, "was", "were") + " not. Please have everybody put on one sheet."
}
