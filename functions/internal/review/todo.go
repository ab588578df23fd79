package review

import (
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// waitsForOperators reports whether the file is held for something that HR cannot decide.
func (p page) waitsForOperators() bool {
	return slices.ContainsFunc(p.Reasons, func(r outcome.Reason) bool { return words.Because(r, p.Import).Remedy != "" })
}

// toDo says what somebody in HR can do now, and what happens if they do nothing.
func (p page) toDo() markup {
	const nothing = "<strong>You need not do anything.</strong> "
	switch p.Status {
	case outcome.Held:
		return p.decide()
	case outcome.Previewed:
		if p.Approvable && !p.isDryRun() {
			return paragraph(nothing, "If the HR system delivers the same file, it will be held. You can also approve it at once:") +
				p.approve()
		}
		if p.isDryRun() {
			return paragraph(nothing, "The import is on a dry run: it only previews every file, until the people who run it switch "+
				"that off.")
		}
		return paragraph(nothing, "To have the file imported, have it delivered by the HR system.")
	case outcome.Rejected:
		return p.correct()
	case outcome.Imported:
		if said := paragraph(text(words.AskAboutAnswer(p.Import))) + p.afterImport(); said != "" {
			return said
		}
		return paragraph(nothing, "This page is for your information.")
	case outcome.Superseded:
		if words.IsApproval(p.Import) {
			return paragraph(words.NewerCounts)
		}
		return paragraph(nothing, "Crewmojo is as the newer file says.")
	}
	return paragraph(nothing)
}

// afterImport says what to do about the rows and people of an imported file; "" if there is nothing to do.
func (p page) afterImport() markup {
	switch {
	case p.Rows.Rejected > 0:
		return p.seeMissing() + p.correctRows() + p.lookToo()
	case words.EndsPeople(p.Import):
		return p.seeMissing() + p.lookToo()
	case words.HasWarnings(p.Import):
		return paragraph("Please see ", link("#look", "what is worth a look"), ". If it is right, you need not do anything.")
	case p.Changes.Missing > 0:
		return paragraph("Please see ", link("#missing", "who is missing"), ". If nobody has left, you need not do anything.")
	case p.OtherSheets > 0:
		return paragraph(text(words.OtherSheets(p.OtherSheets)))
	}
	return ""
}

// lookToo points to the warnings, which are about rows that were sent.
func (p page) lookToo() markup {
	if p.worthALook() == "" {
		return ""
	}
	return paragraph("Some rows were sent although something in them may be wrong: please see ", link("#look", "what is worth a look"), ".")
}

// seeMissing asks whether the people have left whose employment an imported file ends, or will.
func (p page) seeMissing() markup {
	if !words.EndsPeople(p.Import) {
		return ""
	}
	return paragraph("Please see below who is missing, and whether they have left. If they have, you need not do anything about them.")
}

// isDryRun reports whether a file was only looked at because of a setting, and not because of where it was put.
func (p page) isDryRun() bool {
	return p.Status == outcome.Previewed && !strings.HasPrefix(p.Source.Key, "preview/")
}

// decide puts the choice about a held file.
func (p page) decide() markup {
	wait := markup("")
	if p.waitsForOperators() {
		wait = paragraph("<strong>Please do not approve it before you have heard from the people who run the import</strong>: " +
			"they most likely must change something first, and " + link("#setting", "this is what they need to know") + ".")
	}
	unusable := markup("")
	if p.Rows.Rejected > 0 {
		n := p.Rows.Rejected
		unusable = " " + link("#rejected", text(words.RejectedRows(p.Import)+" cannot be used")) +
			text(": if you approve, "+words.Either(n, "this row is", "these "+words.Grouped(n)+" rows are")+" left out: "+words.LeftOut)
	}
	if words.IsBecause(p.Import, outcome.ReasonCutOff) {
		return wait + paragraph("<strong>"+text(words.CutOff)+"</strong>") + p.ifNothingIsDone() +
			tag("h3", "If the file is complete all the same: approve it") + paragraph(unusable) +
			paragraph(text(words.IfApproved(p.Import))) + paragraph("Approve it "+words.InTime+".") + p.approve()
	}
	return wait + paragraph("Please look at the people below, and decide.", unusable) + paragraph(text(words.IfApproved(p.Import))) +
		tag("h3", "If the file is right: approve it") + paragraph("Approve it "+words.InTime+".") + p.approve() +
		tag("h3", "If the file is wrong") + paragraph("Do not approve it: "+words.CorrectIt) +
		p.ifNothingIsDone()
}

// ifNothingIsDone says what happens if nobody does anything.
func (p page) ifNothingIsDone() markup {
	return tag("h3", "If you do nothing") + paragraph(text(words.Sentence(words.IfNothingIsDone(p.Import))))
}

// approve lists the clicks in the S3 console by which a file is approved.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/copy-object.html
func (p page) approve() markup {
	return items(`ol class="steps"`, []markup{
		"Open " + p.folderLink() + ". If AWS asks you to sign in, use your company's sign-in, and open the link once more.",
		"Tick the box to the left of <b>source.csv</b>. It is your " + tag("b", value(p.fileName())) + ", exactly as it was delivered.",
		"Press <b>Actions</b>, and choose <b>Copy</b>.",
		"Under <b>Destination</b>, paste " + tag(`code class="copy"`, text(p.console().Destination("approved/"))) +
			", which is the address of the folder for approved files.",
		"Press <b>Copy</b> at the bottom of the page.",
	}) + paragraph("That is all: within minutes, a mail tells you what has become of it. If a link does not open, or the copy fails, "+
		"ask the people who run the import, most often your IT department.")
}

// correctRows says what to do about the rows of an imported file that could not be used.
func (p page) correctRows() markup {
	n := p.Rows.Rejected
	same := ""
	if p.SameRejects {
		same = words.Either(n, "It is the same row, with the same problem, as in the last file. ",
			"They are the same rows, with the same problems, as in the last file. ")
	}
	please := "Please have " + words.Either(n, "the rejected row", "the "+words.Grouped(n)+" rejected rows") + " corrected in the HR system"
	said := paragraph(text(same), link("#rejected", text(please)),
		". The next file brings the correction along.") +
		paragraph(text("If you do nothing, "+words.IfNothingIsDone(p.Import)))
	if p.Approvable {
		said += tag("h3", "If an address was handed on to somebody else") +
			paragraph("Rows that Crewmojo might write into somebody else's record were kept back. If the code and both names of such a "+
				"row are those of one person in Crewmojo, you can have it sent by approving the file. Other rows stay kept back:") + p.approve()
	}
	return said
}

// correct says what to do about a file that cannot be used.
func (p page) correct() markup {
	idle := p.ifNothingIsDone()
	switch {
	case words.IsBecause(p.Import, outcome.ReasonNeverHeld):
		return paragraph("The mail about the held file, and its page, say how to approve it.") + idle
	case p.Refused == nil:
		again := markup("")
		if words.IsApproval(p.Import) {
			again = " You need not approve it again, unless they ask you to."
		}
		return paragraph("<strong>You need not do anything before you have heard from the people who run the import.</strong>", again,
			" "+link("#setting", "This is what they need to know")+".") + idle
	}
	inExport := items("ul", p.inTheExport())
	if words.NeedsSetting(p.Import) {
		return paragraph("<strong>You need not do anything.</strong> Very likely a setting of the import must change. The people who run the "+
			"import can do that: ", link("#setting", "this is what they need to know"), ".") +
			tag("h3", "Only if the export was changed by mistake") + inExport + idle
	}
	return tag("h3", "In the HR system's export") + inExport + idle
}

// inTheExport says what HR can change in the export so that the file can be used.
func (p page) inTheExport() []markup {
	switch p.Refused.Why {
	case roster.NoHeader:
		return []markup{"Let the first row of the file name the columns. It needs these at least: First name, Last name, Email.",
			"Check that the file is an export of employees, and not another report."}
	case roster.MissingColumns:
		var changes []markup
		for _, column := range p.Refused.Missing {
			changes = append(changes, "Have a column with the header "+tag("b", columnInWords(column))+" added to the export.")
		}
		return append(changes, "A column that is there under another name can be renamed, or the people who run the import can say what "+
			"it is: "+link("#columns", "these are the columns of the file")+".")
	case roster.TwoColumns:
		return []markup{"Two columns mean the same. Take one of them out of the export, or rename it: " +
			link("#columns", "these are the columns of the file") + "."}
	case roster.WrongDates:
		return []markup{"Have the export write dates with the year first, such as 2024-01-31: they are always understood."}
	case roster.NoRows:
		return []markup{"The file has no employees in it. Run the export again, and check its filters."}
	case roster.NoUsableRow:
		return []markup{link("#rejected", "See what is wrong with the rows") + ", and have it corrected in the HR system."}
	}
	return []markup{"Export the employees as CSV or as an Excel workbook (.xlsx), without a password, and deliver that file as it is."}
}
