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
	table                  // all columns but the three of the baseline itself
	sent     int           // so many of the columns did the last import send
	received []int64       // of each person, as Unix time
	missing  []int64       // of each person, as Unix time; 0 if they are not missing
	byCode   map[key]int32 // people by their code
	byEmail  map[key]int32 // people by their address
	newest   time.Time     // the newest of received
	envs     []string      // the environments that the people were sent to
	env      []uint8       // of each person, which of them

	format DateFormat
}

// Len returns how many people are in the baseline.
func (b *Baseline) Len() int { return len(b.people) }

// Newest returns when the newest file was received that anybody is from; zero if there is nobody.
func (b *Baseline) Newest() time.Time { return b.newest }

// Environments returns the environments that the people were sent to, in the order of the rows.
func (b *Baseline) Environments() []string { return b.envs }

// ReadBaseline reads a baseline: what [Plan.WriteBaseline] wrote, or what a person made of that with a spreadsheet, which may
// change the delimiter, the line ends, the order of the columns, and, as format says, the dates. Nothing at all is an empty
// baseline. The error is [ErrBaseline] if it is none, without anything of its content; any other is src's.
func ReadBaseline(src io.Reader, format DateFormat) (*Baseline, error) {
	head, all, err := peek(src, headSize)
	if err != nil {
		return nil, fmt.Errorf("read baseline: %w", err)
	}
	b := &Baseline{format: format, byCode: map[key]int32{}, byEmail: map[key]int32{}}
	head = bytes.TrimPrefix(head, []byte("\uFEFF"))
	if len(bytes.TrimSpace(head)) == 0 {
		return b, nil
	}
	b.people = make([]person, 0, 1<<10)
	rows := csvscan.New(all, commaOf(head))
	layout, err := b.readHeader(rows)
	if err != nil {
		return nil, err
	}
	for {
		cells, err := rows.Next()
		switch {
		case err == io.EOF:
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

// commaOf returns what stands between the cells of a baseline's header.
func commaOf(head []byte) byte {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return slices.MaxFunc([]byte{',', ';', '\t'}, func(a, b byte) int { return bytes.Count(line, []byte{a}) - bytes.Count(line, []byte{b}) })
}

// A baselineLayout says where a baseline's cells stand.
type baselineLayout struct {
	width                      int
	columns                    []int // of the people's own columns
	received, missing, environ int
	at                         positions
	record                     []byte
	cells                      [][]byte
}

func (b *Baseline) readHeader(rows *csvscan.Scanner) (*baselineLayout, error) {
	cells, err := rows.Next()
	if err != nil && !isMalformed(err) {
		return nil, fmt.Errorf("read baseline: %w", err)
	}
	var names []string
	for _, cell := range cells {
		names = append(names, string(bytes.TrimSpace(bytes.TrimPrefix(cell, []byte("\uFEFF")))))
	}
	for len(names) > 0 && names[len(names)-1] == "" {
		names = names[:len(names)-1]
	}
	l := &baselineLayout{width: len(names), received: slices.Index(names, ReceivedAt), missing: slices.Index(names, MissingSince),
		environ: slices.Index(names, Environment)}
	for i, name := range names {
		if i != l.received && i != l.missing && i != l.environ {
			b.columns = append(b.columns, name)
			l.columns = append(l.columns, i)
			if i < l.received {
				b.sent++
			}
		}
	}
	l.at = positionsIn(b.columns)
	if l.received < 0 || l.at.email < 0 {
		return nil, fmt.Errorf("%w: its first row lacks %s or %s", ErrBaseline, EmailAddress, ReceivedAt)
	}
	l.cells = make([][]byte, len(b.columns))
	return l, nil
}

// add takes in a person.
func (b *Baseline) add(l *baselineLayout, cells [][]byte, row int) error {
	if cells = trimEmpty(cells, l.width); len(cells) != l.width {
		return fmt.Errorf("%w: row %d has %d cells, its first row %d", ErrBaseline, row, len(cells), l.width)
	}
	p := person{row: int32(row)}
	for i, from := range l.columns {
		cell := bytes.TrimSpace(cells[from])
		switch kinds[b.columns[i]] {
		case code, managerCode:
			cell = unguard(cell)
		case startDate, endDate:
			day := parseDate(cell, b.format).day
			if day == 0 && len(cell) > 0 {
				return fmt.Errorf("%w: row %d has a date that is none in %s", ErrBaseline, row, b.columns[i])
			}
			if day != 0 {
				cell = day.bytes()
			}
		}
		l.cells[i] = cell
	}
	at := func(i int) []byte {
		if i < 0 {
			return nil
		}
		return l.cells[i]
	}
	if len(at(l.at.email)) == 0 {
		return fmt.Errorf("%w: row %d has no address", ErrBaseline, row)
	}
	received, err := time.Parse(timeFormat, string(bytes.TrimSpace(cells[l.received])))
	if err != nil {
		return fmt.Errorf("%w: row %d has no time in %s", ErrBaseline, row, ReceivedAt)
	}
	var missing time.Time
	if l.missing >= 0 && len(cells[l.missing]) > 0 {
		if missing, err = time.Parse(timeFormat, string(bytes.TrimSpace(cells[l.missing]))); err != nil {
			return fmt.Errorf("%w: row %d has no time in %s", ErrBaseline, row, MissingSince)
		}
	}
	environment := ""
	if l.environ >= 0 {
		environment = string(bytes.TrimSpace(cells[l.environ]))
	}
	p.start, p.end = parseDay(at(l.at.start)), parseDay(at(l.at.end))
	p.code, p.email = keyOf(at(l.at.code)), keyOf(at(l.at.email))
	p.managerCode, p.managerMail = keyOf(at(l.at.managerCode)), keyOf(at(l.at.managerMail))
	if code := at(l.at.code); len(code) > 1 && code[0] == '0' {
		p.marks |= zeros
	}
	l.record = appendRecord(l.record[:0], l.cells...)
	p.record = b.records.keep(l.record)
	b.index(p, received, missing, environment)
	return nil
}

// index takes in a person whose cells have been read.
func (b *Baseline) index(p person, received, missing time.Time, environment string) {
	if !slices.Contains(b.envs, environment) {
		b.envs = append(b.envs, environment)
	}
	b.env = append(b.env, uint8(slices.Index(b.envs, environment)))

	i := int32(len(b.people))
	since := int64(0)
	if !missing.IsZero() {
		since = missing.Unix()
	}
	b.people, b.received, b.missing = append(b.people, p), append(b.received, received.Unix()), append(b.missing, since)
	if _, taken := b.byCode[p.code]; p.code != 0 && !taken {
		b.byCode[p.code] = i
	}
	if _, taken := b.byEmail[p.email]; !taken {
		b.byEmail[p.email] = i
	}
	if received.After(b.newest) {
		b.newest = received
	}
}
