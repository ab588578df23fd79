package notifier

import (
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// rejected tells of a file that cannot be used.
func (w writer) rejected(r outcome.Import) []Message {
	setting := words.AboutSettings(r.Reason)
	switch {
	case words.IsBecause(r, outcome.ReasonRefused):
		return w.refused(r)
	case setting != "":
		return w.rejectedForSetting(r, setting)
	}
	return []Message{w.message(People, words.Verdict(r), fileName(r), w.notUsed(r),
		"Why: "+words.Plain(r.Reason),
		w.seeContent(r),
		"Please "+words.CorrectIt,
		"If you do nothing, "+words.IfNothingIsDone(r),
	)}
}

// notUsed says what became of the file.
func (w writer) notUsed(r outcome.Import) string {
	file := "The employee file " + w.theFile(r)
	if words.IsApproval(r) {
		file = "The file that was approved, " + w.theFile(r)
	}
	switch {
	case r.Sent > 0:
		return file + " was taken by Crewmojo in part: " + words.Counted(r.Sent, "person was", "people were") + " sent, and the rest " +
			"was refused."
	case words.IsBecause(r, outcome.ReasonRefused):
		return file + " was refused by Crewmojo, and none of it was imported."
	}
	return file + " cannot be used, and none of it was sent to Crewmojo."
}

func (w writer) seeContent(r outcome.Import) string {
	return "See what was found in it " + w.onPage(r.ID)
}

// rejectedForSetting tells of a file that could be used with another setting. Where that is only a possibility, the export must
// change.
func (w writer) rejectedForSetting(r outcome.Import, setting string) []Message {
	remedy := strings.TrimSuffix(setting, ".") + ", and deploy. " + importAgain(r, "incoming/")
	needed, share := "Setting needed: ", "Very likely a setting of the import must change. "
	do := nothingToDo + " Only if the export was changed by mistake, have it corrected, and delivered again."
	otherwise := "If nobody does anything, every file of this form is rejected."
	if !words.NeedsSetting(r) {
		needed, share = "Export to be corrected: ", otherNames(r)+", a setting of the import can say so. "
		do = addColumns(r)
		otherwise = "If not, HR has the export corrected. Until then every file of this form is rejected."
	}
	what := "a file was rejected"
	if r.Rows.Read > 0 {
		what = words.Counted(r.Rows.Read, "row", "rows") + " rejected"
	}
	return []Message{
		w.message(People, words.Verdict(r), fileName(r), w.notUsed(r),
			"Why: "+words.Plain(r.Reason),
			do,
			share+w.handOver(words.Plain(r.Reason), remedy),
			w.seeContent(r),
			"If nobody does anything, "+words.IfNothingIsDone(r),
		),
		w.message(Operators, needed+what, fileName(r), w.notUsed(r),
			"Cause: "+words.Plain(r.Reason),
			"What to do: "+remedy,
			otherwise+" The HR admin has been told of the file, and that you know.",
			"What was found in it: "+w.review(r.ID),
		),
	}
}

// otherNames begins a sentence about columns that a file may have under other names.
func otherNames(r outcome.Import) string {
	if words.IsBecause(r, outcome.ReasonMissingColumns) {
		return "If the file has " + words.Either(len(r.Reasons), "it under another name", "them under other names")
	}
	return "If the file names them otherwise"
}

// addColumns asks for what a file lacks that has no header, or whose header lacks columns.
func addColumns(r outcome.Import) string {
	if r.Reasons[0].Column == "" {
		return "Please have the export corrected, so that its first row names the columns, and have it delivered again."
	}
	return "Please have the " + words.Either(len(r.Reasons), "column", "columns") + " added to the export, and have it delivered again."
}

// refused tells of a file that Crewmojo itself refused: that seldom says anything to HR.
func (w writer) refused(r outcome.Import) []Message {
	where := "incoming/"
	wait := "You need not do anything before you have heard from them."
	if words.IsApproval(r) {
		where = "approved/"
		wait = "You need not approve it again, unless they ask you to."
	}
	remedy := "Read Crewmojo's answer: it is answer.txt in the folder " + folder(r.ID) + ". If a row is wrong, tell HR which. " +
		"If not, show the answer to your contact at Crewmojo. " + importAgain(r, where)
	if words.IsTooLarge(r) {
		remedy = "Set MaxUploadMB (MAX_UPLOAD_MB) and deploy. " + importAgain(r, where)
	}
	see := "See what is in it " + w.onPage(r.ID)
	return []Message{
		w.message(People, words.Verdict(r), fileName(r), w.notUsed(r),
			"Why: "+words.WhyRefused(r),
			w.handOver(r.Reason, remedy),
			wait,
			"If nobody does anything, "+words.IfNothingIsDone(r),
			see,
		),
		w.message(Operators, "Refused by Crewmojo: "+words.Refused(r), fileName(r), w.notUsed(r),
			"Cause: "+r.Reason,
			"What to do: "+remedy,
			"If nobody does anything, "+words.IfNothingIsDone(r)+" The HR admin has been told, and that you know.",
			"The folder: "+w.console.Folder(folder(r.ID)),
		),
	}
}
