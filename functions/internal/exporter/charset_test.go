package exporter

import (
	"io"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
)

// BI expects UTF-8, and a report in it stays as it is, byte by byte. What Excel and older systems write is converted;
// a charset that is not clear is refused, since a name that is garbled once stays so in BI.
func TestCharsets(t *testing.T) {
	const name = "name,meetings\nZoë Müller,2\n"
	long := strings.Repeat("Ünder,1\n", 20_000) // characters across the ends of what is read at once
	for _, test := range []struct {
		name, report string
		written      string
		err          string // behind "the report is damaged: "
	}{
		{name: "UTF-8", report: name, written: name},
		{name: "UTF-8 with a byte order mark", report: "\uFEFF" + name, written: "\uFEFF" + name},
		{name: "ASCII", report: "a,b\r\n1,2\r\n", written: "a,b\r\n1,2\r\n"},
		{name: "long", report: "a,b\n" + long, written: "a,b\n" + long},
		{name: "long and one byte on", report: "a,bc\n" + long, written: "a,bc\n" + long},
		{name: "Windows-1252", report: "name,meetings\nZo\xeb M\xfcller,2\n", written: name},
		{name: "its euro and dashes", report: "a,b\n\x80 5,\x96\n", written: "a,b\n€ 5,–\n"},
		{name: "UTF-16, little end first", report: "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x00\xeb\x00\n\x00", written: "a,b\n1,ë\n"},
		{name: "UTF-16, big end first", report: "\xfe\xff\x00a\x00,\x00b\x00\n\x001\x00,\x00\xeb\x00\n", written: "a,b\n1,ë\n"},
		{name: "UTF-16 without its mark", report: "a\x00,\x00\xeb\x00\n\x00", err: "it is not text, but holds zero bytes"},
		{name: "both", report: "name,b\nZoë,1\nM\xfcller,2\n", err: "it is partly in UTF-8, and partly not"},
		{name: "another charset", report: "name,b\n\x81\x8d,2\n", err: "it is neither in UTF-8 nor in Windows-1252"},
		{name: "a PDF", report: "%PDF-1.7\n%\xe2\xe3\xc3\xbc\n", err: "it is a PDF"},
		{name: "a workbook", report: "PK\x03\x04\x14\x00\x06\x81\xc3\xbc", err: "it is a ZIP file or a workbook"},
	} {
		for _, format := range []string{formatCSV, formatNDJSON} {
			file, err := invocation.TempFile()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(file, test.report); err != nil {
				t.Fatal(err)
			}
			out, _, err := inForm(form{format: format}, true, file)
			if test.err != "" {
				if err == nil || err.Error() != "the report is damaged: "+test.err {
					t.Errorf("%s as %s: error %v; want %s", test.name, format, err, test.err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s as %s: %v", test.name, format, err)
				continue
			}
			if _, err := out.Seek(0, io.SeekStart); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(out)
			isWhole := string(got) == test.written
			if format == formatNDJSON { // the characters count
				isWhole = strings.Contains(test.written, "ë") == strings.Contains(string(got), "ë")
			}
			if err != nil || !isWhole {
				t.Errorf("%s as %s: written %.80q; want %.80q", test.name, format, got, test.written)
			}
		}
	}
}
