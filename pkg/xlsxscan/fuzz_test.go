package xlsxscan

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Whatever the parts of a workbook hold, reading ends within the limits, and with an error that says why.
func FuzzParts(f *testing.F) {
	parts := skeleton()
	for _, cells := range []string{
		`<c r="B1" s="1"><v>45731.5</v></c><c t="s"><v>1</v></c><c t="d"><v>2024-01-31T00:00</v></c>`,
		`<c t="str"><f/><v><![CDATA[a]]>&#13;</v></c><c s="2"><v>1e2</v></c><c t="inlineStr"><is><t>a</t></is></c>`,
	} {
		shared := stringsXML(`<si><t>a_x000D_</t></si><si><r><t>b</t></r></si>`)
		f.Add(parts[workbookPart], parts[stylesPart], shared, sheetXML(`<row r="1">`+cells+`</row>`))
	}
	f.Fuzz(func(t *testing.T, workbook, styles, shared, sheet string) {
		w, err := open(book(t, workbookPart, workbook, stylesPart, styles, stringsPart, shared, sheetPart, sheet))
		if err != nil {
			wantTyped(t, err)
			return
		}
		for _, s := range w.Sheets() {
			readWithinLimits(t, s)
		}
	})
}

// The same for whole files.
func FuzzOpen(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		file, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		w, err := open(file)
		if err != nil {
			wantTyped(t, err)
			return
		}
		for _, s := range w.Sheets() {
			readWithinLimits(t, s)
		}
	})
}

func wantTyped(t *testing.T, err error) {
	t.Helper()
	var limit *LimitError
	for _, known := range []error{ErrEncrypted, ErrOldExcel, ErrBinary, ErrNotWorkbook, ErrDamaged} {
		if errors.Is(err, known) {
			return
		}
	}
	if !errors.As(err, &limit) {
		t.Errorf("an error without a type: %v", err)
	}
}

func readWithinLimits(t *testing.T, s *Sheet) {
	rows, err := s.Rows()
	if err != nil {
		wantTyped(t, err)
		return
	}
	defer rows.Close()
	for {
		cells, err := rows.Next()
		switch {
		case err == io.EOF:
			return
		case costsOneRow(err):
			continue
		case err != nil:
			wantTyped(t, err)
			return
		}
		size, row := len(bytes.Join(cells, nil)), rows.Row()
		if len(cells) == 0 || len(cells) > MaxColumns || size > MaxRow || row < 1 || row > MaxRows {
			t.Fatalf("row %d: %d cells of %d bytes", row, len(cells), size)
		}
		if len(cells[len(cells)-1]) == 0 {
			t.Fatalf("row %d ends with an empty cell", row)
		}
	}
}
