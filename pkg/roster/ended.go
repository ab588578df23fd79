package roster

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// A clue is what a header says of a column that may tell who has left.
type clue struct {
	isEnd    bool // it may hold the ends of employments, or ask whether somebody has left: a yes says so
	isActive bool // it asks whether somebody is employed: a no says so
	isKind   bool // it holds kinds of people: T is temporary, and I an intern
	isStatus bool
}

// tells reports whether such a column may tell who has left.
func (c clue) tells() bool { return c != clue{} }

func clueOf(header string) (c clue) {
	same, bare := SameHeader(header), bareHeader(header)
	isAbout := func(matter string) bool { return strings.Contains(same, matter) }
	if slices.ContainsFunc(otherMatters, isAbout) || AboutManager(header) {
		return c
	}
	folded := strings.ReplaceAll(fold(header), "_", " ")
	has := func(word string) bool { return strings.Contains(folded, word) }
	isEnd := slices.Contains(endHeaders, bare) || slices.ContainsFunc(endClues, has)
	c.isEnd = isEnd && !slices.ContainsFunc(notEnds, has)
	c.isActive = slices.Contains(activeHeaders, bare)
	c.isKind = slices.Contains([]string{"type", "systemtype", "usertype"}, bare)
	c.isStatus = slices.Contains(stateHeaders, bare) || has("status") && !has("leave")
	return c
}

// bareHeader returns a header without the words that say no more than that it is about an employee: "Employee Active
// (Y/N)" is "active".
func bareHeader(header string) string {
	words := strings.FieldsFunc(fold(wordStarts.ReplaceAllString(header, "$1 $2")), isNoLetter)
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return slices.Contains(fillers, word) }), "")
}

func isNoLetter(char rune) bool { return !unicode.IsLetter(char) }

// meansEnded reports whether a value of such a column says in a word that somebody has left.
func (c clue) meansEnded(value string) bool {
	value = fold(value)
	switch {
	case c.isActive && slices.Contains(noes, value), c.isEnd && slices.Contains(yeses, value):
		return true
	case c.isActive && value == "t": // true
		return false
	case value == "t" || value == "i":
		return c.isActive || c.isStatus && !c.isKind
	case value == "baja": // with more words, it may be somebody who is ill
		return true
	}
	words := strings.FieldsFunc(value, isNoLetter)
	return len(words) > 0 && slices.Contains(endedWords, words[0]) ||
		len(words) > 1 && slices.Contains(endedPhrases, words[0]+" "+words[1])
}

// isEndLike reports whether a cell of a column of ends says that somebody has left: it is a date, in whatever format.
func isEndLike(cell []byte, f DateFormat) bool {
	return bytes.ContainsAny(cell, "123456789") && !parseDate(cell, f).isNoEnd() && !isNoDate(cell)
}
