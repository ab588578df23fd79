package review

import (
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// rejected lists the rows that cannot be used, each once, with all that is wrong with it.
func (p page) rejected() markup {
	rejects := slices.Clone(p.Rejects)
	slices.SortStableFunc(rejects, func(a, b roster.Reject) int { return a.Row - b.Row })
	var rows []markup
	for first := 0; first < len(rejects) && len(rows) < most; {
		r, last := rejects[first], first
		var problems []markup
		for ; last < len(rejects) && rejects[last].Row == r.Row; last++ {
			problems = append(problems, problem(rejects[last]))
		}
		rows = append(rows, tag("tr", tag(`th scope="row"`, text("Row "+words.Grouped(r.Row))), tag("td", who(r.FirstName, r.LastName, r.ID)),
			tag("td", items(`ul class="cells"`, problems))))
		first = last
	}
	return section("rejected", text("Rejected: "+words.Counted(p.Rows.Rejected, "row", "rows")),
		table("rejected", []markup{"Row", "Who", "What is wrong"}, rows), p.more(p.Rows.Rejected-len(rows), "rejected.csv"))
}

// problem says what is wrong with a cell, or with a whole row.
func problem(r roster.Reject) markup {
	said := text(r.Explanation())
	if r.Column == "" {
		return said
	}
	return tag(`span class="column"`, columnInWords(r.Column)) + orEmpty(r.Value) + "<br>" + said
}

// worthALook lists what is odd about rows that are sent all the same.
func (p page) worthALook() markup {
	var odd []markup
	for _, problem := range p.Problems {
		code := roster.Code(problem.Code)
		if !code.IsWarning() {
			continue
		}
		said := text(roster.Sentence(code, ""))
		if problem.Column != "" {
			said = tag(`span class="column"`, columnInWords(problem.Column)) + said
		}
		odd = append(odd, said+" "+tag(`span class="id"`, p.numbered(problem)))
	}
	if len(odd) == 0 {
		return ""
	}
	return section("look", "Worth a look", paragraph("None of this keeps a row from being sent."), items("ul", odd))
}

// numbered names the rows of a problem, and who is in them: "Rows 4 (Ada Lovelace), 7 (Alan Turing) and 12 more".
func (p page) numbered(of outcome.Problem) markup {
	said := text(words.Either(of.Count, "Row ", "Rows "))
	for i, row := range of.Rows {
		if i > 0 {
			said += ", "
		}
		said += text(words.Grouped(row))
		if p.Person != nil {
			if who, found := p.Person(row); found {
				said += named(strings.TrimSpace(who.FirstName + " " + who.LastName))
			}
		}
	}
	if more := of.Count - len(of.Rows); more > 0 {
		said += text(" and " + words.Grouped(more) + " more")
	}
	return said
}
