package roster

import (
	"io"
	"slices"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// A Drop is what is to be known of a file beside its content.
type Drop struct {
	Time       time.Time // when it was dropped; an approved file keeps its first one's
	Full       bool      // it is everybody, not only who changed
	EndMissing bool      // whoever is known, employed, and not in a full file, is to leave on the day of the drop
}

// day is the drop's day, as dates are sent.
func (d Drop) day() []byte { return []byte(d.Time.UTC().Format(time.DateOnly)) }

// Changes counts what a file changes against the known roster.
type Changes struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"` // these three add up to the accepted rows
	Leaving   int `json:"leaving"`   // now have an end of employment, and had none
	Returning int `json:"returning"` // had one, and have none now
	Missing   int `json:"missing"`   // are known, employed, and not in a full file
}

// A Plan is what a file would do: who would be sent, and what would be known then. Making it has done nothing yet.
type Plan struct {
	Rows     Rows
	Changes  Changes
	Problems []Problem

	Known     int       // people known so far
	Employed  int       // those among them without an end of employment
	Present   int       // those among the known who are in the file
	Newest    time.Time // the newest drop that somebody is known from; zero where nobody is
	Vanished  []string  // columns with known values that the last import sent and this file lacks
	Strangers int       // rejected rows of nobody known, or of somebody who could not be told
	Ending    int       // missing people whose employment the file ends: none while any of them may be a stranger

	roster  *Roster
	drop    Drop
	endings []int // how long the rows are that end somebody's employment; they lie behind the others
}

// Compare holds the file against the known roster, which is empty before the first import, and writes one line for each
// person who is missing to missing, which stays empty where there is none. Rows that turn out to be unusable are rejected
// now.
//
// The error is a [*RefusedError] where no row is left to be used; the Plan then still tells what was found. It is
// [ErrDamaged] where known is no known roster; the file can then be compared with another.
func (r *Roster) Compare(known Known, drop Drop, missing io.Writer) (*Plan, error) {
	c := &comparison{
		Plan:    &Plan{roster: r, drop: drop},
		reader:  r.reader,
		people:  r.reader.people,
		missing: bufferedWriter{to: missing},
	}
	for person := range c.people.count() {
		*c.people.marks.at(person) &= hasEnd | managerKind
	}
	if err := c.run(known); err != nil {
		return nil, err
	}
	if err := c.endMissing(known); err != nil {
		return nil, err
	}
	if err := c.rejectDamaged(); err != nil {
		return nil, err
	}
	c.warnOfManagers()
	c.count()
	c.Problems = c.reader.problems.all()
	if err := c.missing.flush(); err != nil {
		return nil, err
	}
	return c.Plan, c.Rows.check()
}

// A comparison is the making of a plan.
type comparison struct {
	*Plan
	reader    *reader
	people    *people
	missing   bufferedWriter
	elsewhere hashSet // managers who are not in the file
	vanished  []int   // columns of the known roster that may turn out to be
	record    []byte
}

// run reads the known roster, and marks everybody in the file.
func (c *comparison) run(known Known) error {
	h := c.reader.header
	k, err := openKnown(known, h)
	if err != nil {
		return err
	}
	for column := range k.dropped {
		if h.index(k.columns[column]) < 0 {
			c.vanished = append(c.vanished, column)
		}
	}
	if known.Size() > 0 {
		if err := c.people.hashContents(c.reader.spooled()); err != nil {
			return err
		}
	}
	c.elsewhere = c.people.managersElsewhere()
	return c.people.relate(known, h, c.meet)
}

// meet compares one known person.
func (c *comparison) meet(k *knownReader, cells [][]byte, person int, is relation) {
	if k.receivedAt.After(c.Newest) {
		c.Newest = k.receivedAt
	}
	employed := k.isEmployed(cells)
	c.Known++
	if employed {
		c.Employed++
	}
	c.vanished = slices.DeleteFunc(c.vanished, func(column int) bool {
		if len(cells[column]) == 0 {
			return false
		}
		c.Vanished = append(c.Vanished, k.columns[column])
		return true
	})
	if len(c.elsewhere.hashes) > 0 {
		c.elsewhere.find(c.people.hashCode(k.cell(cells, k.at.code)).place().hash())
		c.elsewhere.find(c.people.hashEmail(cells[k.at.email]).place().hash())
	}
	switch {
	case is == present:
		c.Present++
		c.compare(k, cells, person, employed)
	case is == lostZeros:
		*c.people.marks.at(person) |= damaged
	case is == absent && c.drop.Full && employed:
		c.Changes.Missing++
		c.listMissing(k, cells)
	}
}

// compare marks what has become of a known person.
func (c *comparison) compare(k *knownReader, cells [][]byte, person int, wasEmployed bool) {
	m := c.people.marks.at(person)
	if *m&knownByCode == 0 {
		*m |= knownByEmail
	}
	if k.receivedAt.After(c.drop.Time) {
		*m |= superseded
		return
	}
	if c.people.hash(k.row(cells, c.reader.header)) == *c.people.contents.at(person) {
		*m |= unchanged
	}
	if leaves := *m&hasEnd != 0; leaves && wasEmployed {
		c.Changes.Leaving++
	} else if !leaves && !wasEmployed {
		c.Changes.Returning++
	}
}

// listMissing lists a person whom a full file lacks, for somebody with a spreadsheet.
func (c *comparison) listMissing(k *knownReader, cells [][]byte) {
	c.record = c.record[:0]
	if c.missing.size == 0 {
		c.record = append(c.record, "\uFEFF"...)
		c.record = appendRecord(c.record, "key", FirstName, LastName, EmailAddress)
	}
	key := k.cell(cells, k.at.code)
	if len(key) == 0 {
		key = cells[k.at.email]
	}
	c.record = appendRecord(c.record, defuse(string(key)), defuse(string(k.cell(cells, k.names[0]))),
		defuse(string(k.cell(cells, k.names[1]))), defuse(string(cells[k.at.email])))
	c.missing.write(c.record)
}

// endMissing writes those whose employment ends because they are missing behind the rows of the spool.
func (c *comparison) endMissing(known Known) error {
	c.Strangers = c.people.rejected.strangers()
	if !c.drop.EndMissing || !c.drop.Full || c.Changes.Missing == 0 || c.Strangers > 0 {
		return nil
	}
	k, err := openKnown(known, c.reader.header)
	if err != nil {
		return err
	}
	err = k.each(func(cells [][]byte) {
		if _, is, _ := c.people.match(k, cells, true); is == absent && k.isEmployed(cells) {
			c.record = k.appendRow(c.record[:0], cells, c.reader.header, c.drop.day())
			c.endings = append(c.endings, len(c.record))
			c.reader.spool.write(c.record)
		}
	})
	if err != nil {
		return err
	}
	c.Ending = len(c.endings)
	return c.reader.spool.flush()
}

// rejectDamaged rejects the rows whose codes have lost their zeros.
func (c *comparison) rejectDamaged() error {
	offset := c.reader.headerSize
	for person := range c.people.count() {
		length := int64(c.people.length(person))
		if *c.people.marks.at(person)&damaged != 0 {
			row := csvscan.New(io.NewSectionReader(c.reader.input, offset, length), ',')
			cells, err := row.Next()
			if err != nil {
				return err
			}
			code := string(cells[c.reader.at.code])
			c.reader.rows.Accepted--
			c.reader.rows.Rejected++
			c.reader.problems.reject(DamagedCode, EmployeeCode, c.people.rows.of(person), code, code)
		}
		offset += length
	}
	return c.reader.problems.rejected.flush()
}

// warnOfManagers warns of managers who are neither in the file nor known.
func (c *comparison) warnOfManagers() {
	for person := range c.people.count() {
		if c.people.isElsewhere(person) && !c.elsewhere.found(c.people.managerOf(person).hash()) {
			c.reader.warn(UnknownManager, person)
		}
	}
}

// count adds up what the marks say.
func (c *comparison) count() {
	c.Rows = c.reader.rows
	for person := range c.people.count() {
		switch m := *c.people.marks.at(person); {
		case m&damaged != 0:
		case m&superseded != 0:
			c.Rows.Superseded++
			c.Rows.Accepted--
		case m&unchanged != 0:
			c.Changes.Unchanged++
		case m&(knownByCode|knownByEmail) != 0:
			c.Changes.Changed++
		default:
			c.Changes.Added++
		}
	}
}
