package importer

import (
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// Limits are the limits of the safeguards in percent; 100 switches one off.
type Limits struct {
	Invalid, Leaving, Joining, Rewritten int
	AlwaysAllowed                        int // so many people or rows are never too many
}

// joiningInChanges is how many people a file of changes may always bring.
const joiningInChanges = 50

// A mode is what a file is imported as.
type mode struct {
	changes  bool // the file holds only who has changed
	approved bool
	preview  bool
	seed     bool
}

// The state of the baseline that a file is compared with.
type baselineState struct {
	first            bool // nobody is in it
	broken           bool // it cannot be read
	otherEnvironment bool // it was written for another environment
	newest           time.Time
}

// A decision is what becomes of a file whose plan has been made.
type decision struct {
	send    bool // carry the plan out
	status  outcome.Status
	reason  string           // for a person; "" if there is nothing to know
	reasons []outcome.Reason // why the file is held, would be without approval, or is rejected
	held    bool             // the file may be approved
}

// decide decides what becomes of a file. It depends on nothing but its arguments.
func decide(p *roster.Plan, base baselineState, received time.Time, m mode, limits Limits) decision {
	d := decision{reasons: safeguards(p, base, m, limits)}
	// An approved full file replaces a baseline that is no use. A file of changes cannot.
	unusable := (base.broken || base.otherEnvironment) && m.changes
	held := len(d.reasons) > 0 && (!m.approved || unusable)
	superseded := !m.changes && base.newest.After(received)
	if superseded {
		d.reasons = []outcome.Reason{} // it is too old, so nothing needs to hold it
	}
	switch {
	case m.preview:
		d.status, d.held = outcome.Previewed, held && !superseded
	case superseded:
		d.status = outcome.Superseded
	case m.seed:
		d.status = outcome.Seeded
	case held:
		d.status, d.held = outcome.Held, true
	default:
		d.status, d.send = outcome.Imported, true
		d.held = p.Conflicts > 0 && !m.approved // approving the same bytes once more would be a duplicate
	}
	return d
}

// safeguards returns the safeguards that hold a file.
func safeguards(p *roster.Plan, base baselineState, m mode, limits Limits) []outcome.Reason {
	reasons := []outcome.Reason{}
	check := func(code, column string, count, of, limit int) {
		if limit < 100 && count > limits.AlwaysAllowed && count*100 > limit*of {
			reasons = append(reasons, outcome.Reason{Code: code, Column: column, Count: count, Of: of, Limit: limit})
		}
	}
	if p.CutOff && !m.changes {
		reasons = append(reasons, outcome.Reason{Code: outcome.ReasonCutOff}) // it explains most of the others
	}
	check(outcome.ReasonInvalid, "", p.Rows.Rejected, p.Rows.Read-p.Rows.Excluded, limits.Invalid)
	if !base.first && !m.seed {
		check(outcome.ReasonLeaving, "", p.Changes.Leaving+p.Changes.Missing+p.Changes.Ended, p.Employed, limits.Leaving)
		if !m.changes || p.Joining > joiningInChanges {
			check(outcome.ReasonJoining, "", p.Joining, p.Employed, limits.Joining)
		}
		for _, r := range p.Rewritten {
			check(outcome.ReasonRewritten, r.Column, r.Count, r.Of, limits.Rewritten)
		}
		for _, column := range p.Vanished {
			reasons = append(reasons, outcome.Reason{Code: outcome.ReasonVanishedColumn, Column: column})
		}
	}
	for _, end := range p.UnmappedEnd {
		reasons = append(reasons, outcome.Reason{Code: outcome.ReasonUnmappedEnd, Column: string(end.Label), Count: end.Blank})
	}
	for _, fault := range []struct {
		code string
		isSo bool
	}{
		{outcome.ReasonBrokenBaseline, base.broken && !m.seed}, {outcome.ReasonOtherEnvironment, base.otherEnvironment && !m.seed},
	} {
		if fault.isSo {
			reasons = append(reasons, outcome.Reason{Code: fault.code})
		}
	}
	return reasons
}
