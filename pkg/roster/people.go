package roster

import (
	"bytes"
	"hash/maphash"
	"sort"
)

// people is what is remembered of the rows that were accepted, in their order: enough to know a second row of the same
// person, and who manages whom. It keeps hashes, never what is in a row: about 36 bytes a person, and 8 more to compare them
// with a known roster. Keys count as the same whose 63-bit hashes are: of a million people, that is wrong for any two of
// them one time in ten million.
type people struct {
	seed     maphash.Seed
	codes    index
	emails   index
	marks    column[mark]
	managers managers
	lengths  column[uint16] // of the rows in the spool; see length
	long     map[int]int    // the lengths that do not fit
	contents column[hash]   // of the rows in the spool, once they are compared; see hashContents

	rejected rejects
	rows     rowNumbers
	lower    []byte // an email in lower case
}

func newPeople() *people {
	return &people{seed: maphash.MakeSeed(), long: map[int]int{}}
}

// A mark says what a comparison with the known roster found about a person, but for the first, which the file says, and
// for the kind of their manager.
type mark uint8

const (
	hasEnd       mark = 1 << iota // has an end of employment
	knownByCode                   // somebody known has the code
	knownByEmail                  // nobody known has the code, but somebody the address
	unchanged                     // is known just so
	superseded                    // is known from a newer drop
	damaged                       // has a code that lost its zeros

	managerKind mark = 3 << 6 // see managers
)

// A hash stands for a code, an address or a row: 63 bits, never 0.
type hash uint64

const none hash = 0

func (p *people) hash(key []byte) hash {
	return hash(maphash.Bytes(p.seed, key)) | 1
}

// hashCode hashes an employee code; none for none.
func (p *people) hashCode(code []byte) hash {
	if len(code) == 0 {
		return none
	}
	return p.hash(code)
}

// hashEmail hashes an address without regard to case.
func (p *people) hashEmail(address []byte) hash {
	p.lower = append(p.lower[:0], address...)
	for i, b := range p.lower {
		if b >= 0x80 {
			return p.hash(bytes.ToLower(address))
		}
		if 'A' <= b && b <= 'Z' {
			p.lower[i] = b + 'a' - 'A'
		}
	}
	return p.hash(p.lower)
}

// count returns how many people there are.
func (p *people) count() int { return p.marks.len }

// taken reports whether somebody has the code, and whether somebody has the address; nobody has none.
func (p *people) taken(code, email hash) (codeTaken, emailTaken bool) {
	_, codeTaken = p.codes.find(code)
	_, emailTaken = p.emails.find(email)
	return codeTaken, emailTaken
}

// add remembers a person whose row in the spool has the given length.
func (p *people) add(code, email hash, boss manager, first mark, row, length int) {
	person := p.count()
	p.marks.add(first | boss.kind)
	p.managers.add(boss)
	p.codes.add(person, code)
	p.emails.add(person, email)
	if length > longest {
		p.long[person] = length
		length = 0
	}
	p.lengths.add(uint16(length))
	p.rows.add(person, row)
}

const (
	reserveAfter = 1000    // people, to tell how long a file's rows are
	reserveMost  = 1 << 22 // people, should the first rows not be like the others
)

// reserve makes room for so many people at once: what has to grow lies about twice for a while.
func (p *people) reserve(count int) {
	count = min(count, reserveMost)
	p.codes.reserve(count)
	p.emails.reserve(count)
}

const longest = 1<<16 - 1

// length returns how many bytes of the spool a person's row takes.
func (p *people) length(person int) int {
	if length := *p.lengths.at(person); length > 0 {
		return int(length)
	}
	return p.long[person]
}

// A column is a list that grows in chunks, so that what is in it never moves.
type column[T any] struct {
	chunks [][]T
	len    int
}

const chunkSize = 1 << 12

func (c *column[T]) add(value T) {
	if c.len%chunkSize == 0 {
		c.chunks = append(c.chunks, make([]T, chunkSize))
	}
	c.chunks[c.len/chunkSize][c.len%chunkSize] = value
	c.len++
}

func (c *column[T]) at(i int) *T { return &c.chunks[i/chunkSize][i%chunkSize] }

// rowNumbers tells which row of the file a person came from. It keeps one entry for each run of consecutive rows.
type rowNumbers struct {
	runs []run
	last int
}

type run struct{ person, row int }

func (r *rowNumbers) add(person, row int) {
	if len(r.runs) == 0 || row != r.last+1 {
		r.runs = append(r.runs, run{person, row})
	}
	r.last = row
}

func (r *rowNumbers) of(person int) int {
	i := sort.Search(len(r.runs), func(i int) bool { return r.runs[i].person > person }) - 1
	return r.runs[i].row + person - r.runs[i].person
}
