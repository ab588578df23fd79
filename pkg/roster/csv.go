package roster

import (
	"bytes"
	"iter"
	"strings"
)

// appendCell appends a cell to a record, in quotes if it needs them (RFC 4180), with a comma before it unless it is the
// record's first.
func appendCell(record, cell []byte, first bool) []byte {
	if !first {
		record = append(record, ',')
	}
	if !needsQuotes(cell) {
		return append(record, cell...)
	}
	record = append(record, '"')
	record = append(record, bytes.ReplaceAll(cell, []byte(`"`), []byte(`""`))...)
	return append(record, '"')
}

func needsQuotes(cell []byte) bool { return bytes.ContainsAny(cell, ",\"\r\n") }

// appendRecord appends a whole record of cells, with its line end.
func appendRecord[T string | []byte](record []byte, cells ...T) []byte {
	start := len(record)
	for i, cell := range cells {
		if i > 0 {
			record = append(record, ',')
		}
		record = append(record, cell...)
	}
	if commas := len(cells) - 1; !isBare(record[start:], commas) {
		record = record[:start]
		for i, cell := range cells {
			record = appendCell(record, []byte(cell), i == 0)
		}
	}
	return append(record, '\n')
}

// newRecord returns a record of cells.
func newRecord(cells []string) string { return string(appendRecord(nil, cells...)) }

// isBare reports whether cells that were joined by so many commas need no quotes: those of most records do not.
func isBare(joined []byte, commas int) bool {
	return bytes.Count(joined, []byte(",")) == commas && bytes.IndexByte(joined, '"') < 0 &&
		bytes.IndexByte(joined, '\r') < 0 && bytes.IndexByte(joined, '\n') < 0
}

// cellsIn yields the cells of a record that appendRecord has written.
func cellsIn(record string) iter.Seq[string] {
	return func(yield func(string) bool) {
		rest, more := strings.TrimSuffix(record, "\n"), true
		for more {
			var cell string
			if strings.HasPrefix(rest, `"`) {
				cell, rest, more = cutQuoted(rest)
			} else {
				cell, rest, more = strings.Cut(rest, ",")
			}
			if !yield(cell) {
				return
			}
		}
	}
}

// cutQuoted cuts the first cell of a record, which is quoted, from the cells behind it, if there are more.
func cutQuoted(record string) (cell, rest string, more bool) {
	end := 1
	for end < len(record) && (record[end] != '"' || end+1 < len(record) && record[end+1] == '"') {
		if record[end] == '"' {
			end++
		}
		end++
	}
	cell = strings.ReplaceAll(record[1:end], `""`, `"`)
	if end+1 >= len(record) {
		return cell, "", false
	}
	return cell, record[end+2:], true
}
