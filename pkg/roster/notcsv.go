package roster

import "bytes"

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
	{"7z\xBC\xAF\x27\x1C", "a 7z archive"},
	{"Rar!", "a RAR archive"},
	{"-----BEGIN PGP", "encrypted with PGP"},
}

// checkText refuses a file that is empty, or something else than text.
func checkText(head []byte) error {
	const blanks = " \t\r\n"
	trimmed := bytes.TrimLeft(head, blanks)
	if list, ok := bytes.CutPrefix(trimmed, []byte("[")); ok && bytes.HasPrefix(bytes.TrimLeft(list, blanks), []byte("{")) {
		trimmed = []byte("{") // JSON begins with a list as well
	}
	for _, other := range otherFiles {
		if bytes.HasPrefix(trimmed, []byte(other.start)) {
			return refuse(NotAFile, "the file is %s, and not CSV or an Excel workbook", known(other.is))
		}
	}
	if len(bytes.TrimFunc(head, isBlank)) == 0 {
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
