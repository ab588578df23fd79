package roster

import (
	"bytes"
	"compress/gzip"
	"io"
)

// open finds out what a file is, and where its header is. The error is a [*RefusedError] if it is no employee file.
func (f Format) open(src io.Reader) (source, error) {
	start, all, err := peek(src, 4)
	if err != nil {
		return source{}, err
	}
	switch {
	case bytes.HasPrefix(start, []byte("\x1F\x8B")):
		return f.openGzip(all)
	case bytes.HasPrefix(start, []byte(zipMagic)), bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0")):
		return f.openWorkbook(all)
	}
	return f.openText(all, src)
}

func (f Format) openGzip(src io.Reader) (source, error) {
	packed, err := readPacked(src)
	if err != nil {
		return source{}, err
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return source{}, refuse(Unreadable, "the file looks like gzip, but is damaged")
	}
	return f.openUnpacked(plain)
}
