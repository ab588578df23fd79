package xlsxscan

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n"
	mainNS      = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relNS       = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packageNS   = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
)

// The parts that tests write.
const (
	sheetPart    = "xl/worksheets/sheet1.xml"
	stringsPart  = "xl/sharedStrings.xml"
	stylesPart   = "xl/styles.xml"
	workbookPart = "xl/workbook.xml"
	relsPart     = "xl/_rels/workbook.xml.rels"
)

// skeleton returns the parts that Excel writes around one sheet. Style 1 is a date, 2 is 00000, 3 a time of day, 4 has
// 13 zeros.
func skeleton() map[string]string {
	return map[string]string{
		"[Content_Types].xml": declaration +
			`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels": relsXML(`<Relationship Id="rId1" Type="` + relNS + `/officeDocument" Target="xl/workbook.xml"/>`),
		workbookPart:  workbookXML(`<sheet name="Staff" sheetId="1" r:id="rId1"/>`),
		relsPart: relsXML(`<Relationship Id="rId1" Type="`+relNS+`/worksheet" Target="worksheets/sheet1.xml"/>`,
			`<Relationship Id="rId2" Type="`+relNS+`/styles" Target="styles.xml"/>`,
			`<Relationship Id="rId3" Type="`+relNS+`/sharedStrings" Target="sharedStrings.xml"/>`),
		stylesPart: declaration + `<styleSheet ` + mainNS + `>` +
			`<numFmts count="2"><numFmt numFmtId="164" formatCode="00000"/>` +
			`<numFmt numFmtId="165" formatCode="0000000000000"/></numFmts>` +
			`<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>` +
			`<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/>` +
			`<xf numFmtId="165"/></cellXfs></styleSheet>`,
	}
}

func workbookXML(sheets string) string {
	return declaration + `<workbook ` + mainNS + ` xmlns:r="` + relNS + `"><workbookPr/><sheets>` + sheets +
		`</sheets></workbook>`
}

func relsXML(relationships ...string) string {
	return declaration + `<Relationships ` + packageNS + `>` + strings.Join(relationships, "") + `</Relationships>`
}

func sheetXML(rows string) string {
	return declaration + `<worksheet ` + mainNS + `><dimension ref="A1"/><sheetData>` + rows +
		`</sheetData><pageMargins left="0.7"/></worksheet>`
}

func stringsXML(items string) string { return declaration + `<sst ` + mainNS + `>` + items + `</sst>` }

// padding is a part of 1 MiB that cannot be packed. The others may then unpack to as much as those of a large file.
const padding = "padding"

// archiveOf returns a ZIP of such parts.
func archiveOf(tb testing.TB, parts map[string]string) []byte {
	tb.Helper()
	var file bytes.Buffer
	writer := zip.NewWriter(&file)
	writer.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := writer.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		content := io.Reader(strings.NewReader(parts[name]))
		if name == padding {
			content = io.LimitReader(rand.NewChaCha8([32]byte{}), 1<<20)
		}
		if _, err := io.Copy(part, content); err != nil {
			tb.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

// book returns a workbook of the skeleton with other parts, given as pairs of name and content; one without content is
// left out.
func book(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	all := skeleton()
	for i := 0; i < len(parts); i += 2 {
		if all[parts[i]] = parts[i+1]; parts[i+1] == "" {
			delete(all, parts[i])
		}
	}
	return archiveOf(tb, all)
}

func open(file []byte) (*Workbook, error) { return Open(bytes.NewReader(file), int64(len(file))) }

// readSheet returns all rows of a sheet as text, `3: a|b`; a row beyond a limit by its error.
func readSheet(sheet *Sheet) (lines []string, err error) {
	rows, err := sheet.Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for {
		cells, err := rows.Next()
		var limit *LimitError
		switch {
		case err == io.EOF:
			return lines, nil
		case errors.As(err, &limit) && (limit.Limit == LimitRow || limit.Limit == LimitColumns):
			lines = append(lines, fmt.Sprintf("%d: %v", rows.Row(), limit))
		case err != nil:
			return lines, err
		default:
			lines = append(lines, fmt.Sprintf("%d: %s", rows.Row(), bytes.Join(cells, []byte("|"))))
		}
	}
}

// readAll returns all rows of the first visible sheet.
func readAll(file []byte) ([]string, error) {
	w, err := open(file)
	if err != nil {
		return nil, err
	}
	if len(w.Sheets()) == 0 {
		return nil, errors.New("no visible sheet")
	}
	return readSheet(w.Sheets()[0])
}

func wantRows(t *testing.T, file []byte, want ...string) {
	t.Helper()
	got, err := readAll(file)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("read %q, %v; want %q", got, err, want)
	}
}
