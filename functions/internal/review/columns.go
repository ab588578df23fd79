package review

import (
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
)

// columns says how each header of the file was understood.
func (p page) columns() markup {
	var rows []markup
	for _, h := range p.Headers[:min(len(p.Headers), most)] {
		if h.Text != "" {
			rows = append(rows, tag("tr", tag(`th scope="row"`, value(h.Text)), tag("td", p.understood(h))))
		}
	}
	return table("columns", []markup{"In the file", "In Crewmojo"}, rows)
}

func (p page) understood(h roster.Heading) markup {
	if column := p.perhaps(h); column != "" {
		return "<strong>not known.</strong> Is it this? " + crewmojos(column)
	}
	if h.Column == "" {
		return `<span class="empty">not sent</span>`
	}
	return crewmojos(h.Column)
}

// crewmojos names a column in words and as Crewmojo does.
func crewmojos(column string) markup {
	if !inwords.IsKnown(column) {
		return value(column)
	}
	return columnInWords(column) + " " + tag(`span class="empty"`, "("+text(column)+")")
}

// about says how the file was read, for whoever wants to know.
func (p page) about() markup {
	facts := fact("Import", text(p.ID))
	if p.Approves != "" {
		facts += fact("Approves", text(p.Approves))
	}
	facts += fact("Environment", text(p.Environment))
	for _, f := range []struct {
		name  markup
		count int
	}{
		{"Rows in the file", p.Rows.Read}, {"Rows that can be used", p.Rows.Accepted}, {"Rejected", p.Rows.Rejected},
		{"Further rows of a person who has another one", p.Rows.Merged}, {"Left before they were ever imported", p.Rows.Former},
		{"Kept out by the settings", p.Rows.Excluded}, {"Older than what is known already", p.Rows.Superseded},
		{"People sent to Crewmojo", p.Sent},
	} {
		if f.count > 0 {
			facts += fact(f.name, text(words.Grouped(f.count)))
		}
	}
	if p.Charset != "" {
		facts += fact("Read as", text(p.Charset))
	}
	return tag("dl", facts)
}

func fact(name, is markup) markup { return tag("div", tag("dt", name), tag("dd", is)) }
