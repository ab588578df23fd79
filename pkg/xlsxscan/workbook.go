// Package xlsxscan reads the rows of Excel workbooks in bounded memory, as text: what package csvscan does for CSV.
//
// It reads what .xlsx and .xlsm files hold (ECMA-376, transitional and strict), by whatever program they were written.
// A cell becomes what a person reads in it, as far as an import needs that: dates as YYYY-MM-DD, numbers whose format
// is only zeros with their zeros, other numbers as they are and not as their format shows them, formulas by the value
// that the file holds. Rows that a filter hides are rows too.
package xlsxscan

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// A Workbook is an open file. It and all that comes from it is for one goroutine.
type Workbook struct {
	archive *archive
	sheets  []*Sheet
	strings sharedStrings
	formats []format // by style
	date1904,
	macros bool
}

// A Sheet is a visible worksheet.
type Sheet struct {
	workbook *Workbook
	name     string
	role     string
	part     string
}

// Open reads everything but the sheets. It fails with [ErrEncrypted], [ErrOldExcel], [ErrBinary], a
// [*NotWorkbookError], [ErrDamaged], a [*LimitError] or an error of src, each of them wrapped. Src must stay readable
// as long as the workbook is read; there is nothing to close.
func Open(src io.ReaderAt, size int64) (*Workbook, error) {
	magic := make([]byte, 8)
	n, err := src.ReadAt(magic, 0)
	switch magic = magic[:n]; {
	case err != nil && err != io.EOF:
		return nil, fmt.Errorf("read workbook: %w", err)
	case string(magic) == oleMagic:
		return nil, oleKind(src)
	case !bytes.HasPrefix(magic, []byte("PK")):
		return nil, &NotWorkbookError{KindUnknown}
	}
	a, err := openArchive(src, size)
	if err != nil {
		return nil, err
	}
	name, err := a.workbookName()
	if err != nil {
		return nil, err
	}
	w := &Workbook{archive: a}
	if err := w.read(name); err != nil {
		return nil, err
	}
	return w, nil
}

// Sheets returns the visible worksheets in the order of their tabs. Sheets with nothing but a chart are none.
func (w *Workbook) Sheets() []*Sheet { return w.sheets }

// Macros reports whether the workbook holds macros, as .xlsm does. They are never run.
func (w *Workbook) Macros() bool { return w.macros }

// Name returns what the tab says. It is a text of the file.
func (s *Sheet) Name() string { return s.name }

// workbookName returns the name of the part that lists the sheets.
func (a *archive) workbookName() (string, error) {
	top, err := a.relationships("relationships", "")
	if err != nil {
		return "", err
	}
	name := "xl/workbook.xml"
	for _, to := range top {
		if to.kind == "officeDocument" && a.has(to.target) {
			name = to.target
		}
	}
	if strings.HasSuffix(name, ".bin") {
		return "", ErrBinary
	}
	if kind := a.kind(); kind != KindZIP || !a.has(name) {
		return "", &NotWorkbookError{kind}
	}
	return name, nil
}

// kind returns what a ZIP without a workbook is.
func (a *archive) kind() Kind {
	switch {
	case a.has("word/document.xml"):
		return KindWord
	case a.has("ppt/presentation.xml"):
		return KindPowerPoint
	case a.has("Index/Document.iwa"), a.has("Index.zip"):
		return KindIWork
	case !a.has("mimetype"):
		return KindZIP
	}
	// OpenDocument 1.3 part 2, 3.3: the file mimetype holds the media type and nothing else.
	p, err := a.open("media type", "mimetype")
	if err != nil {
		return KindZIP
	}
	defer p.Close()
	mediaType, _ := io.ReadAll(io.LimitReader(p, 100))
	switch opendocument := "application/vnd.oasis.opendocument."; {
	case strings.HasPrefix(string(mediaType), opendocument+"spreadsheet"):
		return KindODS
	case strings.HasPrefix(string(mediaType), opendocument):
		return KindOpenDoc
	}
	return KindZIP
}

// read reads the list of sheets and what they share.
func (w *Workbook) read(name string) error {
	related, err := w.archive.relationships("relationships of the workbook", name)
	if err != nil {
		return err
	}
	byID := map[string]relationship{}
	for _, to := range related {
		byID[to.id] = to
	}
	tabs, isWorkbook := 0, false
	err = w.archive.readSmall("workbook", name, func(x *xmlScanner, parent string) {
		switch {
		case string(x.name) == "workbook" && parent == "":
			isWorkbook = true
		case string(x.name) == "workbookPr":
			w.date1904 = isTrue(x.attr("date1904"))
		case string(x.name) == "sheet":
			tabs++
			to, known := byID[string(x.attr("id"))]
			state := string(x.attr("state"))
			// A tab that leads nowhere is damage, which shows when it is read.
			if (to.kind == "worksheet" || !known) && state != "hidden" && state != "veryHidden" {
				role := fmt.Sprintf("sheet %d", tabs)
				w.sheets = append(w.sheets, &Sheet{w, string(x.attr("name")), role, to.target})
			}
		}
	})
	if err != nil {
		return err
	}
	if !isWorkbook {
		return &NotWorkbookError{KindZIP}
	}
	for _, to := range related {
		switch to.kind {
		case "sharedStrings":
			err = w.readStrings(to.target)
		case "styles":
			err = w.readStyles(to.target)
		case "vbaProject", "xlMacrosheet", "xlIntlMacrosheet":
			w.macros = true
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// isTrue reads an xsd:boolean.
func isTrue(value []byte) bool { return string(value) == "1" || string(value) == "true" }
