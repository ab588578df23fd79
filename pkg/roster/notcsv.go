package roster

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
)

// What a file begins with that somebody took for an employee file, and what it is.
var otherFiles = []struct{ start, is string }{
	{"%PDF", "a PDF"},
	{"\x89PNG", "an image"},
	{"\xFF\xD8\xFF", "an image"},
	{"GIF8", "an image"},
	{"{\\rtf", "a word processor's document"},
	{"<?xml", "XML"},
	{"<", "a web page or XML"},
	{"{", "JSON"},
	{"[{", "JSON"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive"},
	{"Rar!", "a RAR archive"},
	{"-----BEGIN PGP", "encrypted with PGP"},
}

// checkText refuses a file that is empty, or something else than text.
func checkText(head []byte) error {
	trimmed := bytes.TrimLeft(head, " \t\r\n")
	for _, other := range otherFiles {
		if bytes.HasPrefix(trimmed, []byte(other.start)) {
			return refuse(NotAFile, "the file is %s, and not CSV or an Excel workbook", known(other.is))
		}
	}
	if isEmpty(head) {
		return refuse(NotAFile, "the file is empty")
	}
	odd := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			odd++
		}
	}
	switch {
	case len(head) > 3 && (head[0] == 0) != (head[1] == 0) && odd > len(head)/3:
		return refuse(NotAFile, "the file is UTF-16 without a byte order mark; export it as UTF-8")
	case odd > len(head)/20+1:
		return refuse(NotAFile, "the file is not text; export the data as CSV")
	}
	return nil
}

// openZip opens a ZIP archive with one file in it, or a workbook.
func (f Format) openZip(src io.Reader) (source, error) {
	packed, err := readPacked(src)
	if err != nil {
		return source{}, err
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return source{}, refuse(Unreadable, "the file looks like a ZIP archive or a workbook, but is damaged")
	}
	var files []*zip.File
	for _, file := range archive.File {
		if !file.FileInfo().IsDir() && !strings.HasPrefix(file.Name, "__MACOSX/") && !strings.HasPrefix(path.Base(file.Name), ".") {
			files = append(files, file)
		}
	}
	if len(files) != 1 {
		return source{}, refuse(NotAFile, "the file is a ZIP archive with %d files in it; it must have one", number(len(files)))
	}
	if files[0].Flags&1 != 0 {
		return source{}, refuse(Unreadable, "the ZIP archive is protected by a password")
	}
	plain, err := files[0].Open()
	if err != nil {
		return source{}, refuse(Unreadable, "the ZIP archive is damaged")
	}
	return f.openText(&unpacked{src: plain, left: maxUnpacked}, nil)
}
