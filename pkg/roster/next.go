package roster

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"time"
)

// A Next says what the next baseline is.
type Next struct {
	Environment string // that the people were sent to
	ForgetAfter int    // days after which people leave it who are missing or not employed; 0 keeps them
	NotSent     Upload // what Crewmojo has refused: those people stay as they were
}

// WriteBaseline writes what the baseline is when the plan has been carried out.
func (p *Plan) WriteBaseline(to io.Writer, next Next) error {
	w := &baselineWriter{
		Plan: p, next: next, out: bufio.NewWriterSize(to, 64<<10), columns: p.file.columns,
		notSent: map[sender]bool{}, received: formatTime(p.occasion.Received.Unix()),
	}
	for _, person := range next.NotSent.people {
		w.notSent[person.who] = true
	}
	for _, column := range p.base.columns {
		if !slices.Contains(w.columns, column) {
			w.older = append(w.older, column)
		}
	}
	if p.Changes.Ended > 0 && !slices.Contains(slices.Concat(w.columns, w.older), EmploymentEndDate) {
		w.older = append(w.older, EmploymentEndDate)
	}
	w.write(newRecord(w.columns), ReceivedAt, MissingSince, Environment, w.older)
	for b := range p.base.people {
		w.writeKnown(b)
	}
	for i := range p.rows {
		if row := p.rows[i]; row.fate == accepted && row.base < 0 && !w.notSent[sender{int32(i), -1}] {
			w.writeRow(i)
		}
	}
	return w.out.Flush()
}

type baselineWriter struct {
	*Plan
	next     Next
	out      *bufio.Writer
	columns  []string // of the file
	older    []string // columns that it does not have; ends of missing people are among them
	received string
	notSent  map[sender]bool
	line     []byte
}

func formatTime(unix int64) string { return time.Unix(unix, 0).UTC().Format(timeFormat) }

// write writes one row: the record of what is sent, the baseline's own columns, and the older ones.
func (w *baselineWriter) write(sent string, received, missing, environment string, older []string) {
	w.line = append(w.line[:0], strings.TrimSuffix(sent, "\n")...)
	for _, own := range []string{received, missing, environment} {
		w.line = append(append(w.line, ','), own...)
	}
	for _, cell := range older {
		w.line = appendCell(w.line, []byte(cell), false)
	}
	w.line = append(w.line, '\n')
	_, _ = w.out.Write(w.line) // Flush returns its error
}

// writeKnown writes somebody of the baseline as they are from now on, unless they are forgotten.
func (w *baselineWriter) writeKnown(b int) {
	fate := w.fates[b]
	switch {
	case fate.row >= 0 && !w.notSent[sender{fate.row, -1}]:
		w.writeRow(int(fate.row))
	case fate.end != 0 && !w.notSent[sender{-1, int32(b)}]:
		missing := ""
		if isEmployed(fate.end, w.today) { // until then, and missing only once
			missing = w.missingSince(b)
		}
		w.write(w.endingRecord(b, w.columns), w.received, missing, w.next.Environment, w.olderOf(b, fate.end))
	case w.isForgotten(b), w.isDouble(int32(b)):
	default:
		missing := w.missingSince(b)
		sent := w.base.record(b)
		if !slices.Equal(w.columns, w.base.columns) {
			sent = newRecord(w.cellsOf(b, w.columns))
		}
		w.write(sent, formatTime(w.base.received[b]), missing, w.base.envs[w.base.env[b]], w.cellsOf(b, w.older))
	}
}

// missingSince returns since when somebody is missing who is not in the file; "" if they are not.
func (w *baselineWriter) missingSince(b int) string {
	switch fate := w.fates[b]; {
	case fate.stillMissing || !w.isFull() && w.base.missing[b] != 0:
		return formatTime(w.base.missing[b])
	case fate.missing:
		return w.received
	}
	return ""
}

// isForgotten reports whether somebody is missing or not employed, and was last in a file so long ago that they leave
// the baseline.
func (w *baselineWriter) isForgotten(b int) bool {
	gone := w.fates[b].isMissing() || !w.fates[b].present && !isEmployed(w.base.people[b].end, w.today)
	age := w.occasion.Received.Sub(time.Unix(w.base.received[b], 0))
	return gone && w.next.ForgetAfter > 0 && age > time.Duration(w.next.ForgetAfter)*24*time.Hour
}

// writeRow writes somebody as the file has them. Columns that it does not have stay as they were.
func (w *baselineWriter) writeRow(i int) {
	older := make([]string, len(w.older))
	if b := w.rows[i].base; b >= 0 {
		older = w.olderOf(int(b), w.rows[i].end)
	}
	w.write(w.record(i, w.columns), w.received, "", w.next.Environment, older)
}

// olderOf returns the cells of somebody of the baseline that the file does not have, with the end of employment as it is now.
func (w *baselineWriter) olderOf(b int, end date) []string {
	cells := w.cellsOf(b, w.older)
	if at := slices.Index(w.older, EmploymentEndDate); at >= 0 {
		cells[at] = end.orNone()
	}
	return cells
}

// cellsOf returns the cells of somebody of the baseline; blank ones for columns that it does not have.
func (w *baselineWriter) cellsOf(b int, columns []string) []string {
	if len(columns) == 0 {
		return nil
	}
	known, cells := w.base.cells(b), make([]string, len(columns))
	for i, column := range columns {
		cells[i] = w.base.cellOf(known, column)
	}
	return cells
}

func toBytes(texts []string) [][]byte {
	var all [][]byte
	for _, text := range texts {
		all = append(all, []byte(text))
	}
	return all
}
