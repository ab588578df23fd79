package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/settings/fileformat"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A command is the check of one file, without its settings.
type command struct{ file, baseline, review string }

// with returns the whole command with settings, as a shell takes it.
func (c command) with(v values) string {
	words := []string{"make check FILE=" + quoted(c.file)}
	if c.baseline != "" {
		words = append(words, baselineVariable+"="+quoted(c.baseline))
	}
	if c.review != "" {
		words = append(words, reviewVariable+"="+quoted(c.review))
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		words = append(words, name+"="+quoted(v[name]))
	}
	return strings.Join(words, " ")
}

// quoted returns a text as a shell and then make take it: make replaces $$ by $.
func quoted(text string) string {
	text = strings.ReplaceAll(text, "$", "$$")
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:") == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// overrides returns the lines of parameter_overrides in samconfig.toml that have the same settings.
func (v values) overrides() []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		lines = append(lines, settings.Override(name, v[name])+",")
	}
	return lines
}

// with returns the settings with one that has another value.
func (v values) with(name, value string) values {
	next := maps.Clone(v)
	next[name] = value
	return next
}

// mapping returns the settings with a header taken for a column, "" for none, in place of what they said about either.
func (v values) mapping(header, column string) values {
	pairs, _ := fileformat.Pairs(v["COLUMN_MAP"]) // they have been read before
	pairs = slices.DeleteFunc(pairs, func(p [2]string) bool {
		return roster.SameHeader(p[0]) == roster.SameHeader(header) || column != "" && strings.EqualFold(p[1], column)
	})
	return v.with("COLUMN_MAP", joined(append(pairs, [2]string{header, column})))
}

// maps reports whether the settings say what a header is.
func (v values) maps(header string) bool {
	pairs, _ := fileformat.Pairs(v["COLUMN_MAP"])
	return slices.ContainsFunc(pairs, func(p [2]string) bool { return roster.SameHeader(p[0]) == roster.SameHeader(header) })
}

// mapsTo reports whether the settings say that a header is a column.
func (v values) mapsTo(header, column string) bool {
	pairs, _ := fileformat.Pairs(v["COLUMN_MAP"])
	return slices.ContainsFunc(pairs, func(p [2]string) bool {
		return roster.SameHeader(p[0]) == roster.SameHeader(header) && strings.EqualFold(p[1], column)
	})
}

// ruling returns the settings with one more rule in a list of them.
func (v values) ruling(name, header, value string) values {
	pairs, _ := fileformat.Pairs(v[name])
	return v.with(name, joined(append(pairs, [2]string{header, value})))
}

// joined writes pairs as a setting.
func joined(pairs [][2]string) string {
	var parts []string
	for _, pair := range pairs {
		parts = append(parts, pair[0]+"="+pair[1])
	}
	return joinedList(parts)
}

// joinedList writes a list as a setting.
func joinedList(parts []string) string {
	var quoted []string
	for _, part := range parts {
		quoted = append(quoted, settings.Quoted(part))
	}
	return strings.Join(quoted, ",")
}
