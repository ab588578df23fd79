package notifier

import (
	"regexp"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// people says how many people it is about, without figures that are zero; "" if there are none.
func people(c outcome.Changes) string {
	if figures := words.Figures(c); figures != "" {
		return "People: " + figures + "."
	}
	return ""
}

// unusable says how many rows cannot be used; "" if all can, or if it is why the file is held.
func unusable(r outcome.Import) string {
	if r.Rows.Rejected == 0 || words.IsBecause(r, outcome.ReasonInvalid) {
		return ""
	}
	be, left := words.Either(r.Rows.Rejected, "was", "were"), words.RejectedRows(r)+" could not be used, and "
	if r.Status != outcome.Imported {
		be, left = "would be", words.RejectedRows(r)+" cannot be used, and "
	}
	return left + be + " left out."
}

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
