package roster

// An index finds the person who has a hash. It is made for a million people and more: a search reads one stretch of memory,
// nine tenths of it are in use, and it grows piece by piece, so that little lies about in two copies.
//
// The upper eight bits of a hash choose one of 256 segments, the next 32 a place in it, and the rest is in a column, to
// tell the two of a million people apart who have the same place.
type index struct {
	segments [256]segment
	rest     column[uint32] // of everybody; 0 where they are not in the index
	used     int
}

// A place is the part of a hash by which it is sought.
type place struct {
	segment uint8
	at      uint32
}

func (h hash) place() place { return place{uint8(h >> 56), uint32(h >> 24)} }
func (h hash) rest() uint32 { return uint32(h) }

// add takes in the next person, who has a hash that is not in the index yet, or none.
func (x *index) add(person int, h hash) {
	x.rest.add(h.rest())
	if h == none {
		return
	}
	x.used++
	at := h.place()
	x.segments[at.segment].insert(slot(at.at)<<32 | slot(person+1))
}

// reserve makes room for so many people, where there is less.
func (x *index) reserve(people int) {
	for i := range x.segments {
		s := &x.segments[i]
		if size := people / len(x.segments) * 8 / 7; s.used > 0 && size > len(s.slots)-spare {
			s.place(s.slots, size)
		}
	}
}

// touch reads where the search for h begins.
func (x *index) touch(h hash) uint64 {
	at := h.place()
	if s := &x.segments[at.segment]; len(s.slots) > 0 {
		return uint64(s.slots[s.home(at.at)])
	}
	return 0
}

// has reports whether a person is in the index.
func (x *index) has(person int) bool { return *x.rest.at(person) != 0 }

// find returns the person with hash h.
func (x *index) find(h hash) (person int, ok bool) {
	at := h.place()
	s := &x.segments[at.segment]
	for i := s.search(at.at); i < len(s.slots) && s.slots[i].at() == at.at && s.slots[i] != 0; i++ {
		if person := s.slots[i].person(); *x.rest.at(person) == h.rest() {
			return person, true
		}
	}
	return 0, false
}

// findPlace returns somebody at a place: of a million people, one other in a million is taken for them.
func (x *index) findPlace(at place) (person int, ok bool) {
	s := &x.segments[at.segment]
	i := s.search(at.at)
	if i < len(s.slots) && s.slots[i].at() == at.at && s.slots[i] != 0 {
		return s.slots[i].person(), true
	}
	return 0, false
}

// A segment is a list, sorted by place, with gaps in it: an entry stands where its place, scaled to the segment, says, or
// as few slots behind that as there is room.
type segment struct {
	slots []slot
	used  int
}

// A slot holds a place in its upper half, and a person's number, counted from 1, in its lower one. A free slot is 0.
type slot uint64

func (s slot) at() uint32  { return uint32(s >> 32) }
func (s slot) person() int { return int(uint32(s)) - 1 }

// spare is how many slots a segment has behind the last place: for those who find theirs taken.
const spare = 16

// home returns where the search for a place begins.
func (s *segment) home(at uint32) int {
	return int(uint64(at) * uint64(len(s.slots)-spare) >> 32)
}

// search returns the first slot of a place, or the one where it would have to be inserted.
func (s *segment) search(at uint32) int {
	if len(s.slots) == 0 {
		return 0
	}
	i := s.home(at)
	for i < len(s.slots) && s.slots[i] != 0 && s.slots[i].at() < at {
		i++
	}
	return i
}

func (s *segment) insert(entry slot) {
	if s.used*10 >= (len(s.slots)-spare)*9 {
		s.grow()
	}
	for {
		from := s.search(entry.at())
		free := from
		for free < len(s.slots) && s.slots[free] != 0 {
			free++
		}
		if free < len(s.slots) {
			copy(s.slots[from+1:free+1], s.slots[from:free])
			s.slots[from] = entry
			s.used++
			return
		}
		s.grow()
	}
}

// grow makes the segment an eighth larger, or as much as it takes to find room for everybody.
func (s *segment) grow() {
	old := s.slots
	for size := max(len(old)-spare, 0) + len(old)/8 + 16; !s.place(old, size); size += size / 8 {
	}
}

// place puts sorted entries into a segment of that size; it reports whether there was room for all.
func (s *segment) place(entries []slot, size int) bool {
	s.slots = make([]slot, size+spare)
	next := 0
	for _, entry := range entries {
		if entry == 0 {
			continue
		}
		next = max(next, s.home(entry.at()))
		if next == len(s.slots) {
			return false
		}
		s.slots[next] = entry
		next++
	}
	return true
}
