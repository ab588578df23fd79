package importer

import (
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// The prefix and the settings say what a file is imported as. A dry run wins over approved/ and seed/; a seed is
// everybody, also where files hold only who has changed.
func TestMode(t *testing.T) {
	for _, test := range []struct {
		key             string
		changes, dryRun bool
		want            mode
	}{
		{"incoming/a.csv", false, false, mode{}},
		{"incoming/a.csv", true, false, mode{changes: true}},
		{"incoming/a.csv", true, true, mode{changes: true, preview: true}},
		{"preview/a.csv", false, false, mode{preview: true}},
		{"approved/a.csv", true, false, mode{changes: true, approved: true}},
		{"approved/a.csv", false, true, mode{approved: true, preview: true}},
		{"seed/a.csv", false, false, mode{seed: true}},
		{"seed/a.csv", true, false, mode{seed: true}},
		{"seed/a.csv", true, true, mode{preview: true}},
	} {
		im := importRun{
			job:  &Importer{Settings: Settings{Format: roster.Format{Changes: test.changes}, DryRun: test.dryRun}},
			file: sourceFile{Version: cloud.Version{Key: test.key}},
		}
		if got := im.mode(); got != test.want {
			t.Errorf("%s, changes %v, dry run %v: %+v; want %+v", test.key, test.changes, test.dryRun, got, test.want)
		}
	}
}

// A baseline as the last import, of yesterday, has left it: Grace is missing since then.
const lastNight = "firstName,lastName,emailAddress,receivedAt,missingSince,environment\n" +
	"Ada,King,ada@example.com,20261122T210000Z,,test\n" +
	"Grace,Hopper,grace@example.com,20261121T210000Z,20261122T210000Z,test\n" +
	"Alan,Turing,alan@example.com,20261122T210000Z,,test\n" +
	"Edsger,Dijkstra,edsger@example.com,20261122T210000Z,,test\n" +
	"Radia,Perlman,radia@example.com,20261122T210000Z,,test\n"

func weighed(t *testing.T, key, file, known string, set Settings) (*importRun, decision) {
	t.Helper()
	return weighedWith(t, key, "firstName,lastName,emailAddress\n"+file, known, set)
}

// baselineOf reads a baseline; of no text there is none.
func baselineOf(t *testing.T, text string) *roster.Baseline {
	t.Helper()
	if text == "" {
		return &roster.Baseline{}
	}
	base, err := roster.ReadBaseline(strings.NewReader(text), roster.YMD)
	if err != nil {
		t.Fatal(err)
	}
	return base
}

// weighedWith weighs a file that has a header of its own.
func weighedWith(t *testing.T, key, file, known string, set Settings) (*importRun, decision) {
	t.Helper()
	base := baselineOf(t, known)
	read, err := set.Format.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	set.Crewmojo, set.Limits = settings.Crewmojo{Environment: "test"}, defaults
	im := &importRun{
		job: &Importer{Settings: set}, file: sourceFile{Version: cloud.Version{Key: key}, received: today},
		content: read, base: baseline{Baseline: base},
	}
	return im, im.weigh()
}

const (
	ada       = "Ada,King,ada@example.com\n"
	threeLeft = ada + "Alan,Turing,alan@example.com\nEdsger,Dijkstra,edsger@example.com\n"
)

// A held file tells what its approval would do, endings of those included who are missing for the first time. One that
// nobody needs to approve tells what it does.
func TestHeldFilesTellOfEndings(t *testing.T) {
	set := Settings{EndMissing: true, Zone: time.UTC}
	for _, test := range []struct {
		key, file string
		status    outcome.Status
		want      outcome.Changes
	}{
		// Radia is missing for the first time, Grace for the second.
		{"incoming/a.csv", threeLeft, outcome.Imported, outcome.Changes{Unchanged: 3, Missing: 1, Ended: 1}},
		{"preview/a.csv", threeLeft, outcome.Previewed, outcome.Changes{Unchanged: 3, Missing: 1, Ended: 1}},
		{"incoming/a.csv", ada, outcome.Held, outcome.Changes{Unchanged: 1, Ended: 4}},
		{"preview/a.csv", ada, outcome.Previewed, outcome.Changes{Unchanged: 1, Ended: 4}},
		{"approved/a.csv", ada, outcome.Imported, outcome.Changes{Unchanged: 1, Ended: 4}},
	} {
		im, d := weighed(t, test.key, test.file, lastNight, set)
		if d.status != test.status || im.result.Changes != test.want {
			t.Errorf("%s: %s, %+v; want %s, %+v", test.key, d.status, im.result.Changes, test.status, test.want)
		}
	}
}

// A held file tells of addresses that were handed on, too: its approval sends those rows. Alan, who has left, had the address
// that Edsger has now, whose code and names are as they were.
func TestHeldFilesTellOfHandedOnAddresses(t *testing.T) {
	const known = "firstName,lastName,emailAddress,employeeCode,receivedAt,missingSince,environment\n" +
		"Ada,King,ada@example.com,E1,20261122T210000Z,,test\n" +
		"Alan,Turing,info@example.com,E2,20261122T210000Z,,test\n" +
		"Edsger,Dijkstra,edsger@example.com,E3,20261122T210000Z,,test\n"
	const everybodyElse = "Grace,Hopper,grace@example.com,E4,20261122T210000Z,,test\n" +
		"Radia,Perlman,radia@example.com,E5,20261122T210000Z,,test\n" +
		"Tony,Hoare,tony@example.com,E6,20261122T210000Z,,test\n"
	const file = "E1,Ada,King,ada@example.com\nE3,Edsger,Dijkstra,info@example.com\n"
	for _, test := range []struct {
		known    string
		status   outcome.Status
		rejected int
	}{
		{known, outcome.Imported, 1}, {known + everybodyElse, outcome.Held, 0},
	} {
		im, d := weighedWith(t, "incoming/a.csv", "employeeCode,firstName,lastName,emailAddress\n"+file, test.known, Settings{})
		if d.status != test.status || im.result.Rows.Rejected != test.rejected {
			t.Errorf("%s, %d rejected; want %s, %d: %s", d.status, im.result.Rows.Rejected, test.status, test.rejected, d.reason)
		}
	}
}

// The day that a file was received, and those of the baseline, are days of the zone: in Sydney, both files of this example
// are of 23 November.
func TestDaysAreOfTheZone(t *testing.T) {
	sydney, err := time.LoadLocation("Australia/Sydney")
	if err != nil {
		t.Fatal(err)
	}
	known := strings.ReplaceAll(lastNight, ",20261122T210000Z,test", ",20261123T120000Z,test") // Grace: 23:00 in Sydney
	if im, _ := weighed(t, "incoming/a.csv", threeLeft, known, Settings{EndMissing: true, Zone: time.UTC}); im.plan.Changes.Ended != 0 {
		t.Errorf("%d people are ended in a second file of the same day", im.plan.Changes.Ended)
	}
	if im, _ := weighed(t, "incoming/a.csv", threeLeft, known, Settings{EndMissing: true, Zone: sydney}); im.plan.Changes.Ended != 1 {
		t.Errorf("%d people are ended in a file of the next day; want 1", im.plan.Changes.Ended)
	}
}

// A seed is compared with nothing, and so is an approved file after another environment's baseline.
func TestComparedWithNothing(t *testing.T) {
	other := strings.ReplaceAll(lastNight, ",test", ",production")
	for _, test := range []struct {
		key, known string
		status     outcome.Status
		added      int
	}{
		{"incoming/a.csv", lastNight, outcome.Imported, 0}, {"seed/a.csv", lastNight, outcome.Seeded, 3},
		{"incoming/a.csv", other, outcome.Held, 0}, {"approved/a.csv", other, outcome.Imported, 3},
		{"approved/a.csv", lastNight, outcome.Imported, 0},
		// A baseline whose rows do not say where they were sent.
		{"incoming/a.csv", strings.ReplaceAll(lastNight, ",test", ","), outcome.Imported, 0},
	} {
		im, d := weighed(t, test.key, threeLeft, test.known, Settings{Zone: time.UTC})
		if d.status != test.status || im.result.Changes.Added != test.added {
			t.Errorf("%s: %s, %d added; want %s, %d: %s", test.key, d.status, im.result.Changes.Added, test.status, test.added, d.reason)
		}
	}
}

// The same rejects are the same people with the same problems: in any rows, in any order, with whatever in the cells.
func TestDigestOf(t *testing.T) {
	a := roster.Reject{Row: 2, ID: "E1", Column: roster.EmailAddress, Code: roster.InvalidEmail, Value: "ada@"}
	b := roster.Reject{Row: 7, ID: "E2", Column: roster.LastName, Code: roster.MissingValue}
	moved := a
	moved.Row, moved.Value = 9, "ada"
	digest := digestOf([]roster.Reject{a, b})
	if same := digestOf([]roster.Reject{b, moved}); same != digest {
		t.Error("the same rejects in another order have another digest")
	}
	someoneElse, elsewhere, otherwise := a, a, a
	someoneElse.ID, elsewhere.Column, otherwise.Code = "E3", roster.ManagerEmailAddress, roster.MissingValue
	for _, other := range [][]roster.Reject{{a}, {someoneElse, b}, {elsewhere, b}, {otherwise, b}, {a, b, b}} {
		if digestOf(other) == digest {
			t.Errorf("%+v has the same digest", other)
		}
	}
	if digestOf(nil) != "" {
		t.Error("no rejects have a digest")
	}
}

// The same rejects as yesterday need no other mail; no rejects are not the same as yesterday's none.
func TestSameRejects(t *testing.T) {
	wrong := threeLeft + "Wendy,Beard,nowhere\n"
	im, _ := weighed(t, "incoming/a.csv", wrong, lastNight, Settings{})
	for _, test := range []struct {
		name, file, lastDigest string
		want                   bool
	}{
		{"as yesterday", wrong, digestOf(im.rejects), true},
		{"none yesterday", wrong, "", false},
		{"none, and none yesterday", threeLeft, "", false},
	} {
		im, _ := weighed(t, "incoming/a.csv", test.file, lastNight, Settings{})
		im.base.rejects = test.lastDigest
		if im.weigh(); im.result.SameRejects != test.want {
			t.Errorf("%s: same rejects: %v", test.name, im.result.SameRejects)
		}
	}
}

// A result counts all rows with a problem, and names the first 20.
func TestProblemsAreCounted(t *testing.T) {
	im, _ := weighed(t, "incoming/a.csv", threeLeft+strings.Repeat("Wendy,Beard,nowhere\n", 25), lastNight, Settings{})
	if len(im.result.Problems) != 1 || im.result.Problems[0].Count != 25 || len(im.result.Problems[0].Rows) != 20 {
		t.Errorf("of 25 rows without an address: %+v", im.result.Problems)
	}
}

// Rows that may be about any of the missing people keep them employed: the result says how many such rows there are.
func TestNobodyIsEnded(t *testing.T) {
	noChange := threeLeft + "Radia,Perlman,radia@example.com\n"
	for file, want := range map[string]string{
		noChange + "Wendy,Beard,nowhere\n":               "because 1 rejected row names nobody: the missing people may be in it.",
		noChange + "Wendy,Beard,nowhere\nHarry,Beard,\n": "because 2 rejected rows name nobody: the missing people may be in them.",
	} {
		im, d := weighed(t, "incoming/a.csv", file, lastNight, Settings{EndMissing: true})
		if im.result.Changes.Ended != 0 || im.result.Changes.StillMissing != 1 || !strings.HasSuffix(d.reason, want) {
			t.Errorf("%+v: %s; want ... %s", im.result.Changes, d.reason, want)
		}
	}
}

// An approval is used once. The import that used it may be repeated.
func TestApprovalsAreUsedOnce(t *testing.T) {
	for by, want := range map[string]bool{"": false, "this": false, "another": true} {
		if got := (approval{ApprovedBy: by}).isUsedBy("this"); got != want {
			t.Errorf("approved by %q: used %v", by, got)
		}
	}
}
