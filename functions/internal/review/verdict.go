package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// isApproval reports whether somebody put the file under approved/.
func (p page) isApproval() bool { return strings.HasPrefix(p.Source.Key, "approved/") }

// wouldBeHeld reports whether a file that was only looked at trips a safeguard.
func (p page) wouldBeHeld() bool { return p.Status == outcome.Previewed && len(p.Reasons) > 0 }

// verdict says in one line what has happened, with the figure that matters most. The mail's subject says the same.
func (p page) verdict() string {
	switch p.Status {
	case outcome.Held:
		return "Held: " + p.reasonsInShort()
	case outcome.Previewed:
		if p.wouldBeHeld() {
			return "Preview, would be held: " + p.reasonsInShort()
		}
		return "Preview: " + p.summary()
	case outcome.Imported:
		switch {
		case p.isApproval():
			return "Approved and imported: " + p.summary()
		case p.Rows.Rejected > 0:
			return "Imported without " + p.rejectedRows()
		}
		return "Imported: " + p.summary()
	case outcome.Seeded:
		return "Starting point: " + persons(p.Rows.Accepted) + " noted, none sent"
	case outcome.Superseded:
		if p.isApproval() {
			return "Approved too late: a newer file was imported in the meantime"
		}
		return "Not sent: a newer file was imported"
	case outcome.Duplicate:
		return "Approved twice: nothing was sent again"
	case outcome.Rejected:
		return p.rejection()
	}
	return string(p.Status)
}

func (p page) rejection() string {
	switch {
	case p.isApproval() && p.Approves == "" && p.Refused == nil:
		return "Not approved: this file was never held"
	case p.Sent > 0:
		return "Rejected: only " + persons(p.Sent) + " sent"
	case p.Rows.Read > 0:
		return "Rejected: " + counted(p.Rows.Read, "row, not", "rows, none") + " sent"
	}
	return "Rejected: nothing was sent"
}

func (p page) rejectedRows() string {
	return grouped(p.Rows.Rejected) + " of " + counted(p.Rows.Read, "row", "rows")
}

// summary says in a few words what changes.
func (p page) summary() string {
	var said []string
	for _, figure := range []struct {
		kind roster.Kind
		what string
	}{
		{roster.Joiner, "new"}, {roster.Rehire, "rehired"}, {roster.Leaver, "leaving"}, {roster.Missing, "missing"},
		{roster.Ended, "ended"}, {roster.Changed, "changed"},
	} {
		if n := p.people[figure.kind].count(); n > 0 {
			said = append(said, grouped(n)+" "+figure.what)
		}
	}
	if len(said) == 0 {
		return "nobody changes"
	}
	return strings.Join(said[:min(len(said), 3)], ", ")
}

// reasonsInShort says the first of the reasons for which a file is held, and how many more there are.
func (p page) reasonsInShort() string {
	short, _ := p.reason(p.Reasons[0])
	if more := len(p.Reasons) - 1; more > 0 {
		short += ", and " + counted(more, "more reason", "more reasons")
	}
	return short
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
	for _, reason := range p.Reasons {
		_, long := p.reason(reason)
		said = append(said, text(long))
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
		return paragraph("This file cannot be used. ", p.nothingSent()) + paragraph(text(sentence(p.Refused.Error())))
	case p.Status == outcome.Seeded:
		return paragraph("The file was put under seed/: its people are taken for those whom Crewmojo has already. Nothing was sent, and the " +
			"next file is compared with it.")
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

// rewritten are what people call the columns that a file may rewrite.
var rewritten = map[string]struct{ one, many string }{
	roster.FirstName:           {"first name", "first names"},
	roster.LastName:            {"last name", "last names"},
	roster.EmailAddress:        {"email address", "email addresses"},
	roster.EmployeeCode:        {"employee code", "employee codes"},
	roster.EmploymentStartDate: {"start date", "start dates"},
	roster.Managers:            {"manager", "managers"},
}

// reason says why a safeguard has held a file: in a few words, and in sentences.
func (p page) reason(r outcome.Reason) (short, long string) {
	employees := counted(r.Of, "employee", "employees")
	part := grouped(r.Count) + " of " + employees
	asks := fmt.Sprintf(" Up to %d %% pass without a question.", r.Limit)
	header := "The column “" + shortened(p.headerOf(r.Column)) + "”"
	switch r.Code {
	case "invalid":
		short = grouped(r.Count) + " of " + counted(r.Of, "row", "rows") + " cannot be used"
		return short, short + share(r.Count, r.Of) + "." + asks
	case "leaving":
		short = part + " would leave"
		return short, part + share(r.Count, r.Of) + " would leave or " + either(r.Count, "is", "are") + " missing from the file." + asks
	case "joining":
		short = persons(r.Count) + " would join " + employees
		return short, persons(r.Count) + " would join or come back, and there " + either(r.Of, "is ", "are ") + employees + "." + asks
	case "rewritten":
		words := rewritten[r.Column]
		short = grouped(r.Count) + " of " + counted(r.Of, words.one, words.many) + " would change"
		return short, short + share(r.Count, r.Of) + "." + asks
	case "vanished-column":
		return "the column " + shortened(r.Column) + " is missing", header +
			", which the last file had, is missing or empty, although people have values in it."
	case "unmapped-end":
		return "people who have left would look employed", header + " seems to say who has left, and the import does not read it: " +
			"people who have left would be sent as employed."
	case "cut-off":
		return "cut off after " + counted(p.Rows.Read, "row", "rows"), "The last row looks cut, so rows may be missing behind it."
	case "baseline":
		return "the list of the last import is damaged",
			"The list of what the last import sent is damaged, so this file cannot be compared with it."
	case "baseline-environment":
		return "the last import was into the other Crewmojo",
			"The last import was into Crewmojo's other environment (test or production), so this file cannot be compared with it."
	}
	return r.Code, p.Reason
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
