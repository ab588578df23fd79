package notifier

import (
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// A kind is a file of testdata: one kind of outcome, with several figures.
type kind struct {
	name  string
	cases []mailCase
}

// A mailCase is one outcome, and what is told of it.
type mailCase struct {
	name     string
	messages []Message
}

// about returns what is told of a result.
func about(name string, r outcome.Import) mailCase {
	return mailCase{name, testWriter.imported(r, 1)}
}

// result returns the result of a file of 95 rows, in which most people stay as they are.
func result(status outcome.Status, change func(*outcome.Import)) outcome.Import {
	r := outcome.Import{
		ID: "20261123T210501Z-3f2a9c81d04b", Status: status,
		Source: outcome.Source{
			Bucket: "acme-crewmojo", Key: "incoming/employees.csv", Received: time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC),
		},
		Environment: "production",
		Rows:        outcome.Rows{Read: 95, Accepted: 95},
		Changes:     outcome.Changes{Unchanged: 95},
	}
	if change != nil {
		change(&r)
	}
	return r
}

// approved is a result of a file that was copied from the folder of a held one.
func approved(status outcome.Status, change func(*outcome.Import)) outcome.Import {
	return result(status, func(r *outcome.Import) {
		r.Source.Key, r.Approves = "approved/source.csv", "20261123T210501Z-3f2a9c81d04b"
		r.ID = "20261124T080000Z-8d04b3f2a9c1"
		if change != nil {
			change(r)
		}
	})
}

func kinds() []kind {
	return []kind{
		{"held-leaving", heldLeaving()},
		{"held-others", heldOthers()},
		{"held-for-operators", heldForOperators()},
		{"imported-in-part", importedInPart()},
		{"imported", importedWhole()},
		{"rejected", rejected()},
		{"approved", approvals()},
		{"routine", routines()},
		{"failed-import", failedImports()},
		{"failed-export", failedExports()},
		{"reports", reports()},
	}
}

// leavers is a held file of 95 rows by which n people leave or are missing.
func leavers(n int) outcome.Import {
	return result(outcome.Held, func(r *outcome.Import) {
		r.Reasons = []outcome.Reason{{Code: "leaving", Count: n, Of: 95, Limit: 10}}
		r.Changes = outcome.Changes{Leaving: 1, Changed: 1, Missing: n - 1, Unchanged: 95 - n}
		r.Rows = outcome.Rows{Read: 96 - n, Accepted: 96 - n}
	})
}

func heldLeaving() []mailCase {
	several := leavers(31)
	several.Changes = outcome.Changes{Added: 2, Returning: 1, Leaving: 27, Missing: 4, Changed: 38, Unchanged: 53}
	several.Rows = outcome.Rows{Read: 95, Accepted: 93, Rejected: 2}
	twice := several
	twice.Reasons = append(twice.Reasons, outcome.Reason{Code: "rewritten", Column: "lastName", Count: 12, Of: 64, Limit: 10})
	thrice := twice
	thrice.Reasons = append(thrice.Reasons, outcome.Reason{Code: "cut-off"})
	alone := leavers(1)
	alone.Reasons[0].Of = 1
	return []mailCase{
		about("one of one", alone), about("two", leavers(2)), about("31 of 95", several),
		about("for two reasons", twice), about("for three reasons", thrice),
	}
}

func heldFor(reason outcome.Reason) outcome.Import {
	return result(outcome.Held, func(r *outcome.Import) { r.Reasons = []outcome.Reason{reason} })
}

func heldOthers() []mailCase {
	cutOff := heldFor(outcome.Reason{Code: "cut-off"})
	cutOff.Rows = outcome.Rows{Read: 41, Accepted: 40, Rejected: 1}
	cutOff.Changes = outcome.Changes{Unchanged: 40, Missing: 1}
	invalid := heldFor(outcome.Reason{Code: "invalid", Count: 20, Of: 95, Limit: 10})
	invalid.Rows = outcome.Rows{Read: 95, Accepted: 75, Rejected: 20}
	long := leavers(31)
	long.Source.Key = "incoming/" + "Employee export of all countries, contractors included, " +
		"as of Müller's request (final, corrected) 2026-11-23.csv"
	again := approved(outcome.Held, func(r *outcome.Import) {
		r.Reasons = []outcome.Reason{{Code: "leaving", Count: 31, Of: 95, Limit: 10}}
	})
	return []mailCase{
		about("rows", invalid),
		about("joiners", heldFor(outcome.Reason{Code: "joining", Count: 40, Of: 95, Limit: 20})),
		about("one joiner", heldFor(outcome.Reason{Code: "joining", Count: 1, Of: 1, Limit: 20})),
		about("last names", heldFor(outcome.Reason{Code: "rewritten", Column: "lastName", Count: 40, Of: 95, Limit: 10})),
		about("managers", heldFor(outcome.Reason{Code: "rewritten", Column: "manager", Count: 2, Of: 3, Limit: 10})),
		about("a column has vanished", heldFor(outcome.Reason{Code: "vanished-column", Column: "employeeCode"})),
		about("cut off", cutOff),
		about("a long name", long),
		about("an approved file again", again),
	}
}

func heldForOperators() []mailCase {
	with := func(reason outcome.Reason, said string) outcome.Import {
		r := heldFor(reason)
		r.Reason = said
		return r
	}
	unmapped := with(outcome.Reason{Code: "unmapped-end", Column: "Term Date"},
		`The column "Term Date" seems to say who has left, and it is not sent: `+
			"people who have left would be sent as employed. "+
			"Say in ColumnMap (COLUMN_MAP) or EndedWhen (ENDED_WHEN) what it is.")
	alone := testWriter
	alone.operatorsHear = false
	return []mailCase{
		about("leavers are not mapped", unmapped),
		about("the baseline is damaged", with(outcome.Reason{Code: "baseline"},
			"The baseline, state/baseline.csv, cannot be read, so there is nothing to compare the file with. Approve the file to replace it.")),
		about("the other environment", with(outcome.Reason{Code: "baseline-environment"},
			"The baseline, state/baseline.csv, is of Crewmojo's other environment. "+
				"Approve the file to replace it, or put a file under seed/ first.")),
		{"no operator listens", alone.imported(unmapped, 1)[:1]},
	}
}

func inPart(n int) outcome.Import {
	return result(outcome.Imported, func(r *outcome.Import) {
		r.Rows = outcome.Rows{Read: 95, Accepted: 95 - n, Rejected: n}
		r.Changes = outcome.Changes{Added: n, Changed: 1, Unchanged: 94 - 2*n}
	})
}

func importedInPart() []mailCase {
	notEnded := inPart(2)
	notEnded.Reason = "Nobody's employment was ended, because 2 rejected rows name nobody: the missing people may be in them."
	notEnded.Changes.StillMissing = 3
	same := inPart(3)
	same.SameRejects = true
	problems := testWriter
	problems.All = false
	return []mailCase{
		about("one", inPart(1)), about("two", inPart(2)), about("many", inPart(9)),
		about("nobody was ended", notEnded),
		about("the same as in the last file, and everything is told", same),
		{"the same as in the last file, and problems are told", problems.imported(same, 1)},
	}
}

func importedWhole() []mailCase {
	changes := func(c outcome.Changes) outcome.Import {
		return result(outcome.Imported, func(r *outcome.Import) { r.Changes = c })
	}
	guess := changes(outcome.Changes{Changed: 2, Unchanged: 93})
	guess.Reason = "Accented letters may be wrong, because the file does not say how it is encoded. " +
		"It was read as Windows-1252, which is a guess: Charset (CHARSET) sets another."
	empty := changes(outcome.Changes{})
	empty.Rows = outcome.Rows{}
	problems := testWriter
	problems.All = false
	return []mailCase{
		about("a file of changes without rows", empty),
		about("nobody changes", changes(outcome.Changes{Unchanged: 95})),
		about("one", changes(outcome.Changes{Added: 1, Unchanged: 94})),
		about("two", changes(outcome.Changes{Added: 2, Leaving: 1, Changed: 2, Unchanged: 91})),
		about("many", changes(outcome.Changes{Added: 5, Returning: 1, Leaving: 4, Missing: 3, Ended: 2, Changed: 17,
			StillMissing: 2, Unchanged: 73})),
		about("the charset is a guess", guess),
		{"and only problems are told", problems.imported(guess, 1)},
	}
}
