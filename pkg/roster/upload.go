package roster

import (
	"io"
	"slices"
	"sort"
)

// An Upload is what is sent to Crewmojo: UTF-8 CSV with a header row, Crewmojo's columns in Crewmojo's order, then the extra
// ones.
type Upload struct {
	header string
	people []sentPerson
}

// A sentPerson is one record of an upload.
type sentPerson struct {
	record string
	who    sender
}

// A sender is the row of the file, or the person of the baseline, whom a record is about.
type sender struct{ row, base int32 }

// Upload returns what the plan would send: everybody in the file, or only those who have changed, and then the people
// whose employment it ends.
func (p *Plan) Upload(onlyChanges bool) Upload {
	columns := p.sentColumns()
	u := Upload{header: newRecord(columns)}
	if !onlyChanges {
		u.people = make([]sentPerson, 0, len(p.rows))
	}
	for i := range p.rows {
		if row := &p.rows[i]; row.fate == accepted && (row.changed || !onlyChanges) {
			u.people = append(u.people, sentPerson{p.record(i, columns), sender{int32(i), -1}})
		}
	}
	for b := range p.fates {
		if p.fates[b].end != 0 {
			u.people = append(u.people, sentPerson{p.endingRecord(b, columns), sender{-1, int32(b)}})
		}
	}
	return u
}

// sentColumns are the columns of the file, and the end of employment if the plan gives any or takes one back.
func (p *Plan) sentColumns() []string {
	columns := p.file.columns
	if p.Changes.Ended == 0 && !p.restores || slices.Contains(columns, EmploymentEndDate) {
		return columns
	}
	with := header{}
	for _, name := range columns {
		with.sent = append(with.sent, sentColumn{name: name})
	}
	with.addEnd()
	return with.names()
}

// record writes an accepted row with these columns.
func (p *Plan) record(i int, columns []string) string {
	if len(columns) == len(p.file.columns) && p.rows[i].end == p.file.people[i].end {
		return p.file.record(i)
	}
	cells := p.sentCells(i)
	if len(columns) > len(cells) {
		// The file has no ends of employment: those that are known stay.
		cells = slices.Insert(cells, slices.Index(columns, EmploymentEndDate), p.rows[i].end.orNone())
	}
	return newRecord(cells)
}

// endingRecord writes a person of the baseline with the end of their employment.
func (p *Plan) endingRecord(b int, columns []string) string {
	known := p.base.cells(b)
	var cells []string
	for _, column := range columns {
		cell := p.base.cellOf(known, column)
		if column == EmploymentEndDate {
			cell = p.fates[b].end.String()
		}
		cells = append(cells, cell)
	}
	return newRecord(cells)
}

// Len returns how many people are in the upload.
func (u Upload) Len() int { return len(u.people) }

// Parts splits an upload into parts of at most maxSize bytes, each with the header row, unless one person alone takes
// more. 0 does not split. An empty upload has no parts.
func (u Upload) Parts(maxSize int64) []Upload {
	var parts []Upload
	for start := 0; start < len(u.people); {
		size, end := int64(len(u.header)), start
		for end < len(u.people) && (end == start || maxSize <= 0 || size+u.people[end].size() <= maxSize) {
			size += u.people[end].size()
			end++
		}
		parts = append(parts, Upload{u.header, u.people[start:end]})
		start = end
	}
	return parts
}

func (p sentPerson) size() int64 { return int64(len(p.record)) }

// Content returns the upload's bytes, which may be read more than once.
func (u Upload) Content() *io.SectionReader {
	c := content{u, make([]int64, 0, len(u.people))}
	size := int64(len(u.header))
	for _, person := range u.people {
		c.starts = append(c.starts, size)
		size += person.size()
	}
	return io.NewSectionReader(&c, 0, size)
}

// content reads the header and the records of an upload as one.
type content struct {
	Upload
	starts []int64 // of the records
}

// ReadAt implements [io.ReaderAt].
func (c *content) ReadAt(to []byte, off int64) (n int, err error) {
	if off < int64(len(c.header)) {
		n = copy(to, c.header[off:])
	}
	i := sort.Search(len(c.starts), func(i int) bool { return c.starts[i] > off+int64(n) })
	for i = max(i-1, 0); n < len(to) && i < len(c.people); i++ {
		person := c.people[i]
		n += copy(to[n:], person.record[min(off+int64(n)-c.starts[i], person.size()):])
	}
	if n < len(to) {
		return n, io.EOF
	}
	return n, nil
}

// Join makes one upload of its parts.
func Join(parts []Upload) Upload {
	var u Upload
	for _, part := range parts {
		u.header, u.people = part.header, append(u.people, part.people...)
	}
	return u
}

// Columns returns the names of the upload's columns.
func (u Upload) Columns() []string { return slices.Collect(cellsIn(u.header)) }

// Rows yields the cells of each person.
func (u Upload) Rows(yield func([]string) bool) {
	for _, person := range u.people {
		if !yield(slices.Collect(cellsIn(person.record))) {
			return
		}
	}
}
