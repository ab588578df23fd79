package roster

import (
	"bufio"
	"io"
	"slices"
	"sort"
)

// Contents returns what the plan would send: UTF-8 CSV with a header row, Crewmojo's columns in Crewmojo's order, then
// the extra ones. It is one file, or several of at most maxSize bytes where that is not 0 (but for a row that is larger
// by itself), each with the header row. Where onlyChanges is set it leaves out who is known just so. It is none where
// there is nobody to send.
func (p *Plan) Contents(onlyChanges bool, maxSize int64) []*io.SectionReader {
	r := p.roster.reader
	var parts []*io.SectionReader
	part := &cuts{spool: r.input}
	part.add(0, r.headerSize)
	offset := r.headerSize
	send := func(length int64) {
		if maxSize > 0 && part.size+length > maxSize && part.size > r.headerSize {
			parts = append(parts, part.reader())
			part = &cuts{spool: r.input}
			part.add(0, r.headerSize)
		}
		part.add(offset, length)
	}
	for person := range r.people.count() {
		length := int64(r.people.length(person))
		if m := *r.people.marks.at(person); m&(superseded|damaged) == 0 && !(onlyChanges && m&unchanged != 0) {
			send(length)
		}
		offset += length
	}
	for _, length := range p.endings {
		send(int64(length))
		offset += int64(length)
	}
	if part.size > r.headerSize {
		parts = append(parts, part.reader())
	}
	return parts
}

// spooled returns the rows that have been accepted, one after the other.
func (r *reader) spooled() *spooled {
	src := io.NewSectionReader(r.input, r.headerSize, r.spool.size-r.headerSize)
	return &spooled{src: bufio.NewReaderSize(src, longest)}
}

// spooled are the rows of a spool.
type spooled struct {
	src  *bufio.Reader
	long []byte
}

// next returns the next row, of which length tells the length, with its line end. It is valid until the next call.
func (s *spooled) next(length int) ([]byte, error) {
	if length <= longest {
		row, err := s.src.Peek(length)
		_, _ = s.src.Discard(len(row))
		return row, err
	}
	s.long = slices.Grow(s.long[:0], length)[:length]
	_, err := io.ReadFull(s.src, s.long)
	return s.long, err
}

// hashContents remembers what is in everybody's row.
func (p *people) hashContents(rows *spooled) error {
	p.contents = column[hash]{}
	for person := range p.count() {
		row, err := rows.next(p.length(person))
		if err != nil {
			return err
		}
		p.contents.add(p.hash(row[:len(row)-1]))
	}
	return nil
}

// cuts are pieces of a spool, read as one.
type cuts struct {
	spool  io.ReaderAt
	pieces []piece
	size   int64
}

// A piece lies at from in the spool, and at at in what is read; it goes on up to the next one.
type piece struct{ at, from int64 }

func (c *cuts) add(from, size int64) {
	if last := len(c.pieces) - 1; last < 0 || from-c.pieces[last].from != c.size-c.pieces[last].at {
		c.pieces = append(c.pieces, piece{c.size, from})
	}
	c.size += size
}

func (c *cuts) reader() *io.SectionReader { return io.NewSectionReader(c, 0, c.size) }

// ReadAt implements [io.ReaderAt].
func (c *cuts) ReadAt(p []byte, off int64) (n int, err error) {
	i := sort.Search(len(c.pieces), func(i int) bool { return c.pieces[i].at > off }) - 1
	for ; n < len(p) && i < len(c.pieces); i++ {
		end := c.size
		if i+1 < len(c.pieces) {
			end = c.pieces[i+1].at
		}
		want := min(int64(len(p)-n), end-off)
		read, err := c.spool.ReadAt(p[n:n+int(want)], c.pieces[i].from+off-c.pieces[i].at)
		n += read
		off += int64(read)
		if int64(read) < want {
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
