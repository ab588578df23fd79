// Package terminal colours what people read on a terminal.
package terminal

import (
	"io"
	"os"
)

// A Style colours texts, or leaves them as they are. The zero Style has no colours.
type Style struct{ colours bool }

// StyleOf returns the style for what is written to out: colours if it is a terminal, unless the environment has NO_COLOR
// (https://no-color.org) or a TERM that knows none.
func StyleOf(out io.Writer) Style {
	file, ok := out.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return Style{}
	}
	info, err := file.Stat()
	return Style{err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// Good is for what went as it should.
func (s Style) Good(text string) string { return s.in("32", text) }

// Warn is for what a person must decide.
func (s Style) Warn(text string) string { return s.in("33", text) }

// Bad is for what went wrong.
func (s Style) Bad(text string) string { return s.in("31", text) }

// Bold is for headings.
func (s Style) Bold(text string) string { return s.in("1", text) }

// Dim is for what is less important.
func (s Style) Dim(text string) string { return s.in("2", text) }

func (s Style) in(code, text string) string {
	if !s.colours {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
