package notifier

import (
	"fmt"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// held tells that a safeguard has held a file.
func (w writer) held(r outcome.Import) []Message {
	file := fileName(r.Source.Key)
	verdict, why := reasonsInWords(r)
	what := "The employee file " + file + " was held: it looks wrong, and none of it was sent to Crewmojo."
	see := "This page shows who and what would change (press Open there): " + w.review(r.ID)
	const idle = "If you do nothing, nothing is sent. The next file is checked afresh."
	cause, remedy := setUp(r)
	if cause == "" {
		return []Message{w.message(People, "Held: "+verdict, file, what,
			"Why: "+why,
			people(r.Changes), unusable(r),
			"Please decide whether the file is right. "+see,
			"If it is right, approve it. In this folder, tick source.csv, choose Actions > Copy, enter s3://"+w.Bucket+
				"/approved/ as the destination, and press Copy: "+w.folder("imports/"+r.ID+"/"),
			"If it is wrong, do not approve it. Have it corrected in the HR system, and delivered again.",
			idle,
		)}
	}
	return []Message{
		w.message(People, "Held: "+verdict, file, what,
			"Why: "+why,
			people(r.Changes), unusable(r),
			w.handOver(cause, remedy),
			"Please do not approve it before you have heard from them.",
			see,
			idle,
		),
		w.message(Operators, "Held until you act: "+verdict, file, what,
			"Cause: "+r.Reason,
			"What to do: "+remedy,
			"If nobody does anything, it stays held. The next file is checked afresh. The HR admin has been told, and that you know.",
			"What it says: "+w.review(r.ID),
		),
	}
}

// reasonsInWords says why a file is held: the first reason in short, and all of them in sentences.
func reasonsInWords(r outcome.Import) (verdict, why string) {
	for i, reason := range r.Reasons {
		short, long := reasonInWords(reason, r)
		if i == 0 {
			verdict = short
		} else {
			long = " " + long
		}
		why += long
	}
	if more := len(r.Reasons) - 1; more > 0 {
		verdict += ", and " + counted(more, "more reason", "more reasons")
	}
	return verdict, why
}

// columnsInWords are what people call the columns that a file may rewrite.
var columnsInWords = map[string][2]string{
	"firstName":           {"first name", "first names"},
	"lastName":            {"last name", "last names"},
	"emailAddress":        {"email address", "email addresses"},
	"employeeCode":        {"employee code", "employee codes"},
	"employmentStartDate": {"start date", "start dates"},
	"manager":             {"manager", "managers"},
}

// reasonInWords says why a safeguard has held a file, for a subject and as a sentence.
func reasonInWords(reason outcome.Reason, r outcome.Import) (short, long string) {
	limit := fmt.Sprintf(" The limit is %d %%.", reason.Limit)
	employees := counted(reason.Of, "employee", "employees")
	switch reason.Code {
	case "invalid":
		short = fmt.Sprintf("%d of %s cannot be used", reason.Count, counted(reason.Of, "row", "rows"))
		return short, short + "." + limit
	case "leaving":
		short = fmt.Sprintf("%d of %s would leave", reason.Count, employees)
		return short, short + " or " + either(reason.Count, "is", "are") + " missing from the file." + limit
	case "joining":
		joiners := counted(reason.Count, "person", "people")
		return fmt.Sprintf("%s would join, %d employed now", joiners, reason.Of),
			fmt.Sprintf("%s would join or come back, and %d %s employed now.", joiners, reason.Of, either(reason.Of, "is", "are")) + limit
	case "rewritten":
		words, isKnown := columnsInWords[reason.Column]
		if !isKnown {
			words = [2]string{reason.Column, reason.Column}
		}
		short = fmt.Sprintf("%d of %s would change", reason.Count, counted(reason.Of, words[0], words[1]))
		return short, "The " + words[0] + fmt.Sprintf(" would change for %d of %s.", reason.Count, employees) + limit
	case "vanished-column":
		return "the column " + reason.Column + " is missing", "The column " + reason.Column +
			", which the last file had, is missing or empty, although people have values in it."
	case "unmapped-end":
		return "people who have left would look employed", fmt.Sprintf(
			"The column %q seems to say who has left, and the import does not read it: "+
				"people who have left would be sent as employed.", reason.Column)
	case "cut-off":
		return "cut off after " + counted(r.Rows.Read, "row", "rows"), "The last row looks incomplete, so rows after it may be missing."
	case "baseline":
		return "the list of the last import is damaged",
			"The list of what the last import sent is damaged, so this file cannot be compared with it."
	case "baseline-environment":
		return "the last import was into the other Crewmojo",
			"The last import was into Crewmojo's other environment (test or production), " +
				"so this file cannot be compared with it."
	}
	return reason.Code, r.Reason
}

// setUp returns the cause, and what operators can do about it, if a file is held for something that only they can fix.
func setUp(r outcome.Import) (cause, remedy string) {
	again := "then copy source.csv from the folder imports/" + r.ID + "/ to incoming/, which imports the file."
	for _, reason := range r.Reasons {
		_, cause := reasonInWords(reason, r)
		switch reason.Code {
		case "unmapped-end":
			return cause, "Name it in ColumnMap (COLUMN_MAP) if it holds dates, " +
				"or its values that mean \"has left\" in EndedWhen (ENDED_WHEN), and deploy; " + again
		case "baseline":
			return cause, "Restore an older version of state/baseline.csv; " + again +
				" Or, if the file is everybody, approve it: it then takes the list's place."
		case "baseline-environment":
			return cause, "Put a file of everybody who is in this Crewmojo under seed/; " + again +
				" Or, if the file is everybody, approve it: it then takes the list's place."
		}
	}
	return "", ""
}
