package roster

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"testing"
	"time"
	"unsafe"
)

// A row takes no allocations worth counting, and a person takes at most 36 bytes, or 52 where they are compared with a known
// roster: what bounds the time and the memory of an import.
func TestAnImportIsFrugal(t *testing.T) {
	const people = 300_000
	file := bytes.NewBufferString("firstName,lastName,emailAddress,employeeCode,managerEmployeeCode,employmentStartDate\n")
	for i := range people {
		fmt.Fprintf(file, "Ada,Lovelace,ada%d@example.com,E%07d,E%07d,2026-11-23\n", i, i, i/8)
	}
	spool, err := os.CreateTemp(t.TempDir(), "spool")
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	before := mallocs()
	r, err := Format{}.Read(bytes.NewReader(file.Bytes()), spool, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if perRow := float64(mallocs()-before) / people; perRow > 0.02 {
		t.Errorf("reading took %.3f allocations a row", perRow)
	}
	if took := float64(r.reader.people.size()) / people; took > 36 {
		t.Errorf("a person takes %.1f bytes", took)
	}
	nothing := bytes.NewReader(nil)
	plan, err := r.Compare(nothing, Drop{Time: time.Now(), Full: true}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var known bytes.Buffer
	known.Grow(2 * file.Len())
	if err := plan.WriteKnown(nothing, &known); err != nil {
		t.Fatal(err)
	}
	before = mallocs()
	if plan, err = r.Compare(bytes.NewReader(known.Bytes()), Drop{Time: time.Now(), Full: true}, io.Discard); err != nil {
		t.Fatal(err)
	}
	if plan.Changes.Unchanged != people {
		t.Errorf("changes: %+v", plan.Changes)
	}
	if perRow := float64(mallocs()-before) / people; perRow > 0.02 {
		t.Errorf("comparing took %.3f allocations a row", perRow)
	}
	if took := float64(r.reader.people.size()) / people; took > 52 {
		t.Errorf("a person who is compared takes %.1f bytes", took)
	}
}

func mallocs() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Mallocs
}

// size returns how many bytes people takes.
func (p *people) size() int {
	return p.codes.size() + p.emails.size() + p.marks.size() + p.managers.at.size() + p.managers.segments.size() +
		p.lengths.size() + p.contents.size()
}

func (x *index) size() int {
	size := int(unsafe.Sizeof(*x)) + x.rest.size()
	for _, s := range x.segments {
		size += cap(s.slots) * int(unsafe.Sizeof(slot(0)))
	}
	return size
}

func (c *column[T]) size() int {
	var value T
	return len(c.chunks) * chunkSize * int(unsafe.Sizeof(value))
}
