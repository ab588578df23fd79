package xlsxscan

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// staffList returns a workbook as HR systems and Excel write it: people with 14 cells, a code with zeros, two dates,
// texts that are shared, half of them by many people.
func staffList(tb testing.TB, people int) []byte {
	var shared, sheet strings.Builder
	texts := 0
	text := func(column byte, row int, value string) {
		fmt.Fprintf(&shared, "<si><t>%s</t></si>", value)
		fmt.Fprintf(&sheet, `<c r="%c%d" t="s"><v>%d</v></c>`, column, row, texts)
		texts++
	}
	for i := range 200 {
		fmt.Fprintf(&shared, "<si><t>Common text %d</t></si>", i)
	}
	texts = 200
	for row := 1; row <= people; row++ {
		fmt.Fprintf(&sheet, `<row r="%d" spans="1:14"><c r="A%d" s="2"><v>%d</v></c>`, row, row, row)
		text('B', row, fmt.Sprintf("First%d", row))
		text('C', row, fmt.Sprintf("Last &amp; Sons %d", row))
		text('D', row, fmt.Sprintf("person.%d@example.com", row))
		fmt.Fprintf(&sheet, `<c r="E%d" s="1"><v>%d</v></c><c r="F%d" s="1"/>`, row, 40000+row%5000, row)
		for column := byte('G'); column <= 'M'; column++ {
			fmt.Fprintf(&sheet, `<c r="%c%d" t="s"><v>%d</v></c>`, column, row, (row*int(column))%200)
		}
		fmt.Fprintf(&sheet, `<c r="N%d"><v>0.80000000000000004</v></c></row>`, row)
	}
	return book(tb, stringsPart, stringsXML(shared.String()), sheetPart, sheetXML(sheet.String()))
}

// count reads all rows of a workbook.
func count(tb testing.TB, file []byte) (rows int) {
	w, err := open(file)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := w.Sheets()[0].Rows()
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	for {
		switch cells, err := r.Next(); {
		case err == io.EOF:
			return rows
		case err != nil || len(cells) != 14:
			tb.Fatal(len(cells), err)
		}
		rows++
	}
}

func BenchmarkRows(b *testing.B) {
	for _, people := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			file := staffList(b, people)
			b.ReportMetric(float64(len(file))/1e6, "MB-file")
			b.ReportAllocs()
			for b.Loop() {
				if rows := count(b, file); rows != people {
					b.Fatal(rows)
				}
			}
		})
	}
}

func TestMemory(t *testing.T) {
	file := staffList(t, 10_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	count(t, file)
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used >= 32 {
		t.Errorf("10,000 rows take %d MiB; want less than 32", used)
	}
}
