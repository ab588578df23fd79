package notifier

import (
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// nothingToDo is what most mails ask of people.
const nothingToDo = "You need not do anything."

// approval answers an approval, whatever has become of it. The file is called as the one that was held was called.
func (w writer) approval(r outcome.Import) []Message {
	approved := "The file that you approved, " + w.theFile(r) + " "
	answer := func(lines ...string) []Message {
		return []Message{w.message(People, words.Verdict(r), fileName(r), lines...)}
	}
	switch r.Status {
	case outcome.Imported:
		return answer(append([]string{approved + "was imported into Crewmojo.", unusable(r)}, w.becameOf(r)...)...)
	case outcome.Superseded:
		return answer(approved+"was not sent, because a newer file was imported in the meantime.",
			words.NewerCounts, w.seeHeld(r))
	case outcome.Duplicate:
		return answer(approved+"had been approved before, and was imported then.", w.seeHeld(r), nothingToDo)
	case outcome.Gone:
		return answer("The file that you approved, "+w.theFile(r)+" was removed before the import could read it. Nothing was sent.",
			"Please approve it again, as the mail about the held file says, and leave the copy where it is.",
			"If you do nothing, "+words.IfNothingIsDone(r))
	case outcome.Previewed:
		return w.approvedInDryRun(r, approved)
	case outcome.Rejected:
		if !words.IsBecause(r, outcome.ReasonNeverHeld) {
			return w.rejected(r)
		}
		return answer("The file "+w.theFile(r)+" was put into the folder for approved files. It was not taken for an approval, and "+
			"nothing was sent.", words.NeverHeld, "If you do nothing, "+words.IfNothingIsDone(r))
	}
	return w.routine(r)
}

// seeHeld leads to the page of the file that was held, which names the people; "" if it is not known.
func (w writer) seeHeld(r outcome.Import) string {
	if r.Approves == "" {
		return ""
	}
	return "Who it was about is on the page of the held file (press Open there): " + w.review(r.Approves)
}

// approvedInDryRun tells that an approved file was not sent because of a setting.
func (w writer) approvedInDryRun(r outcome.Import, approved string) []Message {
	file := fileName(r)
	const cause = "DryRun (DRY_RUN) is true, so files are only previewed."
	remedy := "Set it to false and deploy. " + importAgain(r, "approved/")
	return []Message{
		w.message(People, words.Verdict(r), file,
			approved+"was only previewed, and nothing was sent.", dryRun(r),
			w.handOver(cause, remedy),
			nothingToDo+" Until then Crewmojo stays as it is.", "See all of it "+w.onPage(r.ID)),
		w.message(Operators, "Approved in a dry run: "+words.Counted(r.Rows.Read, "row", "rows")+" not sent", file,
			"The HR admin has approved the file "+w.theFile(r)+" and none of it was sent to Crewmojo.",
			"Cause: "+cause,
			"What to do: "+remedy,
			"If nobody does anything, Crewmojo stays as it is. The HR admin has been told, and that you know."),
	}
}
