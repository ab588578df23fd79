package roster

import "bytes"

// isEmail reports whether cell is an address as people at a company have one: one @, a local part of at most 64 bytes,
// and a domain with a dot (RFC 5321, 4.5.3.1; RFC 5322, 3.2.3). Quoted local parts, comments, display names and bare host names are
// legal in a mail's heading, and a mistake in an employee file.
func isEmail(cell []byte) bool {
	at := bytes.IndexByte(cell, '@')
	if at < 1 || at > 64 || len(cell) > 254 {
		return false
	}
	return isDotAtom(cell[:at]) && isDomain(cell[at+1:])
}

func isDotAtom(local []byte) bool {
	dot := true // a dot must neither come first, nor last, nor after another
	for _, b := range local {
		if b == '.' && dot || !isAtomByte[b] && b != '.' {
			return false
		}
		dot = b == '.'
	}
	return !dot
}

// isAtomByte holds what a local part is made of; letters of other scripts are allowed (RFC 6531).
var isAtomByte = func() (allowed [256]bool) {
	for b := range allowed {
		allowed[b] = isAlphanumeric(byte(b)) || bytes.IndexByte([]byte("!#$%&'*+-/=?^_`{|}~"), byte(b)) >= 0
	}
	return allowed
}()

func isDomain(domain []byte) bool {
	label, labels, letters := 0, 0, false
	for i, b := range domain {
		switch {
		case b == '.':
			if label == 0 || domain[i-1] == '-' {
				return false
			}
			labels++
			label, letters = 0, false
			continue
		case b == '-' && label == 0, b != '-' && !isAlphanumeric(b):
			return false
		case b < '0' || b > '9':
			letters = true
		}
		if label++; label > 63 {
			return false
		}
	}
	// The last label is a top-level domain: two characters at least, not all of them digits.
	return labels > 0 && label > 1 && letters && domain[len(domain)-1] != '-'
}

func isAlphanumeric(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b >= 0x80
}
