package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A candidate is a column of the file that may be one of those that are missing.
type candidate struct {
	header string
	place  int      // in the rows, from 0
	rows   int      // how many of the first rows there are
	values []string // their filled cells
}

type candidates []candidate

func newCandidate(header string, place int, rows []roster.Line) candidate {
	c := candidate{header: header, place: place, rows: len(rows)}
	for _, row := range rows {
		if place < len(row.Cells) && row.Cells[place] != "" {
			c.values = append(c.values, row.Cells[place])
		}
	}
	return c
}

// of returns those that may be a column, the likeliest first: by their headers, or else by what is in them.
func (all candidates) of(column string) candidates {
	byHeader := all.byHeader(column)
	if column == roster.EmailAddress {
		byValue := all.that(func(c candidate) bool {
			return c.isEmployees() && c.mostly(func(v string) bool { return strings.Contains(v, "@") })
		})
		return append(byHeader, byValue.without(byHeader)...)
	}
	named := all.that(func(c candidate) bool {
		return c.isCalledName() && c.holdsNames() && roster.LooksLike(c.header) == "" && !roster.AboutBirthName(c.header)
	})
	return append(byHeader, named...)
}

// byHeader returns those whose headers say that they are a column.
func (all candidates) byHeader(column string) candidates {
	return all.that(func(c candidate) bool { return roster.LooksLike(c.header) == column && !c.holdsWholeNames() })
}

// perhaps returns those that may be a column as far as what is in them goes.
func (all candidates) perhaps(column string) candidates {
	return all.that(func(c candidate) bool {
		return c.isEmployees() && roster.LooksLike(c.header) == "" &&
			(c.rows == 0 || column != roster.EmailAddress && c.holdsNames())
	})
}

func (all candidates) wholeNames() candidates { return all.that(candidate.holdsWholeNames) }

func (all candidates) that(fits func(candidate) bool) (some candidates) {
	for _, c := range all {
		if fits(c) {
			some = append(some, c)
		}
	}
	return some
}

func (all candidates) without(others candidates) candidates {
	return all.that(func(c candidate) bool {
		return !slices.ContainsFunc(others, func(other candidate) bool { return other.place == c.place })
	})
}

// shown are the candidates with an example of each.
func (all candidates) shown() (texts []string) {
	for _, c := range all {
		texts = append(texts, c.shown())
	}
	return texts
}

// shown is the header with an example.
func (c candidate) shown() string {
	if len(c.values) == 0 {
		return shown(c.header)
	}
	return shown(c.header) + " (such as " + shown(c.values[0]) + ")"
}

// nameWords are parts of the words for a name, or for an employee, in headers of many languages.
var nameWords = []string{"name", "nam", "nom", "navn", "nimi", "név", "imię", "imie", "nazwisk", "prezime", "jmén", "příjmen",
	"soyad", "worker", "employee", "mitarbeiter"}

// isEmployees reports whether a column is about the employee, as far as its header says.
func (c candidate) isEmployees() bool { return !roster.AboutSomebodyElse(c.header) }

// isCalledName reports whether the header may be that of the employee's name.
func (c candidate) isCalledName() bool {
	header := strings.ToLower(c.header)
	contains := func(word string) bool { return strings.Contains(header, word) }
	return slices.ContainsFunc(nameWords, contains) && c.isEmployees() && !contains("company") && !contains("user")
}

// holdsNames reports whether the values are words without digits.
func (c candidate) holdsNames() bool {
	return !c.holdsWholeNames() && c.mostly(func(v string) bool {
		return strings.ContainsFunc(v, unicode.IsLetter) && !strings.ContainsFunc(v, unicode.IsDigit) && !strings.Contains(v, "@")
	})
}

// holdsWholeNames reports whether the values are first and last names in one.
func (c candidate) holdsWholeNames() bool {
	return c.isCalledName() && c.mostly(func(v string) bool {
		return strings.ContainsAny(v, " ,") && !strings.ContainsFunc(v, unicode.IsDigit) && !strings.Contains(v, "@")
	})
}

// mostly reports whether more than half of the values fit; without values none does.
func (c candidate) mostly(fits func(string) bool) bool {
	n := 0
	for _, value := range c.values {
		if fits(value) {
			n++
		}
	}
	return n*2 > len(c.values)
}
