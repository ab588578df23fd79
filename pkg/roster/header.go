package roster

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
)

// headerLines is how far down a file its header may stand, below titles and such.
const headerLines = 20

// A header is the row that names a file's columns, and what was made of it.
type header struct {
	row     int32
	comma   byte
	cells   []string // as written, cleaned; trailing empty ones left out
	odd     []bool   // which of them are written on several lines, or hold control characters
	columns []string // the column that each of them is; "" for one that is not sent
	sent    []sentColumn
}

// A sentColumn is one column of what is sent.
type sentColumn struct {
	name string
	kind kind
	from int // the place of its cells in the rows of the file
}

// A search is what was found among a file's first rows.
type search struct {
	found   *header // the first row that names the required columns; nil for none
	nearest *header // of the others the one that comes nearest; nil for none
	top     []Line  // the rows, without empty ones
	filled  int     // how many cells of them are filled
}

// findHeader looks for the header among a file's first rows.
func (f Format) findHeader(rows rowReader, comma byte) (s search) {
	for rows.Row() < headerLines {
		cells, err := rows.Next()
		if err != nil {
			if isMalformed(err) {
				continue
			}
			break
		}
		h := f.readHeader(cells, rows.Row(), comma)
		if len(h.missing()) == 0 {
			s.found = h
			break
		}
		// One word that is also a header does not make a header of a row of data.
		if h.understood() >= 2 && h.isNearer(s.nearest) {
			s.nearest = h
		}
		s.add(h)
	}
	return s
}

// add keeps a row that is no header.
func (s *search) add(h *header) {
	line := Line{Row: int(h.row)}
	for _, cell := range h.cells {
		line.Cells = append(line.Cells, short(cell))
		if cell != "" {
			s.filled++
		}
	}
	if len(line.Cells) > 0 {
		s.top = append(s.top, line)
	}
}

// takeNearer takes the rows of another search if they come nearer to a header, or else if more of their cells are filled.
func (s *search) takeNearer(other search) {
	nearer := other.nearest != nil && other.nearest.isNearer(s.nearest)
	if nearer || s.nearest == nil && other.filled > s.filled {
		s.nearest, s.top, s.filled = other.nearest, other.top, other.filled
	}
}

// isNearer reports whether h lacks fewer of the required columns than other, which may be nil.
func (h *header) isNearer(other *header) bool {
	return other == nil || len(h.missing()) < len(other.missing())
}

// readHeader takes cells for a header.
func (f Format) readHeader(cells [][]byte, row int, comma byte) *header {
	h := &header{row: int32(row), comma: comma}
	var clean cleaner
	for _, cell := range cells {
		h.cells = append(h.cells, string(clean.clean(cell)))
		h.odd = append(h.odd, bytes.ContainsFunc(bytes.TrimFunc(cell, isBlank), func(char rune) bool {
			return isLineBreak(char) || unicode.IsControl(char)
		}))
	}
	for len(h.cells) > 0 && h.cells[len(h.cells)-1] == "" {
		h.cells = h.cells[:len(h.cells)-1]
	}
	h.columns = f.columnsOf(h.cells)
	for _, column := range append(slices.Clone(Columns), f.ExtraColumns...) {
		if i := slices.Index(h.columns, column); i >= 0 {
			h.sent = append(h.sent, sentColumn{column, kinds[column], i})
		}
	}
	return h
}

// columnsOf returns the column that each of a file's headers is, "" for none. A header that the settings map wins over all
// others for its column; else the most specific one does, and of equally good ones the first.
func (f Format) columnsOf(headers []string) []string {
	columns, best := make([]string, len(headers)), map[string]int{}
	for i, header := range headers {
		column, rank, ok := f.meaningOf(header)
		if !ok || column == "" {
			continue
		}
		if other, taken := best[column]; !taken || rank < f.rankOf(headers[other]) {
			best[column] = i
		}
	}
	for column, i := range best {
		columns[i] = column
	}
	return columns
}

func (f Format) rankOf(header string) int {
	_, rank, _ := f.meaningOf(header)
	return rank
}

// meaningOf returns the column that a header stands for, and how specific it is; the less, the more.
func (f Format) meaningOf(header string) (column string, rank int, ok bool) {
	same := SameHeader(header)
	for mapped, column := range f.ColumnMap {
		if SameHeader(mapped) == same {
			return column, -1, true
		}
	}
	for _, extra := range f.ExtraColumns {
		if SameHeader(extra) == same {
			return extra, 0, true
		}
	}
	if slices.Contains(Columns, header) {
		return header, 0, true
	}
	m, known := meanings[same]
	return m.column, m.rank, known
}

// rivals returns the first two headers that stand for one column equally well.
func (f Format) rivals(h *header) (first, second int, ok bool) {
	for i, header := range h.cells {
		column, rank, _ := f.meaningOf(header)
		if column == "" {
			continue
		}
		if j := slices.Index(h.columns, column); j < i && rank == f.rankOf(h.cells[j]) {
			return j, i, true
		}
	}
	return 0, 0, false
}

// missing returns the required columns that the header does not name.
func (h *header) missing() []string {
	return slices.DeleteFunc(slices.Clone(required), func(column string) bool { return h.index(column) >= 0 })
}

// understood counts the headers that stand for a column.
func (h *header) understood() int { return len(h.sent) }

// index returns the place of a column among the sent ones, or -1.
func (h *header) index(name string) int {
	return slices.IndexFunc(h.sent, func(c sentColumn) bool { return c.name == name })
}

// names returns the names of the sent columns.
func (h *header) names() []string {
	names := make([]string, len(h.sent))
	for i, c := range h.sent {
		names[i] = c.name
	}
	return names
}

// headings returns the headers as the file has them; nil of no header.
func (h *header) headings(f Format, proven bool) (all []Heading) {
	if h == nil {
		return nil
	}
	for i, cell := range h.cells {
		all = append(all, Heading{Text: cell, Label: h.label(f, i, proven), Column: h.columns[i]})
	}
	return all
}

// place returns where the cells of a header stand in a row, or -1.
func (h *header) place(header string) int {
	same := SameHeader(header)
	return slices.IndexFunc(h.cells, func(cell string) bool { return SameHeader(cell) == same })
}

// isRepeated reports whether cells repeat the header, as pages do, or, right below it, say it in other words, as systems do.
func (h *header) isRepeated(f Format, cells [][]byte, below bool) bool {
	for _, column := range required {
		i := h.sent[h.index(column)].from
		if i >= len(cells) {
			return false
		}
		cell := trimShown(cells[i])
		if strings.EqualFold(string(cell), h.cells[i]) {
			continue
		}
		if !below {
			return false
		}
		if meant, _, _ := f.meaningOf(string(cell)); meant != column {
			return false
		}
	}
	return true
}

// isUnderline reports whether cells are nothing but lines, as database tools draw them below a header, on each page. One or
// two dashes may stand for a blank.
func isUnderline(cells [][]byte) bool {
	isLong := func(cell []byte) bool { return len(bytes.Trim(cell, " ")) > 2 }
	isText := func(cell []byte) bool { return len(bytes.Trim(cell, " -=+")) > 0 }
	return !slices.ContainsFunc(cells, isText) && slices.ContainsFunc(cells, isLong)
}

// label returns what a column may be called outside the bucket. Proven means that no cell of a person has run into the
// header, as far as rows can prove it.
func (h *header) label(f Format, i int, proven bool) Label {
	if _, _, ok := f.meaningOf(h.cells[i]); ok {
		return known(h.cells[i])
	}
	if proven && isPlain(h.cells[i]) && !h.odd[i] {
		return Label(h.cells[i])
	}
	return letterOf(i)
}

// holdsData reports whether a header that nobody knows is certainly none, but an address, a number or a formula: something
// else has run into the header, and its other cells may be names.
func (h *header) holdsData(f Format) bool {
	return slices.ContainsFunc(h.cells, func(cell string) bool {
		_, _, ok := f.meaningOf(cell)
		return !ok && cell != "" && (strings.ContainsAny(cell, "@=<>\"") || strings.IndexFunc(cell, unicode.IsLetter) < 0 &&
			strings.IndexFunc(cell, unicode.IsDigit) >= 0)
	})
}

// lastUnknown returns the place of the last header that nobody knows, or -1.
func (h *header) lastUnknown(f Format) int {
	for i := len(h.cells) - 1; i >= 0; i-- {
		if _, _, ok := f.meaningOf(h.cells[i]); !ok && h.cells[i] != "" {
			return i
		}
	}
	return -1
}

// noHeader refuses a file without a header.
func (f Format) noHeader(s search) *RefusedError {
	if s.nearest == nil {
		err := refuse(NoHeader, "no header was found: one of the first %d rows must name the columns %s",
			number(headerLines), known(inwords.Columns(required)))
		err.top = s.top
		return err
	}
	nearest, missing := s.nearest, s.nearest.missing()
	err := refuse(MissingColumns, "row %d looks like the header, but it has no column for the %s", number(nearest.row),
		known(inwords.Columns(missing)))
	err.Missing, err.headings, err.row, err.top = missing, nearest.headings(f, false), int(nearest.row), s.top
	for i, cell := range nearest.cells {
		if column := LooksLike(cell); nearest.columns[i] == "" && slices.Contains(missing, column) {
			err.Maybe = append(err.Maybe, Suggestion{nearest.label(f, i, false), column})
		}
	}
	return err
}
