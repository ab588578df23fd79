package words

import (
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// because returns a held file of 41 rows with one reason.
func because(reason outcome.Reason, c outcome.Changes) outcome.Import {
	return outcome.Import{Status: outcome.Held, Reasons: []outcome.Reason{reason}, Changes: c, Rows: outcome.Rows{Read: 41}}
}

// Every reason is said with its figures, for one and for many, and its parts apart.
func TestReasons(t *testing.T) {
	left := func(n, of int) outcome.Reason {
		return outcome.Reason{Code: outcome.ReasonLeaving, Count: n, Of: of, Limit: 10}
	}
	for _, test := range []struct {
		held        outcome.Import
		short, long string
	}{
		{because(left(1, 1), outcome.Changes{Leaving: 1}), "1 of 1 employee would leave", "1 of 1 employee would leave. More than 10 % is held."},
		{because(left(31, 95), outcome.Changes{Leaving: 31}), "31 of 95 employees would leave",
			"31 of 95 employees would leave (33 %). More than 10 % is held."},
		{because(left(4, 9), outcome.Changes{Missing: 4}), "4 of 9 employees missing",
			"4 of 9 employees are missing from the file (44 %). More than 10 % is held."},
		{because(left(4, 9), outcome.Changes{Ended: 4}), "employment of 4 of 9 employees would be ended",
			"4 of 9 employees are missing, and their employment would be ended (44 %). More than 10 % is held."},
		{because(left(31, 95), outcome.Changes{Leaving: 27, Missing: 4}), "27 of 95 employees would leave, 4 missing",
			"27 of 95 employees would leave, and 4 are missing from the file: together 33 %. More than 10 % is held."},
		{because(left(3, 3), outcome.Changes{Leaving: 2, Missing: 1}), "2 of 3 employees would leave, 1 missing",
			"2 of 3 employees would leave, and 1 is missing from the file. More than 10 % is held."},
		{because(left(3100, 9500), outcome.Changes{Leaving: 1100, Missing: 1500, Ended: 500}),
			"1,100 of 9,500 employees would leave, 1,500 missing, employment of 500 would be ended",
			"1,100 of 9,500 employees would leave, 1,500 are " +
				"missing from the file, and 500 are missing, and their employment would be ended: together 33 %. More than 10 % is held."},

		{because(outcome.Reason{Code: outcome.ReasonInvalid, Count: 1, Of: 1, Limit: 10}, outcome.Changes{}),
			"1 of 1 row cannot be used", "1 of 1 row cannot be used. More than 10 % is held."},
		{because(outcome.Reason{Code: outcome.ReasonInvalid, Count: 31, Of: 95, Limit: 10}, outcome.Changes{}),
			"31 of 95 rows cannot be used", "31 of 95 rows cannot be used (33 %). More than 10 % is held."},
		{because(outcome.Reason{Code: outcome.ReasonJoining, Count: 3, Of: 0}, outcome.Changes{}),
			"3 people would join, nobody employed now", "3 people would join or be rehired, and nobody is employed now. More than 0 % is held."},
		{because(outcome.Reason{Code: outcome.ReasonJoining, Count: 1, Of: 1, Limit: 20}, outcome.Changes{}),
			"1 person would join, 1 employed now", "1 person would join or be rehired, and 1 is employed now. More than 20 % is held."},
		{because(outcome.Reason{Code: outcome.ReasonJoining, Count: 31, Of: 95, Limit: 20}, outcome.Changes{}),
			"31 people would join, 95 employed now", "31 people would join or be rehired, and 95 are employed now (33 %). More than 20 % is held."},
		// What is held is never said to be within the limit, also where it is rounded.
		{because(outcome.Reason{Code: outcome.ReasonJoining, Count: 20, Of: 95, Limit: 20}, outcome.Changes{}),
			"20 people would join, 95 employed now", "20 people would join or be rehired, and 95 are employed now (21 %). More than 20 % is held."},
		{because(outcome.Reason{Code: outcome.ReasonJoining, Count: 41, Of: 204, Limit: 20}, outcome.Changes{}),
			"41 people would join, 204 employed now",
			"41 people would join or be rehired, and 204 are employed now (more than 20 %). More than 20 % is held."},
		{because(outcome.Reason{Code: outcome.ReasonRewritten, Column: "manager", Count: 31, Of: 95, Limit: 10}, outcome.Changes{}),
			"manager would change for 31 of 95", "The manager would change for 31 of 95 employees (33 %). More than 10 % is held."},
		{because(outcome.Reason{Code: outcome.ReasonRewritten, Column: "emailAddress", Count: 1, Of: 1, Limit: 10}, outcome.Changes{}),
			"email address would change for 1 of 1", "The email address would change for 1 of 1 employee. More than 10 % is held."},
		{because(outcome.Reason{Code: outcome.ReasonVanishedColumn, Column: "employeeCode"}, outcome.Changes{}),
			`the column "employee code" is missing`,
			`The column "employee code" is missing from the file, or is empty. The last file had values in it.`},
		{because(outcome.Reason{Code: outcome.ReasonCutOff}, outcome.Changes{}),
			"cut off after 41 rows", "The last row looks incomplete, so rows after it may be missing."},
	} {
		got := Because(test.held.Reasons[0], test.held)
		if got.Short != test.short || got.Long != test.long || got.Remedy != "" {
			t.Errorf("%+v:\n got %+v\nwant %q, %q and no remedy", test.held, got, test.short, test.long)
		}
	}
}

// People who have left by a status, and have no end of employment, are counted.
func TestStatusWithoutEnd(t *testing.T) {
	for n, want := range map[int]Why{
		1: {Short: "1 person who has left would look employed", Long: `The column "Status" says of 1 person that they have left, but the ` +
			"row has no end of employment: they would stay employed in Crewmojo."},
		12: {Short: "12 people who have left would look employed", Long: `The column "Status" says of 12 people that they have left, but ` +
			"their rows have no end of employment: they would stay employed in Crewmojo."},
	} {
		held := because(outcome.Reason{Code: outcome.ReasonUnmappedEnd, Column: "Status", Count: n}, outcome.Changes{})
		got := Because(held.Reasons[0], held)
		if got.Short != want.Short || got.Long != want.Long || !strings.Contains(got.Remedy, "EndedWhen (ENDED_WHEN)") {
			t.Errorf("%d: %+v", n, got)
		}
	}
}

// What only the people who run the import can do is said to them alone, with the settings' names.
func TestRemedies(t *testing.T) {
	for code, names := range map[string]string{
		outcome.ReasonUnmappedEnd: "EndedWhen (ENDED_WHEN)", outcome.ReasonBrokenBaseline: "state/baseline.csv",
		outcome.ReasonOtherEnvironment: "seed/",
	} {
		held := because(outcome.Reason{Code: code, Column: "Term Date"}, outcome.Changes{})
		why := Because(held.Reasons[0], held)
		if !strings.Contains(why.Remedy, names) || strings.Contains(why.Long, names) || why.Long == code {
			t.Errorf("%s: %+v", code, why)
		}
		if want := why.Long + " " + why.Remedy; Explained(held) != want {
			t.Errorf("%s: %q; want %q", code, Explained(held), want)
		}
	}
}
