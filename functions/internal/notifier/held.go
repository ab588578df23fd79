package notifier

import (
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// held tells that a safeguard has held a file.
func (w writer) held(r outcome.Import) []Message {
	file := fileName(r)
	verdict := words.Verdict(r)
	what := "The employee file " + w.theFile(r) + " looks wrong, so it was held: none of it was sent to Crewmojo."
	why := "Why: " + strings.Join(words.Reasons(r), " ")
	known := []string{what, why, people(r), unusable(r), words.OtherSheets(r.OtherSheets), words.WrongLetters(r)}
	see := "The people concerned are listed by name " + w.onPage(r.ID)
	if words.IsBecause(r, outcome.ReasonInvalid) {
		see = "Which rows, and why, is " + w.onPage(r.ID)
	}
	idle := "If you do nothing, " + words.IfNothingIsDone(r)
	tell := func(lines ...string) Message {
		return w.message(People, verdict, file, append(append(known, lines...), idle)...)
	}
	cause, remedy := setUp(r)
	switch {
	case words.IsBecause(r, outcome.ReasonCutOff) && cause == "":
		return []Message{tell(words.CutOff, see)}
	case cause == "":
		decide := "Please decide whether the file is right. "
		if then := words.IfApproved(r); then != "" {
			decide += then + " "
		}
		lines := append([]string{decide + see}, w.toApprove(r)...)
		return []Message{tell(append(lines, "If it is wrong, do not approve it: "+words.CorrectIt)...)}
	}
	return []Message{
		tell(w.handOver(cause, remedy), "Please do not approve it before you have heard from them. "+see),
		w.message(Operators, strings.Replace(verdict, "Held:", "Held until you act:", 1), file, what,
			"Cause: "+cause,
			"What to do: "+remedy,
			"If nobody does anything, it stays held. The next file is checked on its own. The HR admin has been told, "+
				"and that you know.",
			"What it says: "+w.review(r.ID),
		),
	}
}

// toApprove lists the clicks by which a file is approved.
func (w writer) toApprove(r outcome.Import) []string {
	right := "If it is right, approve it "
	if n := r.Rows.Rejected; n > 0 && words.IsBecause(r, outcome.ReasonInvalid) {
		right = "If you approve it, " + words.Either(n, "this row is", "these "+words.Grouped(n)+" rows are") + " left out: " +
			words.LeftOut + " Approve it "
	}
	return []string{
		right + words.InTime + ":",
		"1. Open this folder: " + w.console.Folder(folder(r.ID)),
		"2. Tick the box to the left of source.csv. It is your " + quote(fileName(r)) + ", exactly as it was delivered.",
		"3. Press Actions, and choose Copy.",
		"4. Under Destination, paste the address of the folder for approved files: " + w.console.Destination("approved/"),
		"5. Press Copy at the bottom of the page. A mail tells you the result within minutes.",
	}
}

// setUp returns the cause, and what operators can do about it, if a file is held for something that only they can fix.
func setUp(r outcome.Import) (cause, remedy string) {
	for _, reason := range r.Reasons {
		if why := words.Because(reason, r); why.Remedy != "" {
			return why.Long, why.Remedy + " " + importAgain(r, "incoming/")
		}
	}
	return "", ""
}

// importAgain says how a file that has been dealt with comes back.
func importAgain(r outcome.Import, prefix string) string {
	return "Then copy source.csv from the folder " + folder(r.ID) + " to " + prefix + ", which imports the file."
}
