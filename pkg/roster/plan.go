package roster

import (
	"time"
)

// An Occasion is what a file is compared for.
type Occasion struct {
	Received   time.Time      // when the file was received; an approved file has the time of the one that was held
	Zone       *time.Location // of the day on which it was; nil is UTC
	EndMissing bool           // end the employment of people who stay missing
	Approved   bool           // a person has approved the file
}

// day is the day on which the file was received.
func (o Occasion) day() date { return o.dayOf(o.Received) }

func (o Occasion) dayOf(t time.Time) date {
	if o.Zone == nil {
		return dateOf(t.UTC())
	}
	return dateOf(t.In(o.Zone))
}

// Changes counts what a file changes against the baseline.
type Changes struct {
	Added        int // not in the baseline
	Changed      int
	Unchanged    int // these three add up to the accepted rows
	Leaving      int // employed, and get an end of employment or an earlier one
	Returning    int // in the baseline, were not employed, and are
	Missing      int // employed in the baseline, for the first time not in a full file, and not ended
	StillMissing int // the same again
	Ended        int // whose employment this file ends, since they are missing
}

// A Rewrite counts in how many people a column that should hardly ever change does.
type Rewrite struct {
	Column string
	Count  int
	Of     int // employed people in baseline and file
}

// An UnmappedEnd is an [EndColumn] that the settings do not name, and that says of people who would be employed that
// they have left. It may be told outside the bucket.
type UnmappedEnd struct {
	Label Label
	Blank int   // in a file with ends of employment, of how many people, who have none; else 0
	Rows  []int // the first 20 of those
}

// A Plan is what a file would do. Making it changes neither the file nor the baseline, and does nothing yet.
type Plan struct {
	Rows     Rows
	Changes  Changes
	Problems []Problem
	Rejects  []Reject // the first 20,000; those of the file among them

	Employed    int       // people employed in the baseline, and not still missing
	Joining     int       // joiners and rehires
	Rewritten   []Rewrite // columns that are rewritten in anybody
	Vanished    []string  // columns that the last import sent, and for which this file has no value any more
	UnmappedEnd []UnmappedEnd
	CutOff      bool // the last row looks cut
	Conflicts   int  // rows rejected for an identity conflict
	NotEnded    int  // people whom EndMissing did not end because of Nameless
	Nameless    int  // rejected rows that say of nobody whom they are about

	file     *File
	base     *Baseline
	occasion Occasion
	today    date

	sameColumns bool // file and baseline have the same columns in the same order
	endsAreOurs bool // neither this file nor the last one has ends of employment: those of the baseline are of missing people
	restores    bool // somebody with such an end is in the file again

	rows     []planned  // one for each of the file's people
	fates    []baseFate // one for each of the baseline's people
	codes    index
	emails   index
	answered map[key]bool // codes and addresses in rows that are not sent
	doubled  map[key]bool // those of them in rows that were rejected for another row's code or address
	problems problems
}

// A planned row is what becomes of one of the file's people.
type planned struct {
	base    int32 // who they are in the baseline; -1 for nobody
	into    int32 // of a merged row: another one of the same person, that stands for them or leads there
	more    int32 // another row of the same person, counted from 1; 0 for none
	end     date  // of employment, as it will be
	fate    fate
	changed bool
}

type fate uint8

const (
	accepted fate = iota
	rejectedRow
	mergedRow
	outdatedRow // it says that somebody has left, while another row of theirs was rejected
	endingRow   // its leaver lacks an address, which the baseline knows
	formerRow
	excludedRow
	supersededRow
)

// A baseFate is what becomes of one of the baseline's people.
type baseFate struct {
	row          int32 // the accepted row that is theirs; -1 for none
	present      bool  // a row of the file is theirs, or may be
	missing      bool
	stillMissing bool
	maybe        bool  // somebody new has their name
	end          date  // that this file gives their employment, since they are missing or by endedBy; 0 for none
	endedBy      int32 // the row that ends it without an address, counted from 1; 0 for none
}

// Refusal returns why a file is refused if no row of it is left to be used; else nil.
func (p *Plan) Refusal() *RefusedError {
	if p.Rows.Read == 0 || p.Rows.Rejected < p.Rows.Read {
		return nil
	}
	return noUsableRow(p.Rows, p.problems, p.Rejects)
}

// isFull reports whether the file is everybody.
func (p *Plan) isFull() bool { return !p.file.format.Changes }

// endOf returns the end of employment that a row says, if nothing is known of the person yet.
func (p *Plan) endOf(i int32) date {
	row := &p.file.people[i]
	if row.marks&ended != 0 {
		return p.today
	}
	return row.end
}

// endWith returns the end of employment of a row whose person is in the baseline.
func (p *Plan) endWith(i, b int32) date {
	row, known := &p.file.people[i], p.base.people[b].end
	switch {
	case row.marks&ended != 0 && known != 0 && known <= p.today:
		return known
	case row.marks&ended != 0:
		return p.today
	case p.endsAreOurs:
		return 0 // whoever is in the file is employed
	case !p.file.hasEnd:
		return known
	}
	return row.end
}

// reject rejects a row that was accepted by itself.
func (p *Plan) reject(i int32, code Code, column string, detail Detail) {
	p.rows[i].fate = rejectedRow
	p.Rows.Accepted--
	p.Rows.Rejected++
	row := &p.file.people[i]
	p.CutOff = p.CutOff || row.row == p.file.unended
	p.answer(row)
	p.problems.add(code, column, row.row)
	record := ""
	if code == IdentityConflict {
		record = p.recordOf(i)
	}
	if len(p.Rejects) < maxRejects {
		p.Rejects = append(p.Rejects, Reject{
			Row: int(row.row), ID: short(p.file.id(int(i))), FirstName: short(p.file.cell(int(i), FirstName)),
			LastName: short(p.file.cell(int(i), LastName)), Column: column, Code: code, Detail: detail,
			Value: short(p.file.cell(int(i), column)), Record: record,
		})
	}
}

// answer lets a row count for whom its code and its address name.
func (p *Plan) answer(row *person) {
	p.answered[row.code] = true
	p.answered[row.email] = true
}
