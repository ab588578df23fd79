package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// charsets are tried if the charset of a file is a guess, and what it says reads wrongly.
var charsets = []string{"windows-1250", "macintosh", "windows-1251", "shift_jis", "gb18030", "big5", "euc-kr"}

// lacksHeader reports whether no header was found that names the required columns.
func lacksHeader(c importer.Checked) bool {
	return c.Refused != nil && (c.Refused.Why == roster.NoHeader || c.Refused.Why == roster.MissingColumns)
}

// charset proposes the first charset in which the file has a header, else the one in which it reads best, and reports whether
// there is one.
func (a *advice) charset(next values, c importer.Checked, try tryout) bool {
	if !c.File.Guessed {
		return false
	}
	guessed := textsOf(c)
	odd, name, texts := oddness(guessed...), "", []string(nil)
	if odd == 0 && !lacksHeader(c) {
		return false
	}
	for _, other := range charsets {
		tried, err := try(next.with("CHARSET", other))
		switch {
		case err != nil:
		case lacksHeader(c) && !lacksHeader(tried):
			a.choose(next.with("CHARSET", other), "if the file is in %s: then its header is understood", other)
			return true
		case oddness(textsOf(tried)...) < odd:
			name, texts = other, textsOf(tried)
			odd = oddness(texts...)
		}
	}
	if name == "" {
		return false
	}
	i := slices.IndexFunc(guessed, func(text string) bool { return oddness(text) > 0 })
	if len(texts) != len(guessed) {
		texts = guessed
	}
	a.note("The file does not say in which charset it is, and as %s it reads oddly.", c.File.Charset)
	a.choose(next.with("CHARSET", name), "if it is in %s: then %s is %s", name, shown(guessed[i]), shown(texts[i]))
	a.choose(next.with("CHARSET", c.File.Charset), "if %s is right", shown(guessed[i]))
	return true
}

// textsOf returns what a file says as far as anybody could read it: its headers, its first rows if there is no header, and the
// names of the people in it.
func textsOf(c importer.Checked) (texts []string) {
	for _, h := range c.File.Header {
		texts = append(texts, h.Text)
	}
	for _, line := range c.File.Top {
		texts = append(texts, line.Cells...)
	}
	if c.Plan == nil {
		return texts
	}
	upload := c.Plan.Upload(false)
	first, last := slices.Index(upload.Columns(), roster.FirstName), slices.Index(upload.Columns(), roster.LastName)
	for cells := range upload.Rows {
		texts = append(texts, cells[first], cells[last])
	}
	return texts
}

// oddness counts the places at which texts read as they do in another charset than their own.
func oddness(texts ...string) (n int) {
	for _, text := range texts {
		chars := []rune(text)
		for i := range chars {
			if isOdd(chars, i) {
				n++
			}
		}
	}
	return n
}

// scripts are those whose letters are never in one word with those of another.
var scripts = []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Han}

// isOdd reports whether a character is odd where it stands, as in "£ukasz", "Wiœniewski", "RenŽ" or "Èâàíîâ".
func isOdd(chars []rune, i int) bool {
	at := func(i int) rune {
		if i < 0 || i >= len(chars) {
			return ' '
		}
		return chars[i]
	}
	char, before, after := at(i), at(i-1), at(i+1)
	isForeign := func(char rune) bool { return char >= utf8.RuneSelf && unicode.Is(unicode.Latin, char) }
	isOther := func(script *unicode.RangeTable) bool {
		return unicode.Is(script, char) != unicode.Is(script, before) && unicode.IsLetter(before)
	}
	switch {
	case char < utf8.RuneSelf, unicode.IsMark(char), strings.ContainsRune("’‘´–—·°ºª", char):
		return false
	case char == utf8.RuneError, '\uFF61' <= char && char <= '\uFF9F': // a Katakana letter of half the width
		return true
	case !unicode.IsLetter(char):
		return unicode.IsLetter(before) || unicode.IsLetter(after)
	case unicode.IsUpper(char) && unicode.IsLetter(before):
		return slices.ContainsFunc(chars, unicode.IsLower)
	case char == 'œ':
		return after != 'u'
	case slices.ContainsFunc(scripts, isOther):
		return true
	}
	return isForeign(char) && isForeign(before) && isForeign(at(i-2))
}
