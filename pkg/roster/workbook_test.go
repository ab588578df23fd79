package roster_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
)

// workbookOf returns an Excel workbook of lines whose cells stand between bars. A line "== Name" starts a sheet, "== Name
// (hidden)" one that nobody sees. A cell is a text, unless it begins with
//
//	date:     the number of a day, shown as a date
//	time:     the same, shown with a time of day
//	00000:    a number whose format has five zeros
//	number:   a number without a format
//	formula:  a formula with its cached value; without one it was never calculated
//	error:    the error of a formula
func workbookOf(t testing.TB, text string) []byte {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	const links = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	files := map[string]string{
		"_rels/.rels": head + links + `<Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/styles.xml": head + `<styleSheet ` + main + `><numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts>` +
			`<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
	}
	tabs, rels := "", `<Relationship Id="rId0" Type="`+office+`/styles" Target="styles.xml"/>`
	for i, sheet := range strings.Split("\n"+text, "\n== ")[1:] {
		name, rows, _ := strings.Cut(sheet, "\n")
		state := ""
		if strings.HasSuffix(name, " (hidden)") {
			state = ` state="hidden"`
		}
		tabs += fmt.Sprintf(`<sheet name="%s"%s sheetId="%d" r:id="rId%d"/>`, escape(name), state, i+1, i+1)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, office, i+1)
		files[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = head + `<worksheet ` + main + `><sheetData>` + rowsXML(rows) +
			`</sheetData></worksheet>`
	}
	files["xl/workbook.xml"] = head + `<workbook ` + main + ` xmlns:r="` + office + `"><sheets>` + tabs + `</sheets></workbook>`
	files["xl/_rels/workbook.xml.rels"] = head + links + rels + `</Relationships>`
	var file bytes.Buffer
	writeZIP(t, &file, files)
	return file.Bytes()
}

func rowsXML(text string) string {
	var rows strings.Builder
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		fmt.Fprintf(&rows, `<row r="%d">`, i+1)
		for j, cell := range strings.Split(line, "|") {
			if cell != "" {
				fmt.Fprintf(&rows, `<c r="%c%d"%s</c>`, 'A'+j, i+1, cellXML(cell))
			}
		}
		rows.WriteString(`</row>`)
	}
	return rows.String()
}

// cellXML returns a cell's attributes but for its place, and what is in it.
func cellXML(cell string) string {
	kind, value, _ := strings.Cut(cell, ":")
	value = escape(value)
	switch kind {
	case "number":
		return `><v>` + value + `</v>`
	case "date":
		return ` s="1"><v>` + value + `</v>`
	case "time":
		return ` s="2"><v>` + value + `</v>`
	case "00000":
		return ` s="3"><v>` + value + `</v>`
	case "error":
		return ` t="e"><f>A1</f><v>` + value + `</v>`
	case "formula":
		if value == "" {
			return `><f>A1</f>`
		}
		return ` t="str"><f>A1</f><v>` + value + `</v>`
	}
	return ` t="inlineStr"><is><t>` + escape(cell) + `</t></is>`
}

func escape(text string) string {
	var escaped strings.Builder
	_ = xml.EscapeText(&escaped, []byte(text))
	return escaped.String()
}
