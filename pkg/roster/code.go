package roster

import "bytes"

// unguard takes off what people put around a code to keep a spreadsheet from taking it for a number: ="00123", '00123.
func unguard(cell []byte) []byte {
	for len(cell) > 0 && (cell[0] == '=' || cell[0] == '\'') {
		switch {
		case len(cell) >= 3 && cell[0] == '=' && cell[1] == '"' && cell[len(cell)-1] == '"':
			cell = cell[2 : len(cell)-1]
		case len(cell) >= 2 && cell[0] == '\'':
			cell = cell[1:]
		default:
			return cell
		}
		cell = bytes.TrimFunc(cell, isBlank)
	}
	return cell
}

// isDamagedCode reports whether cell is what a spreadsheet makes of a long code: 1.2E+05.
func isDamagedCode(cell []byte) bool {
	e := bytes.IndexByte(cell, '+') - 1
	if e < 1 || cell[e] != 'E' && cell[e] != 'e' {
		return false
	}
	for i, b := range cell {
		isDigit := '0' <= b && b <= '9'
		if i == e || i == e+1 || (b == '.' || b == ',') && i < e && i > 0 {
			continue
		}
		if !isDigit {
			return false
		}
	}
	return len(cell) > e+2
}

// isNoManager reports whether cell is what systems write for somebody who has no manager.
func isNoManager(cell []byte) bool {
	if len(cell) == 0 || len(cell) > 10 || cell[0] != 'N' && cell[0] != 'n' && cell[0] != '-' {
		return false
	}
	switch string(bytes.ToUpper(cell)) {
	case "NO_MANAGER", "NO MANAGER", "N/A", "NA", "-", "--", "NONE", "NULL", "NIL":
		return true
	}
	return false
}
