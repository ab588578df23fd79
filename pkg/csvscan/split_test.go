package csvscan

import (
	"bytes"
	"slices"
	"testing"
)

// TestAnyByteAnywhere puts each byte at each place of short and long lines: it is a comma, or part of a cell, which is plain
// if it is printable ASCII.
func TestAnyByteAnywhere(t *testing.T) {
	for _, comma := range []byte(",;\t|") {
		for length := 1; length <= 20; length++ {
			for at := range length {
				for b := range 256 {
					line := bytes.Repeat([]byte("x"), length)
					line[at] = byte(b)
					s := Scanner{comma: comma}
					s.split(line)
					want := bytes.Split(line, []byte{comma})
					if !slices.EqualFunc(s.cells, want, bytes.Equal) {
						t.Fatalf("%q was cut into %q; want %q", line, s.cells, want)
					}
					isPlain := byte(b) == comma || ' ' <= b && b <= '~'
					if s.Plain() != isPlain {
						t.Fatalf("%q: plain is %v", line, s.Plain())
					}
				}
			}
		}
	}
}
