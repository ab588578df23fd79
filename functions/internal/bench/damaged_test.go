package bench

import (
	"strings"
	"testing"
)

// BenchmarkDamaged imports large files that are damaged: none may take memory in proportion to its size.
func BenchmarkDamaged(b *testing.B) {
	if testing.Short() {
		b.Skip("only in make bench-all")
	}
	const header = "firstName,lastName,emailAddress,employeeCode\n"
	const row = "Ada,Lovelace,ada@example.com,E1\n"
	const size = 130_000_000
	fill := func(text string) string { return strings.Repeat(text, size/len(text)) }
	t := newTable("damaged files of 130 MB")
	for _, damaged := range []struct{ name, text string }{
		{"an open quote", header + row + `"` + fill("Ada,Lovelace,nowhere,"+strings.Repeat("x", 100)+"\n")},
		{"CR line ends", strings.ReplaceAll(string(workload(1_000_000, 0)), "\n", "\r")},
		{"one endless line", header + row + fill("x")},
		{"100,000 columns", strings.Repeat("column,", 100_000) + header + fill(strings.Repeat(",", 100_000)+row)},
		{"empty rows", header + row + fill(",,,\n")},
	} {
		c := measure(b, strings.ReplaceAll(damaged.name, " ", "-"), func(b *testing.B) cost {
			bed := startBed(b, functionsDir, map[string]string{"MAX_INVALID_PERCENT": "100"})
			defer bed.Close()
			c, _ := importFile(b, bed, []byte(damaged.text)) // whatever becomes of it
			return c
		})
		t.value(damaged.name+", peak memory", c.mib(), "MiB", 64)
	}
}
