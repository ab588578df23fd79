package roster

import (
	"encoding/binary"
	"math/bits"
)

// Eight bytes are looked at together, as one number. What is found of a byte is its highest bit.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
	lows  = 0x7F * ones
)

// zeros finds the bytes that are 0.
func zeros(word uint64) uint64 { return ^((word&lows + lows) | word | lows) }

// unprintable finds the bytes that are not printable ASCII: below a blank, or above a tilde.
func unprintable(word uint64) uint64 {
	low := word & lows
	return (word | ^(low + 0x60*ones) | (low + ones)) & highs
}

// split cuts a line without quotes into cells, and notes whether they are plain.
func (s *scanner) split(line []byte) {
	s.text = line
	cells := s.cells[:0]
	comma := ones * uint64(s.comma)
	start, i, odd := 0, 0, uint64(0)
	for ; i+8 <= len(line); i += 8 {
		word := binary.LittleEndian.Uint64(line[i:])
		commas := zeros(word ^ comma)
		odd |= unprintable(word) &^ commas
		for ; commas != 0; commas &= commas - 1 {
			end := i + bits.TrailingZeros64(commas)/8
			cells = append(cells, line[start:end])
			start = end + 1
		}
	}
	for ; i < len(line); i++ {
		switch b := line[i]; {
		case b == s.comma:
			cells = append(cells, line[start:i])
			start = i + 1
		case b < ' ' || b > '~':
			odd = 1
		}
	}
	s.cells = append(cells, line[start:])
	s.plain = odd == 0
}

// before returns what stands before the i-th cell, and its comma, on a line without quotes.
func (s *scanner) before(i int) []byte {
	length := i - 1 // of commas
	for _, cell := range s.cells[:i] {
		length += len(cell)
	}
	return s.text[:length]
}
