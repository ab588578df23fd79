package words

import (
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
)

// Verdict says in one line what has become of a file, with the figure that matters most: a mail's subject begins with it,
// and it is the heading of the page. HR-GUIDE.md explains each beginning.
func Verdict(r outcome.Import) string {
	rows := Counted(r.Rows.Read, "row", "rows")
	switch r.Status {
	case outcome.Held:
		return "Held: " + reasonsInShort(r)
	case outcome.Imported:
		switch {
		case IsApproval(r) && r.Rows.Rejected > 0:
			return "Approved and imported without " + RejectedRows(r) + ": " + summary(r)
		case IsApproval(r):
			return "Approved and imported: " + summary(r)
		case r.Rows.Rejected > 0 && EndsPeople(r):
			return "Imported without " + RejectedRows(r) + ": " + summary(r)
		case r.Rows.Rejected > 0:
			return "Imported without " + RejectedRows(r)
		}
		if r.OtherSheets > 0 {
			return "Imported: " + summary(r) + ", " + Counted(r.OtherSheets, "sheet", "sheets") + " not read"
		}
		return "Imported: " + summary(r)
	case outcome.Rejected:
		return rejection(r)
	case outcome.Superseded:
		if IsApproval(r) {
			return "Approved too late: " + rows + " not sent"
		}
		return "Not sent: " + rows + ", a newer file was imported"
	case outcome.Duplicate:
		return "Approved twice: nothing was sent again"
	case outcome.Gone:
		if IsApproval(r) {
			return "Approved, but removed: nothing was sent"
		}
		return "Not imported: removed before it was read"
	case outcome.Previewed:
		switch {
		case IsApproval(r):
			return "Approved, but only previewed: " + rows + " not sent"
		case len(r.Reasons) > 0:
			return "Preview, would be held: " + reasonsInShort(r)
		}
		return "Preview: " + summary(r)
	case outcome.Seeded:
		return "Starting point: " + Persons(r.Rows.Accepted) + " noted, none sent"
	}
	return string(r.Status)
}

func rejection(r outcome.Import) string {
	switch {
	case IsBecause(r, outcome.ReasonNeverHeld):
		return "Not approved: this is not the file that was held"
	case IsApproval(r) && IsBecause(r, outcome.ReasonRefused):
		return "Approved, but Crewmojo refused it: " + Refused(r)
	case IsBecause(r, outcome.ReasonRefused):
		return "Refused by Crewmojo: " + Refused(r)
	case IsBecause(r, outcome.ReasonNoHeader):
		return "Rejected: no row names the columns"
	case IsBecause(r, outcome.ReasonMissingColumns):
		var missing []string
		for _, reason := range r.Reasons {
			missing = append(missing, reason.Column)
		}
		return "Rejected: no " + Either(len(missing), "column", "columns") + " for the " + inwords.Columns(missing)
	case IsBecause(r, outcome.ReasonNoRows):
		return "Rejected: nobody is in it"
	case IsBecause(r, outcome.ReasonWrongDates):
		return "Rejected: dates in another format, " + Counted(r.Rows.Read, "row", "rows")
	case r.Rows.Read > 0:
		return "Rejected: " + Counted(r.Rows.Read, "row, not", "rows, none") + " sent"
	}
	return "Rejected: it cannot be used"
}

// Refused says in a few words how much of a file Crewmojo took.
func Refused(r outcome.Import) string {
	if r.Sent > 0 {
		return "only " + Persons(r.Sent) + " imported"
	}
	return Counted(r.Rows.Read, "row, not", "rows, none") + " imported"
}

// EndsPeople reports whether the import has ended the employment of missing people, or will if they stay missing. Whom an
// approved file does not end, such as people on leave, it leaves alone.
func EndsPeople(r outcome.Import) bool {
	return r.Changes.Ended > 0 || r.EndsMissing && r.Changes.Missing > 0 && !IsApproval(r)
}

// IsBecause reports whether a result has a reason with this code.
func IsBecause(r outcome.Import, code string) bool {
	for _, reason := range r.Reasons {
		if reason.Code == code {
			return true
		}
	}
	return false
}

// HasWarnings reports whether a file had no row rejected, and there is something to look at in the rows that were sent.
func HasWarnings(r outcome.Import) bool { return r.Rows.Rejected == 0 && len(r.Problems) > 0 }

// RejectedRows says how many of the rows cannot be used: "2 of 95 rows".
func RejectedRows(r outcome.Import) string {
	return Grouped(r.Rows.Rejected) + " of " + Counted(r.Rows.Read, "row", "rows")
}
