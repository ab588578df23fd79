package words

import (
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// The verdict has the figure that matters, with one and many right, and no figure that is zero.
func TestVerdict(t *testing.T) {
	held := func(codes ...string) outcome.Import {
		r := outcome.Import{Status: outcome.Held, Rows: outcome.Rows{Read: 41}}
		for _, code := range codes {
			r.Reasons = append(r.Reasons, outcome.Reason{Code: code, Count: 20, Of: 95, Limit: 10})
		}
		return r
	}
	imported := func(read, rejected int, c outcome.Changes) outcome.Import {
		return outcome.Import{Status: outcome.Imported, Rows: outcome.Rows{Read: read, Rejected: rejected}, Changes: c}
	}
	rejected := func(read int, reasons ...outcome.Reason) outcome.Import {
		return outcome.Import{Status: outcome.Rejected, Rows: outcome.Rows{Read: read}, Reasons: reasons}
	}
	refused := func(read, sent int) outcome.Import {
		r := rejected(read, outcome.Reason{Code: outcome.ReasonRefused})
		r.Sent = sent
		return r
	}
	lacks := func(column string) outcome.Reason {
		return outcome.Reason{Code: outcome.ReasonMissingColumns, Column: column}
	}
	approved := func(r outcome.Import) outcome.Import {
		r.Source.Key = "approved/source.csv"
		return r
	}
	neverHeld := approved(rejected(95, outcome.Reason{Code: outcome.ReasonNeverHeld}))
	cutOff := held(outcome.ReasonCutOff, outcome.ReasonLeaving)
	cutOff.Changes = outcome.Changes{Missing: 1, Ended: 19, Unchanged: 75}
	ends := imported(95, 2, outcome.Changes{Added: 1, Missing: 3})
	ends.EndsMissing = true
	preview := held(outcome.ReasonInvalid)
	preview.Status = outcome.Previewed
	for want, r := range map[string]outcome.Import{
		"Held: cut off after 41 rows":                             held(outcome.ReasonCutOff),
		"Held: cut off after 41 rows, and 1 more reason":          held(outcome.ReasonCutOff, outcome.ReasonBrokenBaseline),
		"Held: 20 of 95 rows cannot be used, and 2 more reasons":  held(outcome.ReasonInvalid, outcome.ReasonCutOff, outcome.ReasonBrokenBaseline),
		"Preview, would be held: 20 of 95 rows cannot be used":    preview,
		"Held: cut off after 41 rows, 20 of 95 employees missing": cutOff,
		// Nobody joins by the first file: they are only new to the import.
		"Preview: 1 new":        {Status: outcome.Previewed, Changes: outcome.Changes{Added: 1}},
		"Preview: 4 would join": {Status: outcome.Previewed, Changes: outcome.Changes{Added: 4, Unchanged: 91}},
		"Preview: 1 would join, 3 would leave, 2 missing": {Status: outcome.Previewed,
			Changes: outcome.Changes{Added: 1, Missing: 2, Leaving: 3, Changed: 3}},
		"Preview: employment of 2 would be ended":                    {Status: outcome.Previewed, Changes: outcome.Changes{Ended: 2}},
		"Imported: employment of 1,200 ended":                        imported(95, 0, outcome.Changes{Ended: 1200}),
		"Imported without 2 of 95 rows: 3 missing, 1 new":            ends,
		"Approved, but Crewmojo refused it: 95 rows, none imported":  approved(refused(95, 0)),
		"Approved, but Crewmojo refused it: only 40 people imported": approved(refused(95, 40)),
		"Refused by Crewmojo: 1 row, not imported":                   refused(1, 0),
		"Refused by Crewmojo: only 1,400 people imported":            refused(9500, 1400),
		"Refused by Crewmojo: only 1 person imported":                refused(95, 1),
		"Approved, but only previewed: 41 rows not sent":             approved(preview),
		"Imported: nobody changes":                                   imported(95, 0, outcome.Changes{Unchanged: 95, StillMissing: 2}),
		"Imported: 1 new":                                            imported(95, 0, outcome.Changes{Added: 1, Unchanged: 94}),
		"Imported: 2 new, 1 leaving":                                 imported(95, 0, outcome.Changes{Added: 2, Leaving: 1, Changed: 1}),
		"Imported: 1 leaving, 1 with another change":                 imported(95, 0, outcome.Changes{Leaving: 1, Changed: 2}),
		"Imported: 3 changed":                                        imported(95, 0, outcome.Changes{Changed: 3}),
		"Imported: employment of 2 ended, 3 missing, 1 new": imported(95, 0,
			outcome.Changes{Added: 1, Returning: 1, Leaving: 4, Missing: 3, Ended: 2, Changed: 9}),
		"Imported without 1 of 1 row":                           imported(1, 1, outcome.Changes{}),
		"Imported without 2 of 95 rows":                         imported(95, 2, outcome.Changes{Added: 1}),
		"Approved and imported: 1 new":                          approved(imported(95, 0, outcome.Changes{Added: 1})),
		"Approved and imported without 2 of 95 rows: 1 new":     approved(imported(95, 2, outcome.Changes{Added: 1})),
		"Rejected: it cannot be used":                           rejected(0),
		"Rejected: 1 row, not sent":                             rejected(1),
		"Rejected: 95 rows, none sent":                          rejected(95),
		"Rejected: no row names the columns":                    rejected(0, outcome.Reason{Code: outcome.ReasonNoHeader}),
		"Rejected: no column for the email address":             rejected(0, lacks("emailAddress")),
		"Rejected: no columns for the first name and last name": rejected(0, lacks("firstName"), lacks("lastName")),
		"Rejected: nobody is in it":                             rejected(0, outcome.Reason{Code: outcome.ReasonNoRows}),
		"Rejected: dates in another format, 95 rows":            rejected(95, outcome.Reason{Code: outcome.ReasonWrongDates}),
		"Not approved: this is not the file that was held":      neverHeld,
		"Not sent: 1 row, a newer file was imported":            {Status: outcome.Superseded, Rows: outcome.Rows{Read: 1}},
		"Approved too late: 95 rows not sent":                   approved(outcome.Import{Status: outcome.Superseded, Rows: outcome.Rows{Read: 95}}),
		"Not imported: removed before it was read":              {Status: outcome.Gone},
		"Approved, but removed: nothing was sent":               approved(outcome.Import{Status: outcome.Gone}),
		"Approved twice: nothing was sent again":                approved(outcome.Import{Status: outcome.Duplicate}),
		"Starting point: 94 people noted, none sent":            {Status: outcome.Seeded, Rows: outcome.Rows{Read: 95, Accepted: 94}},
	} {
		if got := Verdict(r); got != want {
			t.Errorf("the verdict is %q; want %q", got, want)
		}
	}
}
