package importer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

var (
	defaults  = Limits{Invalid: 10, Leaving: 10, Joining: 20, Rewritten: 10, AlwaysAllowed: 2}
	yesterday = time.Date(2026, time.November, 22, 21, 0, 0, 0, time.UTC)
	today     = time.Date(2026, time.November, 23, 21, 0, 0, 0, time.UTC)
)

// Each safeguard under, at and over its limit, in companies of 1, 2, 3, 20, 100 and 1,000 people, with the default limits.
func TestSafeguards(t *testing.T) {
	invalid := func(n, of int) *roster.Plan {
		return &roster.Plan{Rows: roster.Rows{Read: of + 500, Excluded: 500, Rejected: n}}
	}
	leaving := func(n, of int) *roster.Plan { return &roster.Plan{Employed: of, Changes: roster.Changes{Leaving: n}} }
	missing := func(n, of int) *roster.Plan { return &roster.Plan{Employed: of, Changes: roster.Changes{Missing: n}} }
	// Everybody who leaves, goes missing or is ended counts; who is still missing counted before.
	gone := func(n, of int) *roster.Plan {
		return &roster.Plan{Employed: of, Changes: roster.Changes{Leaving: 1, Missing: 1, Ended: n - 2, StillMissing: 50}}
	}
	joining := func(n, of int) *roster.Plan { return &roster.Plan{Employed: of, Joining: n} }
	renamed := func(n, of int) *roster.Plan {
		return &roster.Plan{Employed: of * 2, Rewritten: []roster.Rewrite{{Column: roster.LastName, Count: n, Of: of}}}
	}
	for _, test := range []struct {
		code string
		plan func(n, of int) *roster.Plan
		of   int
		most int // that is let through
	}{
		{outcome.ReasonInvalid, invalid, 3, 2}, {outcome.ReasonInvalid, invalid, 20, 2},
		{outcome.ReasonInvalid, invalid, 30, 3}, {outcome.ReasonInvalid, invalid, 1000, 100},
		{outcome.ReasonLeaving, leaving, 1, 2}, {outcome.ReasonLeaving, leaving, 2, 2}, {outcome.ReasonLeaving, leaving, 3, 2},
		{outcome.ReasonLeaving, leaving, 20, 2}, {outcome.ReasonLeaving, leaving, 100, 10}, {outcome.ReasonLeaving, leaving, 1000, 100},
		{outcome.ReasonLeaving, missing, 3, 2}, {outcome.ReasonLeaving, missing, 100, 10},
		{outcome.ReasonLeaving, gone, 3, 2}, {outcome.ReasonLeaving, gone, 100, 10},
		{outcome.ReasonJoining, joining, 0, 2}, {outcome.ReasonJoining, joining, 1, 2}, {outcome.ReasonJoining, joining, 3, 2},
		{outcome.ReasonJoining, joining, 20, 4}, {outcome.ReasonJoining, joining, 100, 20},
		{outcome.ReasonRewritten, renamed, 3, 2}, {outcome.ReasonRewritten, renamed, 20, 2}, {outcome.ReasonRewritten, renamed, 100, 10},
	} {
		for n := test.most; n <= test.most+1; n++ {
			d := decide(test.plan(n, test.of), baselineState{newest: yesterday}, today, mode{}, defaults)
			want := outcome.Imported
			if n > test.most {
				want = outcome.Held
			}
			if d.status != want {
				t.Errorf("%s: %d of %d is %s; want %s", test.code, n, test.of, d.status, want)
			}
			if n > test.most && (len(d.reasons) != 1 || d.reasons[0].Code != test.code || d.reasons[0].Count != n || d.reasons[0].Of != test.of) {
				t.Errorf("%s: %d of %d: %+v", test.code, n, test.of, d.reasons)
			}
		}
	}
}

// What holds a file without a percentage, and when none of it counts.
func TestDecide(t *testing.T) {
	everybodyLeaves := &roster.Plan{Employed: 100, Changes: roster.Changes{Leaving: 100}, Rows: roster.Rows{Read: 100, Accepted: 100}}
	halfLeave := &roster.Plan{Employed: 100, Changes: roster.Changes{Leaving: 50}, Rewritten: []roster.Rewrite{
		{Column: roster.LastName, Count: 40, Of: 100}, {Column: roster.EmployeeCode, Count: 10, Of: 100},
		{Column: roster.Managers, Count: 11, Of: 100},
	}}
	many := &roster.Plan{Employed: 100, Joining: 51}
	fifty := &roster.Plan{Employed: 100, Joining: 50}
	cut := &roster.Plan{CutOff: true}
	vanished := &roster.Plan{Vanished: []string{roster.EmploymentEndDate}}
	unmapped := &roster.Plan{UnmappedEnd: []roster.UnmappedEnd{{Label: "Date Left"}}}
	conflict := &roster.Plan{Conflicts: 1, Rows: roster.Rows{Read: 100, Rejected: 1}}
	fine := &roster.Plan{Employed: 100}
	for _, test := range []struct {
		name string
		plan *roster.Plan
		base baselineState
		mode mode
		want outcome.Status
		code string // of the reasons, and their columns
		held bool   // may be approved
		send bool
	}{
		{"nothing wrong", fine, baselineState{}, mode{}, outcome.Imported, "", false, true},
		{"everybody leaves", everybodyLeaves, baselineState{}, mode{}, outcome.Held, outcome.ReasonLeaving, true, false},
		{"... and it is approved", everybodyLeaves, baselineState{}, mode{approved: true}, outcome.Imported, outcome.ReasonLeaving, false, true},
		{"... and it is previewed", everybodyLeaves, baselineState{}, mode{preview: true}, outcome.Previewed, outcome.ReasonLeaving, true, false},
		{"... in a dry run of an approved file", everybodyLeaves, baselineState{},
			mode{preview: true, approved: true}, outcome.Previewed, outcome.ReasonLeaving, false, false},
		{"... in a first file", everybodyLeaves, baselineState{first: true}, mode{}, outcome.Imported, "", false, true},
		{"half of them leave, others get new names and managers", halfLeave, baselineState{}, mode{}, outcome.Held,
			"leaving rewritten:lastName rewritten:manager", true, false},
		{"... and it is approved", halfLeave, baselineState{}, mode{approved: true}, outcome.Imported,
			"leaving rewritten:lastName rewritten:manager", false, true},
		{"... and a newer one is there", halfLeave, baselineState{newest: today.Add(time.Second)}, mode{}, outcome.Superseded, "", false, false},
		{"... which a preview sees too", halfLeave, baselineState{newest: today.Add(time.Second)},
			mode{preview: true}, outcome.Previewed, "", false, false},
		{"a newer one is there", fine, baselineState{newest: today.Add(time.Second)}, mode{}, outcome.Superseded, "", false, false},
		{"... for an approved one too", fine, baselineState{newest: today.Add(time.Second)},
			mode{approved: true}, outcome.Superseded, "", false, false},
		{"... for a seed too", fine, baselineState{newest: today.Add(time.Second)}, mode{seed: true}, outcome.Superseded, "", false, false},
		{"... not for changes", fine, baselineState{newest: today.Add(time.Second)}, mode{changes: true}, outcome.Imported, "", false, true},
		{"of the same second", fine, baselineState{newest: today}, mode{}, outcome.Imported, "", false, true},
		{"a seed", everybodyLeaves, baselineState{}, mode{seed: true}, outcome.Seeded, "", false, false},
		{"50 join by a file of changes", fifty, baselineState{}, mode{changes: true}, outcome.Imported, "", false, true},
		{"51 join by a file of changes", many, baselineState{}, mode{changes: true}, outcome.Held, outcome.ReasonJoining, true, false},
		{"cut off", cut, baselineState{first: true}, mode{}, outcome.Held, outcome.ReasonCutOff, true, false},
		{"cut off, changes", cut, baselineState{}, mode{changes: true}, outcome.Imported, "", false, true},
		{"a vanished column", vanished, baselineState{}, mode{}, outcome.Held,
			outcome.ReasonVanishedColumn + ":" + roster.EmploymentEndDate, true, false},
		{"an end that is not mapped", unmapped, baselineState{first: true}, mode{}, outcome.Held,
			outcome.ReasonUnmappedEnd + ":Date Left", true, false},
		{"a broken baseline", fine, baselineState{broken: true}, mode{}, outcome.Held, outcome.ReasonBrokenBaseline, true, false},
		{"... approved", fine, baselineState{broken: true}, mode{approved: true}, outcome.Imported, outcome.ReasonBrokenBaseline, false, true},
		{"... a seed replaces it, whatever it was", fine, baselineState{broken: true, otherEnvironment: true},
			mode{seed: true}, outcome.Seeded, "", false, false},
		{"... approved changes cannot replace it", fine, baselineState{broken: true},
			mode{approved: true, changes: true}, outcome.Held, outcome.ReasonBrokenBaseline, true, false},
		{"a baseline of the other environment", fine, baselineState{otherEnvironment: true},
			mode{}, outcome.Held, outcome.ReasonOtherEnvironment, true, false},
		{"... approved", fine, baselineState{otherEnvironment: true},
			mode{approved: true}, outcome.Imported, outcome.ReasonOtherEnvironment, false, true},
		{"... approved changes cannot replace it", fine, baselineState{otherEnvironment: true},
			mode{approved: true, changes: true}, outcome.Held, outcome.ReasonOtherEnvironment, true, false},
		{"an identity conflict", conflict, baselineState{}, mode{}, outcome.Imported, "", true, true},
		{"... that approval did not resolve", conflict, baselineState{}, mode{approved: true}, outcome.Imported, "", false, true},
	} {
		d := decide(test.plan, test.base, today, test.mode, defaults)
		var codes []string
		for _, r := range d.reasons {
			codes = append(codes, strings.TrimSuffix(r.Code+":"+r.Column, ":"))
		}
		got := fmt.Sprint(d.status, strings.Join(codes, " "), d.held, d.send)
		if want := fmt.Sprint(test.want, test.code, test.held, test.send); got != want {
			t.Errorf("%s: %s; want %s", test.name, got, want)
		}
	}
}

// 100 switches a safeguard off; 0 lets only through what is always allowed.
func TestLimits(t *testing.T) {
	plan := &roster.Plan{Employed: 100, Changes: roster.Changes{Leaving: 3}}
	for limit, want := range map[int]outcome.Status{0: outcome.Held, 2: outcome.Held, 3: outcome.Imported, 100: outcome.Imported} {
		if d := decide(plan, baselineState{}, today, mode{}, Limits{Leaving: limit, AlwaysAllowed: 2}); d.status != want {
			t.Errorf("a limit of %d %%: %s; want %s", limit, d.status, want)
		}
	}
	doubled := &roster.Plan{Employed: 100, Joining: 101}
	if d := decide(doubled, baselineState{}, today, mode{}, Limits{Joining: 100}); d.status != outcome.Imported {
		t.Errorf("more people join than there are, and that is not judged: %s", d.status)
	}
	if d := decide(plan, baselineState{}, today, mode{}, Limits{Leaving: 0, AlwaysAllowed: 3}); d.status != outcome.Imported {
		t.Errorf("three are always allowed: %s", d.status)
	}
}
