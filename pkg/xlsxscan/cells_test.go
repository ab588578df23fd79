package xlsxscan

import (
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
		"[$-F400]h:mm:ss AM/PM":                 asDate, // a day with a time; only the time shows
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
