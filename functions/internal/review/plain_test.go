package review

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// pageOf makes a page, and changes what it is made of before.
func pageOf(s sample, change func(*outcome.Import, *Details)) string {
	if change != nil {
		change(&s.result, &s.details)
	}
	return string(Page(s.result, s.details))
}

// seeded is a file that became the baseline of a company that had one.
func seeded() sample {
	r, d := base(outcome.Seeded, "seed/employees.csv")
	compare(&r, &d, []roster.Difference{somebody(1, roster.Joiner, "", "", "")})
	return sample{r, d}
}

// ended is a file by which people are ended who are missing, or that they are missing from for the first time.
func ended(kind roster.Kind) sample {
	r, d := base(outcome.Imported, "incoming/employees.csv")
	r.EndsMissing = true
	compare(&r, &d, []roster.Difference{somebody(1, kind, "", "", ""), somebody(2, kind, "", "", "")})
	return sample{r, d}
}

func neverHeld() sample {
	r, d := base(outcome.Rejected, "approved/review.html")
	r.Reason, r.Reasons = words.NeverHeld, []outcome.Reason{{Code: outcome.ReasonNeverHeld}}
	d.Approver = "AWS:AROAEXAMPLEID:dana@acme.example"
	return sample{r, d}
}

func tooLarge() sample {
	s := rejectedInPart()
	s.result.Reason = "Crewmojo refused the file (status 413); nothing was imported. It is too large: MaxUploadMB (MAX_UPLOAD_MB) splits it."
	return s
}

func dryRun() sample {
	s := previewed()
	s.result.Source.Key = "incoming/employees.csv"
	return s
}

// What HR reads above the part for operators has no word that only operators know.
func TestPagesAreInPlainWords(t *testing.T) {
	technical := regexp.MustCompile(`(?i)answer\.txt|status \d|[A-Z]+_[A-Z]+|MaxUploadMB|incoming/|seed/|\bdeploy|\bprefix\b|baseline`)
	address := regexp.MustCompile(`href="[^"]*"`)
	pages := samples()
	for name, s := range map[string]sample{
		"seeded": seeded(), "never held": neverHeld(), "too large": tooLarge(), "dry run": dryRun(), "first day": ended(roster.Missing),
	} {
		pages[name] = s
	}
	for name, s := range pages {
		page := string(Page(s.result, s.details))
		_, page, _ = strings.Cut(page, "<body>")
		page, _, _ = strings.Cut(page, `<section id="setting"`)
		page, _, _ = strings.Cut(page, `<section id="about"`)
		if found := technical.FindString(address.ReplaceAllString(page, "")); found != "" {
			t.Errorf("%s: an HR admin would not know %q", name, found)
		}
	}
}

// heldAgain makes a held file of an imported one.
func heldAgain(r *outcome.Import, _ *Details) {
	r.Status, r.Reasons = outcome.Held, []outcome.Reason{{Code: outcome.ReasonLeaving, Count: 2, Of: 2, Limit: 10}}
}

// What a page says, and what it must not say.
func TestPagesSay(t *testing.T) {
	for name, test := range map[string]struct {
		page    string
		says    []string
		saysNot []string
	}{
		"a seed": {pageOf(seeded(), nil), []string{"Starting point: 96 people noted, none sent"},
			[]string{"<svg", "oining", "would join", "rehired"}},
		"put under approved/": {pageOf(neverHeld(), nil), []string{"Put there by <b><bdi>dana@acme.example</bdi></b>",
			"It is not exactly the file that was held: it may have been edited, or be another file."}, []string{"Approved by"}},
		"too large": {pageOf(tooLarge(), nil), []string{"The file is too large for one upload.",
			"MaxUploadMB (MAX_UPLOAD_MB) splits it."}, nil},
		"taken in part": {pageOf(imported(), func(r *outcome.Import, _ *Details) { r.Reason = words.RowsNotTaken }),
			[]string{"tell of rows that it did not take. Its own words are in answer.txt.", words.AskWhichRows, "rejected rows"}, nil},
		"an error, perhaps": {pageOf(imported(), func(r *outcome.Import, _ *Details) { r.Reason = words.ErrorMentioned }),
			[]string{"its answer seems to tell of an error. Its own words are in answer.txt.", words.AskIfTaken}, nil},
		"a dry run": {pageOf(dryRun(), nil), []string{"The import is on a dry run"}, []string{"have it delivered"}},
		"missing on the first day": {pageOf(ended(roster.Missing), nil), []string{"<h2 id=\"missing-heading\">Missing: 2 people</h2>",
			"their employment is ended as of 24 November 2026, unless they are on leave or a setting keeps them out.", "put back into the export",
			"whether they have left"}, []string{"stay in Crewmojo", "for your information"}},
		"missing, held": {pageOf(ended(roster.Missing), heldAgain),
			[]string{"They stay in Crewmojo as they are."}, []string{"is ended as of"}},
		"ended": {pageOf(ended(roster.Ended), nil), []string{"Employment ended: 2 people", "The employment of 2 people was ended",
			"they are rehired then"}, []string{"would"}},
		"ended, held": {pageOf(ended(roster.Ended), heldAgain),
			[]string{"Employment would be ended: 2 people", "are missing: employment would be ended"}, []string{"Employment ended"}},
		"two sheets": {pageOf(held(), func(r *outcome.Import, _ *Details) { r.OtherSheets = 1 }),
			[]string{"Only the first sheet with a header was read; 1 more sheet looks like employees and was not."}, nil},
		"a move to another manager": {pageOf(held(), func(_ *outcome.Import, d *Details) {
			move := somebody(1, roster.Changed, roster.ManagerEmployeeCode, "00103", "00102")
			move.BeforeName, move.AfterName = "Charlotte Brown", "Jack Chen"
			d.Differences = slices.Values([]roster.Difference{move})
		}), []string{"<bdi>00103</bdi></del> (<bdi>Charlotte Brown</bdi>)", "<bdi>00102</bdi></ins> (<bdi>Jack Chen</bdi>)"}, nil},
		"an unknown manager": {pageOf(held(), func(r *outcome.Import, d *Details) {
			r.Problems = []outcome.Problem{{Code: "unknown-manager", Column: roster.ManagerEmployeeCode, Count: 3, Rows: []int{2, 3, 4}}}
			d.Person = func(row int) (roster.Difference, bool) { return somebody(row, "", "", "", ""), row != 3 }
		}), []string{"Rows 2 (<bdi>Alan Turing</bdi>), 3, 4 (<bdi>محمد الخوارزمي</bdi>)",
			"Nobody in this file or an earlier one is this manager, or the manager&#39;s own row was rejected."}, nil},
		"rejected rows, and others worth a look": {pageOf(imported(), func(r *outcome.Import, _ *Details) {
			r.Problems = append(r.Problems, outcome.Problem{Code: "self-manager", Column: roster.ManagerEmployeeCode, Count: 1, Rows: []int{9}})
		}), []string{"Some rows were sent although something in them may be wrong", `<a href="#look">what is worth a look</a>`}, nil},
		"a conflict": {pageOf(imported(), func(_ *outcome.Import, d *Details) {
			d.Rejects = []roster.Reject{{Row: 4, Column: roster.EmailAddress, Code: roster.IdentityConflict, Record: "Jack Chen (00102)"}}
		}), []string{"Crewmojo would write this row into the record of Jack Chen (00102)."}, nil},
	} {
		for _, text := range test.says {
			if !strings.Contains(test.page, text) {
				t.Errorf("%s: the page does not say %q", name, text)
			}
		}
		for _, text := range test.saysNot {
			if _, main, _ := strings.Cut(test.page, "<main>"); strings.Contains(main, text) {
				t.Errorf("%s: the page says %q", name, text)
			}
		}
	}
}

// A cell cannot turn the text around it, nor itself, so that it reads as another one.
func TestCellsCannotTurnTextAround(t *testing.T) {
	s := held()
	for _, control := range "\u202e\u202d\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061c" {
		s.result.Source.Key = "incoming/" + string(control) + "vsc.seeyolpme"
		page := string(Page(filled(s, "A"+string(control)+"da")))
		if strings.ContainsRune(page, control) || !strings.Contains(page, "<bdi>Ada") {
			t.Errorf("%U is on the page", control)
		}
	}
}
