package review

import (
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// forOperators says what only the people who run the import can do, with settings that are ready to paste.
func (p page) forOperators() markup {
	said := p.proposals()
	if said != "" {
		said += paragraph("Then deploy, and copy source.csv from ", p.folderLink(),
			" to "+tag("code", text(p.console().Destination("incoming/"))), ", which imports the file.")
	}
	for _, r := range p.Reasons {
		remedy := words.Because(r, p.Import).Remedy
		if remedy != "" && r.Code != outcome.ReasonUnmappedEnd && p.Status != outcome.Imported {
			said += paragraph(text(remedy), " Then copy source.csv to "+tag("code", text(p.console().Destination("incoming/")))+".")
		}
	}
	if words.IsBecause(p.Import, outcome.ReasonRefused) {
		again := "incoming/"
		if words.IsApproval(p.Import) {
			again = "approved/"
		}
		said += paragraph(text(p.Reason)) + paragraph("To have the file sent again, copy source.csv from ", p.folderLink(),
			" to "+tag("code", text(p.console().Destination(again))), ".")
	}
	if said == "" {
		return paragraph(text(words.AboutSettings(p.Reason)))
	}
	return said
}

// proposals are the settings that would most likely help; "" if none would.
func (p page) proposals() markup {
	var said markup
	for _, r := range p.Reasons {
		if r.Code == outcome.ReasonUnmappedEnd {
			said += p.proposeEnd(r.Column)
		}
	}
	if p.Refused == nil {
		return said
	}
	switch p.Refused.Why {
	case roster.MissingColumns:
		var pairs []string
		for _, heading := range p.Headers {
			if column := p.perhaps(heading); column != "" {
				pairs = append(pairs, pair(heading.Text, column))
			}
		}
		if len(pairs) > 0 {
			said += propose("If these are the right columns, add this to ColumnMap (COLUMN_MAP):", strings.Join(pairs, ","))
		}
	case roster.TwoColumns:
		said += paragraph("Add one of these to ColumnMap (COLUMN_MAP), for the column that must not be sent:")
		for _, label := range p.Refused.Columns {
			said += setting(pair(p.headerOf(string(label)), ""))
		}
	case roster.WrongDates:
		for _, format := range p.Refused.Formats {
			said += propose("If this is how the file writes dates, set DateFormat (DATE_FORMAT) to:", format.String())
		}
	}
	return said
}

// proposeEnd proposes what the column of a label may be, which seems to say who has left.
func (p page) proposeEnd(label string) markup {
	i := slices.IndexFunc(p.Ends, func(end roster.EndColumn) bool { return string(end.Label) == label })
	if i < 0 {
		return ""
	}
	end := p.Ends[i]
	no := propose("If it does not say who has left, add this to ColumnMap (COLUMN_MAP):", pair(end.Header, ""))
	if len(end.Words) == 0 {
		return propose("If the column holds the ends of employment, add this to ColumnMap (COLUMN_MAP):",
			pair(end.Header, roster.EmploymentEndDate)) + no
	}
	var pairs []string
	for _, word := range end.Words {
		pairs = append(pairs, pair(end.Header, word))
	}
	return propose("If each of these values means that somebody has left, add this to EndedWhen (ENDED_WHEN):",
		strings.Join(pairs, ",")) + no
}

func propose(sentence markup, proposal string) markup { return paragraph(sentence) + setting(proposal) }

// setting shows a value to paste, which must be whole.
func setting(proposal string) markup {
	return tag("pre", "<code>"+tag("bdi", text(proposal))+"</code>")
}

// pair writes a pair of a setting that is a list: in quotes if it would otherwise be taken apart.
func pair(name, is string) string {
	both := name + "=" + is
	if strings.ContainsAny(both, "\",\r\n") {
		return `"` + strings.ReplaceAll(both, `"`, `""`) + `"`
	}
	return both
}

// perhaps returns the missing column that an unknown header most likely is; "" for none.
func (p page) perhaps(h roster.Heading) string {
	if p.Refused == nil || h.Column != "" {
		return ""
	}
	column := roster.LooksLike(h.Text)
	for _, missing := range p.Refused.Missing {
		if column == missing {
			return column
		}
	}
	return ""
}
