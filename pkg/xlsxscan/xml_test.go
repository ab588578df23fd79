package xlsxscan

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
)

// What encoding/xml reads without complaint is read the same; but a document type is refused, and so are two roots.
func FuzzXMLAgainstEncodingXML(f *testing.F) {
	for _, text := range []string{
		`<a b="1" x:c='&lt;'>t&amp;t<d/><!-- x --><?y z?><![CDATA[<]]></a>`, `<x:a xmlns:x="y"> </x:a>`,
		"<a>&#x41;\r\n</a>", "<a>\r<!-- x -->\n</a>",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		want, err := standardTokens(text)
		if err != nil {
			return
		}
		for _, src := range []io.Reader{bytes.NewReader(text), iotest.OneByteReader(bytes.NewReader(text))} {
			if got, err := tokens(src); err != nil || got != want {
				t.Errorf("%q by %T:\n%q, %v; encoding/xml reads\n%q", text, src, got, err, want)
			}
		}
	})
}

// XML knows one line end, LF. Line ends that follow one another are taken for one, since what stood between a CR and an LF,
// such as a comment, is not among the tokens.
var someLineEnds = regexp.MustCompile(`[\r\n]+`)

func lineEnds(text string) string { return someLineEnds.ReplaceAllString(text, "\n") }

// tokens returns the tokens of a text as text.
func tokens(src io.Reader) (string, error) {
	var all strings.Builder
	x := newXMLScanner(src)
	for {
		tok, err := x.next()
		switch {
		case err == io.EOF:
			return lineEnds(all.String()), nil
		case err != nil:
			return "", err
		case tok == startElement:
			fmt.Fprintf(&all, "|<%s", x.name)
			for _, a := range x.attrs {
				fmt.Fprintf(&all, " %s=%q", a.name, lineEnds(string(a.value)))
			}
			all.WriteString(">")
		case tok == endElement:
			all.WriteString("|</>")
		case x.depth() > 0:
			all.Write(x.text)
		}
	}
}

// standardTokens returns the same by encoding/xml.
func standardTokens(text []byte) (string, error) {
	var all strings.Builder
	decoder := xml.NewDecoder(bytes.NewReader(text))
	depth := 0
	for {
		tok, err := decoder.Token()
		if err == io.EOF && strings.Contains(all.String(), "<") {
			return lineEnds(all.String()), nil
		}
		if err != nil {
			return "", err
		}
		switch tok := tok.(type) {
		case xml.Directive:
			return "", errors.New("a document type")
		case xml.StartElement:
			if depth == 0 && all.Len() > 0 {
				return "", errors.New("two roots")
			}
			depth++
			fmt.Fprintf(&all, "|<%s", tok.Name.Local)
			for _, a := range tok.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					fmt.Fprintf(&all, " %s=%q", a.Name.Local, lineEnds(a.Value))
				}
			}
			all.WriteString(">")
		case xml.EndElement:
			depth--
			all.WriteString("|</>")
		case xml.CharData:
			if depth > 0 {
				all.Write(tok)
			}
		}
	}
}
