package roster

import (
	"bufio"
	"io"
	"slices"
)

// WriteKnown writes what is known once the plan has been carried out: known, merged with the file. Known may be another
// than the plan was made with: whoever is known from a newer drop stays as they are.
func (p *Plan) WriteKnown(known Known, to io.Writer) error {
	r := p.roster.reader
	if err := r.people.markKnown(known, r.header); err != nil {
		return err
	}
	k, err := openKnown(known, r.header)
	if err != nil {
		return err
	}
	m := &merge{Plan: p, known: k, out: bufferedWriter{to: to}, dropped: []byte(p.drop.Time.UTC().Format(dropTime))}
	for i, column := range k.columns {
		if i != k.dropped && r.header.index(column) < 0 {
			m.older = append(m.older, i)
		}
	}
	m.writeHeader()
	if err := m.writeOthers(); err != nil {
		return err
	}
	if err := m.writeFile(); err != nil {
		return err
	}
	return m.out.flush()
}

// A merge is the writing of a known roster.
type merge struct {
	*Plan
	known   *knownReader
	out     bufferedWriter
	dropped []byte // this drop's time
	older   []int  // columns of the known roster that the file does not send
	record  []byte
}

func (m *merge) writeHeader() {
	columns := append(m.roster.reader.header.columns(), DroppedAt)
	for _, i := range m.older {
		columns = append(columns, m.known.columns[i])
	}
	m.out.write(appendRecord(nil, columns...))
}

// writeOthers writes those people whom the file does not replace: the missing, and who is known from a newer drop.
func (m *merge) writeOthers() error {
	people := m.roster.reader.people
	return m.known.each(func(cells [][]byte) {
		isNewer := string(cells[m.known.dropped]) > string(m.dropped)
		person, is := people.match(m.known, cells)
		switch {
		case is == present && isNewer:
			*people.marks.at(person) |= superseded
			m.writeKnown(cells, nil, cells[m.known.dropped])
		case is == present:
		case is == absent && m.Ending > 0 && !isNewer && m.known.isEmployed(cells):
			m.writeKnown(cells, m.drop.day(), m.dropped)
		default:
			m.writeKnown(cells, nil, cells[m.known.dropped])
		}
	})
}

func (m *merge) writeKnown(cells [][]byte, end, dropped []byte) {
	m.record = m.known.appendRow(m.record[:0], cells, m.roster.reader.header, end)
	m.record = m.record[:len(m.record)-1]
	m.record = appendCell(m.record, dropped, false)
	for _, i := range m.older {
		m.record = appendCell(m.record, cells[i], false)
	}
	m.record = append(m.record, '\n')
	m.out.write(m.record)
}

// writeFile writes those people whom the file tells of.
func (m *merge) writeFile() error {
	r := m.roster.reader
	rest := append([]byte{','}, m.dropped...)
	rest = append(rest, slices.Repeat([]byte{','}, len(m.older))...)
	rest = append(rest, '\n')
	rows := bufio.NewReaderSize(io.NewSectionReader(m.roster.spool, r.headerSize, r.spool.size-r.headerSize), 64<<10)
	for person := range r.people.count() {
		length := int(r.people.length(person))
		m.record = slices.Grow(m.record[:0], length)[:length]
		if _, err := io.ReadFull(rows, m.record); err != nil {
			return err
		}
		if *r.people.marks.at(person)&(superseded|damaged) == 0 {
			m.out.write(append(m.record[:length-1], rest...))
		}
	}
	return nil
}
