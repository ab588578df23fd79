package roster_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

type story struct {
	format   roster.Format
	occasion roster.Occasion
	input    []byte
	baseline []byte // nil if the story does not compare
}

func parseStory(t testing.TB, archive *txtar.Archive) (s story) {
	t.Helper()
	s.input = archive.Files[0].Data
	if len(archive.Files) > 1 && archive.Files[1].Name == "baseline.csv" {
		s.baseline = archive.Files[1].Data
	}
	settings := map[string]string{}
	for line := range strings.Lines(string(archive.Comment)) {
		line = strings.TrimSpace(line)
		if name, value, ok := strings.Cut(line, "="); ok && name == strings.ToUpper(name) {
			settings[name] = value
		} else if name, value, ok := strings.Cut(line, ": "); ok {
			settings[name] = value
		}
	}
	s.format = formatOf(t, settings)
	s.occasion = roster.Occasion{
		Received:   time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC),
		EndMissing: settings["MISSING_EMPLOYEES"] == "end",
		Approved:   settings["approved"] == "yes",
	}
	if settings["escapes"] != "" {
		s.input = unescape(t, s.input)
	}
	switch settings["line end"] {
	case "crlf":
		s.input = bytes.ReplaceAll(s.input, []byte("\n"), []byte("\r\n"))
	case "cr":
		s.input = bytes.ReplaceAll(s.input, []byte("\n"), []byte("\r"))
	}
	if settings["workbook"] != "" {
		s.input = workbookOf(t, string(s.input))
	}
	s.input = encode(t, s.input, settings["charset"])
	s.input = pack(t, s.input, settings["packed"])
	return s
}

// unescape returns lines that hold Go escapes as they are meant. A line that ends in \ has no line end.
func unescape(t testing.TB, input []byte) []byte {
	t.Helper()
	var lines []string
	for line := range strings.Lines(string(input)) {
		line, joined := strings.CutSuffix(strings.TrimSuffix(line, "\n"), `\`)
		plain, err := strconv.Unquote(`"` + strings.ReplaceAll(line, `"`, `\"`) + `"`)
		if err != nil {
			t.Fatal(line, err)
		}
		if !joined {
			plain += "\n"
		}
		lines = append(lines, plain)
	}
	return []byte(strings.Join(lines, ""))
}

// encode returns a text in a charset.
func encode(t testing.TB, text []byte, charset string) []byte {
	t.Helper()
	var target encoding.Encoding
	var err error
	switch charset {
	case "":
		return text
	case "utf-8-bom":
		return append([]byte("\uFEFF"), text...)
	case "utf-16le":
		target = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case "utf-16be":
		target = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	default:
		target, err = htmlindex.Get(charset)
	}
	if err == nil {
		text, err = target.NewEncoder().Bytes(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// pack returns a file compressed.
func pack(t testing.TB, file []byte, how string) []byte {
	t.Helper()
	var packed bytes.Buffer
	switch how {
	case "":
		return file
	case "gzip":
		w := gzip.NewWriter(&packed)
		_, _ = w.Write(file)
		_ = w.Close()
	case "zip":
		writeZIP(t, &packed, map[string]string{"export/employees.csv": string(file), "__MACOSX/export/._employees.csv": "x"})
	case "zip with two":
		writeZIP(t, &packed, map[string]string{"Ada Lovelace.csv": string(file), "Grace Hopper.csv": string(file)})
	default:
		t.Fatal("unknown packing", how)
	}
	return packed.Bytes()
}

func writeZIP(t testing.TB, to *bytes.Buffer, files map[string]string) {
	t.Helper()
	w := zip.NewWriter(to)
	for name, content := range files {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}
