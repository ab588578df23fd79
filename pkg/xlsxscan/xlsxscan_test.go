package xlsxscan

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// What people see in Excel when they open the same cells.
func TestCells(t *testing.T) {
	for _, test := range []struct{ name, cells, want string }{
		{"shared string", `<c t="s"><v>0</v></c>`, "Maria"},
		{"shared string in pretty XML", "\n  <c t=\"s\">\n    <v> 0 </v>\n  </c>\n", "Maria"},
		{"rich text", `<c t="s"><v>1</v></c>`, "van der Berg"},
		{"phonetic run", `<c t="s"><v>2</v></c>`, "東京"},
		{"blanks around a text stay", `<c t="s"><v>3</v></c>`, " a "},
		{"empty shared string", `<c t="s"><v>4</v></c><c><v>1</v></c>`, "|1"},
		{"inline string", `<c t="inlineStr"><is><t>Zoë &amp; &lt;&#233;&#x1F600;&gt;</t></is></c>`, "Zoë & <é😀>"},
		{"inline rich text", `<c t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t> b</t></r></is></c>`, "a b"},
		{"text of a formula", `<c t="str"><f>A1&amp;"x"</f><v>Ax</v></c>`, "Ax"},
		{"value of a formula", `<c><f>1+1</f><v>2</v></c>`, "2"},
		{"formula with an empty text", `<c t="str"><f>IF(1,"")</f><v></v></c><c><v>1</v></c>`, "|1"},
		{"formula without a value", `<c><f>A1</f></c>`, Uncalculated},
		{"formula with an empty value", `<c><f>A1</f><v></v></c>`, Uncalculated},
		{"truth", `<c t="b"><v>1</v></c><c t="b"><v>0</v></c>`, "TRUE|FALSE"},
		{"error", `<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="e"><v>#N/A</v></c>`, "#DIV/0!|#N/A"},
		{"line breaks", "<c t=\"str\"><v>a\nb\r\nc&#13;&#10;d_x000D_\ne_x000D_f</v></c>", "a\nb\nc\nd\ne\nf"},
		{"escapes", `<c t="str"><v>_x0041_ _x005F_x000D_ _xD83D__xDE00_</v></c>`, "A _x000D_ 😀"},
		{"no escapes", `<c t="str"><v>_x00g1_ _x12_ _x+123_ x_</v></c>`, "_x00g1_ _x12_ _x+123_ x_"},
		{"CDATA", `<c t="inlineStr"><is><t>a<![CDATA[<b> & ]] c]]>d</t></is></c>`, "a<b> & ]] cd"},
		{"comments", `<c t="inlineStr"><!-- > --><is><t>a<!-- <t>x</t> -->b<?x y?></t></is></c>`, "ab"},
		{"single quotes", `<c r='B1' t = 'str' ><v>&apos;x&quot;</v></c >`, `|'x"`},
		{"missing cells", `<c r="B1"><v>1</v></c><c r="E1"><v>2</v></c>`, "|1|||2"},
		{"cells without a place follow", `<c r="C1"><v>1</v></c><c><v>2</v></c>`, "||1|2"},
		{"places in lower case", `<c r="aa1"><v>1</v></c>`, strings.Repeat("|", 26) + "1"},
		{"empty cells at the end", `<c><v>1</v></c><c s="1"/><c t="s"><v>4</v></c>`, "1"},
		{"unknown elements", `<c><v>1</v><ext><v>9</v></ext></c><x><c><v>8</v></c></x><c><v>2</v></c>`, "1|2"},
		{"unknown style", `<c s="99"><v>45731</v></c>`, "45731"},
		{"ISO date", `<c t="d"><v>2024-01-31</v></c><c t="d"><v>2024-01-31T09:30:00Z</v></c>`, "2024-01-31|2024-01-31"},
		{"ISO time", `<c t="d"><v>T09:30</v></c>`, "T09:30"},
		{"date with another namespace at hand", `<c xmlns:s="x" s="1" xmlns:t="y"><v>45731</v></c>`, "2025-03-15"},
	} {
		t.Run(test.name, func(t *testing.T) {
			shared := stringsXML(`<si><t>Maria</t></si>` +
				`<si><r><t>van </t></r><r><rPr><b/><rFont val="t"/></rPr><t>der Berg</t></r></si>` +
				`<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>` +
				`<si><t xml:space="preserve"> a </t></si><si/>`)
			sheet := sheetXML(`<row>` + test.cells + `</row>`)
			wantRows(t, book(t, stringsPart, shared, sheetPart, sheet), "1: "+test.want)
		})
	}
}

func TestNumbers(t *testing.T) {
	for _, test := range []struct{ style, value, want string }{
		{"0", "45731", "45731"},
		{"0", "45731.0", "45731"},
		{"0", "4.5731E4", "45731"},
		{"0", "1.23456789012E+11", "123456789012"},
		{"0", "1E+20", "100000000000000000000"},
		{"0", "0.80000000000000004", "0.8"},
		{"0", "0.30000000000000004", "0.3"},
		{"0", "1.50", "1.5"},
		{"0", "-12.0", "-12"},
		{"0", "1e-3", "0.001"},
		{"0", "-0.0", "0"},
		{"0", "1E+300", "1E+300"},
		{"0", "1234567890123456789", "1234567890123456789"}, // as its system wrote it
		{"0", "1,5", "1,5"},                                 // no number
		{"0", "0x1p4", "0x1p4"},
		{"0", "Infinity", "Infinity"},
		{"2", "116", "00116"},
		{"2", "116.0", "00116"},
		{"2", "123456", "123456"},
		{"2", "1.5", "1.5"},
		{"2", "-7", "-7"},
		{"4", "8001015009087", "8001015009087"},
		{"4", "12345678901", "0012345678901"},
		{"2", "0", "00000"},
		{"1", "45731", "2025-03-15"},
		{"1", "45731.999988425927", "2025-03-15"}, // 23:59:59
		{"1", "4.5731E4", "2025-03-15"},
		{"1", "45730.99999999999999", "2025-03-15"}, // 15 digits count
		{"1", "61", "1900-03-01"},
		{"1", "60", "1900-02-29"},
		{"1", "59", "1900-02-28"},
		{"1", "1", "1900-01-01"},
		{"1", "0", "1899-12-31"},
		{"1", "2958465", "9999-12-31"},
		{"1", "2958466", "2958466"}, // Excel shows ####
		{"1", "-1", "-1"},
		{"3", "0.354166666666667", "0.354166666666667"}, // 08:30
		{"3", "45731.354166666664", "2025-03-15"},
	} {
		sheet := sheetXML(`<row r="1"><c r="A1" s="` + test.style + `"><v>` + test.value + `</v></c></row>`)
		t.Run(test.style+" "+strings.ReplaceAll(test.value, "/", "-"), func(t *testing.T) {
			wantRows(t, book(t, sheetPart, sheet), "1: "+test.want)
		})
	}
}

// Number formats as Excel, LibreOffice and reporting tools write them.
func TestFormats(t *testing.T) {
	const asDate, asNumber = "2025-03-15", "45731"
	for code, want := range map[string]string{
		"General":                               asNumber,
		"@":                                     asNumber,
		"0":                                     asNumber,
		"0.00":                                  asNumber,
		"#,##0.00_);[Red]\\(#,##0.00\\)":        asNumber,
		"0.00E+00":                              asNumber,
		`"day "0`:                               asNumber,
		`0\ \d\a\y\s`:                           asNumber,
		`_-* #,##0.00\ "dkr."_-`:                asNumber,
		"[$€-407] #,##0.00":                     asNumber,
		"[Magenta]0":                            asNumber,
		"[h]:mm":                                asNumber, // hours worked
		"[mm]:ss":                               asNumber,
		`0 "open`:                               asNumber,
		"0000000":                               "0045731",
		"0000000000000":                         "0000000045731", // a national identity number
		"000000;-000000":                        "045731",
		"dd/mm/yyyy":                            asDate,
		"yyyy-mm-dd":                            asDate,
		"DD.MM.YYYY":                            asDate,
		"mmm-yy":                                asDate,
		"mmmm":                                  asDate,
		"dddd":                                  asDate,
		"[$-409]d-mmm-yyyy;@":                   asDate,
		"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy": asDate,
		`yyyy"年"m"月"d"日"`:                       asDate,
		"[$-411]ge.m.d":                         asDate,
		"m/d/yy h:mm AM/PM":                     asDate,
		"[$-F400]h:mm:ss AM/PM":                 asDate, // of a day with a time, of which only the time shows
		"mm:ss.0":                               asDate, // what Excel makes of a CSV's 2025-03-15 00:00:00.000
	} {
		code = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(code)
		styles := `<styleSheet ` + mainNS + `><numFmts><numFmt numFmtId="170" formatCode="` + code + `"/></numFmts>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>` +
			`<dxfs><dxf><numFmt numFmtId="0" formatCode="d"/></dxf></dxfs></styleSheet>`
		t.Run(strings.ReplaceAll(code, "/", "-"), func(t *testing.T) {
			sheet := sheetXML(`<row r="1"><c r="A1" s="1"><v>45731</v></c><c r="B1" s="0"><v>45731</v></c></row>`)
			wantRows(t, book(t, stylesPart, styles, sheetPart, sheet), "1: "+want+"|"+asNumber)
		})
	}
}

// Less than a day is no date, where only the time of day shows.
func TestTimesOfDay(t *testing.T) {
	for code, want := range map[string]string{
		"h:mm": "0.25", "h:mm AM/PM": "0.25", "mm:ss.0": "0.25", "[h]:mm": "0.25", "d/m/yyyy h:mm": "1899-12-31",
	} {
		styles := `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="` + code + `"/></numFmts>` +
			`<cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>`
		t.Run(strings.ReplaceAll(code, "/", "-"), func(t *testing.T) {
			sheet := sheetXML(`<row r="1"><c r="A1" s="0"><v>0.25</v></c></row>`)
			wantRows(t, book(t, stylesPart, styles, sheetPart, sheet), "1: "+want)
		})
	}
}

// ECMA-376 part 1, 18.8.30; those from 27 on are only in its lists for East Asia.
func TestBuiltInFormats(t *testing.T) {
	for id := range 60 {
		isDate := 14 <= id && id <= 22 || 27 <= id && id <= 36 || id == 45 || id == 47 || 50 <= id && id <= 58
		if got := builtIn(id) != general; got != isDate {
			t.Errorf("format %d is a date: %v", id, got)
		}
	}
}

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
