package roster

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// headerLines is how far down a file its header may stand, below titles and such.
const headerLines = 20

// A header is the row that names a file's columns, and what was made of it.
type header struct {
	row   int
	comma byte
	cells []string // as written, without blanks around; trailing empty ones left out
	sent  []sentColumn
	// renamed are the headers that are not spelled as the column that they are; dropped those that are no column.
	renamed map[string]string
	dropped []string
}

// A sentColumn is one column of what is sent.
type sentColumn struct {
	name string
	kind kind
	from int // which cell of the file's rows; -1 for none, always blank
}

var commas = []byte{',', ';', '\t', '|'}

// sepLine returns the line sep=; and the delimiter it names, where head begins with one: Excel's own way to say what
// separates the cells. Excel does not count it as a row, and nor do we.
func sepLine(head []byte) (line []byte, comma byte) {
	const start = "sep="
	if len(head) <= len(start) || !bytes.EqualFold(head[:len(start)], []byte(start)) || bytes.IndexByte(commas, head[len(start)]) < 0 {
		return nil, 0
	}
	length := len(start) + 1
	rest := bytes.TrimLeft(head[length:], " \t")
	length += len(head[length:]) - len(rest)
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasPrefix(rest, []byte(end)) {
			return head[:length+len(end)], head[len(start)]
		}
	}
	return nil, 0
}

// findHeader finds the header within a file's head: the first row, among the first 20, that names the required columns
// under one of the delimiters.
func (f Format) findHeader(head []byte) (*header, error) {
	candidates := commas
	if line, comma := sepLine(head); line != nil {
		head, candidates = head[len(line):], []byte{comma}
	}
	var best, nearest *header
	for _, comma := range candidates {
		lines := csvscan.New(bytes.NewReader(head), comma)
		for lines.Row() < headerLines {
			cells, err := lines.Next()
			if err == csvscan.ErrMalformed {
				continue
			}
			if err != nil {
				break
			}
			h := f.readHeader(cells, lines.Row(), comma)
			if missing := h.missing(); len(missing) < len(required) && (nearest == nil || len(missing) < len(nearest.missing())) {
				nearest = h
			}
			if len(h.missing()) == 0 && (best == nil || h.row < best.row || h.row == best.row && len(h.sent) > len(best.sent)) {
				best = h
				break
			}
		}
	}
	if best == nil {
		return nil, noHeader(nearest)
	}
	return best, f.checkHeader(best)
}

// readHeader takes cells for a header.
func (f Format) readHeader(cells [][]byte, row int, comma byte) *header {
	h := &header{row: row, comma: comma, renamed: map[string]string{}}
	var clean cleaner
	for _, cell := range cells {
		h.cells = append(h.cells, string(clean.clean(cell, true)))
	}
	for len(h.cells) > 0 && h.cells[len(h.cells)-1] == "" {
		h.cells = h.cells[:len(h.cells)-1]
	}
	columns := f.columnsOf(h.cells)
	for _, c := range documented {
		i := slices.Index(columns, c.name)
		if i >= 0 || f.EndDates && c.name == EmploymentEndDate {
			h.sent = append(h.sent, sentColumn{c.name, c.kind, i})
		}
	}
	for _, extra := range f.ExtraColumns {
		if i := slices.Index(columns, extra); i >= 0 {
			h.sent = append(h.sent, sentColumn{extra, text, i})
		}
	}
	for i, cell := range h.cells {
		switch {
		case columns[i] == "" && cell != "":
			h.dropped = append(h.dropped, inWords(cell))
		case columns[i] != cell && cell != "":
			h.renamed[inWords(cell)] = columns[i]
		}
	}
	return h
}

// columnsOf returns which column each of a file's headers is, "" for none. What the settings map wins over what is
// commonly so called.
func (f Format) columnsOf(headers []string) []string {
	columns := make([]string, len(headers))
	for i, header := range headers {
		columns[i] = f.ColumnMap[sameHeader(header)]
	}
	mapped := slices.Clone(columns)
	for i, header := range headers {
		column := byHeader[sameHeader(header)]
		if column == "" {
			column = canonical(header, f.ExtraColumns)
		}
		if columns[i] == "" && header != "" && !slices.Contains(mapped, column) {
			columns[i] = column
		}
	}
	return columns
}

// checkHeader refuses a header that names a column twice: which of the two to believe is for a person to say.
func (f Format) checkHeader(h *header) error {
	columns := f.columnsOf(h.cells)
	for i, column := range columns {
		if first := slices.Index(columns, column); column != "" && first < i {
			return refuse("the columns %q and %q are both taken for %s; rename one of them, or name the right one in COLUMN_MAP",
				inWords(h.cells[first]), inWords(h.cells[i]), column)
		}
	}
	return nil
}

// missing returns the required columns that the header does not name.
func (h *header) missing() []string {
	var missing []string
	for _, column := range required {
		if h.index(column) < 0 {
			missing = append(missing, column)
		}
	}
	return missing
}

// index returns which of the sent columns is called name, or -1.
func (h *header) index(name string) int {
	return slices.IndexFunc(h.sent, func(c sentColumn) bool { return c.name == name })
}

// columns returns the names of the sent columns.
func (h *header) columns() []string {
	names := make([]string, len(h.sent))
	for i, c := range h.sent {
		names[i] = c.name
	}
	return names
}

// noHeader says what is missing. It repeats the headers of a row only where that is a header for sure, since a row of a
// file without one is a person.
func noHeader(nearest *header) error {
	if nearest == nil {
		return refuse("no header was found: one of the first %d lines has to name the columns %s (or headers commonly used for them; others can be named in COLUMN_MAP)",
			headerLines, strings.Join(required, ", "))
	}
	var found []string
	for _, cell := range nearest.cells {
		if cell != "" && !strings.Contains(cell, "@") {
			found = append(found, inWords(cell))
		}
	}
	const most = 50
	more := ""
	if len(found) > most {
		more = fmt.Sprintf(" and %d more", len(found)-most)
		found = found[:most]
	}
	remedy := "Rename one, or name it in COLUMN_MAP"
	if suggested := suggestMap(found, nearest.missing()); suggested != "" {
		remedy = "Rename one, or set COLUMN_MAP=" + suggested
	}
	return refuse("no column was found for %s. The headers found in row %d: %s%s. %s",
		strings.Join(nearest.missing(), ", "), nearest.row, strings.Join(found, ", "), more, remedy)
}

// isLabels reports whether cells repeat the header in other words, as the second header row of some systems does.
func (h *header) isLabels(f Format, cells [][]byte) bool {
	for _, column := range required {
		i := h.sent[h.index(column)].from
		if i >= len(cells) || f.columnsOf([]string{string(bytes.TrimSpace(cells[i]))})[0] != column {
			return false
		}
	}
	return true
}

// body returns what follows the header, with the rows counted on.
func (h *header) body(all io.Reader, head []byte) (*csvscan.Scanner, error) {
	if line, _ := sepLine(head); line != nil {
		if _, err := io.CopyN(io.Discard, all, int64(len(line))); err != nil {
			return nil, err
		}
	}
	rows := csvscan.New(all, h.comma)
	for rows.Row() < h.row {
		if _, err := rows.Next(); err != nil && err != csvscan.ErrMalformed {
			return nil, err
		}
	}
	rows.Accept = h.mayLieOnSeveralLines
	return rows, nil
}

// mayLieOnSeveralLines reports whether a row with line ends in its cells can be one: it is as wide as the header, and
// no name, address, code or date is broken over lines.
func (h *header) mayLieOnSeveralLines(cells, _ [][]byte) bool {
	for _, c := range h.sent {
		if c.kind != text && c.from >= 0 && c.from < len(cells) && bytes.ContainsAny(bytes.TrimSpace(cells[c.from]), "\r\n") {
			return false
		}
	}
	return len(cells) == len(h.cells)
}

// inWords returns a header as it is repeated in a result: not more of it than a header would need.
func inWords(header string) string {
	const enough = 64
	if runes := []rune(header); len(runes) > enough {
		return string(runes[:enough]) + "..."
	}
	return header
}

func refuse(format string, values ...any) error {
	return &RefusedError{fmt.Sprintf(format, values...)}
}
