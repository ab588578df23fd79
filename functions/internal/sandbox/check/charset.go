package check

import (
	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// charsets are tried if no header is found in a file whose charset is a guess.
var charsets = []string{"macintosh", "windows-1250", "windows-1251", "shift_jis", "gb18030", "big5", "euc-kr"}

// lacksHeader reports whether no header was found that names the required columns.
func lacksHeader(c importer.Checked) bool {
	return c.Refused != nil && (c.Refused.Why == roster.NoHeader || c.Refused.Why == roster.MissingColumns)
}

// charset proposes the first charset in which the file has a header, and reports whether there is one.
func (a *advice) charset(next values, c importer.Checked, try tryout) bool {
	if !c.File.Guessed || !lacksHeader(c) {
		return false
	}
	for _, name := range charsets {
		proposed := next.with("CHARSET", name)
		if tried, err := try(proposed); err == nil && !lacksHeader(tried) {
			a.choose(proposed, "if the file is in %s: then its header is understood", name)
			return true
		}
	}
	return false
}
