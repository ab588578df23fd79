package notifier

import (
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// imported returns the messages about a file. Attempts is how often the import was asked.
func (w writer) imported(r outcome.Import, attempts int) []Message {
	isApproval := words.IsApproval(r)
	switch {
	case r.Status == outcome.Held:
		return w.held(r)
	case r.Status == outcome.Duplicate && attempts > 1, r.Status == outcome.Duplicate && isApproval && r.Approves == "":
		return w.dealtWith(r)
	case isApproval:
		return w.approval(r)
	case r.Status == outcome.Rejected:
		return w.rejected(r)
	case r.Status == outcome.Imported && r.Rows.Rejected > 0 && (w.All || !r.SameRejects):
		return w.importedInPart(r)
	case !w.All:
		return nil
	}
	return w.routine(r)
}

// importedInPart tells of a file that was imported without some of its rows.
func (w writer) importedInPart(r outcome.Import) []Message {
	file := fileName(r)
	n := r.Rows.Rejected
	return []Message{w.message(People, words.Verdict(r), file,
		"The employee file "+file+" was imported into Crewmojo, but "+words.RejectedRows(r)+" could not be used and "+
			words.Either(n, "was", "were")+" left out.",
		sameRejects(r),
		people(r.Changes),
		plain(r.Reason),
		"See which, and what is wrong, "+w.onPage(r.ID),
		"Please have "+words.Either(n, "it", "them")+" corrected in the HR system. The next file brings the correction along.",
		"If you do nothing, "+words.IfNothingIsDone(r),
	)}
}

func sameRejects(r outcome.Import) string {
	if !r.SameRejects {
		return ""
	}
	return words.Either(r.Rows.Rejected, "It is the same row, with the same problem, as in the last file.",
		"They are the same rows, with the same problems, as in the last file.")
}

// dealtWith tells of a file whose result was written down, but perhaps not told: by an attempt that failed afterwards.
func (w writer) dealtWith(r outcome.Import) []Message {
	file := fileName(r)
	return []Message{w.message(People, "Processed: please check the result", file,
		"The employee file "+file+" was processed, but the mail about it may be missing.",
		"Please see what happened "+w.onPage(r.ID),
		"If it was held, nothing was sent, and the page says how to approve it. Otherwise you need not do anything.",
	)}
}

// routine tells of what needs nobody.
func (w writer) routine(r outcome.Import) []Message {
	file := fileName(r)
	tell := func(lines ...string) []Message {
		return []Message{w.message(People, words.Verdict(r), file, append(lines, nothingToDo)...)}
	}
	switch r.Status {
	case outcome.Imported:
		return tell("The employee file "+file+" was imported into Crewmojo.", people(r.Changes), plain(r.Reason))
	case outcome.Previewed:
		would := plain(r.Reason)
		if would == "" {
			would = "It would be imported."
		}
		return tell("The employee file "+file+" was only previewed. Nothing was sent to Crewmojo.", would,
			people(r.Changes), unusable(r), "See all of it "+w.onPage(r.ID))
	case outcome.Superseded:
		return tell("None of the employee file " + file + " was sent to Crewmojo, because a newer file was imported first.")
	case outcome.Gone:
		return tell("The employee file " + file + " was removed before the import could read it. Nothing was sent to Crewmojo.")
	case outcome.Seeded:
		return tell("The employee file "+file+" was noted as what Crewmojo already knows. Nothing was sent.",
			"The next file will be compared with it.")
	}
	return nil
}
