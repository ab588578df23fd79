package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/crewmojo-aws/bundle/functions/internal/settings/fileformat"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// noHeader says what to do about a file in which no header was found: which row most likely is one, and what its columns are.
func (a *advice) noHeader(next values, top []roster.Line) {
	i := likelyHeader(top)
	if i < 0 {
		a.note("The file seems to have no header. %sHave the export write one, or put a line on top of the file that names each column, "+
			"and run the same again. These names are always understood, in any order:\n  %s", firstRow(top), strings.Join(roster.Columns, ","))
		return
	}
	var header []roster.Heading
	for _, cell := range top[i].Cells {
		header = append(header, roster.Heading{Text: cell, Column: roster.Meaning(cell)})
	}
	a.note("Row %d most likely is the header: %s", top[i].Row, listed(shownAll(top[i].Cells)))
	missing := slices.DeleteFunc([]string{roster.FirstName, roster.LastName, roster.EmailAddress}, func(column string) bool {
		return slices.ContainsFunc(header, func(h roster.Heading) bool { return h.Column == column })
	})
	a.missingColumns(next, header, top[i+1:], missing)
}

// likelyHeader returns the first row that consists of words and is about as wide as the others; -1 if there is none.
func likelyHeader(top []roster.Line) int {
	widest := 0
	for _, line := range top {
		widest = max(widest, filled(line.Cells))
	}
	return slices.IndexFunc(top, func(line roster.Line) bool {
		return filled(line.Cells) >= 2 && filled(line.Cells)*2 > widest && !slices.ContainsFunc(line.Cells, isData)
	})
}

// isData reports whether a cell is an address, a number or a date, and not a header.
func isData(cell string) bool {
	return cell != "" && (strings.Contains(cell, "@") || !strings.ContainsFunc(cell, unicode.IsLetter))
}

func filled(cells []string) (n int) {
	for _, cell := range cells {
		if cell != "" {
			n++
		}
	}
	return n
}

// firstRow shows the first row of a table.
func firstRow(top []roster.Line) string {
	for _, line := range top {
		if filled(line.Cells) >= 2 {
			return "Its first row is already somebody's: " + listed(shownAll(line.Cells)) + ". "
		}
	}
	return ""
}

func shownAll(cells []string) (all []string) {
	for _, cell := range cells {
		if cell != "" {
			all = append(all, shown(cell))
		}
	}
	return all
}

// below returns the lines below a row.
func below(top []roster.Line, row int) []roster.Line {
	return top[min(len(top), 1+slices.IndexFunc(top, func(line roster.Line) bool { return line.Row == row })):]
}

// missingColumns says of every missing column which of the file's it may be, and proposes the likeliest ones.
func (a *advice) missingColumns(next values, header []roster.Heading, rows []roster.Line, missing []string) {
	var found candidates
	for i, h := range header {
		if h.Text != "" && h.Column == "" {
			found = append(found, newCandidate(h.Text, i, rows))
		}
	}
	isGuess, possible, taken := false, true, map[string]candidate{}
	for _, column := range missing {
		likely := found.of(column)
		if len(likely) == 0 {
			likely = found.perhaps(column)
			isGuess = isGuess || len(likely) > 0
		}
		if len(likely) == 0 {
			a.note("%s is missing, and none of the other columns can be it. Have the export add it.", column)
			possible = false
			continue
		}
		a.note("%s may be %s.", column, listed(likely.shown()))
		taken[column] = likely[0]
		next = next.mapping(likely[0].header, column)
		found = found.without(likely[:1])
	}
	if whole := found.wholeNames(); !possible && len(whole) > 0 {
		a.note("%s seems to hold whole names. Crewmojo takes the first and the last name in two columns, and the import takes no name "+
			"apart: have the export write both.", listed(whole.shown()))
	}
	first, last := taken[roster.FirstName], taken[roster.LastName]
	isEither := first.header != "" && last.header != "" && roster.LooksLike(first.header)+roster.LooksLike(last.header) == ""
	switch {
	case !possible:
	case isEither:
		a.note("Their headers do not say which is the first name and which is the last: that is a guess.")
		const when = "if %s holds first names, and %s last names"
		a.choose(next, when, first.shown(), last.shown())
		a.choose(next.mapping(first.header, roster.LastName).mapping(last.header, roster.FirstName), when, last.shown(), first.shown())
	case isGuess:
		a.choose(next, "if these are the right columns (their headers do not say so: else put the right ones in their places)")
	default:
		a.choose(next, "if these are the right columns")
	}
}

// correctNames replaces headers in the settings that the file does not have by those that it most likely means, and tells of
// them.
func (a *advice) correctNames(given values, header []roster.Heading) (next values, changed bool) {
	next = given
	if len(header) == 0 {
		return next, false
	}
	for _, name := range []string{"COLUMN_MAP", "EXTRA_COLUMNS", "EXCLUDE", "ENDED_WHEN"} {
		parts, _ := fileformat.List(given[name])
		corrected := slices.Clone(parts)
		for i, part := range parts {
			text, value := part, ""
			if at := strings.LastIndexByte(part, '='); name != "EXTRA_COLUMNS" && at > 0 {
				text, value = part[:at], part[at:]
			}
			if has(header, text) || value == "=" && name == "COLUMN_MAP" {
				continue
			}
			near := nearest(text, header)
			if near == "" || slices.ContainsFunc(parts, func(other string) bool { return strings.HasPrefix(other, near+"=") }) {
				a.note("%s names the column %s, which the file does not have. It has: %s.", name, shown(text), listed(texts(header)))
				continue
			}
			a.note("%s names the column %s, which the file does not have. It most likely means %s.", name, shown(text), shown(near))
			corrected[i] = near + value
		}
		if !slices.Equal(parts, corrected) {
			next, changed = next.with(name, joinedList(corrected)), true
		}
	}
	return next, changed
}

func has(header []roster.Heading, text string) bool {
	return slices.ContainsFunc(header, func(h roster.Heading) bool { return roster.SameHeader(h.Text) == roster.SameHeader(text) })
}

func texts(header []roster.Heading) (all []string) {
	for _, h := range header {
		if h.Text != "" {
			all = append(all, shown(h.Text))
		}
	}
	return all
}

// nearest returns the header that is spelled most like a text; "" if none is.
func nearest(text string, header []roster.Heading) (near string) {
	best := 1 + (len(roster.SameHeader(text))+1)/3 // about a third of the letters may differ
	for _, h := range header {
		if d := distance(roster.SameHeader(text), roster.SameHeader(h.Text)); h.Text != "" && d < best {
			near, best = h.Text, d
		}
	}
	return near
}

// distance counts the letters to insert, remove or replace that make one text of another (Levenshtein).
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range to {
			replaced := diagonal
			if x != y {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, replaced)
		}
	}
	return row[len(to)]
}
