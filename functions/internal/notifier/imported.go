package notifier

import (
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// imported returns the messages about a file. Attempts is how often the import was asked.
func (w writer) imported(r outcome.Import, attempts int) []Message {
	isApproval := strings.HasPrefix(r.Source.Key, "approved/")
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
	file := fileName(r.Source.Key)
	rows := rejectedRows(r.Rows)
	n := r.Rows.Rejected
	return []Message{w.message(People, "Imported without "+rows, file,
		"The employee file "+file+" was imported into Crewmojo, but "+rows+" could not be used and "+
			either(n, "was", "were")+" left out.",
		sameRejects(r),
		people(r.Changes),
		plain(r.Reason),
		"See which, and what is wrong, on this page (press Open there): "+w.review(r.ID),
		"Please have "+either(n, "it", "them")+" corrected in the HR system. The next file brings the correction "+
			"along.",
		"If you do nothing, people who are in Crewmojo already stay there as they are, and new people are not added yet.",
	)}
}

func sameRejects(r outcome.Import) string {
	if !r.SameRejects {
		return ""
	}
	return either(r.Rows.Rejected, "It is the same row, with the same problem, as in the last file.",
		"They are the same rows, with the same problems, as in the last file.")
}

// rejected tells of a file that cannot be used.
func (w writer) rejected(r outcome.Import) []Message {
	file := fileName(r.Source.Key)
	verdict, what := "Rejected: nothing was sent", "The employee file "+file+" cannot be used, and none of it was "+
		"sent to Crewmojo."
	switch {
	case r.Sent > 0:
		sent := counted(r.Sent, "person was", "people were")
		verdict, what = "Rejected: only "+sent+" sent", "Crewmojo took a part of the employee file "+file+" and "+
			"refused the rest: "+sent+" sent."
	case r.Rows.Read > 0:
		verdict = "Rejected: " + counted(r.Rows.Read, "row, not", "rows, none") + " sent"
	}
	setting := settingIn(r.Reason)
	if setting == "" {
		return []Message{w.message(People, verdict, file, what,
			"Why: "+r.Reason,
			"See what was found in it on this page (press Open there): "+w.review(r.ID),
			w.correct(r),
			"If you do nothing, Crewmojo stays as it is. The next file is checked afresh.",
		)}
	}
	remedy := "Change the setting and deploy; then copy source.csv from the folder imports/" + r.ID +
		"/ to incoming/, which imports the file."
	needed := "Setting needed: a file was rejected"
	if r.Rows.Read > 0 {
		needed = "Setting needed: " + counted(r.Rows.Read, "row", "rows") + " rejected"
	}
	return []Message{
		w.message(People, verdict, file, what,
			"Why: "+plain(r.Reason),
			"Very likely a setting of the import must change. "+w.handOver(setting, remedy),
			"See what was found in it on this page (press Open there): "+w.review(r.ID),
			"You need not do anything, unless the export was changed by mistake: then have it corrected, and "+
				"delivered again.",
			"Until then Crewmojo stays as it is.",
		),
		w.message(Operators, needed, file,
			"The employee file "+file+" was rejected, and none of it was sent to Crewmojo.",
			"Cause: "+r.Reason,
			"What to do: "+remedy,
			"If nobody does anything, every file of this form is rejected. The HR admin has been told of the file, "+
				"and that you know.",
			"What was found in it: "+w.review(r.ID),
		),
	}
}

// correct says who can do something about a rejected file: what Crewmojo refused, HR can seldom explain.
func (w writer) correct(r outcome.Import) string {
	if !strings.HasPrefix(r.Reason, "Crewmojo refused") {
		return "Please have it corrected in the HR system, and delivered again."
	}
	return "Please show the people who run the import what Crewmojo answered. It is answer.txt in this folder: " +
		w.folder("imports/"+r.ID+"/")
}

// dealtWith tells of a file whose result was written down, but perhaps not told: by an attempt that failed afterwards.
func (w writer) dealtWith(r outcome.Import) []Message {
	file := fileName(r.Source.Key)
	return []Message{w.message(People, "Processed: please check the result", file,
		"The employee file "+file+" was processed, but the mail about it may be missing.",
		"Please see what happened on this page (press Open there): "+w.review(r.ID),
		"If it was held, nothing was sent, and the page says how to approve it. Otherwise you need not do anything.",
	)}
}

// routine tells of what needs nobody.
func (w writer) routine(r outcome.Import) []Message {
	file := fileName(r.Source.Key)
	rows := counted(r.Rows.Read, "row", "rows")
	nothing := "You need not do anything."
	switch r.Status {
	case outcome.Imported:
		return []Message{w.message(People, "Imported: "+summary(r.Changes), file,
			"The employee file "+file+" was imported into Crewmojo.", people(r.Changes), plain(r.Reason), nothing)}
	case outcome.Previewed:
		return w.previewed(r)
	case outcome.Superseded:
		return []Message{w.message(People, "Not sent: "+rows+", a newer file was imported", file,
			"None of the employee file "+file+" was sent to Crewmojo, because a newer file was imported first.",
			nothing)}
	case outcome.Gone:
		return []Message{w.message(People, "Not imported: removed before it was read", file,
			"The employee file "+file+" was removed before the import could read it. Nothing was sent to Crewmojo.",
			nothing)}
	case outcome.Seeded:
		return []Message{w.message(People, "Starting point: "+rows+" noted, none sent", file,
			"The employee file "+file+" was noted as what Crewmojo already knows. Nothing was sent.",
			"The next file will be compared with it.", nothing)}
	}
	return nil
}

// previewed tells what would become of a file.
func (w writer) previewed(r outcome.Import) []Message {
	file := fileName(r.Source.Key)
	verdict, would := "Preview: "+summary(r.Changes), "It would be imported."
	if len(r.Reasons) > 0 {
		short, long := reasonsInWords(r)
		verdict, would = "Preview, would be held: "+short, "It would be held: "+long
	}
	return []Message{w.message(People, verdict, file,
		"The employee file "+file+" was only previewed. Nothing was sent to Crewmojo.",
		would, people(r.Changes), unusable(r),
		"See all of it on this page (press Open there): "+w.review(r.ID),
		"You need not do anything.",
	)}
}
