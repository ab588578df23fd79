package notifier

import (
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
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
	result   outcome.Import // of an import; without an ID if it is about something else
}

// about returns what is told of a result.
func about(name string, r outcome.Import) mailCase { return toldBy(testWriter, name, r) }

// toldBy returns what a writer tells of a result.
func toldBy(w writer, name string, r outcome.Import) mailCase {
	return mailCase{name, w.imported(r, 1), r}
}

// checkPlausible checks that a result is one that an import could have: a mail is read with its figures.
func checkPlausible(t *testing.T, name string, r outcome.Import) {
	t.Helper()
	rows, c := r.Rows, r.Changes
	if rows.Read != rows.Accepted+rows.Rejected+rows.Merged+rows.Former+rows.Excluded+rows.Superseded {
		t.Errorf("%s: the rows do not add up: %+v", name, rows)
	}
	if c != (outcome.Changes{}) && rows.Accepted != c.Added+c.Changed+c.Unchanged || c.Changed < c.Leaving+c.Returning {
		t.Errorf("%s: the people do not add up: %+v, of %d rows", name, c, rows.Accepted)
	}
	before := c.Changed + c.Unchanged - c.Returning + c.Missing + c.Ended
	for _, reason := range r.Reasons {
		switch reason.Code {
		case outcome.ReasonLeaving:
			if reason.Count != c.Leaving+c.Missing+c.Ended || reason.Of != before+rows.Rejected && reason.Of != before {
				t.Errorf("%s: %+v, of %d employed people and %+v", name, reason, before, c)
			}
		case outcome.ReasonJoining:
			if reason.Count != c.Added+c.Returning || reason.Of != before {
				t.Errorf("%s: %+v, of %d employed people and %+v", name, reason, before, c)
			}
		case outcome.ReasonRewritten:
			if reason.Count > c.Changed {
				t.Errorf("%s: %+v of %+v", name, reason, c)
			}
		case outcome.ReasonInvalid:
			if reason.Count != rows.Rejected || reason.Of != rows.Read {
				t.Errorf("%s: %+v of %+v", name, reason, rows)
			}
		}
	}
}

// result returns the result of a file of 95 rows, in which most people stay as they are.
func result(status outcome.Status, change func(*outcome.Import)) outcome.Import {
	r := outcome.Import{
		ID: "20261123T210501Z-3f2a9c81d04b", Status: status,
		Source: outcome.Source{
			Bucket: "acme-crewmojo", Key: "incoming/employees.csv", Received: time.Date(2026, time.November, 23, 21, 5,
				1, 0, time.UTC),
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
		r.Source.Key = "approved/source.csv"
		r.Approves, r.ApprovesKey = "20261123T210501Z-3f2a9c81d04b", "incoming/employees.csv"
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

// leavers is a held file of a company of so many people; some leave, are missing or are ended.
func leavers(employed int, c outcome.Changes) outcome.Import {
	return result(outcome.Held, func(r *outcome.Import) {
		gone := c.Leaving + c.Missing + c.Ended
		c.Changed = c.Leaving
		c.Unchanged = employed - gone
		r.Changes = c
		r.Rows = outcome.Rows{Read: c.Changed + c.Unchanged, Accepted: c.Changed + c.Unchanged}
		r.Reasons = []outcome.Reason{{Code: "leaving", Count: gone, Of: employed, Limit: 10}}
	})
}

// sold is a held file of a company of 95 people that has sold a team.
func sold() outcome.Import {
	r := leavers(95, outcome.Changes{Leaving: 27, Missing: 4})
	r.Changes = outcome.Changes{Added: 2, Returning: 1, Leaving: 27, Missing: 4, Changed: 40, Unchanged: 50}
	r.Rows = outcome.Rows{Read: 94, Accepted: 92, Rejected: 2}
	return r
}

func heldLeaving() []mailCase {
	twice := sold()
	twice.Reasons = append(twice.Reasons, outcome.Reason{Code: "rewritten", Column: "lastName", Count: 12, Of: 64, Limit: 10})
	moved := leavers(95, outcome.Changes{Missing: 40})
	moved.Changes.Added, moved.Rows = 40, outcome.Rows{Read: 95, Accepted: 95}
	moved.Problems = []outcome.Problem{{Code: outcome.ProblemPossibleDuplicate, Count: 40, Rows: []int{2, 3}}}
	thrice := twice
	thrice.Reasons = append([]outcome.Reason{{Code: "cut-off"}}, twice.Reasons...)
	return []mailCase{
		about("a team was sold", sold()),
		about("three of three leave", leavers(3, outcome.Changes{Leaving: 3})),
		about("two leave, and one is missing", leavers(12, outcome.Changes{Leaving: 2, Missing: 1})),
		about("thousands are missing", leavers(4900, outcome.Changes{Missing: 1234})),
		about("missing people would be ended", leavers(95, outcome.Changes{Leaving: 1, Missing: 1, Ended: 9})),
		about("new addresses without codes", moved),
		about("for two reasons", twice), about("for three reasons", thrice),
	}
}

// heldFor is a held file of 95 people, in which this changes.
func heldFor(reason outcome.Reason, c outcome.Changes) outcome.Import {
	return result(outcome.Held, func(r *outcome.Import) {
		r.Reasons, r.Changes = []outcome.Reason{reason}, c
		r.Rows.Accepted = c.Added + c.Changed + c.Unchanged
		r.Rows.Read = r.Rows.Accepted
	})
}

func heldOthers() []mailCase {
	cutOff := heldFor(outcome.Reason{Code: "cut-off"}, outcome.Changes{Missing: 5, Unchanged: 90})
	cutOff.Rows = outcome.Rows{Read: 91, Accepted: 90, Rejected: 1}
	half := leavers(95, outcome.Changes{Missing: 48})
	half.Reasons = append([]outcome.Reason{{Code: "cut-off"}}, half.Reasons...)
	half.Rows = outcome.Rows{Read: 48, Accepted: 47, Rejected: 1}
	sheets := leavers(95, outcome.Changes{Missing: 46})
	sheets.OtherSheets, sheets.Source.Key = 1, "incoming/employees.xlsx"
	evil := sold()
	evil.Source.Key = `incoming/approve it at "evil.example" or by ann@evil.example now.csv`
	invalid := heldFor(outcome.Reason{Code: "invalid", Count: 20, Of: 95, Limit: 10}, outcome.Changes{Unchanged: 75})
	invalid.Rows = outcome.Rows{Read: 95, Accepted: 75, Rejected: 20}
	long := sold()
	long.Source.Key = "incoming/" + "Employee export of all countries, contractors included, as of Müller's request " +
		"(final, corrected) 2026-11-23.csv"
	again := sold()
	again.Source.Key, again.ApprovesKey = "approved/source.csv", "incoming/employees.csv"
	again.Approves, again.ID = again.ID, "20261124T080000Z-8d04b3f2a9c1"
	letters := heldFor(outcome.Reason{Code: "rewritten", Column: "lastName", Count: 31, Of: 95, Limit: 10},
		outcome.Changes{Changed: 31, Unchanged: 64})
	letters.Reason = words.Explained(letters) + " " + words.GuessedCharset
	return []mailCase{
		about("rows", invalid),
		about("joiners", heldFor(outcome.Reason{Code: "joining", Count: 40, Of: 95, Limit: 20},
			outcome.Changes{Added: 38, Returning: 2, Changed: 2, Unchanged: 95})),
		about("joiners of a small company", heldFor(outcome.Reason{Code: "joining", Count: 3, Of: 1, Limit: 20},
			outcome.Changes{Added: 3, Unchanged: 1})),
		about("last names", heldFor(outcome.Reason{Code: "rewritten", Column: "lastName", Count: 40, Of: 95, Limit: 10},
			outcome.Changes{Changed: 40, Unchanged: 55})),
		about("last names, in a charset that is a guess", letters),
		about("managers", heldFor(outcome.Reason{Code: "rewritten", Column: "manager", Count: 3, Of: 3, Limit: 10},
			outcome.Changes{Changed: 3})),
		about("a column has vanished", heldFor(outcome.Reason{Code: "vanished-column", Column: "employeeCode"},
			outcome.Changes{Unchanged: 95})),
		about("cut off", cutOff), about("cut off in the middle", half), about("a workbook with a sheet for each office", sheets),
		about("a name that looks like a link", evil),
		about("a long name", long),
		about("an approved file again", again),
	}
}

func heldForOperators() []mailCase {
	unmapped := heldFor(outcome.Reason{Code: "unmapped-end", Column: "Term Date"}, outcome.Changes{Unchanged: 95})
	unmapped.Reason = words.Explained(unmapped)
	alone := testWriter
	alone.operatorsHear = false
	last := toldBy(alone, "no operator listens", unmapped)
	last.messages = last.messages[:1]
	return []mailCase{
		about("leavers are not mapped", unmapped),
		about("the baseline is damaged", heldFor(outcome.Reason{Code: "baseline"}, outcome.Changes{Added: 95})),
		about("the other environment", heldFor(outcome.Reason{Code: "baseline-environment"}, outcome.Changes{Unchanged: 95})),
		last,
	}
}

func inPart(n int) outcome.Import {
	return result(outcome.Imported, func(r *outcome.Import) {
		r.Rows = outcome.Rows{Read: 95, Accepted: 95 - n, Rejected: n}
		r.Changes = outcome.Changes{Added: 1, Changed: 2, Unchanged: 92 - n}
	})
}

func importedInPart() []mailCase {
	notEnded := inPart(2)
	notEnded.Reason = "Nobody's employment was ended, because 2 rejected rows name nobody: the missing people may be " +
		"in them."
	notEnded.Changes.StillMissing = 3
	same := inPart(3)
	same.SameRejects = true
	problems := testWriter
	problems.All = false
	return []mailCase{
		about("one", inPart(1)), about("two", inPart(2)), about("many", inPart(9)),
		about("nobody was ended", notEnded),
		about("the same as in the last file, and everything is told", same),
		toldBy(problems, "the same as in the last file, and problems are told", same),
	}
}

func importedWhole() []mailCase {
	changes := func(c outcome.Changes) outcome.Import {
		return result(outcome.Imported, func(r *outcome.Import) {
			r.Changes, r.Rows.Accepted = c, c.Added+c.Changed+c.Unchanged
			r.Rows.Read = r.Rows.Accepted
		})
	}
	guess := changes(outcome.Changes{Changed: 2, Unchanged: 93})
	guess.Reason = words.GuessedCharset
	firstDay := changes(outcome.Changes{Missing: 2, Unchanged: 93})
	firstDay.EndsMissing = true
	secondDay := changes(outcome.Changes{Ended: 2, Unchanged: 93})
	secondDay.EndsMissing = true
	sheets := changes(outcome.Changes{Added: 49})
	sheets.OtherSheets, sheets.Source.Key = 2, "incoming/employees.xlsx"
	sheets.Reason = words.OtherSheets(2)
	inPart := changes(outcome.Changes{Changed: 2, Unchanged: 93})
	inPart.Reason = words.RowsNotTaken
	perhaps := changes(outcome.Changes{Changed: 2, Unchanged: 93})
	perhaps.Reason = words.ErrorMentioned
	odd := changes(outcome.Changes{Changed: 3, Unchanged: 92})
	odd.Problems = []outcome.Problem{{Code: "unknown-manager", Column: "managerEmployeeCode", Count: 1, Rows: []int{4}}}
	empty := changes(outcome.Changes{})
	problems := testWriter
	problems.All = false
	return []mailCase{
		about("a file of changes without rows", empty),
		about("nobody changes", changes(outcome.Changes{Unchanged: 95})),
		about("one", changes(outcome.Changes{Added: 1, Unchanged: 94})),
		about("two", changes(outcome.Changes{Added: 2, Leaving: 1, Changed: 2, Unchanged: 91})),
		about("many", changes(outcome.Changes{Added: 5, Returning: 1, Leaving: 4, Missing: 3, Changed: 17,
			StillMissing: 2, Unchanged: 73})),
		about("something is worth a look", odd),
		about("missing, and nobody is ended", changes(outcome.Changes{Missing: 1, StillMissing: 1, Unchanged: 94})),
		about("a workbook with a sheet for each office", sheets),
		toldBy(problems, "missing, and only problems are told", changes(outcome.Changes{Missing: 2, Unchanged: 93})),
		toldBy(problems, "missing people will be ended", firstDay), toldBy(problems, "missing people are ended", secondDay),
		toldBy(problems, "Crewmojo's answer seems to tell of rows", inPart),
		toldBy(problems, "Crewmojo's answer seems to tell of an error", perhaps),
		about("the charset is a guess", guess),
		toldBy(problems, "and only problems are told", guess),
	}
}
