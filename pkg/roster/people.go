package roster

import (
	"bytes"
	"hash/maphash"
	"slices"
	"sort"
)

// people is what is remembered of the rows that were accepted, in their order: enough to know a second row of the same
// person, and who manages whom. It keeps hashes, never what is in a row. A million people have 62-bit hashes that are
// all different but for one time in four million.
type people struct {
	seed     maphash.Seed
	codes    column[hash] // none where the row has no employee code
	emails   column[hash]
	managers column[manager]
	contents column[hash]   // of the rows in the spool
	lengths  column[uint16] // of the rows in the spool; see length
	long     map[int]int    // the lengths that do not fit
	marks    column[mark]

	byCode, byEmail table
	rejected        rejects
	rows            rowNumbers
	lower           []byte // an email in lower case
}

func newPeople() *people {
	p := &people{seed: maphash.MakeSeed(), long: map[int]int{}}
	p.byCode.hashes, p.byEmail.hashes = &p.codes, &p.emails
	return p
}

// A mark says what a comparison with the known roster found about a person, but for the first, which the file says.
type mark uint8

const (
	hasEnd       mark = 1 << iota // has an end of employment
	knownByCode                   // somebody known has the code
	knownByEmail                  // nobody known has the code, but somebody the address
	unchanged                     // is known just so
	superseded                    // is known from a newer drop
	damaged                       // has a code that lost its zeros
)

// A hash stands for a code, an address or a row: 62 bits, never 0.
type hash uint64

const none hash = 0

func (p *people) hash(key []byte) hash {
	return hash(maphash.Bytes(p.seed, key)>>2) | 1
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
func (p *people) count() int { return p.emails.len }

// add remembers a person whose row in the spool is record.
func (p *people) add(code, email hash, m manager, first mark, row int, record []byte) {
	i := p.count()
	length := len(record)
	p.contents.add(p.hash(record))
	p.marks.add(first)
	p.codes.add(code)
	p.emails.add(email)
	p.managers.add(m)
	if length > longest {
		p.long[i] = length
		length = 0
	}
	p.lengths.add(uint16(length))
	p.rows.add(i, row)
	if code != none {
		p.byCode.add(i)
	}
	p.byEmail.add(i)
}

const longest = 1<<16 - 1

// length returns how many bytes of the spool a person's row takes.
func (p *people) length(i int) int64 {
	if length := *p.lengths.at(i); length > 0 {
		return int64(length)
	}
	return int64(p.long[i])
}

// rejects are the codes and addresses of rows that were rejected: their people are not missing.
type rejects struct {
	unreadable int       // rows that have neither
	rows       [][2]hash // code and address
	hashes     hashSet   // of all of them, once settled
}

func (r *rejects) add(code, email hash) {
	if code == none && email == none {
		r.unreadable++
		return
	}
	r.rows = append(r.rows, [2]hash{code, email})
}

func (r *rejects) settle() {
	all := make([]hash, 0, 2*len(r.rows))
	for _, row := range r.rows {
		all = append(all, row[0], row[1])
	}
	r.hashes = newHashSet(all)
}

// meet reports whether a rejected row has the hash of somebody known, and remembers that it does.
func (r *rejects) meet(h hash) bool { return h != none && r.hashes.find(h) }

// strangers counts the rejected rows that nobody known has been found for.
func (r *rejects) strangers() int {
	n := r.unreadable
	for _, row := range r.rows {
		if !r.hashes.found(row[0]) && !r.hashes.found(row[1]) {
			n++
		}
	}
	return n
}

// A hashSet remembers which of its members have been looked for.
type hashSet struct {
	hashes []hash // sorted
	met    []bool
}

func newHashSet(hashes []hash) hashSet {
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return hashSet{hashes, make([]bool, len(hashes))}
}

// find reports whether h is a member.
func (s *hashSet) find(h hash) bool {
	i, ok := slices.BinarySearch(s.hashes, h)
	if ok {
		s.met[i] = true
	}
	return ok
}

// found reports whether h is a member that has been looked for.
func (s *hashSet) found(h hash) bool {
	i, ok := slices.BinarySearch(s.hashes, h)
	return ok && s.met[i]
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

// A table finds the person who has a hash. It is open-addressed. Of each person it holds the number, and eight bits of the
// hash: most of a search is then a walk over neighbouring bytes.
type table struct {
	hashes *column[hash]
	people []uint32
	tags   []uint8 // 0 where the slot is free
	used   int
}

// find returns the person with hash h.
func (t *table) find(h hash) (person int, ok bool) {
	if len(t.tags) == 0 {
		return 0, false
	}
	tag := tagOf(h)
	for slot := t.home(h); t.tags[slot] != 0; slot = t.after(slot) {
		if t.tags[slot] == tag {
			if person := int(t.people[slot]); *t.hashes.at(person) == h {
				return person, true
			}
		}
	}
	return 0, false
}

// add puts a person into the table, whose hash is not in it yet.
func (t *table) add(person int) {
	if t.used*5 >= len(t.tags)*4 {
		t.grow()
	}
	t.place(person)
	t.used++
}

func (t *table) grow() {
	people, tags := t.people, t.tags
	size := max(64, len(tags)*3/2)
	t.people, t.tags = make([]uint32, size), make([]uint8, size)
	for slot, tag := range tags {
		if tag != 0 {
			t.place(int(people[slot]))
		}
	}
}

func (t *table) place(person int) {
	h := *t.hashes.at(person)
	slot := t.home(h)
	for t.tags[slot] != 0 {
		slot = t.after(slot)
	}
	t.people[slot], t.tags[slot] = uint32(person), tagOf(h)
}

// home is where the search for h begins: its upper bits, scaled to the table.
func (t *table) home(h hash) int {
	return int(uint64(h) >> 30 * uint64(len(t.tags)) >> 32)
}

func (t *table) after(slot int) int {
	if slot++; slot == len(t.tags) {
		return 0
	}
	return slot
}

func tagOf(h hash) uint8 { return uint8(h>>8) | 1 }

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
