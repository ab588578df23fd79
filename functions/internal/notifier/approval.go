package notifier

import (
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// approval answers an approval, whatever has become of it. The name of the file under approved/ is most often source.csv,
// so it is also called by when it was received.
func (w writer) approval(r outcome.Import) []Message {
	file := fileName(r.Source.Key)
	approved := "The file that you approved, " + file + ", received on " + received(r.Source.Received) + ", "
	nothing := "You need not do anything."
	answer := func(verdict string, lines ...string) []Message {
		return []Message{w.message(People, verdict, file, lines...)}
	}
	switch r.Status {
	case outcome.Imported:
		if n := r.Rows.Rejected; n > 0 {
			nothing = "Please have " + either(n, "that row", "those rows") + " corrected in the HR system. " +
				"The next file brings the correction along."
		}
		return answer("Approved and imported: "+summary(r.Changes), approved+"was imported into Crewmojo.",
			people(r.Changes), unusable(r), plain(r.Reason),
			"See all of it on this page (press Open there): "+w.review(r.ID), nothing)
	case outcome.Superseded:
		return answer("Approved too late: "+counted(r.Rows.Read, "row", "rows")+" not sent",
			approved+"was not sent, because a newer file was imported in the meantime.",
			"Crewmojo has what the newer file says.", nothing)
	case outcome.Duplicate:
		return answer("Approved twice: nothing was sent again", approved+"had been approved before, and was imported then.", nothing)
	case outcome.Gone:
		return answer("Approved, but removed: nothing was sent",
			"The file that you approved, "+file+", was removed before the import could read it. Nothing was sent.",
			"Please approve it again, as the mail about the held file says, and leave the copy where it is.",
			"If you do nothing, nothing is sent, and the next file is checked afresh.")
	case outcome.Previewed:
		return w.approvedInDryRun(r, approved)
	case outcome.Rejected:
		if r.Approves != "" {
			return w.rejected(r)
		}
		return answer("Not approved: this file was never held",
			"The file "+file+" was put into the folder approved, but it was never held. Nothing was sent.",
			"To approve a held file, please copy its source.csv, unchanged: the mail about the held file says where that is.",
			"If you do nothing, nothing is sent, and the next file is checked afresh.")
	}
	return w.routine(r)
}

// approvedInDryRun tells that an approved file was not sent because of a setting.
func (w writer) approvedInDryRun(r outcome.Import, approved string) []Message {
	file := fileName(r.Source.Key)
	const cause = "DryRun (DRY_RUN) is true, so files are only previewed."
	remedy := "Set it to false and deploy; then copy source.csv from the folder imports/" + r.ID + "/ to approved/ once more."
	rows := counted(r.Rows.Read, "row", "rows")
	return []Message{
		w.message(People, "Approved, but only previewed: "+rows+" not sent", file,
			approved+"was only previewed, and nothing was sent: the import is set to preview every file.",
			w.handOver(cause, remedy),
			"You need not do anything. Until then Crewmojo stays as it is."),
		w.message(Operators, "Approved in a dry run: "+rows+" not sent", file,
			"The HR admin has approved the file "+file+", and none of it was sent to Crewmojo.",
			"Cause: "+cause,
			"What to do: "+remedy,
			"If nobody does anything, Crewmojo stays as it is. The HR admin has been told, and that you know."),
	}
}
