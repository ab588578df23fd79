package csvscan

import (
	"encoding/binary"
	"math/bits"
)

// A line is looked at eight bytes at a time, as one number: a byte at a time would take a fifth of the time that a whole file
// takes. What is found out about a byte is in its highest bit.
const (
	ones  = 0x0101010101010101
	lows  = 0x7F * ones
	highs = 0x80 * ones
)

// zeros finds the bytes that are 0.
func zeros(word uint64) uint64 { return ^((word&lows + lows) | word | lows) }

// unprintable finds the bytes that are not printable ASCII: below a blank, or above a tilde.
func unprintable(word uint64) uint64 {
	low := word & lows
	return (word | ^(low + 0x60*ones) | (low + ones)) & highs
}

// split cuts a line without quotes into cells, and notes whether they are plain.
func (s *Scanner) split(line []byte) {
	cells, start, i := s.cells[:0], 0, 0
	comma, odd := ones*uint64(s.comma), uint64(0)
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
	s.cells, s.plain = append(cells, line[start:]), odd == 0
}
