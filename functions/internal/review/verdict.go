package review

import (
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// wouldBeHeld reports whether a safeguard would hold a file that was only looked at.
func (p page) wouldBeHeld() bool {
	return p.Status == outcome.Previewed && p.Approvable && len(p.Reasons) > 0
}

func (p page) whyHeading() markup {
	switch p.Status {
	case outcome.Held, outcome.Rejected, outcome.Superseded, outcome.Duplicate:
		return "Why"
	}
	return "Good to know"
}

// why says why the file was held or rejected, and else what a person should know of it.
func (p page) why() markup {
	var said []markup
	for i, reason := range words.Reasons(p.inFull()) {
		said = append(said, text(strings.ReplaceAll(reason, " %", "\u00a0%"))+p.withoutEnd(p.Reasons[i]))
	}
	further := paragraph(text(words.OtherSheets(p.OtherSheets))) + paragraph(text(words.WrongLetters(p.Import)))
	switch {
	case p.Status == outcome.Imported && len(said) > 0:
		return paragraph(p.approvedBy("Approved by "), "Without an approval, this would have held it:") + items("ul", said) +
			p.becameOf() + p.reason()
	case p.Status == outcome.Imported:
		return paragraph(p.approvedBy("Approved by ")) + p.becameOf() + p.reason()
	case p.Status == outcome.Held, p.wouldBeHeld():
		if len(said) == 1 {
			return paragraph(said[0]) + further + paragraph(p.nothingSent())
		}
		return items("ul", said) + further + paragraph(p.nothingSent())
	case p.Status == outcome.Previewed:
		return paragraph(p.nothingSent()) + p.reason()
	case p.Refused != nil:
		return paragraph("This file cannot be used. ", p.nothingSent()) + paragraph(text(words.Sentence(p.Refused.Error())))
	case words.IsBecause(p.Import, outcome.ReasonRefused):
		return paragraph(p.approvedBy("Approved by ")) + paragraph(text(words.WhyRefused(p.Import))) + paragraph(p.nothingSent())
	case p.Status == outcome.Seeded:
		return paragraph("The file was given as the starting point: its people are taken for those whom Crewmojo has already. " +
			"Nothing was sent, and the next file is compared with it.")
	case words.IsBecause(p.Import, outcome.ReasonNeverHeld):
		return paragraph(p.approvedBy("Put there by ")) + p.reason() + paragraph(p.nothingSent())
	}
	return paragraph(p.approvedBy("Approved by ")) + p.reason()
}

// withoutEnd names the rows that a reason is about, if it is about people who have left by a status and have no end.
func (p page) withoutEnd(reason outcome.Reason) markup {
	for _, end := range p.WithoutEnd {
		if reason.Code == outcome.ReasonUnmappedEnd && reason.Column == string(end.Label) && end.Blank > 0 {
			return " " + tag(`span class="id"`, p.numbered(outcome.Problem{Count: end.Blank, Rows: end.Rows}))
		}
	}
	return ""
}

// reason says what the result says to people.
func (p page) reason() markup { return paragraph(text(words.Plain(p.Reason))) }

// becameOf says what has become of the people who are missing from an imported file.
func (p page) becameOf() markup {
	return paragraph(text(words.Ended(p.Import))) + paragraph(text(words.Missing(p.Import, p.Zone))) +
		paragraph(text(words.Duplicates(p.Import)))
}

func (p page) nothingSent() markup {
	switch {
	case p.Status == outcome.Previewed:
		return "The file was only looked at. Nothing was sent to Crewmojo."
	case p.Sent == 0 && words.IsBecause(p.Import, outcome.ReasonRefused):
		return "Nothing was imported into Crewmojo."
	case p.Sent > 0:
		return text(words.Counted(p.Sent, "person was", "people were") + " sent to Crewmojo, and nobody else.")
	}
	return "Nothing was sent to Crewmojo."
}

// approvedBy says who put the file under approved/, after what they did by that.
func (p page) approvedBy(did markup) markup {
	if p.Approver == "" {
		return ""
	}
	// AWS:AROAEXAMPLE:ann@example.com is a role and who has taken it on, AWS:AIDAEXAMPLE a user.
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
	name := p.Approver[strings.LastIndexByte(p.Approver, ':')+1:]
	return did + tag("b", value(name)) + ", which is what AWS calls them. "
}

// inFull returns the result with headers of the file in place of the labels that it calls them by.
func (p page) inFull() outcome.Import {
	r := p.Import
	r.Reasons = slices.Clone(r.Reasons)
	for i, reason := range r.Reasons {
		if reason.Code == outcome.ReasonUnmappedEnd {
			r.Reasons[i].Column = shortened(p.headerOf(reason.Column))
		}
	}
	return r
}

// headerOf returns the header of the file that a result calls by a label.
func (p page) headerOf(label string) string {
	i := slices.IndexFunc(p.Headers, func(h roster.Heading) bool { return string(h.Label) == label })
	if i < 0 {
		return label
	}
	return p.Headers[i].Text
}

func shortened(s string) string {
	if chars := []rune(s); len(chars) > longest {
		return string(chars[:longest]) + "…"
	}
	return s
}
