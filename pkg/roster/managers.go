package roster

// managers is who manages whom, as far as it is known: at first the place of the hash of what the row says, and once the file
// has been read the manager's number where they are in it. The kind, among a person's marks, says which.
type managers struct {
	at       column[uint32]
	segments column[uint8] // once settled, how far the search for circles has come
}

// A manager is what a row says of one.
type manager struct {
	kind mark
	place
}

// The kinds; a person without a manager has none of them.
const (
	byManagerCode  mark = 1 << 6
	byManagerEmail mark = 2 << 6
	managerPerson  mark = 3 << 6
)

// How far the search for circles has come.
const (
	unvisited uint8 = iota
	visiting
	visited
)

func (m *managers) add(boss manager) {
	m.at.add(boss.at)
	m.segments.add(boss.segment)
}

// managerOf returns a person's manager, as long as they have not been found in the file.
func (p *people) managerOf(person int) manager {
	return manager{*p.marks.at(person) & managerKind, place{*p.managers.segments.at(person), *p.managers.at.at(person)}}
}

// hash returns what there is of the hash, for managers who are sought elsewhere.
func (m place) hash() hash { return hash(m.segment)<<32 | hash(m.at) }

// settleManagers finds everybody's manager within the file, and reports who is their own, or above themselves. Each
// person is visited at most three times.
func (p *people) settleManagers(self, cycle func(person int)) {
	for person := range p.count() {
		boss, ok := p.findManager(p.managerOf(person))
		switch {
		case !ok:
		case boss == person:
			self(person)
			*p.marks.at(person) &^= managerKind
		default:
			*p.marks.at(person) |= managerPerson
			*p.managers.at.at(person), *p.managers.segments.at(person) = uint32(boss), unvisited
		}
	}
	for person := range p.count() {
		if top := p.climb(person, unvisited, visiting); top >= 0 && *p.managers.segments.at(top) == visiting {
			for member := top; ; {
				cycle(member)
				if member = int(*p.managers.at.at(member)); member == top {
					break
				}
			}
		}
		p.climb(person, visiting, visited)
	}
}

func (p *people) findManager(m manager) (int, bool) {
	switch m.kind {
	case byManagerCode:
		return p.codes.findPlace(m.place)
	case byManagerEmail:
		return p.emails.findPlace(m.place)
	}
	return 0, false
}

// climb goes from person upwards as long as it meets people who are at from, and brings them to to. It returns whom it met
// then, or -1 where the line ends with somebody who has no manager.
func (p *people) climb(person int, from, to uint8) int {
	for *p.marks.at(person)&managerKind == managerPerson {
		progress := p.managers.segments.at(person)
		if *progress != from {
			return person
		}
		*progress = to
		person = int(*p.managers.at.at(person))
	}
	return -1
}

// isElsewhere reports whether a person's manager has not been found in the file.
func (p *people) isElsewhere(person int) bool {
	kind := *p.marks.at(person) & managerKind
	return kind == byManagerCode || kind == byManagerEmail
}

// managersElsewhere returns the managers who have not been found in the file.
func (p *people) managersElsewhere() hashSet {
	var hashes []hash
	for person := range p.count() {
		if p.isElsewhere(person) {
			hashes = append(hashes, p.managerOf(person).hash())
		}
	}
	return newHashSet(hashes)
}
