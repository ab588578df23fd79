package review

import (
	"fmt"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A figure is how many people something happens to.
type figure struct {
	id        string // of its colour, and of its list if it has one
	one, many string
	count     int
	isAll     bool // it has no list
}

// counts returns the figures that are not zero. Everybody is in one of them alone, or in a row that cannot
// be used.
func (p page) counts() []figure {
	stay := p.Rows.Accepted
	for _, kind := range []roster.Kind{roster.Joiner, roster.Leaver, roster.Rehire, roster.Changed} {
		stay -= p.people[kind].count()
	}
	var counts []figure
	is := func(kind roster.Kind, one, many, oneWould, manyWould string) figure {
		if p.Status != outcome.Imported {
			one, many = oneWould, manyWould
		}
		return figure{string(kind), one, many, p.people[kind].count(), false}
	}
	for _, f := range []figure{
		{"stay", "stays as they are", "stay as they are", stay, true},
		is(roster.Changed, "changes", "change", "would change", "would change"),
		is(roster.Joiner, "joins", "join", "would join", "would join"),
		is(roster.Rehire, "is rehired", "are rehired", "would be rehired", "would be rehired"),
		is(roster.Leaver, "leaves", "leave", "would leave", "would leave"),
		is(roster.Missing, "is missing", "are missing", "is missing", "are missing"),
		is(roster.Ended, "is missing: employment ended", "are missing: employment ended",
			"is missing: employment would be ended", "are missing: employment would be ended"),
		is(roster.StillMissing, "is still missing", "are still missing", "is still missing", "are still missing"),
		{"rejected", "row cannot be used", "rows cannot be used", p.Rows.Rejected, false},
	} {
		if f.count > 0 {
			counts = append(counts, f)
		}
	}
	return counts
}

// figures shows how many people stay, change, join, leave and are missing: as a bar, and as a table.
func (p page) figures() markup {
	counts, all := p.counts(), 0
	for _, f := range counts {
		all += f.count
	}
	if p.Differences == nil || all == 0 {
		return ""
	}
	var bar, rows []markup
	var said markup
	at := 0.0
	for _, f := range counts {
		width := float64(f.count) / float64(all) * 100
		bar = append(bar, tag(markup(fmt.Sprintf(`rect class="%s" x="%.2f%%" width="%.2f%%" height="100%%"`, f.id, at, width))))
		if width > 6 {
			bar = append(bar, tag(markup(fmt.Sprintf(`text x="%.2f%%" y="50%%"`, at+width/2)), text(words.Grouped(f.count))))
		}
		at += width
		what := text(words.Either(f.count, f.one, f.many))
		said += text(words.Grouped(f.count)) + " " + what + ". "
		if !f.isAll {
			what = link("#"+f.id, what)
		}
		rows = append(rows, tag("tr", tag(`th scope="row"`, `<span class="swatch `+markup(f.id)+`" aria-hidden="true"></span>`+what),
			tag(`td class="number"`, text(words.Grouped(f.count)))))
	}
	return tag(`svg class="bar" role="img" aria-labelledby="bar-title bar-text"`,
		tag(`title id="bar-title"`, "What happens to the people of the file"), tag(`desc id="bar-text"`, said), join(bar)) +
		table("figures", []markup{"What happens", "How many"}, rows)
}
