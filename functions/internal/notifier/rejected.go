package notifier

import (
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// rejected tells of a file that cannot be used.
func (w writer) rejected(r outcome.Import) []Message {
	see := "See what was found in it " + w.onPage(r.ID)
	setting := settingIn(r.Reason)
	switch {
	case setting != "":
		return w.rejectedForSetting(r, setting, see)
	case words.IsBecause(r, outcome.ReasonRefused):
		return w.refused(r)
	}
	return []Message{w.message(People, words.Verdict(r), fileName(r), notUsed(r),
		why(r),
		see,
		"Please have it corrected in the HR system, and delivered again.",
		"If you do nothing, "+words.IfNothingIsDone(r),
	)}
}

// notUsed says what became of the file.
func notUsed(r outcome.Import) string {
	if r.Sent > 0 {
		return "Crewmojo took a part of the employee file " + fileName(r) + " and refused the rest: " +
			words.Counted(r.Sent, "person was", "people were") + " sent."
	}
	return "The employee file " + fileName(r) + " cannot be used, and none of it was sent to Crewmojo."
}

// why says why the file was rejected, without what only operators understand.
func why(r outcome.Import) string {
	if words.IsBecause(r, outcome.ReasonRefused) {
		return "Why: Crewmojo did not accept it. Its answer is kept."
	}
	return "Why: " + plain(r.Reason)
}

// rejectedForSetting tells of a file that could be used with another setting.
func (w writer) rejectedForSetting(r outcome.Import, setting, see string) []Message {
	remedy := "Change the setting and deploy. " + importAgain(r, "incoming/")
	needed := "Setting needed: a file was rejected"
	if r.Rows.Read > 0 {
		needed = "Setting needed: " + words.Counted(r.Rows.Read, "row", "rows") + " rejected"
	}
	return []Message{
		w.message(People, words.Verdict(r), fileName(r), notUsed(r),
			why(r),
			"Very likely a setting of the import must change. "+w.handOver(setting, remedy),
			see,
			nothingToDo+" Only if the export was changed by mistake, have it corrected, and delivered again.",
			"If nobody does anything, "+words.IfNothingIsDone(r),
		),
		w.message(Operators, needed, fileName(r), notUsed(r),
			"Cause: "+r.Reason,
			"What to do: "+remedy,
			"If nobody does anything, every file of this form is rejected. The HR admin has been told of the file, "+
				"and that you know.",
			"What was found in it: "+w.review(r.ID),
		),
	}
}

// refused tells of a file that Crewmojo itself refused: that seldom says anything to HR.
func (w writer) refused(r outcome.Import) []Message {
	remedy := "Read Crewmojo's answer: it is answer.txt in the folder " + folder(r.ID) + ". If a row is wrong, tell HR which. " +
		"If not, show the answer to your contact at Crewmojo."
	return []Message{
		w.message(People, words.Verdict(r), fileName(r), notUsed(r),
			why(r),
			w.handOver(r.Reason, remedy),
			"You need not do anything before you have heard from them.",
			"If nobody does anything, "+words.IfNothingIsDone(r),
		),
		w.message(Operators, "Refused by Crewmojo: "+refusedRows(r), fileName(r), notUsed(r),
			"Cause: "+r.Reason,
			"What to do: "+remedy,
			"If nobody does anything, "+words.IfNothingIsDone(r)+" The HR admin has been told, and that you know.",
			"The folder: "+w.console.Folder(folder(r.ID)),
		),
	}
}

// refusedRows says in a few words how much of a file Crewmojo took.
func refusedRows(r outcome.Import) string {
	if r.Sent > 0 {
		return "only " + words.Persons(r.Sent) + " sent"
	}
	return words.Counted(r.Rows.Read, "row, not", "rows, none") + " sent"
}
