package xlsxscan

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestRows(t *testing.T) {
	const one = `<c><v>1</v></c></row>`
	for _, test := range []struct {
		name, rows string
		want       []string
	}{
		{"rows that are not there", `<row r="2">` + one + `<row r="7">` + one, []string{"2: 1", "7: 1"}},
		{"rows without numbers", `<row>` + one + `<row r="5">` + one + `<row>` + one, []string{"1: 1", "5: 1", "6: 1"}},
		{"rows without values", `<row r="1"/><row r="2"><c s="1"/></row><row r="3">` + one + `<row r="4"/>`, []string{"3: 1"}},
		{"hidden by a filter", `<row r="1">` + one + `<row r="2" hidden="1">` + one, []string{"1: 1", "2: 1"}},
		{"none", ``, nil},
		{"other elements", `<x/><row r="1">` + one + `<y><row r="9">` + one + `</y>`, []string{"1: 1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantRows(t, book(t, sheetPart, sheetXML(test.rows)), test.want...)
		})
	}
	t.Run("no data at all", func(t *testing.T) {
		wantRows(t, book(t, sheetPart, declaration+`<worksheet `+mainNS+`/>`))
		wantRows(t, book(t, sheetPart, declaration+`<worksheet `+mainNS+`><sheetData/></worksheet>`))
	})
	t.Run("row elements before and behind the data", func(t *testing.T) {
		sheet := `<worksheet><row>` + one + `<sheetData><row>` + one + `</sheetData><row>` + one + `</worksheet>`
		wantRows(t, book(t, sheetPart, sheet), "1: 1")
	})
}

// A sheet is read through a buffer; nothing is lost at its ends.
func TestLongSheet(t *testing.T) {
	var rows strings.Builder
	var want []string
	for i := 1; i <= 10_000; i++ {
		fmt.Fprintf(&rows, `<row r="%d"><c t="str"><v>ë&amp;%d&#13;&lt;<![CDATA[<]]></v></c><!-- %d -->`, i, i, i)
		rows.WriteString(`<c s="1"><v>45731</v></c></row>`)
		want = append(want, fmt.Sprintf("%d: ë&%d\n<<|2025-03-15", i, i))
	}
	got, err := readAll(book(t, sheetPart, sheetXML(rows.String())))
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

// Parts as programs other than Excel write them.
func TestWriters(t *testing.T) {
	const strictNS = `http://purl.oclc.org/ooxml/`
	plain := sheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>Maria</t></is></c></row>`)
	to := func(target string) string {
		return relsXML(`<Relationship Id="rId1" Type="` + relNS + `/worksheet" Target="` + target + `"/>`)
	}
	for _, test := range []struct {
		name  string
		parts []string
	}{
		{"no styles, no shared strings", []string{stylesPart, "", sheetPart, plain}},
		{"prefixes, byte order marks", []string{ // Open XML SDK, Power BI, SAP
			workbookPart, "\ufeff" + `<x:workbook xmlns:x="m"><x:workbookPr/><x:sheets>` +
				`<x:sheet name="S" sheetId="1" d3p1:id="rId1" xmlns:d3p1="r"/></x:sheets></x:workbook>`,
			relsPart, `<ns0:Relationships xmlns:ns0="p"><ns0:Relationship Id="rId1" Type="` + relNS +
				`/worksheet" Target="/xl/worksheets/sheet1.xml"/></ns0:Relationships>`,
			sheetPart, "\ufeff" + `<?xml version="1.0" encoding="utf-8"?><x:worksheet xmlns:x="m"><x:sheetData>` +
				`<x:row><x:c t="inlineStr"><x:is><x:t>Maria</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`}},
		{"strict", []string{
			relsPart, strings.ReplaceAll(to("worksheets/sheet1.xml"), relNS, strictNS+"officeDocument/relationships"),
			sheetPart, strings.ReplaceAll(plain, mainNS, `xmlns="`+strictNS+`spreadsheetml/main"`)}},
		{"targets with dots", []string{relsPart, to("../sheets/./s.xml"), "sheets/s.xml", plain}},
		{"names in another case", []string{sheetPart, "", "xl/Worksheets/Sheet1.XML", plain}},
		{"names with backslashes", []string{sheetPart, "", `xl\worksheets\sheet1.xml`, plain}},
		{"workbook under another name", []string{
			"_rels/.rels", relsXML(`<Relationship Id="a" Type="` + relNS + `/officeDocument" Target="/book.xml"/>`),
			"book.xml", skeleton()[workbookPart], workbookPart, "",
			"_rels/book.xml.rels", to("s.xml"), relsPart, "", "s.xml", plain}},
		{"no relationships of the package", []string{"_rels/.rels", "", sheetPart, plain}},
	} {
		t.Run(test.name, func(t *testing.T) { wantRows(t, book(t, test.parts...), "1: Maria") })
	}
}

func TestCalendarOf1904(t *testing.T) {
	for _, value := range []string{"1", "true"} {
		workbook := strings.Replace(skeleton()[workbookPart], "<workbookPr/>", `<workbookPr date1904="`+value+`"/>`, 1)
		sheet := sheetXML(`<row r="1"><c s="1"><v>44269</v></c><c s="1"><v>0</v></c><c s="1"><v>60</v></c></row>`)
		wantRows(t, book(t, workbookPart, workbook, sheetPart, sheet), "1: 2025-03-15|1904-01-01|1904-03-01")
	}
}

func TestSheets(t *testing.T) {
	const macros = `http://schemas.microsoft.com/office/2006/relationships/vbaProject`
	rels := relsXML(
		`<Relationship Id="a" Type="`+relNS+`/worksheet" Target="worksheets/sheet1.xml"/>`,
		`<Relationship Id="b" Type="`+relNS+`/worksheet" Target="worksheets/sheet2.xml"/>`,
		`<Relationship Id="c" Type="`+relNS+`/chartsheet" Target="chartsheets/sheet1.xml"/>`,
		`<Relationship Id="m" Type="`+macros+`" Target="vbaProject.bin"/>`,
		`<Relationship Id="x" Type="`+relNS+`/hyperlink" TargetMode="External" Target="mailto:maria@example.com"/>`)
	workbook := workbookXML(`<sheet name="Notes" sheetId="7" state="hidden" r:id="a"/>` +
		`<sheet name="Chart" sheetId="2" r:id="c"/>` +
		`<sheet name="R&amp;D" sheetId="9" r:id="b"/><sheet name="Lists" sheetId="4" state="veryHidden" r:id="a"/>` +
		`<sheet name="Staff" sheetId="1" state="visible" r:id="a"/>`)
	w, err := open(book(t, relsPart, rels, workbookPart, workbook,
		sheetPart, sheetXML(`<row><c><v>1</v></c></row>`),
		"xl/worksheets/sheet2.xml", sheetXML(`<row><c><v>2</v></c></row>`)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for range 2 { // a sheet may be read again
		for _, sheet := range w.Sheets() {
			lines, err := readSheet(sheet)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, sheet.Name()+" "+lines[0])
		}
	}
	if want := []string{"R&D 1: 2", "Staff 1: 1", "R&D 1: 2", "Staff 1: 1"}; !slices.Equal(got, want) {
		t.Errorf("read %q; want %q", got, want)
	}
	if !w.Macros() {
		t.Error("the macros are not noticed")
	}
}

func TestRealWriters(t *testing.T) {
	const (
		title  = "1: Staff list"
		header = "2: Employee ID|First Name|Work Email|Start Date|End Date|FTE|Active|Notes"
		zoe    = "3: 00116|Zoë|zoe@example.com|2024-01-31||0.8|TRUE|line one\nline two"
		jan    = "4: 00007|Ján|jan@example.com|2023-12-01|2026-06-30|1|FALSE|<a> & \"b\""
	)
	for name, want := range map[string][]string{
		"excel-writer":      {"1: Employee ID|First Name|Start Date", "2: 00116|Zoë|2024-01-31"},
		"excel4node":        {title, header, zoe, strings.Replace(jan, "00007", "7", 1)},
		"exceljs":           {title, header, zoe + "|117|a bold z|" + Uncalculated + "|mail", jan},
		"libreoffice":       {title, header, zoe + "|117|a bold z|118|mail", jan},
		"openpyxl":          {title, header, zoe + "|" + Uncalculated, jan},
		"sheetjs":           {title, header, zoe, jan},
		"xlsxwriter-1904":   {title, header, zoe + "|117|a bold z", jan},
		"xlsxwriter-inline": {title, header, zoe, jan},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := os.ReadFile("testdata/" + name + ".xlsx")
			if err != nil {
				t.Fatal(err)
			}
			wantRows(t, file, want...)
			if w, _ := open(file); len(w.Sheets()) != 1 || w.Sheets()[0].Name() != "Staff" || w.Macros() {
				t.Error("not one visible sheet Staff without macros")
			}
		})
	}
}
