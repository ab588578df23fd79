package roster

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
	"github.com/crewmojo-aws/bundle/pkg/xlsxscan"
)

// openWorkbook opens an Excel workbook, or a ZIP archive with one file in it.
func (f Format) openWorkbook(src io.Reader) (source, error) {
	packed, err := readPacked(src)
	if err != nil {
		return source{}, err
	}
	workbook, err := xlsxscan.Open(bytes.NewReader(packed), int64(len(packed)))
	other := (*xlsxscan.NotWorkbookError)(nil)
	if errors.As(err, &other) && other.Kind == xlsxscan.KindZIP {
		return f.openZip(packed)
	}
	if err != nil {
		return source{}, workbookRefusal(err)
	}
	return f.openSheet(workbook)
}

// openSheet opens the first visible sheet that has a header.
func (f Format) openSheet(workbook *xlsxscan.Workbook) (source, error) {
	s := source{charset: Workbook}
	var best search
	for n, sheet := range workbook.Sheets() {
		rows, err := sheet.Rows()
		if err != nil {
			return s, workbookRefusal(err)
		}
		searched := f.findHeader(sheetRows{rows}, 0)
		rows.Close()
		best.takeNearer(searched)
		found := searched.found
		if found == nil {
			continue
		}
		if err := f.checkRivals(found); err != nil {
			return s, err
		}
		body, err := sheet.Rows()
		if err != nil {
			return s, workbookRefusal(err)
		}
		s.header, s.rows = found, sheetRows{body}
		for s.rows.Row() < int(found.row) {
			if _, err := s.rows.Next(); err != nil && !isMalformed(err) {
				return s, err
			}
		}
		s.others = f.countHeaders(workbook.Sheets()[n+1:])
		return s, nil
	}
	return s, f.noHeader(best)
}

// countHeaders counts the sheets that have a header. One that is damaged has none: it is not read anyway.
func (f Format) countHeaders(sheets []*xlsxscan.Sheet) (n int) {
	for _, sheet := range sheets {
		rows, err := sheet.Rows()
		if err != nil {
			continue
		}
		if f.findHeader(sheetRows{rows}, 0).found != nil {
			n++
		}
		rows.Close()
	}
	return n
}

// sheetRows are the rows of a sheet, read as those of a text are.
type sheetRows struct{ *xlsxscan.Rows }

// Next returns the cells of the next row. A row that is too large is malformed; other faults refuse the file.
func (r sheetRows) Next() ([][]byte, error) {
	cells, err := r.Rows.Next()
	limit := (*xlsxscan.LimitError)(nil)
	switch {
	case err == nil || err == io.EOF:
		return cells, err
	case errors.As(err, &limit) && (limit.Limit == xlsxscan.LimitRow || limit.Limit == xlsxscan.LimitColumns):
		return nil, csvscan.ErrMalformed
	}
	return nil, workbookRefusal(err)
}

// Plain implements [rowReader]: cells of a workbook may hold anything.
func (sheetRows) Plain() bool { return false }

// Terminated implements [rowReader]: a workbook that is cut off cannot be opened.
func (sheetRows) Terminated() bool { return true }

// workbookRefusal says why a workbook cannot be used.
func workbookRefusal(err error) error {
	limit, other := (*xlsxscan.LimitError)(nil), (*xlsxscan.NotWorkbookError)(nil)
	switch {
	case errors.Is(err, xlsxscan.ErrEncrypted):
		return refuse(Unreadable, "the workbook is protected by a password or a sensitivity label")
	case errors.Is(err, xlsxscan.ErrOldExcel):
		return refuse(Unreadable, "the file is a workbook of an Excel before 2007 (.xls); save it as .xlsx or CSV")
	case errors.Is(err, xlsxscan.ErrBinary):
		return refuse(Unreadable, "the file is a binary workbook (.xlsb); save it as .xlsx or CSV")
	case errors.As(err, &limit):
		return refuse(Unreadable, "the workbook is too large: the limit is %d of its %s", number(limit.Max), known(string(limit.Limit)))
	case errors.As(err, &other):
		return refuse(NotAFile, "the file is %s, and not CSV or an Excel workbook", known(kindInWords(other.Kind)))
	case errors.Is(err, xlsxscan.ErrDamaged):
		return refuse(Unreadable, "the workbook is damaged; open it in Excel and save it again")
	}
	return err
}

func kindInWords(kind xlsxscan.Kind) string {
	switch kind {
	case xlsxscan.KindODS:
		return "an OpenDocument spreadsheet (.ods)"
	case xlsxscan.KindWord, xlsxscan.KindOpenDoc, xlsxscan.KindOldDocument:
		return "a word processor's document"
	case xlsxscan.KindPowerPoint:
		return "a presentation"
	case xlsxscan.KindIWork:
		return "an Apple document (Numbers, Pages or Keynote)"
	}
	return "something else"
}

// openZip opens a ZIP archive with one file in it.
func (f Format) openZip(packed []byte) (source, error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return source{}, refuse(Unreadable, "the file looks like a ZIP archive, but is damaged")
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
	return f.openUnpacked(plain)
}

// openUnpacked opens a file that was compressed: a text, or a workbook.
func (f Format) openUnpacked(src io.Reader) (source, error) {
	start, all, err := peek(&unpacked{src: src, left: maxUnpacked}, 4)
	if err != nil {
		return source{}, err
	}
	if !bytes.HasPrefix(start, []byte(zipMagic)) {
		return f.openText(all, nil)
	}
	content, err := readPacked(all)
	if err != nil {
		return source{}, err
	}
	workbook, err := xlsxscan.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return source{}, workbookRefusal(err)
	}
	return f.openSheet(workbook)
}
