package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// The columns of a baseline behind those that the last import sent. Columns behind them only earlier imports sent.
const (
	ReceivedAt   = "receivedAt"   // when the file was received that a person was last in
	MissingSince = "missingSince" // when the first full file was received that lacked them; blank if none has
	Environment  = "environment"  // Crewmojo's environment that they were sent to
)

// timeFormat is how a baseline writes times: it sorts as text.
const timeFormat = "20060102T150405Z"

// ErrBaseline means that a baseline cannot be read.
var ErrBaseline = errors.New("the baseline cannot be read")

// A Baseline is what the last imports sent, one row a person. The zero Baseline is empty: nothing has been imported.
type Baseline struct {
	table                      // all columns but the three of the baseline itself
	sent         int           // so many of the columns did the last import send
	filled       []int         // how many people have a value in each column
	received     []int64       // of each person, as Unix time
	missing      []int64       // of each person, as Unix time; 0 if they are not missing
	byCode       map[key]int32 // people by their code
	byEmail      map[key]int32 // people by their address
	shared       map[key]bool  // addresses of several people, of different codes
	newest       time.Time     // the newest of received
	longestZeros int           // the length of the longest code that begins with a zero
	envs         []string      // the environments that the people were sent to
	env          []uint8       // of each person, which of them

	format DateFormat
}

// Len returns how many people are in the baseline.
func (b *Baseline) Len() int { return len(b.people) }

// Newest returns when the newest file was received that anybody is from; zero if there is nobody.
func (b *Baseline) Newest() time.Time { return b.newest }

// Environments returns the environments that the people were sent to, in the order of the rows.
func (b *Baseline) Environments() []string { return b.envs }

// ReadBaseline reads a baseline: what [Plan.WriteBaseline] wrote, or what a person made of that with a spreadsheet, which may
// change the delimiter, the line ends, the order of the columns, and, as format says, the dates. A Size of src is made use of
// as in [Format.Read]. The error is [ErrBaseline] if it is none, without anything of its content; any other is src's.
func ReadBaseline(src io.Reader, format DateFormat) (*Baseline, error) {
	head, _, err := peek(src, headSize)
	if err != nil {
		return nil, fmt.Errorf("read baseline: %w", err)
	}
	b := &Baseline{format: format}
	head = bytes.TrimPrefix(head, []byte("\uFEFF"))
	if len(bytes.TrimFunc(head, isBlankOrControl)) == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrBaseline)
	}
	sep, commas := sepLine(head)
	head = head[len(sep):]
	expected := expectedRows(src, head)
	b.people, b.received = make([]person, 0, expected), make([]int64, 0, expected)
	b.missing, b.env = make([]int64, 0, expected), make([]uint8, 0, expected)
	rows := csvscan.New(io.MultiReader(bytes.NewReader(head), src), commaOf(head, commas))
	layout, err := b.readHeader(rows)
	if err != nil {
		return nil, err
	}
	for {
		cells, err := rows.Next()
		switch {
		case err == io.EOF:
			b.index()
			return b, nil
		case isMalformed(err):
			return nil, fmt.Errorf("%w: row %d is malformed", ErrBaseline, rows.Row())
		case err != nil:
			return nil, fmt.Errorf("read baseline: %w", err)
		case countFilled(cells, 1) == 0:
			continue
		}
		if err := b.add(layout, cells, rows.Row()); err != nil {
			return nil, err
		}
	}
}

// commaOf returns which of the commas stands between the cells of a baseline's header.
func commaOf(head, commas []byte) byte {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return slices.MaxFunc(commas, func(a, b byte) int { return bytes.Count(line, []byte{a}) - bytes.Count(line, []byte{b}) })
}

// A baselineLayout says where a baseline's cells stand.
type baselineLayout struct {
	width                      int
	columns                    []int // of the people's own columns
	kinds                      []kind
	received, missing, environ int
	at                         positions
	record                     []byte
	cells                      [][]byte
	days                       []date // of the cells that are dates

	lastText []byte // the time that was read last: most people have the same
	lastTime int64
}

// timeOf reads a time, as Unix time.
func (l *baselineLayout) timeOf(cell []byte) (int64, error) {
	if l.lastText == nil || !bytes.Equal(cell, l.lastText) {
		t, err := time.Parse(timeFormat, string(bytes.TrimSpace(cell)))
		if err != nil {
			return 0, err
		}
		l.lastText, l.lastTime = append(l.lastText[:0], cell...), t.Unix()
	}
	return l.lastTime, nil
}

func (b *Baseline) readHeader(rows *csvscan.Scanner) (*baselineLayout, error) {
	cells, err := rows.Next()
	switch {
	case isMalformed(err):
		return nil, fmt.Errorf("%w: row %d is malformed", ErrBaseline, rows.Row())
	case err != nil:
		return nil, fmt.Errorf("read baseline: %w", err)
	}
	var names []string
	for _, cell := range cells {
		names = append(names, string(bytes.TrimSpace(cell)))
	}
	for len(names) > 0 && names[len(names)-1] == "" {
		names = names[:len(names)-1]
	}
	l := &baselineLayout{width: len(names), received: slices.Index(names, ReceivedAt), missing: slices.Index(names, MissingSince),
		environ: slices.Index(names, Environment)}
	for i, name := range names {
		if i != l.received && i != l.missing && i != l.environ {
			b.columns = append(b.columns, name)
			l.columns, l.kinds = append(l.columns, i), append(l.kinds, kinds[name])
			if i < l.received {
				b.sent++
			}
		}
	}
	l.at = positionsIn(b.columns)
	// What earlier imports said of managers is long out of date.
	if l.at.managerCode >= b.sent {
		l.at.managerCode = -1
	}
	if l.at.managerMail >= b.sent {
		l.at.managerMail = -1
	}
	if l.received < 0 || l.at.email < 0 {
		return nil, fmt.Errorf("%w: its first row lacks %s or %s", ErrBaseline, EmailAddress, ReceivedAt)
	}
	l.cells, l.days, b.filled = make([][]byte, len(b.columns)), make([]date, len(b.columns)), make([]int, len(b.columns))
	return l, nil
}

// add takes in a person.
func (b *Baseline) add(l *baselineLayout, cells [][]byte, row int) error {
	if cells = trimEmpty(cells, l.width); len(cells) != l.width {
		return fmt.Errorf("%w: row %d has %d cells, its first row %d", ErrBaseline, row, len(cells), l.width)
	}
	for i, from := range l.columns {
		cell, err := b.cellIn(l.kinds[i], i, trimBlanks(cells[from]), l)
		if err != nil {
			return fmt.Errorf("%w: row %d has a date that is none in %s", ErrBaseline, row, b.columns[i])
		}
		if l.cells[i] = cell; len(cell) > 0 {
			b.filled[i]++
		}
	}
	at := l.at
	if len(l.cells[at.email]) == 0 {
		return fmt.Errorf("%w: row %d has no address", ErrBaseline, row)
	}
	received, err := l.timeOf(cells[l.received])
	if err != nil {
		return fmt.Errorf("%w: row %d has no time in %s", ErrBaseline, row, ReceivedAt)
	}
	missing := int64(0)
	if l.missing >= 0 && len(cells[l.missing]) > 0 {
		if missing, err = l.timeOf(cells[l.missing]); err != nil {
			return fmt.Errorf("%w: row %d has no time in %s", ErrBaseline, row, MissingSince)
		}
	}
	p := person{
		row: int32(row), start: l.day(at.start), end: l.day(at.end), code: keyOf(l.cell(at.code)), email: keyOf(l.cell(at.email)),
		managerCode: keyOf(l.cell(at.managerCode)), managerMail: keyOf(l.cell(at.managerMail)),
	}
	if code := l.cell(at.code); len(code) > 1 && code[0] == '0' {
		b.longestZeros = max(b.longestZeros, len(code))
	}
	l.record = appendRecord(l.record[:0], l.cells...)
	p.record = b.records.keep(l.record)
	var environment []byte
	if l.environ >= 0 {
		environment = trimBlanks(cells[l.environ])
	}
	b.keep(p, received, missing, environment)
	return nil
}

var errNoDay = errors.New("no day")

// cellIn reads the cell of the i-th column.
func (b *Baseline) cellIn(k kind, i int, cell []byte, l *baselineLayout) ([]byte, error) {
	switch k {
	case code, managerCode:
		return unguard(cell), nil
	case startDate, endDate:
		if l.days[i] = 0; len(cell) == 0 {
			return nil, nil
		}
		day, plain := parseISO(cell)
		if !plain {
			day = parseDate(cell, b.format).day
			cell = day.bytes()
		}
		if l.days[i] = day; day == 0 {
			return nil, errNoDay
		}
	}
	return cell, nil
}

func (l *baselineLayout) cell(at int) []byte {
	if at < 0 {
		return nil
	}
	return l.cells[at]
}

func (l *baselineLayout) day(at int) date {
	if at < 0 {
		return 0
	}
	return l.days[at]
}

// keep takes in a person whose cells have been read.
func (b *Baseline) keep(p person, received, missing int64, environment []byte) {
	env := slices.IndexFunc(b.envs, func(known string) bool { return known == string(environment) })
	if env < 0 {
		env = len(b.envs)
		b.envs = append(b.envs, string(environment))
	}
	b.env = append(b.env, uint8(env))
	b.people, b.received, b.missing = append(b.people, p), append(b.received, received), append(b.missing, missing)
	if at := time.Unix(received, 0).UTC(); at.After(b.newest) {
		b.newest = at
	}
}

// cellOf returns one of a person's cells; "" if the baseline has no such column.
func (b *Baseline) cellOf(cells []string, column string) string {
	for at, name := range b.columns {
		if name == column {
			return cells[at]
		}
	}
	return ""
}
