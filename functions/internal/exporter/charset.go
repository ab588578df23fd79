package exporter

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
)

// toUTF8 makes a CSV in a file UTF-8, which BI expects. One that is stays as it is.
func toUTF8(file *os.File) error {
	charset, err := charsetOf(file)
	if err != nil || charset == nil {
		return err
	}
	decoded, err := invocation.TempFile()
	if err != nil {
		return err
	}
	defer decoded.Close()
	if err := rewrite(decoded, charset.NewDecoder().Reader(file), file); err != nil {
		return err
	}
	return rewrite(file, decoded, decoded)
}

// rewrite writes to a file what text reads from the start of another one, and nothing else.
func rewrite(to *os.File, text io.Reader, from io.Seeker) error {
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := to.Truncate(0); err != nil {
		return err
	}
	if _, err := to.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(to, text)
	return err
}

// charsetOf returns what a CSV is written in; nil for UTF-8, and for what is no text.
func charsetOf(report io.ReadSeeker) (encoding.Encoding, error) {
	if _, err := report.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if valid, err := isUTF8(report); err != nil || valid {
		return nil, err
	}
	if _, err := report.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if err := checkStart(report); err != nil {
		return nil, err
	}
	text := bufio.NewReader(report)
	start, err := text.Peek(2)
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case bytes.Equal(start, []byte{0xFF, 0xFE}), bytes.Equal(start, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), nil
	}
	return charmap.Windows1252, checkWindows1252(text)
}

// chunk is how much is looked at at once, in bytes.
const chunk = 64 << 10

func isUTF8(report io.Reader) (bool, error) {
	text := bufio.NewReaderSize(report, chunk)
	for {
		next, err := text.Peek(chunk)
		whole := len(next)
		switch {
		case err == io.EOF:
			return utf8.Valid(next), nil
		case err != nil:
			return false, err
		}
		for whole--; whole > chunk-utf8.UTFMax && !utf8.RuneStart(next[whole]); whole-- {
		}
		if !utf8.Valid(next[:whole]) {
			return false, nil
		}
		_, _ = text.Discard(whole) // it is buffered
	}
}

// checkWindows1252 returns an error if a text that is not UTF-8 throughout cannot be Windows-1252 either: if it is
// UTF-8 in part, which no text in Windows-1252 is by chance, or has bytes that stand for nothing there.
func checkWindows1252(text *bufio.Reader) error {
	for {
		switch char, size, err := text.ReadRune(); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case char == utf8.RuneError && size == 1:
			_ = text.UnreadRune()
			if b, _ := text.ReadByte(); strings.IndexByte("\x81\x8d\x8f\x90\x9d", b) < 0 {
				continue
			}
			return damaged("it is neither in UTF-8 nor in Windows-1252")
		case size > 1:
			return damaged("it is partly in UTF-8, and partly not")
		}
	}
}
