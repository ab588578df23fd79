package words

import (
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// Whoever reads it on the first day learns what the second one brings, and how to keep it from happening; on the second day, from
// when on it holds, and how to undo it. Others learn that missing people stay, and what to do if they have left.
func TestMissing(t *testing.T) {
	zone, err := time.LoadLocation("Australia/Sydney")
	if err != nil {
		t.Fatal(err)
	}
	day := outcome.Import{Status: outcome.Imported, EndsMissing: true,
		Source: outcome.Source{Key: "incoming/e.csv", Received: time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC)}}
	first, second := day, day
	first.Changes.Missing, second.Changes.Ended = 2, 1
	approved, reported, held := first, first, first
	approved.Source.Key, reported.EndsMissing, held.Status = "approved/source.csv", false, outcome.Held
	const stay = "2 people are missing from this file, and stay in Crewmojo as they are. If they have left, end their employment " +
		"there, or have the export give their last day."
	for _, test := range []struct {
		r              outcome.Import
		missing, ended string
		isProblem      bool
	}{
		{first, "2 people are missing from this file. If a file of a later day does not have them either, their employment is ended as " +
			"of 24 November 2026, unless they are on leave or a setting keeps them out. If that was their last day, you need not do " +
			"anything. If not, please have them put back into the export before that, with their last day if they leave.", "", true},
		{second, "", "The employment of 1 person was ended, because they are missing: it ended on " +
			"the first day that a file did not have them. If somebody has not left, please have them put back into the export: the " +
			"next file makes them employed again, as rehires.", true},
		{day, "", "", false}, {approved, stay, "", false}, {reported, stay, "", false}, {held, "", "", true},
	} {
		if got := Missing(test.r, zone); got != test.missing {
			t.Errorf("%+v: missing: %q, want %q", test.r, got, test.missing)
		}
		if got := Ended(test.r); got != test.ended {
			t.Errorf("%+v: ended: %q, want %q", test.r, got, test.ended)
		}
		if got := EndsPeople(test.r); got != test.isProblem {
			t.Errorf("%+v: ends people: %t", test.r, got)
		}
	}
}

// Whoever gets one file of several, such as one for each country, must not approve it: everybody else would be ended.
func TestFilesOfAPart(t *testing.T) {
	const of, says = 95, "such as one country's, do not approve it"
	for missing, want := range map[int]bool{10: false, 47: false, 48: true, 95: true} {
		for _, c := range []outcome.Changes{{Missing: missing}, {Ended: missing}} {
			r := outcome.Import{Status: outcome.Held, Changes: c, Reasons: []outcome.Reason{{Code: outcome.ReasonLeaving, Count: missing, Of: of}}}
			if got := IfApproved(r); strings.Contains(got, says) != want {
				t.Errorf("%+v: %s", c, got)
			}
		}
	}
}

// A new address without a code is a new person to Crewmojo: whoever approves it must know before.
func TestDuplicates(t *testing.T) {
	problem := func(code string, n int) outcome.Import {
		return outcome.Import{Status: outcome.Held, Problems: []outcome.Problem{{Code: "unknown-manager", Count: 9}, {Code: code, Count: n}}}
	}
	imported := problem("possible-duplicate", 1)
	imported.Status = outcome.Imported
	for want, r := range map[string]outcome.Import{
		"1 of the new people has the name of somebody who is missing. If it is the same person, they are in Crewmojo twice now: ask the " +
			"people who run the import.": imported,
		"": problem("self-manager", 2),
		"1 of the new people has the name of somebody who is missing. If it is the same person, do not approve the file: they would be " +
			"in Crewmojo twice. Ask the people who run the import first.": problem("possible-duplicate", 1),
		"40 of the new people have the names of people who are missing. If they are the same people, do not approve the file: each " +
			"would be in Crewmojo twice. Ask the people who run the import first.": problem("possible-duplicate", 40),
	} {
		if got := Duplicates(r); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
}
