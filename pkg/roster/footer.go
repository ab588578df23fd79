package roster

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// footerWords begin what systems write below their rows.
var footerWords = []string{"total", "grand total", "count", "record count", "records", "number of", "row count", "rows",
	"end of", "generated", "report", "page", "exported", "printed", "created on", "run date", "summe", "gesamt", "anzahl", "totaal"}

// trailerMarks begin the last record of files that are made for programs, such as TRL|95|20261124.
var trailerMarks = []string{"trl", "tlr", "ftr", "eof", "trailer", "footer"}

// shortMarks do so where nothing but figures stands behind them: T|95|20261124.
var shortMarks = []string{"t", "end"}

// isTrailer reports whether a row is such a record: it begins with a mark, and has nobody's address.
func isTrailer(cells [][]byte) bool {
	hasAddress := func(cell []byte) bool { return bytes.IndexByte(cell, '@') >= 0 }
	if slices.ContainsFunc(cells, hasAddress) {
		return false
	}
	first := string(bytes.TrimSpace(cells[0]))
	isFirst := func(mark string) bool { return strings.EqualFold(mark, first) }
	hasLetter := func(cell []byte) bool { return bytes.IndexFunc(cell, unicode.IsLetter) >= 0 }
	return slices.ContainsFunc(trailerMarks, isFirst) ||
		slices.ContainsFunc(shortMarks, isFirst) && countFilled(cells, 2) == 2 && !slices.ContainsFunc(cells[1:], hasLetter)
}

// isFooter reports whether a row of one or two filled cells is what a system writes below its rows: "*** End of report
// ***", or "Total" and a number, or "Run by:" and somebody.
func isFooter(cells [][]byte) bool {
	var filled [][]byte
	for _, cell := range cells {
		if !isEmpty(cell) {
			filled = append(filled, bytes.TrimFunc(cell, isBlankOrControl))
		}
	}
	if len(filled) == 2 && bytes.HasSuffix(filled[0], []byte(":")) {
		return true
	}
	if len(filled) == 2 && bytes.IndexFunc(filled[1], unicode.IsDigit) < 0 {
		return false
	}
	words := strings.ToLower(string(bytes.TrimLeft(filled[0], "*-=# ")))
	return slices.ContainsFunc(footerWords, func(word string) bool { return strings.HasPrefix(words, word) })
}
