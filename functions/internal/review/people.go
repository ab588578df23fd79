package review

import (
	"iter"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// most is how many lines each list has at most: a browser shows them at once, and a person may still read them.
const most = 500

// A group is the people with whom the same happens.
type group struct {
	all    int
	listed []person // the first ones
}

// A person is somebody whom the file changes, with all their changed cells.
type person struct {
	roster.Difference
	cells []roster.Difference
}

// count returns how many people there are; nobody is in no group.
func (g *group) count() int {
	if g == nil {
		return 0
	}
	return g.all
}

// groups sorts the people of sequences by what happens to them. All lines of one person follow one another.
func groups(sequences ...iter.Seq[roster.Difference]) map[roster.Kind]*group {
	all := map[roster.Kind]*group{}
	var last roster.Difference
	for _, sequence := range sequences {
		if sequence == nil {
			continue
		}
		for d := range sequence {
			who := d
			who.Column, who.Before, who.After, who.BeforeName, who.AfterName = "", "", "", "", ""
			g := all[d.Kind]
			if g == nil {
				g = &group{}
				all[d.Kind] = g
			}
			g.add(d, who, who != last)
			last = who
		}
	}
	return all
}

// add adds a line about somebody, who is new to the group or has a line in it already.
func (g *group) add(d, who roster.Difference, isNew bool) {
	if isNew {
		g.all++
		if g.all <= most {
			g.listed = append(g.listed, person{Difference: who})
		}
	}
	if g.all <= most && d.Column != "" {
		is := &g.listed[len(g.listed)-1]
		is.cells = append(is.cells, d)
	}
}

// lists lists the people by what happens to them, or would.
func (p page) lists() (all markup) {
	const stay = "They were employed, and this file does not have them. They stay in Crewmojo as they are."
	const still = "They were missing from an earlier file already. This file changes nothing about them."
	missing := markup(stay)
	if p.EndsMissing && p.Status != outcome.Held && !p.wouldBeHeld() && !words.IsApproval(p.Import) {
		missing = "They were employed, and this file does not have them. What becomes of them stands at the top of this page."
	}
	for _, list := range []struct {
		kind           roster.Kind
		is, meaning    markup
		will, wouldSay markup
	}{
		{roster.Joiner, "Joining", "They were in no earlier file.", "Would join", "They were in no earlier file."},
		{roster.Leaver, "Leaving", "They were employed, and this file ends their employment, or ends it earlier.",
			"Would leave", "They are employed, and this file would end their employment, or end it earlier."},
		{roster.Rehire, "Rehired", "They had left, and are employed again.", "Would be rehired", "They had left, and would be employed again."},
		{roster.Missing, "Missing", missing, "Missing", missing},
		{roster.Ended, "Employment ended", "They are missing, so the import ended their employment, on the " +
			"first day that a file did not have them. If somebody has not left, have them put back into the export: they are rehired then.",
			"Employment would be ended", "They are missing from this file. Importing it would end their employment."},
		{roster.Changed, "Changing", "", "Would change", ""},
		{roster.StillMissing, "Still missing", still, "Still missing", still},
	} {
		if p.Status == outcome.Imported {
			all += p.list(list.kind, list.is, list.meaning)
		} else {
			all += p.list(list.kind, list.will, list.wouldSay)
		}
	}
	return all
}

// list lists the people of one kind, each once.
func (p page) list(kind roster.Kind, what, meaning markup) markup {
	g := p.people[kind]
	if g == nil {
		return ""
	}
	id, columns := markup(kind), []markup{"Who", "Changes"}
	if len(g.listed[0].cells) == 0 {
		columns = []markup{"Who", "Email"}
	}
	var rows []markup
	for _, person := range g.listed {
		second := tag("td", person.changes())
		if len(person.cells) == 0 {
			second = tag("td", value(person.Email))
		}
		rows = append(rows, tag("tr", tag(`th scope="row"`, who(person.FirstName, person.LastName, person.ID)), second))
	}
	more := markup("changes.csv")
	if p.First {
		more = "source.csv"
	}
	return section(id, what+": "+text(words.Persons(g.all)), paragraph(meaning), table(id, columns, rows), p.more(g.all-len(g.listed), more))
}

// more says how many lines a list does not show, and where they are.
func (p page) more(n int, list markup) markup {
	if n == 0 {
		return ""
	}
	return tag(`p class="more"`, "and ", text(words.Grouped(n)), " more in ", tag("b", list), ", which is in ", p.folderLink())
}

// who names a person: the name, and below it the code or the address.
func who(first, last, id string) markup {
	name := value(strings.TrimSpace(first + " " + last))
	if first+last == "" {
		name = "(no name)"
	}
	if id == "" {
		return name
	}
	return name + tag(`span class="id"`, value(id))
}

// changes lists the changed cells of a person.
func (who person) changes() markup {
	var cells []markup
	for _, cell := range who.cells {
		cells = append(cells, tag(`span class="column"`, columnInWords(cell.Column))+
			tag("del", tag(`span class="unseen"`, "before: "), orEmpty(cell.Before))+named(cell.BeforeName)+
			` <span class="arrow" aria-hidden="true">→</span> `+
			tag("ins", tag(`span class="unseen"`, "after: "), orEmpty(cell.After))+named(cell.AfterName))
	}
	return items(`ul class="cells"`, cells)
}

// named adds the name of the manager whom a cell means.
func named(name string) markup {
	if name == "" {
		return ""
	}
	return " (" + value(name) + ")"
}

func orEmpty(cell string) markup {
	if cell == "" {
		return `<span class="empty">(empty)</span>`
	}
	return value(cell)
}
