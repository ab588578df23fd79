package review

import (
	"html"
	"slices"
	"strings"
	"unicode"

	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// Markup is HTML. A constant becomes markup by itself, as it stands in the code; a text that comes from anywhere else does
// only by way of [text], [value] or [link], which escape it.
type markup string

// text makes markup of a text that this package or the settings have written.
func text(s string) markup {
	return markup(html.EscapeString(strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))))
}

// visible replaces the characters that HTML does not allow, and drops those that turn text around.
func visible(char rune) rune {
	if unicode.IsControl(char) {
		return ' '
	}
	return words.WithoutDirection(char)
}

// longest is how many characters of a cell are shown; the lists have all of it.
const longest = 200

// value makes markup of what a file says: cut if it is very long, and kept apart from the text around it, which may be
// written in the other direction.
func value(s string) markup {
	if chars := []rune(s); len(chars) > longest {
		s = string(chars[:longest]) + "…"
	}
	return tag("bdi", text(s))
}

// inline are the elements that stand in the middle of a line.
var inline = []string{"b", "bdi", "code", "del", "ins", "q", "span"}

// tag puts content between a start tag, which may have attributes, and its end tag.
func tag(start markup, content ...markup) markup {
	name, _, _ := strings.Cut(string(start), " ")
	end := "</" + markup(name) + ">\n"
	if slices.Contains(inline, name) {
		end = end[:len(end)-1]
	}
	return "<" + start + ">" + join(content) + end
}

// link returns a link to an https address, or to a place on the page.
func link(to string, content markup) markup {
	return `<a href="` + text(to) + `">` + content + "</a>"
}

func join(parts []markup) markup {
	if len(parts) == 1 {
		return parts[0]
	}
	var all strings.Builder
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	all.Grow(size)
	for _, part := range parts {
		all.WriteString(string(part))
	}
	return markup(all.String())
}

// section is a part of the page with a heading. Without content there is none.
func section(id, heading markup, content ...markup) markup {
	body := join(content)
	if body == "" {
		return ""
	}
	return tag(`section id="`+id+`" aria-labelledby="`+id+`-heading"`, "\n"+tag(`h2 id="`+id+`-heading"`, heading), body)
}

// paragraph returns a paragraph; none without text.
func paragraph(content ...markup) markup {
	if body := join(content); body != "" {
		return tag("p", body)
	}
	return ""
}

// items returns a list; none without items.
func items(list markup, content []markup) markup {
	var all markup
	for _, item := range content {
		all += tag("li", item)
	}
	if all == "" {
		return ""
	}
	return tag(list, all)
}

// table returns a table that is called as the section with the ID is; none without rows.
func table(section markup, columns []markup, rows []markup) markup {
	if len(rows) == 0 {
		return ""
	}
	var head markup
	for _, column := range columns {
		head += tag(`th scope="col"`, column)
	}
	return tag(`table aria-labelledby="`+section+`-heading"`, tag("thead", tag("tr", head)), tag("tbody", rows...))
}
