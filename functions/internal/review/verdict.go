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
	for _, reason := range words.Reasons(p.inFull()) {
		said = append(said, text(strings.ReplaceAll(reason, " %", "\u00a0%")))
	}
	switch {
	case p.Status == outcome.Imported && len(said) > 0:
		return paragraph(p.approvedBy(), "Without an approval, this would have held it:") + items("ul", said) + paragraph(text(p.Reason))
	case p.Status == outcome.Held, p.wouldBeHeld():
		if len(said) == 1 {
			return paragraph(said[0]) + paragraph(p.nothingSent())
		}
		return items("ul", said) + paragraph(p.nothingSent())
	case p.Status == outcome.Previewed:
		return paragraph(p.nothingSent(), " ", text(p.Reason))
	case p.Refused != nil:
		return paragraph("This file cannot be used. ", p.nothingSent()) + paragraph(text(words.Sentence(p.Refused.Error())))
	case p.Status == outcome.Seeded:
		return paragraph("The file was put under seed/: its people are taken for those whom Crewmojo has already. " +
			"Nothing was sent, and the next file is compared with it.")
	}
	return paragraph(p.approvedBy()) + paragraph(text(p.Reason))
}

func (p page) nothingSent() markup {
	if p.Status == outcome.Previewed {
		return "The file was only looked at. Nothing was sent to Crewmojo."
	}
	return "Nothing was sent to Crewmojo."
}

// approvedBy says who approved the file.
func (p page) approvedBy() markup {
	if p.Approver == "" {
		return ""
	}
	// AWS:AROAEXAMPLE:ann@example.com is a role and who has taken it on, AWS:AIDAEXAMPLE a user.
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
	name := p.Approver[strings.LastIndexByte(p.Approver, ':')+1:]
	return "Approved by " + tag("b", value(name)) + ", as AWS knows them. "
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
