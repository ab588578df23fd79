package review

import (
	"fmt"

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

// counts returns the figures that are not zero. Everybody is in one of them alone.
func (p page) counts() []figure {
	stay := p.Rows.Accepted
	for _, kind := range []roster.Kind{roster.Joiner, roster.Leaver, roster.Rehire, roster.Changed} {
		stay -= p.people[kind].count()
	}
	var counts []figure
	for _, f := range []figure{
		{"stay", "stays as they are", "stay as they are", stay, true},
		{string(roster.Changed), "changes", "change", p.people[roster.Changed].count(), false},
		{string(roster.Joiner), "joins", "join", p.people[roster.Joiner].count(), false},
		{string(roster.Rehire), "is rehired", "are rehired", p.people[roster.Rehire].count(), false},
		{string(roster.Leaver), "leaves", "leave", p.people[roster.Leaver].count(), false},
		{string(roster.Missing), "is missing", "are missing", p.people[roster.Missing].count(), false},
		{string(roster.Ended), "is missing, and is ended", "are missing, and are ended", p.people[roster.Ended].count(), false},
		{"still", "is missing, as in the last file", "are missing, as in the last file", p.Changes.StillMissing, true},
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
		tag(`title id="bar-title"`, text("What happens to "+words.Persons(all))), tag(`desc id="bar-text"`, said), join(bar)) +
		table("figures", []markup{"What happens", "People"}, rows)
}
