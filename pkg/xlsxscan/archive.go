package xlsxscan

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

const (
	// MaxUnpacked is the most bytes that may be unpacked from one workbook, those of a sheet that is read twice
	// counting twice. A million cells take about 40 MB. Less is allowed of a small file: 250 times its size, but 16 MiB
	// at least; sheets come down to a tenth or a thirtieth.
	MaxUnpacked = 512 << 20
	maxRatio    = 250
	minUnpacked = 16 << 20

	maxPart = 16 << 20 // of a part that is not streamed
)

// An archive is the ZIP of a workbook.
type archive struct {
	src      *source
	files    map[string]*zip.File // by lower-case name: names of parts are compared so (ECMA-376 part 2, 6.2.2)
	max      int64                // bytes that may be unpacked
	unpacked int64
}

// A source remembers the errors of reading the file itself: those are no damage.
type source struct {
	io.ReaderAt
	err error
}

func (s *source) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, zip.ErrFormat // a damaged directory asks for it
	}
	n, err := s.ReaderAt.ReadAt(p, off)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func openArchive(src io.ReaderAt, size int64) (*archive, error) {
	a := &archive{src: &source{ReaderAt: src}, files: map[string]*zip.File{}}
	a.max = min(MaxUnpacked, max(minUnpacked, maxRatio*min(size, MaxUnpacked)))
	reader, err := zip.NewReader(a.src, size)
	if err != nil {
		return nil, a.failure("ZIP", err)
	}
	for _, file := range reader.File {
		name := strings.ReplaceAll(file.Name, `\`, "/") // as some .NET programs write it
		a.files[strings.ToLower(strings.TrimPrefix(name, "/"))] = file
	}
	return a, nil
}

// failure returns the error of reading a part, which is called by the role that it has: its name may say anything.
func (a *archive) failure(role string, err error) error {
	var limit *LimitError
	switch {
	case a.src.err != nil:
		return fmt.Errorf("read workbook: %w", a.src.err)
	case errors.As(err, &limit):
		return fmt.Errorf("%s: %w", role, err)
	}
	return fmt.Errorf("%s: %w: %w", role, ErrDamaged, err)
}

func (a *archive) has(name string) bool { return a.files[strings.ToLower(name)] != nil }

// A part reads one part and counts what it unpacks.
type part struct {
	io.ReadCloser
	archive *archive
	role    string
	small   bool // it is not streamed: at most maxPart
	read    int64
}

func (a *archive) open(role, name string) (*part, error) {
	file := a.files[strings.ToLower(name)]
	if file == nil {
		return nil, a.failure(role, errors.New("it is missing"))
	}
	reader, err := file.Open()
	if err != nil {
		return nil, a.failure(role, err)
	}
	return &part{ReadCloser: reader, archive: a, role: role}, nil
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	p.archive.unpacked += int64(n)
	if p.archive.unpacked > p.archive.max {
		return 0, &LimitError{LimitUnpacked, p.archive.max}
	}
	if p.read += int64(n); p.small && p.read > maxPart {
		return 0, &LimitError{LimitPart, maxPart}
	}
	return n, err
}

// readSmall reads a part that is not streamed; element is called at the start of each of its elements, with the name of
// the one around it. A part that does not exist has no elements.
func (a *archive) readSmall(role, name string, element func(x *xmlScanner, parent string)) error {
	if !a.has(name) {
		return nil
	}
	p, err := a.open(role, name)
	if err != nil {
		return err
	}
	defer p.Close()
	p.small = true
	x := newXMLScanner(p)
	for {
		tok, err := x.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return a.failure(role, err)
		case tok == startElement:
			element(x, x.parent())
		}
	}
}

// parent returns the name of the element around the one that has just started.
func (x *xmlScanner) parent() string {
	if x.depth() < 2 {
		return ""
	}
	_, name := cutName(x.open[x.starts[x.depth()-2]:x.starts[x.depth()-1]])
	return string(name)
}

// A relationship leads from one part to another.
type relationship struct {
	id     string
	kind   string // the last word of its type: worksheet, styles, ... The rest differs between strict and other files
	target string // name of the other part
}

// relationships returns those of a part; of the whole file if name is empty.
func (a *archive) relationships(role, name string) (found []relationship, err error) {
	dir, base := path.Split(name)
	err = a.readSmall(role, dir+"_rels/"+base+".rels", func(x *xmlScanner, _ string) {
		kind, target := x.attr("Type"), string(x.attr("Target"))
		target = strings.ReplaceAll(target, `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		found = append(found, relationship{
			id:     string(x.attr("Id")),
			kind:   string(kind[bytes.LastIndexByte(kind, '/')+1:]),
			target: strings.TrimPrefix(path.Clean(target), "/"),
		})
	})
	return found, err
}
