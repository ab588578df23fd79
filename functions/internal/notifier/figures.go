package notifier

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// people says how many people it is about, without figures that are zero; "" if there are none.
func people(c outcome.Changes) string {
	if figures := nonZero(c); len(figures) > 0 {
		return "People: " + strings.Join(figures, ", ") + "."
	}
	return ""
}

// summary says in a few words what changes: the figures that say most.
func summary(c outcome.Changes) string {
	c.Unchanged = 0
	figures := nonZero(c)
	switch {
	case len(figures) == 0:
		return "nobody changes"
	case len(figures) > 3:
		figures = figures[:3]
	}
	return strings.Join(figures, ", ")
}

func nonZero(c outcome.Changes) (figures []string) {
	// Who leaves or returns has changed as well.
	changed, more := c.Changed-c.Leaving-c.Returning, "changed"
	if c.Leaving+c.Returning > 0 {
		more = "otherwise changed"
	}
	for _, figure := range []struct {
		n    int
		what string
	}{
		{c.Added, "new"}, {c.Returning, "rehired"}, {c.Leaving, "leaving"}, {c.Missing, "missing"}, {c.Ended, "ended"},
		{changed, more},
		{c.StillMissing, "missing as before"}, {c.Unchanged, "unchanged"},
	} {
		if figure.n > 0 {
			figures = append(figures, fmt.Sprintf("%d %s", figure.n, figure.what))
		}
	}
	return figures
}

// rejectedRows says how many of the rows cannot be used.
func rejectedRows(r outcome.Rows) string {
	return fmt.Sprintf("%d of %s", r.Rejected, counted(r.Read, "row", "rows"))
}

// unusable says so in a sentence; "" if all rows can be used, or if it is why the file is held.
func unusable(r outcome.Import) string {
	if r.Rows.Rejected == 0 || slices.ContainsFunc(r.Reasons,
		func(reason outcome.Reason) bool { return reason.Code == "invalid" }) {
		return ""
	}
	return rejectedRows(r.Rows) + " cannot be used."
}

func received(at time.Time) string { return at.UTC().Format("2 January 2006 at 15:04 UTC") }

// A setting is named as the settings' own messages name it: ColumnMap (COLUMN_MAP).
var namesSetting = regexp.MustCompile(`\b[A-Z]\w+ \([A-Z][A-Z_]+\)`)

// sentences splits text after each period that a capital follows.
func sentences(text string) []string {
	return strings.Split(sentenceEnd.ReplaceAllString(text, ".\n$1"), "\n")
}

var sentenceEnd = regexp.MustCompile(`\. ([A-Z])`)

// plain returns the sentences of a reason that name no setting: those that an HR admin can do something with.
func plain(reason string) string {
	var kept []string
	for _, sentence := range sentences(reason) {
		if !namesSetting.MatchString(sentence) {
			kept = append(kept, sentence)
		}
	}
	return strings.Join(kept, " ")
}

// settingIn returns the sentences of a reason that name a setting; "" if none does.
func settingIn(reason string) string {
	var kept []string
	for _, sentence := range sentences(reason) {
		if namesSetting.MatchString(sentence) {
			kept = append(kept, sentence)
		}
	}
	return strings.Join(kept, " ")
}
