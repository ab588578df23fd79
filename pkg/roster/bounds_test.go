package roster_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

const header = "firstName,lastName,emailAddress,employeeCode\n"

// Whatever is wrong with a large file, reading it takes little memory, and what is right in it is kept.
func TestDamagedFilesTakeLittleMemory(t *testing.T) {
	const size = 24 << 20
	bad := strings.Repeat("Ada", 100) + ",Lovelace,nowhere,"
	row := func(i int) string { return fmt.Sprintf("Ada,Lovelace,ada%d@example.com,E%d\n", i, i) }
	for _, test := range []struct {
		name     string
		start    string
		row      string // repeated up to the size
		refused  bool
		accepted int
	}{
		{name: "a quote that is never closed", start: header + row(1) + "\"", row: bad + "\n", accepted: 1},
		{name: "bare CR", start: strings.ReplaceAll(header+row(1), "\n", "\r"), row: bad + "\r", accepted: 1},
		{name: "one endless line behind a row", start: header + row(1), row: strings.Repeat("x", 1000), accepted: 1},
		{name: "one endless quoted line", start: header + row(1) + `"`, row: strings.Repeat("x", 1000), accepted: 1},
		{name: "nothing but one line", row: strings.Repeat("x", 1000), refused: true},
		{name: "a hundred thousand columns", row: strings.Repeat("x,", 1000), refused: true},
		{name: "empty rows", start: header + row(1), row: ",,,\n", accepted: 1},
		{name: "nothing but quotes", start: header + row(1), row: strings.Repeat(`"`, 999) + "\n", accepted: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := &watched{Reader: io.MultiReader(strings.NewReader(test.start), io.LimitReader(&repeated{text: test.row}, size))}
			src.base = heap()
			r, err := roster.Format{}.Read(src)
			if refused := roster.IsRefused(err); refused != test.refused || err != nil && !refused {
				t.Fatalf("error %v", err)
			}
			if r.Rows.Accepted != test.accepted || r.Rows.Read != r.Rows.Accepted+r.Rows.Rejected {
				t.Errorf("rows: %+v; want %d accepted", r.Rows, test.accepted)
			}
			if limit := int64(size / 2); src.peak > limit {
				t.Errorf("reading %d MiB took %d MiB", size>>20, src.peak>>20)
			}
		})
	}
}

// repeated is a text without end.
type repeated struct {
	text string
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		copied := copy(p[n:], r.text[r.at:])
		n += copied
		r.at = (r.at + copied) % len(r.text)
	}
	return n, nil
}

// watched notes how much memory is in use while it is being read.
type watched struct {
	io.Reader
	read, looked, base, peak int64
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if w.read += int64(n); w.read-w.looked > 4<<20 {
		w.looked = w.read
		w.peak = max(w.peak, heap()-w.base)
	}
	return n, err
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// The first 20,000 rejects are listed, and all are counted, each problem of a row.
func TestRejectsAreBounded(t *testing.T) {
	const rejects, listed = 100_000, 20_000
	var text bytes.Buffer
	text.WriteString(header)
	for i := range rejects {
		fmt.Fprintf(&text, "Ada,,nowhere,E%d\n", i)
	}
	text.WriteString("Ada,Lovelace,ada@example.com,E\n")
	file, err := roster.Format{}.Read(&text)
	if err != nil {
		t.Fatal(err)
	}
	if len(file.Rejects) != listed || file.Rejects[listed-1].Row != listed/2+1 || file.Rows.Rejected != rejects {
		t.Errorf("%d of %d rejects are listed", len(file.Rejects), file.Rows.Rejected)
	}
	if len(file.Problems) != 2 {
		t.Fatalf("problems: %+v", file.Problems)
	}
	for _, p := range file.Problems {
		if p.Count != rejects || len(p.Rows) != 20 || p.Rows[19] != 21 {
			t.Errorf("problem: %+v", p)
		}
	}
}

// A file whose connection breaks off is not a shorter file.
func TestBrokenConnectionIsNotTheEnd(t *testing.T) {
	file := header + "Ada,Lovelace,ada@example.com,E1\nGrace,Hopper,grace@example.com,E2\n"
	for cut := range len(file) {
		for _, why := range []error{io.ErrUnexpectedEOF, os.ErrDeadlineExceeded} {
			_, err := roster.Format{}.Read(io.MultiReader(strings.NewReader(file[:cut]), iotest.ErrReader(why)))
			if !errors.Is(err, why) {
				t.Errorf("cut off at byte %d by %v: error %v", cut, why, err)
			}
		}
	}
}
