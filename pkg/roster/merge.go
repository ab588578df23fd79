package roster

import (
	"io"
	"slices"
)

// WriteKnown writes what is known once the plan has been carried out: known, merged with the file. Known may be another
// than the plan was made with: whoever is known from a newer drop stays as they are.
func (p *Plan) WriteKnown(known Known, to io.Writer) error {
	r := p.roster.reader
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
	if err := r.people.relate(known, r.header, m.writeOther); err != nil {
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
	columns := append(m.roster.reader.header.columns(), ReceivedAt)
	for _, i := range m.older {
		columns = append(columns, m.known.columns[i])
	}
	m.out.write(appendRecord(nil, columns...))
}

// writeOther writes a known person whom the file does not replace: who is missing from it, or known from a newer drop, or
// whose row in it is damaged.
func (m *merge) writeOther(k *knownReader, cells [][]byte, person int, is relation) {
	marks := m.roster.reader.people.marks.at(person)
	isNewer := string(cells[k.dropped]) > string(m.dropped)
	switch {
	case is == present && *marks&damaged == 0 && !isNewer:
	case is == absent && m.Ending > 0 && !isNewer && k.isEmployed(cells):
		m.writeKnown(cells, m.drop.day(), m.dropped)
	default:
		if is == present && isNewer {
			*marks |= superseded
		}
		m.writeKnown(cells, nil, cells[k.dropped])
	}
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
	rows := r.spooled()
	for person := range r.people.count() {
		row, err := rows.next(r.people.length(person))
		if err != nil {
			return err
		}
		if *r.people.marks.at(person)&(superseded|damaged) == 0 {
			m.out.wrote(append(append(m.out.pending, row[:len(row)-1]...), rest...))
		}
	}
	return nil
}
