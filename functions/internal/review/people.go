package review

import (
	"iter"
	"strings"

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

// groups sorts the people by what happens to them.
func groups(differences iter.Seq[roster.Difference]) map[roster.Kind]*group {
	all := map[roster.Kind]*group{}
	if differences == nil {
		return all
	}
	var last roster.Difference
	for d := range differences {
		who := d
		who.Column, who.Before, who.After = "", "", ""
		g := all[d.Kind]
		if g == nil {
			g = &group{}
			all[d.Kind] = g
		}
		if who != last {
			g.all++
			last = who
			if g.all <= most {
				g.listed = append(g.listed, person{Difference: who})
			}
		}
		if g.all <= most && d.Column != "" {
			is := &g.listed[len(g.listed)-1]
			is.cells = append(is.cells, d)
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
			tag("del", tag(`span class="unseen"`, "before: "), orEmpty(cell.Before))+
			` <span class="arrow" aria-hidden="true">→</span> `+
			tag("ins", tag(`span class="unseen"`, "after: "), orEmpty(cell.After)))
	}
	return items(`ul class="cells"`, cells)
}

func orEmpty(cell string) markup {
	if cell == "" {
		return `<span class="empty">(empty)</span>`
	}
	return value(cell)
}
