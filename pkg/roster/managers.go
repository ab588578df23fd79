package roster

// A manager is who manages somebody, as far as it is known: at first the hash of what the row says, and once the file has
// been read the person's number where they are in it. Its upper two bits say which.
type manager uint64

const (
	managerNone    manager = 0 << 62
	byManagerCode  manager = 1 << 62 // the hash of a code
	byManagerEmail manager = 2 << 62 // the hash of an address
	managerPerson  manager = 3 << 62 // a number, and in bits 32 and up how far the search for cycles has come

	managerKind = managerPerson
	visiting    = 1 << 32
	visited     = 2 << 32
	marks       = visiting | visited
)

func (m manager) hash() hash  { return hash(m &^ managerKind) }
func (m manager) person() int { return int(uint32(m)) }

// settleManagers finds everybody's manager within the file, and reports who is their own, or above themselves. Each
// person is visited at most three times.
func (p *people) settleManagers(self, cycle func(person int)) {
	for i := range p.count() {
		m := p.managers.at(i)
		boss, ok := p.findManager(*m)
		switch {
		case !ok:
		case boss == i:
			self(i)
			*m = managerNone
		default:
			*m = managerPerson | manager(boss)
		}
	}
	for i := range p.count() {
		if top := p.climb(i, 0, visiting); top >= 0 && p.isMarked(top, visiting) {
			for member := top; ; {
				cycle(member)
				if member = p.managers.at(member).person(); member == top {
					break
				}
			}
		}
		p.climb(i, visiting, visited)
	}
}

// isElsewhere reports whether m is a manager who has not been found in the file.
func (m manager) isElsewhere() bool { return m != managerNone && m&managerKind != managerPerson }

func (p *people) findManager(m manager) (int, bool) {
	switch m & managerKind {
	case byManagerCode:
		return p.byCode.find(m.hash())
	case byManagerEmail:
		return p.byEmail.find(m.hash())
	}
	return 0, false
}

// climb goes from person upwards as long as it meets people marked from, and marks them to. It returns whom it met then,
// or -1 where the line ends with somebody who has no manager.
func (p *people) climb(person int, from, to manager) int {
	for {
		m := p.managers.at(person)
		if *m&managerKind != managerPerson {
			return -1
		}
		if *m&marks != from {
			return person
		}
		*m = *m&^marks | to
		person = m.person()
	}
}

func (p *people) isMarked(person int, mark manager) bool {
	m := *p.managers.at(person)
	return m&managerKind == managerPerson && m&marks == mark
}

// managersElsewhere returns the managers who have not been found in the file.
func (p *people) managersElsewhere() hashSet {
	var hashes []hash
	for i := range p.count() {
		if m := *p.managers.at(i); m.isElsewhere() {
			hashes = append(hashes, m.hash())
		}
	}
	return newHashSet(hashes)
}
