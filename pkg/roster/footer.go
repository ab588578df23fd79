package roster

import (
	"bytes"
	"slices"
	"strconv"
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

// countMarks do so where the number of rows stands behind them, as nines do: 9|000095, EOR|95|A1B2.
var countMarks = []string{"z", "eor", "fin", "ende"}

// isCount reports whether a row is such a record, below so many rows. The header and the record itself may be counted. Nines
// without a line end may be the code of somebody whose row was cut off.
func isCount(cells [][]byte, rows int, terminated bool) bool {
	if len(cells) < 2 || countFilled(cells, 4) == 4 || bytes.IndexByte(cells[len(cells)-1], '@') >= 0 {
		return false
	}
	mark := strings.ToLower(string(bytes.TrimSpace(cells[0])))
	isNines := terminated && mark != "" && strings.Trim(mark, "9") == "" && countFilled(cells, 3) == 2
	n, err := strconv.Atoi(string(bytes.TrimSpace(cells[1])))
	return err == nil && rows > 0 && rows <= n && n <= rows+2 && (isNines || slices.Contains(countMarks, mark))
}

// isFooter reports whether a row of one or two filled cells is what a system writes below its rows: "*** End of report
// ***", or "Total" and a number, or "Run by:" and somebody, or "Printed on 24 November" and where.
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
	hasDigit := func(cell []byte) bool { return bytes.IndexFunc(cell, unicode.IsDigit) >= 0 }
	isPhrase := hasDigit(filled[0]) && bytes.IndexByte(filled[0], ' ') > 0
	if len(filled) == 2 && !hasDigit(filled[1]) && !isPhrase {
		return false
	}
	words := strings.ToLower(string(bytes.TrimLeft(filled[0], "*-=#( ")))
	if number, rest, found := strings.Cut(words, " "); found && strings.Trim(number, "0123456789") == "" {
		words = rest // 95 rows
	}
	return slices.ContainsFunc(footerWords, func(word string) bool { return strings.HasPrefix(words, word) })
}
