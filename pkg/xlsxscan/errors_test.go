package xlsxscan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf16"
)

// compoundFile returns an OLE2 file with streams of such names ([MS-CFB] 2.2 and 2.6): its header, a sector that says
// which sector follows which, and the directory in as many sectors as it takes. The last one is followed by next.
func compoundFile(next uint32, streams ...string) []byte {
	const sector, end, isFAT = 512, 0xFFFFFFFE, 0xFFFFFFFD
	file := make([]byte, 2*sector)
	copy(file, oleMagic)
	binary.LittleEndian.PutUint16(file[30:], 9) // a sector has 1<<9 bytes
	binary.LittleEndian.PutUint32(file[48:], 1) // the directory starts in sector 1, behind the table in sector 0
	binary.LittleEndian.PutUint32(file[sector:], isFAT)
	for i, name := range append([]string{"Root Entry"}, streams...) {
		if i%4 == 0 {
			number := uint32(1 + i/4)
			file = append(file, make([]byte, sector)...)
			if i > 0 {
				binary.LittleEndian.PutUint32(file[sector+4*(number-1):], number)
			}
			binary.LittleEndian.PutUint32(file[sector+4*number:], next)
		}
		entry := file[len(file)-sector+128*(i%4):]
		units := utf16.Encode([]rune(name))
		for j, unit := range units {
			binary.LittleEndian.PutUint16(entry[2*j:], unit)
		}
		binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(units)+2))
	}
	return file
}

func TestOtherFiles(t *testing.T) {
	const end = 0xFFFFFFFE
	testdata := func(name string) []byte {
		file, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	with := func(parts ...string) []byte {
		all := map[string]string{}
		for i := 0; i < len(parts); i += 2 {
			all[parts[i]] = parts[i+1]
		}
		return archiveOf(t, all)
	}
	document := func(name, content string) []byte {
		to := relsXML(`<Relationship Id="rId1" Type="` + relNS + `/officeDocument" Target="` + name + `"/>`)
		return with("_rels/.rels", to, name, content)
	}
	sensitivity := []string{"\x06DataSpaces", "Version", "DataSpaceMap", "EncryptionInfo", "EncryptedPackage"}
	for _, test := range []struct {
		name string
		file []byte
		want error
		kind Kind
	}{
		{"password", testdata("encrypted.xlsx"), ErrEncrypted, ""},
		{"password, in the second sector of the directory", compoundFile(end, sensitivity...), ErrEncrypted, ""},
		{"xls", testdata("sheetjs.xls"), ErrOldExcel, ""},
		{"xls of Excel 95", compoundFile(end, "Book"), ErrOldExcel, ""},
		{"xlsb", testdata("sheetjs.xlsb"), ErrBinary, ""},
		{"doc", compoundFile(end, "WordDocument", "1Table"), ErrNotWorkbook, KindOldDocument},
		{"OLE2 whose directory goes in a circle", compoundFile(1, "WordDocument"), ErrNotWorkbook, KindOldDocument},
		{"OLE2 cut short", compoundFile(end, "Workbook")[:600], ErrDamaged, ""},
		{"OLE2 header cut short", []byte(oleMagic + "x"), ErrDamaged, ""},
		{"ods", testdata("sheetjs.ods"), ErrNotWorkbook, KindODS},
		{"odt", with("mimetype", "application/vnd.oasis.opendocument.text"), ErrNotWorkbook, KindOpenDoc},
		{"epub", with("mimetype", "application/epub+zip"), ErrNotWorkbook, KindZIP},
		{"docx", document("word/document.xml", "<document/>"), ErrNotWorkbook, KindWord},
		{"pptx", document("ppt/presentation.xml", "<presentation/>"), ErrNotWorkbook, KindPowerPoint},
		{"numbers", with("Index/Document.iwa", "x"), ErrNotWorkbook, KindIWork},
		{"vsdx", document("visio/document.xml", "<VisioDocument/>"), ErrNotWorkbook, KindZIP},
		{"zip", with("employees.csv", "a,b\n"), ErrNotWorkbook, KindZIP},
		{"empty zip", with(), ErrNotWorkbook, KindZIP},
		{"csv", []byte("a,b\n"), ErrNotWorkbook, KindUnknown},
		{"pdf", []byte("%PDF-1.7\n"), ErrNotWorkbook, KindUnknown},
		{"nothing", nil, ErrNotWorkbook, KindUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := open(test.file)
			var other *NotWorkbookError
			kind := Kind("")
			if errors.As(err, &other) {
				kind = other.Kind
			}
			if !errors.Is(err, test.want) || kind != test.kind {
				t.Errorf("%v; want %v, kind %q", err, test.want, test.kind)
			}
		})
	}
}

// Damage is an error that tells where, and nothing that the file says: the texts of all these files have Maria in them.
func TestDamage(t *testing.T) {
	sheet := sheetXML(`<row r="1"><c r="A1" t="str"><v>Maria</v></c></row>`)
	whole := book(t, sheetPart, sheet)
	checksum := bytes.Clone(whole)
	central := bytes.LastIndex(checksum, []byte("PK\x01\x02")) // of the sheet, whose name comes last
	checksum[central+16]++
	cell := func(xml string) []byte { return book(t, sheetPart, sheetXML(`<row>`+xml+`</row>`)) }
	for _, test := range []struct {
		name string
		file []byte
	}{
		{"half a file", whole[:len(whole)/2]},
		{"wrong checksum", checksum},
		{"XML cut short", book(t, sheetPart, sheet[:len(sheet)-80])},
		{"XML cut short in a tag", book(t, sheetPart, sheet[:strings.Index(sheet, "r=\"A1")])},
		{"XML cut short in a comment", book(t, sheetPart, "<worksheet><!-- Maria")},
		{"XML cut short in CDATA", book(t, sheetPart, "<worksheet><![CDATA[ Maria ]]")},
		{"no XML", book(t, sheetPart, "Maria")},
		{"empty sheet part", book(t, sheetPart, "<?xml version='1.0'?>")},
		{"tags that cross", cell(`<c><Maria></c></Maria>`)},
		{"an end too much", book(t, sheetPart, `<worksheet></worksheet></Maria>`)},
		{"two roots", book(t, sheetPart, `<worksheet/><worksheet/>`)},
		{"an open quote", cell(`<c r="Maria><v>1</v></c>`)},
		{"an attribute without a value", cell(`<c Maria><v>1</v></c>`)},
		{"an unknown entity", cell(`<c t="str"><v>&Maria;</v></c>`)},
		{"an endless entity", cell(`<c t="str"><v>&Mariaaaaaaaaaaaaaaaaa</v></c>`)},
		{"a character that XML has not", cell(`<c t="str"><v>Maria&#1;</v></c>`)},
		{"document type", book(t, sheetPart, `<!DOCTYPE x [<!ENTITY a "Maria">]>`+sheet)},
		{"Latin-1", cell("<c t=\"str\"><v>Mari\xe4</v></c>")},
		{"Latin-1 number", cell("<c><v>Mari\xe4</v></c>")},
		{"Latin-1, declared", book(t, sheetPart, `<?xml version="1.0" encoding="ISO-8859-1"?>`+sheet[len(declaration):])},
		{"UTF-16", book(t, sheetPart, "\xff\xfe<\x00w\x00/\x00>\x00")},
		{"unknown shared string", cell(`<c t="s"><v>7</v></c>`)},
		{"no number of a shared string", cell(`<c t="s"><v>Maria</v></c>`)},
		{"a place that is none", cell(`<c r="7"><v>1</v></c>`)},
		{"a row number that is none", book(t, sheetPart, sheetXML(`<row r="Maria"><c><v>1</v></c></row>`))},
		{"row 0", book(t, sheetPart, sheetXML(`<row r="0"><c><v>1</v></c></row>`))},
		{"too deep", book(t, sheetPart, strings.Repeat("<Maria>", 1000))},
		{"missing sheet", book(t, sheetPart, "")},
		{"sheet without a relationship", book(t, workbookPart, workbookXML(`<sheet name="Maria" r:id="Maria"/>`))},
		{"damaged workbook", book(t, workbookPart, `<workbook><sheets><sheet name="Maria"`)},
		{"damaged relationships", book(t, relsPart, `<Relationships><Maria`)},
		{"damaged styles", book(t, stylesPart, `<styleSheet><Maria`)},
		{"damaged shared strings", book(t, stringsPart, `<sst><si><t>Maria</si>`, sheetPart, sheet)},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readAll(test.file)
			if !errors.Is(err, ErrDamaged) || strings.Contains(err.Error(), "Mari") {
				t.Errorf("%v; want damage, without a text of the file", err)
			}
		})
	}
	if _, err := readAll(whole); err != nil {
		t.Errorf("the whole file: %v", err)
	}
}

// failing is a file that can be read only up to its limit.
type failing struct {
	*bytes.Reader
	limit int64
}

var errDisk = errors.New("input/output error")

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > f.limit {
		return 0, errDisk
	}
	return f.Reader.ReadAt(p, off)
}

// A disk or network that fails is no damage of the file: it may be tried again.
func TestFailureOfTheSource(t *testing.T) {
	for _, file := range [][]byte{book(t, sheetPart, sheetXML("")), compoundFile(0xFFFFFFFE, "Workbook")} {
		for _, limit := range []int64{0, 100, 520, int64(len(file)) - 30} {
			_, err := Open(failing{bytes.NewReader(file), limit}, int64(len(file)))
			if !errors.Is(err, errDisk) || errors.Is(err, ErrDamaged) {
				t.Errorf("readable up to %d: %v", limit, err)
			}
		}
	}
	file := book(t, sheetPart, sheetXML(""))
	source := &failing{bytes.NewReader(file), 1 << 30}
	w, err := Open(source, int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	source.limit = 0
	rows, err := w.Sheets()[0].Rows()
	if err == nil {
		_, err = rows.Next()
	}
	if !errors.Is(err, errDisk) || errors.Is(err, ErrDamaged) {
		t.Errorf("reading the sheet: %v", err)
	}
}

func TestLimits(t *testing.T) {
	const one, last = `<row><c><v>1</v></c></row>`, `<row r="1048576"><c><v>1</v></c></row>`
	row := func(cells ...string) string { return `<row>` + strings.Join(cells, "") + `</row>` }
	x := func(size int) string { return strings.Repeat("x", size) }
	text := func(size int) string { return `<t>` + x(size) + `</t>` }
	cell := func(size int) string { return `<c t="inlineStr"><is>` + text(size) + `</is></c>` }
	str := `<c t="str"><v>` + x(MaxRow+1) + `</v></c>`
	sheet := func(rows ...string) []byte {
		shared := stringsXML(`<si>` + text(32_000) + `</si>`)
		return book(t, stringsPart, shared, sheetPart, sheetXML(strings.Join(rows, "")))
	}
	many := func(cells int, cell string) string { return row(strings.Repeat(cell, cells)) }
	styles := `<styleSheet>` + strings.Repeat(" ", maxPart) + `</styleSheet>`
	blank := strings.Repeat(" ", minUnpacked)
	mebibyte := `<si>` + text(1<<20) + `</si>`
	texts := func(items string) []byte { return book(t, padding, padding, stringsPart, stringsXML(items)) }
	for _, test := range []struct {
		name string
		file []byte
		want []string // the rows that can be read
		end  Limit    // what ends them
	}{
		{"a large row", sheet(row(cell(MaxRow-1), `<c><v>1</v></c>`), one), []string{"1: " + x(MaxRow-1) + "|1", "2: 1"}, ""},
		{"a cell too large", sheet(one, row(cell(MaxRow+1), `<c/>`), one), []string{"1: 1", "2: row", "3: 1"}, ""},
		{"cells too large", sheet(one, many(4, cell(MaxRow/4+1)), one), []string{"1: 1", "2: row", "3: 1"}, ""},
		{"a formula's text too large", sheet(row(str), one), []string{"1: row", "2: 1"}, ""},
		{"shared texts too large", sheet(many(33, `<c t="s"><v>0</v></c>`), one), []string{"1: row", "2: 1"}, ""},
		{"the last column", sheet(row(`<c r="XFD1"><v>1</v></c>`)), []string{"1: " + strings.Repeat("|", 16383) + "1"}, ""},
		{"a column beyond", sheet(row(`<c r="XFE1"><v>1</v></c>`), one), []string{"1: column", "2: 1"}, ""},
		{"a column far beyond", sheet(row(`<c r="`+strings.Repeat("Z", 99)+`1"/>`), one), []string{"1: column", "2: 1"}, ""},
		{"too many cells", sheet(many(MaxColumns+1, `<c/>`), one), []string{"1: column", "2: 1"}, ""},
		{"the last row", sheet(last), []string{"1048576: 1"}, ""},
		{"a row beyond", sheet(last, one), []string{"1048576: 1"}, LimitRows},
		{"a tag", sheet(one, `<row r="`+strings.Repeat(" ", bufferSize)+`2"/>`, one), []string{"1: 1"}, LimitTag},
		{"styles", book(t, padding, padding, stylesPart, styles), nil, LimitPart},
		{"shared strings", texts(strings.Repeat(mebibyte, 65)), nil, LimitSharedStrings},
		{"many shared strings", texts(strings.Repeat(mebibyte, 63) + strings.Repeat(`<si/>`, 1<<18)), nil, LimitSharedStrings},
		{"a bomb", sheet(blank, one), nil, LimitUnpacked},
		{"a bomb behind the rows", book(t, sheetPart, sheetXML(one)+blank), []string{"1: 1"}, LimitUnpacked},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := readAll(test.file)
			var limit *LimitError
			end := Limit("")
			if errors.As(err, &limit) {
				end = limit.Limit
			}
			if end != test.end || err != nil && limit == nil {
				t.Errorf("ends with %v; want the limit %q", err, test.end)
			}
			if len(got) != len(test.want) {
				t.Fatalf("%d rows; want %d", len(got), len(test.want))
			}
			for i, want := range test.want {
				want = strings.Replace(want, ": row", ": more than 1048576 bytes of one row", 1)
				want = strings.Replace(want, ": column", ": more than 16384 columns", 1)
				if got[i] != want {
					t.Errorf("row %d: %.60q; want %.60q", i, got[i], want)
				}
			}
		})
	}
}

// An error of the sheet stays one.
func TestErrorsStay(t *testing.T) {
	w, err := open(book(t, sheetPart, sheetXML(`<row><c r="1"/></row><row><c><v>1</v></c></row>`)))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Sheets()[0].Rows()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if cells, err := rows.Next(); cells != nil || !errors.Is(err, ErrDamaged) || err == io.EOF {
			t.Errorf("%q, %v", cells, err)
		}
	}
}
