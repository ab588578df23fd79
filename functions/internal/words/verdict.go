package words

import "github.com/crewmojo-aws/bundle/functions/internal/outcome"

// Verdict says in one line what has become of a file, with the figure that matters most: a mail's subject begins with it,
// and it is the heading of the page. HR-GUIDE.md explains each beginning.
func Verdict(r outcome.Import) string {
	rows := Counted(r.Rows.Read, "row", "rows")
	switch r.Status {
	case outcome.Held:
		return "Held: " + reasonsInShort(r)
	case outcome.Imported:
		switch {
		case IsApproval(r):
			return "Approved and imported: " + summary(r.Changes)
		case r.Rows.Rejected > 0:
			return "Imported without " + RejectedRows(r)
		}
		return "Imported: " + summary(r.Changes)
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
		return "Preview: " + summary(r.Changes)
	case outcome.Seeded:
		return "Starting point: " + rows + " noted, none sent"
	}
	return string(r.Status)
}

func rejection(r outcome.Import) string {
	switch {
	case IsBecause(r, outcome.ReasonNeverHeld):
		return "Not approved: this file was never held"
	case r.Sent > 0:
		return "Rejected: only " + Persons(r.Sent) + " sent"
	case r.Rows.Read > 0:
		return "Rejected: " + Counted(r.Rows.Read, "row, not", "rows, none") + " sent"
	}
	return "Rejected: nothing was sent"
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

// RejectedRows says how many of the rows cannot be used: "2 of 95 rows".
func RejectedRows(r outcome.Import) string {
	return Grouped(r.Rows.Rejected) + " of " + Counted(r.Rows.Read, "row", "rows")
}
