package roster

import (
	"bytes"
	"regexp"
	"strings"
)

// unguard takes off what people put around a code to keep a spreadsheet from taking it for a number: ="00123", '00123 and
// '00123'.
func unguard(cell []byte) []byte {
	if len(cell) >= 3 && cell[0] == '=' && cell[1] == '"' && cell[len(cell)-1] == '"' {
		cell = bytes.TrimFunc(cell[2:len(cell)-1], isBlank)
	}
	for len(cell) >= 2 && cell[0] == '\'' {
		cell = bytes.TrimFunc(bytes.TrimSuffix(cell[1:], []byte("'")), isBlank)
	}
	return cell
}

// What a spreadsheet, or a program that took codes for numbers, makes of them: 123.0, 1,234, 1.2E+05, ########.
var damagedCode = regexp.MustCompile(`^(\d+\.0+|\d{1,3}(,\d{3})+|\d+([.,]\d+)?[eE]\+\d+|#+)$`)

// isDamagedCode reports whether a code is what a spreadsheet makes of one.
func isDamagedCode(cell []byte) bool {
	return len(cell) > 0 && (cell[0] == '#' || '0' <= cell[0] && cell[0] <= '9' && bytes.ContainsAny(cell, ".,+")) &&
		(damagedCode.Match(cell) || isSpreadsheetError(cell))
}

// isSpreadsheetError reports whether a cell is what a formula gives that fails, other than #N/A for "nothing found".
func isSpreadsheetError(cell []byte) bool {
	switch strings.ToUpper(string(cell)) {
	case "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!":
		return true
	}
	return false
}

// isNone reports whether a code, an address or a date is one of the ways to write nothing.
func isNone(cell []byte) bool {
	if len(cell) == 0 {
		return true
	}
	if len(cell) > 6 {
		return false
	}
	switch strings.ToUpper(string(cell)) {
	case "N/A", "#N/A", "NA", "NULL", "NONE", "NIL", "NAN", "-", "--", "---", "–", "—", "(NULL)", "<NULL>", "<NA>", `\N`:
		return true
	}
	return false
}

// isNoManager reports whether a cell is what systems write for somebody who has no manager.
func isNoManager(cell []byte) bool {
	for _, none := range []string{"NO_MANAGER", "NO MANAGER", "NO_HR"} {
		if bytes.EqualFold(cell, []byte(none)) {
			return true
		}
	}
	return isNone(cell)
}
