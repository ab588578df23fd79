package roster

import "slices"

// rejects are the codes and addresses of rows that were rejected: their people are not missing.
type rejects struct {
	untold int // rows of which it is not remembered whose they are
	rows   column[[2]hash]
	hashes hashSet // of all of them, once settled
}

// maxRejects is how many rejected rows are remembered; more than that are nobody's any more, so that a file which is
// damaged throughout takes little memory.
const maxRejects = 1 << 17

// reject remembers whose row was rejected, unless it told of nobody but those whose rows were accepted.
func (p *people) reject(code, email hash) {
	codeTaken, emailTaken := p.taken(code, email)
	if codeTaken && (emailTaken || email == none) {
		p.rejected.untold++
		return
	}
	p.rejected.add(code, email)
}

func (r *rejects) add(code, email hash) {
	if code == none && email == none || r.rows.len == maxRejects {
		r.untold++
		return
	}
	r.rows.add([2]hash{code, email})
}

func (r *rejects) settle() {
	all := make([]hash, 0, 2*r.rows.len)
	for i := range r.rows.len {
		all = append(all, r.rows.at(i)[:]...)
	}
	r.hashes = newHashSet(all)
}

// meet reports whether a rejected row has the hash of somebody known, and remembers that it does.
func (r *rejects) meet(h hash) bool { return h != none && r.hashes.find(h) }

// strangers counts the rejected rows that nobody known has been found for.
func (r *rejects) strangers() int {
	n := r.untold
	for i := range r.rows.len {
		if row := r.rows.at(i); !r.hashes.found(row[0]) && !r.hashes.found(row[1]) {
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
