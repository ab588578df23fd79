package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// An advice is what the owner of a file can do about it.
type advice struct {
	notes   []string // sentences
	choices []choice // what to run next: one of these
	done    values   // the settings with which it would be imported; nil as long as it would not be
}

// A choice is settings to run the check with.
type choice struct {
	when     string // when it is right; "" if there is no other
	settings values
}

func (a *advice) note(format string, args ...any) {
	a.notes = append(a.notes, fmt.Sprintf(format, args...))
}

func (a *advice) choose(settings values, when string, args ...any) {
	a.choices = append(a.choices, choice{fmt.Sprintf(when, args...), settings})
}

// A tryout checks the file with other settings.
type tryout func(values) (importer.Checked, error)

// advise says what to do about a file that was checked with the settings given. It tries settings that may only improve what
// would be imported, before it proposes them.
func advise(given values, c importer.Checked, try tryout) advice {
	var a advice
	next, isCorrected := a.correctNames(given, c.File.Header)
	if a.charset(next, c, try) {
		return a
	}
	switch {
	case c.Refused != nil:
		a.refused(next, c, try)
	case c.Result.Status == outcome.Held:
		a.heldFor(next, c, try)
	case c.Result.Status == outcome.Imported:
		a.done = given
		better, tried := improved(next, c, try)
		better = a.codes(better, tried, try)
		better = a.managers(better, tried, try)
		a.noteCodes(better, c)
		a.noteEnds(given, tried)
		if !maps.Equal(better, next) {
			a.choose(better, "to send more of what the file has, if this is right")
			return a
		}
	}
	if isCorrected && len(a.choices) == 0 {
		a.choose(next, "with the names as the file has them")
	}
	return a
}

// refused says what to do about a file that cannot be used.
func (a *advice) refused(next values, c importer.Checked, try tryout) {
	switch c.Refused.Why {
	case roster.NoHeader:
		a.noHeader(next, c.File.Top)
	case roster.MissingColumns:
		a.missingColumns(next, c.File.Header, below(c.File.Top, c.File.HeaderRow), c.Refused.Missing)
	case roster.TwoColumns:
		a.twoColumns(next, c, try)
	case roster.WrongDates:
		a.wrongDates(next, c)
	case roster.NoUsableRow:
		a.rejectedRows(next, c, try)
	default:
		a.note("No setting helps here: have the file exported again, as CSV or as an Excel workbook (.xlsx).")
	}
}

// twoColumns lets a person say which of two headers is meant.
func (a *advice) twoColumns(next values, c importer.Checked, try tryout) {
	var two []roster.Heading
	for _, label := range c.Refused.Columns {
		i := slices.IndexFunc(c.File.Header, func(h roster.Heading) bool {
			return h.Label == label && !slices.ContainsFunc(two, func(other roster.Heading) bool { return other == h })
		})
		if i >= 0 {
			two = append(two, c.File.Header[i])
		}
	}
	if len(two) < 2 || roster.SameHeader(two[0].Text) == roster.SameHeader(two[1].Text) {
		a.note("Settings cannot tell two columns with the same header apart: have the export rename one of them, or leave it out.")
		return
	}
	first, second := next.mapping(two[1].Text, ""), next.mapping(two[0].Text, "")
	if tried, err := try(second); err == nil && tried.Plan != nil && knownManagers(tried) > 0 {
		if other, err := try(first); err == nil && other.Plan != nil && knownManagers(other) == 0 {
			a.note("The managers are named by what is in %s.", shown(two[1].Text))
			first, second, two[0], two[1] = second, first, two[1], two[0]
		}
	}
	a.choose(first, "if %s is the right column", shown(two[0].Text))
	a.choose(second, "if %s is the right column", shown(two[1].Text))
}

// heldFor says what to do about the reasons for which a file would be held; first about those from which others follow.
func (a *advice) heldFor(next values, c importer.Checked, try tryout) {
	reasons := c.Result.Reasons
	is := func(codes ...string) func(outcome.Reason) bool {
		return func(r outcome.Reason) bool { return slices.Contains(codes, r.Code) }
	}
	if i := slices.IndexFunc(reasons, is(outcome.ReasonBrokenBaseline)); i >= 0 {
		reasons = reasons[i : i+1]
	}
	if slices.ContainsFunc(reasons, is("unmapped-end", "invalid")) && len(c.File.Ends) > 0 {
		a.unmappedEnds(next, c)
		if slices.ContainsFunc(reasons, is("invalid")) {
			a.note("Say first who has left, and run it again for the rows that cannot be used.")
		}
		return
	}
	for _, reason := range reasons {
		a.held(next, c, reason, try)
	}
}

// held says what to do about one reason for which a file would be held.
func (a *advice) held(next values, c importer.Checked, reason outcome.Reason, try tryout) {
	switch reason.Code {
	case "invalid":
		a.rejectedRows(next, c, try)
	case outcome.ReasonBrokenBaseline:
		a.note("What %s names is no baseline. Download state/baseline.csv from the bucket, or leave %[1]s out: then everybody is new.",
			baselineVariable)
	case "baseline-environment":
		other := map[string]string{"test": "production", "production": "test"}[c.Result.Environment]
		a.choose(next.with("CREWMOJO_ENVIRONMENT", other), "if the file is for Crewmojo's %s environment, as the baseline is", other)
	case "cut-off":
		a.note("Have the file exported again: a whole one ends with a complete row. No setting changes that.")
	case "leaving":
		if missing := c.Result.Changes.Missing; missing*2 > reason.Of && next["FILE_CONTENT"] == "" {
			a.choose(next.with("FILE_CONTENT", "changes"), "if such a file holds only some of the people (those who have changed, or one country), and not everybody")
		}
		a.approve()
	default:
		a.approve()
	}
}

// approve says what becomes of a file that is right although it looks wrong.
func (a *advice) approve() {
	const say = "If the file is right, no setting is needed: the import holds it, tells HR by mail, and sends it when somebody approves it."
	if !slices.Contains(a.notes, say) {
		a.note(say)
	}
}

// rejectedRows says what to do about rows that cannot be used: the most frequent problem first.
func (a *advice) rejectedRows(next values, c importer.Checked, try tryout) {
	var worst outcome.Problem
	for _, p := range c.Result.Problems {
		if !roster.Code(p.Code).IsWarning() && p.Count > worst.Count {
			worst = p
		}
	}
	header := worst.Column
	if i := slices.IndexFunc(c.File.Header, func(h roster.Heading) bool { return h.Column == worst.Column }); i >= 0 {
		header = c.File.Header[i].Text
	}
	a.note("Have these corrected where the file comes from, and the file exported again:")
	for _, kind := range kindsOf(c.Rejects) {
		a.note("  %d in %s: %s", kind.count, cmp.Or(kind.column, "whole rows"), kind.sentence)
	}
	if worst.Code == string(roster.ColumnCount) {
		a.note("A cell must be in quotes if it holds what stands between the cells.")
	}
	switch {
	case slices.Contains([]string{roster.EmploymentStartDate, roster.LeaveStartDate, roster.LeaveEndDate}, worst.Column):
		a.choose(next.mapping(header, ""), "if Crewmojo can do without the column %s", shown(header))
	case worst.Code == string(roster.MissingValue) && worst.Column != "":
		a.codesOfLeavers(next, c, try)
		a.choose(next.ruling("EXCLUDE", header, ""), "if people with a blank %s stay out", shown(header))
	}
	if worst.Column == roster.EmploymentEndDate {
		a.note("Whoever has a value there has left or will leave, and stays employed in Crewmojo as long as it cannot be read: " +
			"no limit helps with that.")
		return
	}
	if rows := c.Result.Rows; rows.Rejected < rows.Read {
		of := rows.Read - rows.Excluded
		percent := min((rows.Rejected*100+of-1)/of, 100)
		a.choose(next.with("MAX_INVALID_PERCENT", strconv.Itoa(percent)),
			"if so many rows may stay out of every import (else a person can approve the file once)")
	}
}

// A kind is what several rejected cells have in common.
type kind struct {
	column, sentence string
	count            int
}

// kindsOf returns the kinds of rejects, the most frequent first.
func kindsOf(rejects []roster.Reject) []kind {
	var kinds []kind
	for _, r := range rejects {
		sentence := roster.Sentence(r.Code, r.Detail)
		i := slices.IndexFunc(kinds, func(k kind) bool { return k.column == r.Column && k.sentence == sentence })
		if i < 0 {
			i, kinds = len(kinds), append(kinds, kind{column: r.Column, sentence: sentence})
		}
		kinds[i].count++
	}
	slices.SortStableFunc(kinds, func(a, b kind) int { return b.count - a.count })
	return kinds[:min(len(kinds), most)]
}

// improved returns settings with which more would be imported of a file that would be imported anyway; those given if there
// are none. It also returns the check with them.
func improved(given values, c importer.Checked, try tryout) (values, importer.Checked) {
	var proposals []func(values) values
	taken := slices.Clone(c.Result.Columns.Sent)
	if given["FILE_CONTENT"] != "changes" {
		taken = append(taken, managerColumns...) // what is in them tells what they are
	}
	for _, h := range c.File.Header {
		if column := roster.LooksLike(h.Text); h.Column == "" && column != "" && !slices.Contains(taken, column) && !given.maps(h.Text) {
			taken = append(taken, column)
			proposals = append(proposals, func(v values) values { return v.mapping(h.Text, column) })
		}
	}
	if slices.ContainsFunc(c.Rejects, func(r roster.Reject) bool { return r.Detail == roster.OtherFormat }) {
		for _, format := range []roster.DateFormat{roster.DMY, roster.MDY} {
			proposals = append(proposals, func(v values) values { return v.with("DATE_FORMAT", format.String()) })
		}
	}
	best := given
	for _, proposal := range proposals {
		next := proposal(best)
		tried, err := try(next)
		if formats := formatsOf(tried); err == nil && len(formats) == 1 && given["DATE_FORMAT"] == "" {
			next = next.with("DATE_FORMAT", formats[0].String()) // the column may be the only one with dates
			tried, err = try(next)
		}
		if err != nil || tried.Result.Status != outcome.Imported || tried.Result.Rows.Rejected > c.Result.Rows.Rejected {
			continue
		}
		if len(tried.Result.Columns.Sent) > len(c.Result.Columns.Sent) || tried.Result.Rows.Rejected < c.Result.Rows.Rejected {
			best, c = next, tried
		}
	}
	return best, c
}

// formatsOf returns the date formats that would fit a file that was refused for its dates.
func formatsOf(c importer.Checked) []roster.DateFormat {
	if c.Refused == nil {
		return nil
	}
	return c.Refused.Formats
}
