package notifier

import (
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// people says how many people it is about, without figures that are zero; "" if there are none.
func people(r outcome.Import) string {
	if figures := words.Figures(r); figures != "" {
		return "People: " + figures + "."
	}
	return ""
}

// unusable says how many rows cannot be used; "" if all can, or if it is why the file is held.
func unusable(r outcome.Import) string {
	if r.Rows.Rejected == 0 || r.Status != outcome.Imported && words.IsBecause(r, outcome.ReasonInvalid) {
		return ""
	}
	be, left := words.Either(r.Rows.Rejected, "was", "were"), words.RejectedRows(r)+" could not be used, and "
	if r.Status != outcome.Imported {
		be, left = "would be", words.RejectedRows(r)+" cannot be used, and "
	}
	return left + be + " left out."
}
