package xlsxscan

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"
)

const (
	bufferSize = 64 << 10 // the most bytes that one tag may take
	maxDepth   = 100      // of elements; worksheets take about ten
	maxEntity  = 12       // bytes of a character reference such as &#x10FFFF;
)

type token int

const (
	none token = iota // a comment or another thing that says nothing
	startElement
	endElement
	text
)

type attribute struct{ name, value []byte }

// An xmlScanner reads the tokens of an XML text in UTF-8 without keeping any. It is three times as fast as
// encoding/xml, which allocates for every token. Prefixes of names are left out: writers choose them freely, and no two
// elements of a workbook that matter differ in nothing else. A document type is refused, so nothing is ever expanded.
type xmlScanner struct {
	src        io.Reader
	buf        []byte
	start, end int   // the part of buf that has not been read
	err        error // why src has no more; nil while it may
	begun      bool  // the prolog has been read
	rooted     bool  // there was an element

	open   []byte // the full names of the open elements, one behind the other
	starts []int  // where each of them starts in open
	empty  bool   // the element that was read last ends itself
	cdata  bool   // what follows is a CDATA section

	// Of the current token, until the next one is read:
	name  []byte      // of a start element, without its prefix
	attrs []attribute // of a start element, without prefixes, without declarations of namespaces
	text  []byte      // character data; an element's may come in several tokens
}

func newXMLScanner(src io.Reader) *xmlScanner {
	return &xmlScanner{src: src, buf: make([]byte, bufferSize)}
}

// depth returns how many elements are open. It counts the one that a start element opens, and not the one that an end
// element closes.
func (x *xmlScanner) depth() int { return len(x.starts) }

// next reads a token; io.EOF ends a document that is complete.
func (x *xmlScanner) next() (token, error) {
	if x.empty {
		x.empty = false
		x.pop()
		return endElement, nil
	}
	if !x.begun {
		x.begun = true
		if err := x.prolog(); err != nil {
			return none, err
		}
	}
	for {
		if x.start == x.end && !x.more() {
			if x.err == io.EOF && x.rooted && x.depth() == 0 {
				return none, io.EOF
			}
			return none, x.cut()
		}
		tok, err := text, error(nil)
		switch {
		case x.cdata:
			err = x.section()
		case x.buf[x.start] != '<':
			err = x.characters()
		default:
			tok, err = x.markup()
		}
		if tok != none || err != nil {
			return tok, err
		}
	}
}

// more reads on, keeping what has not been read; it reports whether there was more.
func (x *xmlScanner) more() bool {
	if x.err != nil {
		return false
	}
	if x.start > 0 {
		x.end = copy(x.buf, x.buf[x.start:x.end])
		x.start = 0
	}
	if x.end == len(x.buf) {
		x.err = &LimitError{LimitTag, bufferSize}
		return false
	}
	n := 0
	for n == 0 && x.err == nil {
		n, x.err = x.src.Read(x.buf[x.end:])
	}
	x.end += n
	return n > 0
}

// has reports whether the text goes on like this.
func (x *xmlScanner) has(prefix string) bool {
	for x.end-x.start < len(prefix) && x.more() {
	}
	return bytes.HasPrefix(x.buf[x.start:x.end], []byte(prefix))
}

// cut returns the error of a text that ends in the middle of something.
func (x *xmlScanner) cut() error {
	if x.err != io.EOF {
		return x.err
	}
	return syntaxError("XML ends early")
}

// prolog passes over a byte order mark, and refuses an encoding other than UTF-8. No known writer uses one.
func (x *xmlScanner) prolog() error {
	if x.has("\xef\xbb\xbf") {
		x.start += 3
	}
	if !x.has("<?xml ") {
		return nil // UTF-16 fails as it starts with no element
	}
	declaration, err := x.tag()
	if err != nil {
		return err
	}
	attrs, err := appendAttributes(nil, bytes.TrimSuffix(declaration[len("?xml"):], []byte("?")))
	for _, a := range attrs {
		if string(a.name) == "encoding" && !bytes.EqualFold(a.value, []byte("utf-8")) &&
			!bytes.EqualFold(a.value, []byte("utf8")) && !bytes.EqualFold(a.value, []byte("us-ascii")) {
			return errNotUTF8
		}
	}
	return err
}

// characters reads character data up to the next markup, or as much as there is.
func (x *xmlScanner) characters() (err error) {
	for {
		unread := x.buf[x.start:x.end]
		length := bytes.IndexByte(unread, '<')
		if length < 0 {
			length = len(unread)
			tail := max(0, length-maxEntity)
			if i := bytes.LastIndexByte(unread[tail:], '&'); i >= 0 && bytes.IndexByte(unread[tail+i:], ';') < 0 {
				length = tail + i // a character reference that goes on
			}
			if length == 0 && x.more() {
				continue
			}
			if length == 0 {
				return x.cut()
			}
		}
		x.start += length
		x.text, err = unescape(unread[:length])
		return err
	}
}

// section reads from a CDATA section up to its end, or as much as there is.
func (x *xmlScanner) section() error {
	if !x.has("]]>") {
		for {
			unread := x.buf[x.start:x.end]
			length := bytes.Index(unread, []byte("]]>"))
			if length < 0 {
				length = len(unread) - 2
			}
			if length > 0 {
				x.text = unread[:length]
				x.start += length
				return nil
			}
			if !x.more() {
				return x.cut()
			}
		}
	}
	x.start += len("]]>")
	x.cdata = false
	x.text = nil
	return nil
}

// skipPast passes over everything up to the end of the next such text.
func (x *xmlScanner) skipPast(end string) error {
	for {
		if i := bytes.Index(x.buf[x.start:x.end], []byte(end)); i >= 0 {
			x.start += i + len(end)
			return nil
		}
		x.start = max(x.start, x.end-len(end)+1)
		if !x.more() {
			return x.cut()
		}
	}
}

// unescape replaces the character references in place.
func unescape(data []byte) ([]byte, error) {
	i := bytes.IndexByte(data, '&')
	if i < 0 {
		return data, nil
	}
	out, rest := data[:i], data[i:]
	for len(rest) > 0 {
		if rest[0] != '&' {
			i = bytes.IndexByte(rest, '&')
			if i < 0 {
				i = len(rest)
			}
			out, rest = append(out, rest[:i]...), rest[i:]
			continue
		}
		i = bytes.IndexByte(rest[:min(len(rest), maxEntity)], ';')
		if i < 0 {
			return nil, syntaxError("unknown character reference")
		}
		char, ok := reference(rest[1:i])
		if !ok {
			return nil, syntaxError("unknown character reference")
		}
		out, rest = utf8.AppendRune(out, char), rest[i+1:]
	}
	return out, nil
}

// reference returns the character that an XML reference names, such as lt, #65 or #x41.
func reference(name []byte) (rune, bool) {
	switch string(name) {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := bytes.CutPrefix(name, []byte("#"))
	base := 10
	if hex, isHex := bytes.CutPrefix(digits, []byte("x")); isHex {
		digits, base = hex, 16
	}
	code, err := strconv.ParseUint(string(digits), base, 32)
	char := rune(min(code, utf8.MaxRune+1))
	isChar := char >= ' ' || char == '\t' || char == '\n' || char == '\r'
	return char, ok && err == nil && isChar && utf8.ValidRune(char) && char != 0xFFFE && char != 0xFFFF
}
