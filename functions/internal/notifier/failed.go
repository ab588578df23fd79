package notifier

import (
	"path"
	"regexp"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// afterSending finds what [words.AfterSending] says in an error.
var afterSending = regexp.MustCompile(`after ([0-9,]+ (?:person|people)) had been sent`)

// failedImport tells that an import has failed for the last time. HR hears that the file waits, and operators why.
func (w writer) failedImport(r record) []Message {
	c := causeOf(r.failed())
	files := r.files()
	name, file, isApproval := "no file", "an employee file", false
	if len(files) > 0 {
		name = legible(path.Base(files[0].key))
		at := words.Moment(files[0].at, w.Zone)
		file = "the employee file " + quote(name) + ", received on " + at + ","
		if isApproval = strings.HasPrefix(files[0].key, "approved/"); isApproval {
			file, name = "the file that you approved on "+at+", copied as "+quote(name)+",", "approved on "+at
		}
		if more := len(files) - 1; more > 0 {
			file += " and " + words.Counted(more, "more file", "more files")
			name = words.Counted(len(files), "file", "files")
		}
	}
	operators := w.message(Operators, "Import "+failedTimes(r)+": "+c.short, name,
		"The import of "+strings.Replace(file, "you approved", "was approved", 1)+" "+gaveUp(r)+".",
		"Cause: "+c.means,
		"What to do: "+c.remedy,
		waits(files),
		hrKnows(len(files) > 0 && w.PeopleTopic != ""),
		"The error: "+withoutPersonalData(r.failed()),
		"The log of the function has more, under the request ID "+printable(r.Context.RequestID)+".",
	)
	if len(files) == 0 {
		return []Message{operators}
	}
	verdict, wait := "Waiting: the import ", "You need not do anything."
	if isApproval {
		verdict, wait = "Approved, but waiting: the import ", "You need not approve it again."
	}
	until := "Until this is solved, Crewmojo stays as it is"
	if sent := afterSending.FindStringSubmatch(r.failed()); sent != nil {
		until = "Crewmojo has been sent " + sent[1] + " of the file already; later, the whole file is sent again. " +
			"Until this is solved, no more of it is sent"
	}
	people := w.message(People, verdict+failedTimes(r), name,
		strings.ToUpper(file[:1])+file[1:]+" could not be imported yet. "+
			words.Either(len(files), "It is", "They are")+" kept, and can be imported once the cause is gone.",
		w.handOver(c.means, c.remedy),
		wait+" "+until+", and you get a mail about each file that waits. If you hear nothing by tomorrow, ask them.",
	)
	return []Message{people, operators}
}

// waits says where the files are, and what to do once the cause is gone.
func waits(files []announced) string {
	if len(files) == 0 {
		return ""
	}
	n := len(files)
	folder, _, _ := strings.Cut(files[0].key, "/")
	return "Until then " + words.Either(n, "it stays", "they stay") + " under " + folder + "/. Then import " + words.Either(n, "it", "them") +
		": \"Replay what failed\" in RUNBOOK.md. If nobody does, " + words.Either(n, "this file is", "these files are") +
		" never imported."
}

func hrKnows(isTold bool) string {
	if !isTold {
		return ""
	}
	return "The HR admin has been told, and that you know."
}

// failedExport tells that an export has failed for the last time. Only operators hear of it.
func (w writer) failedExport(r record) []Message {
	c := causeOf(r.failed())
	names, named := r.failedReports(), ""
	if len(names) == 0 {
		if names = r.reports(); len(names) > 1 && !strings.HasPrefix(r.failed(), "EventError") {
			named = "At least one of these reports failed; others may have been exported."
		}
	} else if others := len(r.reports()) - len(names); others > 0 {
		named = words.Counted(others, "other report", "other reports") + " of the same event did not fail."
	}
	name, reports := "no report", "a report"
	if len(names) > 0 {
		name, reports = names[0], "the report "+names[0]
		if more := len(names) - 1; more > 0 {
			reports += " and " + words.Counted(more, "more report", "more reports")
			name = words.Counted(len(names), "report", "reports")
		}
	}
	return []Message{w.message(Operators, "Export "+failedTimes(r)+": "+c.short, name,
		"The export of "+reports+" "+gaveUp(r)+".", named,
		"Cause: "+c.means,
		"What to do: "+c.remedy,
		"Then fetch what is missing: \"Back-fill reports\" in RUNBOOK.md. Until then BI keeps what it has.",
		"The error: "+withoutPersonalData(r.failed()),
		"The log of the function has more, under the request ID "+printable(r.Context.RequestID)+".",
	)}
}

// failedTimes says how often something failed.
func failedTimes(r record) string {
	switch r.Context.Attempts {
	case 0:
		return "was not begun"
	case 1:
		return "failed once"
	}
	return "failed " + words.Counted(r.Context.Attempts, "time", "times")
}

// gaveUp says that it is over.
func gaveUp(r record) string {
	if r.Context.Attempts < 1 {
		return "was given up before it had begun"
	}
	return failedTimes(r) + ", and was given up"
}
