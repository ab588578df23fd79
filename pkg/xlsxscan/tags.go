package xlsxscan

import (
	"bytes"
	"errors"
)

var errNoRoom = errors.New("more text than there is room for")

// markup reads what starts with a <; none is a thing to pass over.
func (x *xmlScanner) markup() (token, error) {
	switch {
	case x.has("<?"):
		return none, x.skipPast("?>")
	case !x.has("<!"):
	case x.has("<!--"):
		x.start += len("<!--")
		return none, x.skipPast("-->")
	case x.has("<![CDATA["):
		x.start += len("<![CDATA[")
		x.cdata = true
		return none, nil
	default:
		return none, syntaxError("XML with a document type")
	}
	tag, err := x.tag()
	if err != nil {
		return none, err
	}
	if name, isEnd := bytes.CutPrefix(tag, []byte("/")); isEnd {
		name = bytes.TrimSpace(name)
		if x.depth() == 0 || !bytes.Equal(name, x.open[x.starts[x.depth()-1]:]) {
			return none, syntaxError("an end tag without its start tag")
		}
		x.pop()
		return endElement, nil
	}
	tag, x.empty = bytes.CutSuffix(tag, []byte("/"))
	return startElement, x.push(tag)
}

// tag returns what stands between the < that comes next and its >.
func (x *xmlScanner) tag() ([]byte, error) {
	var quote byte
	for i := 1; ; i++ {
		if x.start+i == x.end && !x.more() {
			return nil, x.cut()
		}
		switch char := x.buf[x.start+i]; {
		case char == '<':
			return nil, syntaxError("a tag within a tag")
		case quote != 0:
			if char == quote {
				quote = 0
			}
		case char == '"' || char == '\'':
			quote = char
		case char == '>':
			tag := x.buf[x.start+1 : x.start+i]
			x.start += i + 1
			return tag, nil
		}
	}
}

// push opens the element of a start tag.
func (x *xmlScanner) push(tag []byte) (err error) {
	length := 0
	for length < len(tag) && tag[length] > ' ' {
		length++
	}
	name, attrs := tag[:length], tag[length:]
	switch {
	case len(name) == 0:
		return syntaxError("a tag without a name")
	case x.depth() == 0 && x.rooted:
		return syntaxError("XML with two roots")
	case x.depth() == maxDepth:
		return syntaxError("elements too deep within each other")
	}
	x.rooted = true
	x.starts = append(x.starts, len(x.open))
	x.open = append(x.open, name...)
	_, x.name = cutName(name)
	x.attrs, err = appendAttributes(x.attrs[:0], attrs)
	return err
}

// pop closes the innermost element.
func (x *xmlScanner) pop() {
	last := x.depth() - 1
	x.open, x.starts = x.open[:x.starts[last]], x.starts[:last]
}

// cutName returns the two parts of a name such as r:id.
func cutName(name []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(name, ':'); i > 0 && i+1 < len(name) {
		return name[:i], name[i+1:]
	}
	return nil, name
}

// appendAttributes appends the attributes of a tag, which stand behind its name.
func appendAttributes(attrs []attribute, list []byte) ([]attribute, error) {
	for {
		rest := bytes.TrimSpace(list)
		if len(rest) == 0 {
			return attrs, nil
		}
		name, rest, _ := bytes.Cut(rest, []byte("="))
		name, rest = bytes.TrimSpace(name), bytes.TrimSpace(rest)
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return nil, syntaxError("an attribute without a value")
		}
		length := bytes.IndexByte(rest[1:], rest[0])
		if length < 0 || len(name) == 0 {
			return nil, syntaxError("an attribute without a value")
		}
		value, err := unescape(rest[1 : 1+length])
		if err != nil {
			return nil, err
		}
		if prefix, local := cutName(name); string(prefix) != "xmlns" && string(name) != "xmlns" {
			attrs = append(attrs, attribute{local, value})
		}
		list = rest[length+2:]
	}
}

// attr returns the value of an attribute of the current start element; empty if it has none.
func (x *xmlScanner) attr(name string) []byte {
	for _, a := range x.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// leave passes over the rest of the element at this depth, its end included.
func (x *xmlScanner) leave(depth int) error {
	for x.depth() >= depth {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// child moves on to the next element within the one at this depth; false is the end of that one. The caller has passed
// over the last child, or goes on inside it.
func (x *xmlScanner) child(depth int) (bool, error) {
	for {
		switch tok, err := x.next(); {
		case err != nil:
			return false, err
		case tok == startElement:
			return true, nil
		case tok == endElement && x.depth() < depth:
			return false, nil
		}
	}
}

// appendChars appends the character data of the element that has just started, and passes over its end. More than room
// bytes are errNoRoom.
func (x *xmlScanner) appendChars(dst []byte, room int) ([]byte, error) {
	depth := x.depth()
	for {
		tok, err := x.next()
		switch {
		case err != nil:
			return dst, err
		case tok == endElement && x.depth() < depth:
			return dst, nil
		case tok == text:
			if room -= len(x.text); room < 0 {
				return dst, errNoRoom
			}
			dst = append(dst, x.text...)
		}
	}
}
