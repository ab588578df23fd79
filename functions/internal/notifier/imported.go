package notifier

import (
	"strings"

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
	case r.Status == outcome.Imported &&
		(w.All || words.EndsPeople(r) || words.AskAboutAnswer(r) != "" || r.Rows.Rejected > 0 && !r.SameRejects):
		return w.importedFile(r)
	case !w.All:
		return nil
	}
	return w.routine(r)
}

// importedFile tells of a file that was imported: without some of its rows, perhaps, or with people who are missing from it.
func (w writer) importedFile(r outcome.Import) []Message {
	n, but := r.Rows.Rejected, "."
	if n > 0 {
		but = ", but " + words.RejectedRows(r) + " could not be used and " + words.Either(n, "was", "were") + " left out."
	}
	return []Message{w.message(People, words.Verdict(r), fileName(r),
		append([]string{"The employee file " + w.theFile(r) + " was imported into Crewmojo" + but, sameRejects(r)}, w.becameOf(r)...)...)}
}

// becameOf says what has become of the people of an imported file, where to see it, and what to do.
func (w writer) becameOf(r outcome.Import) []string {
	see, do := "See all of it "+w.onPage(r.ID), nothingToDo
	switch {
	case r.Rows.Rejected > 0 && words.EndsPeople(r):
		see = "See who is missing, and which " + words.Either(r.Rows.Rejected, "row is", "rows are") + " wrong, " + w.onPage(r.ID)
		do = correctRows(r)
	case r.Rows.Rejected > 0:
		see = "See which " + words.Either(r.Rows.Rejected, "row it is", "rows they are") + ", and what is wrong, " + w.onPage(r.ID)
		do = correctRows(r)
	case words.EndsPeople(r):
		see, do = "See who it is, and which day it is about, "+w.onPage(r.ID), "" // what to do has been said
	case words.HasWarnings(r):
		see = "Something in it may be wrong, although no row was rejected. See what is worth a look " + w.onPage(r.ID)
		do = "If it is right, you need not do anything."
	case r.Changes.Missing > 0:
		do = "If nobody has left, you need not do anything."
	case r.OtherSheets > 0:
		do = "" // what to do has been said
	}
	ask := words.AskAboutAnswer(r)
	if ask != "" {
		do = strings.TrimPrefix(do, nothingToDo)
	}
	return []string{people(r), words.Ended(r), words.Missing(r, w.Zone), words.Duplicates(r), words.Plain(r.Reason), ask, see, do}
}

// correctRows asks for the rows that could not be used.
func correctRows(r outcome.Import) string {
	return "Please have " + words.Either(r.Rows.Rejected, "that row", "those rows") + " corrected in the HR system. The next file brings " +
		"the correction along. If you do nothing, " + words.IfNothingIsDone(r)
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
	return []Message{w.message(People, "Processed: please check the result", fileName(r),
		"The employee file "+w.theFile(r)+" was processed, but the mail about it may be missing.",
		"Please see what happened "+w.onPage(r.ID),
		"If it was held, nothing was sent, and the page says how to approve it. Otherwise you need not do anything.",
	)}
}

// routine tells of what needs nobody.
func (w writer) routine(r outcome.Import) []Message {
	tell := func(lines ...string) []Message {
		return []Message{w.message(People, words.Verdict(r), fileName(r), append(lines, nothingToDo)...)}
	}
	switch r.Status {
	case outcome.Previewed:
		return w.previewed(r)
	case outcome.Superseded:
		return tell("None of the employee file " + w.theFile(r) + " was sent to Crewmojo, because a newer file was imported first.")
	case outcome.Gone:
		return tell("The employee file " + w.theFile(r) + " was removed before the import could read it. Nothing was sent to Crewmojo.")
	case outcome.Seeded:
		return tell("The employee file "+w.theFile(r)+" was noted as what Crewmojo already knows. Nothing was sent.",
			"The next file will be compared with it. If you did not expect this, tell the people who run the import.",
			"See how it was read "+w.onPage(r.ID))
	}
	return nil
}

// previewed tells what would become of a file that was only looked at.
func (w writer) previewed(r outcome.Import) []Message {
	would, decide, do := words.Plain(r.Reason), "", nothingToDo
	switch {
	case would == "":
		would = "It would be imported."
	case len(r.Reasons) > 0 && dryRun(r) == "":
		decide = strings.TrimSpace("If it is right, you can approve it at once: the page says how. " + words.Duplicates(r))
		do = "If you do nothing, nothing is sent."
	}
	return []Message{w.message(People, words.Verdict(r), fileName(r),
		"The employee file "+w.theFile(r)+" was only previewed. Nothing was sent to Crewmojo.", dryRun(r), would,
		people(r), unusable(r), decide, "See all of it "+w.onPage(r.ID), do)}
}

// dryRun says that a file was only previewed because of a setting; "" if it was put where files are previewed.
func dryRun(r outcome.Import) string {
	if strings.HasPrefix(r.Source.Key, "preview/") {
		return ""
	}
	return "The import is on a dry run: it only previews every file, until the people who run it switch that off."
}
