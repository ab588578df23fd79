package bench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// BenchmarkExport exports reports by the real function. They are streamed, so a large one takes no more memory than a
// small one.
func BenchmarkExport(b *testing.B) {
	sizes := []int{1, 50}
	if !testing.Short() {
		sizes = append(sizes, 500)
	}
	t := newTable("export of a report, to getting, hashing and putting it")
	var smallest cost
	for i, size := range sizes {
		report := reportOf(size)
		measureExport := func(name, dir string) cost {
			name = fmt.Sprintf("MB=%d/%s", size, name)
			return measure(b, name, func(b *testing.B) cost { return exportCost(b, dir, report) })
		}
		floor, export := measureExport("floor", floorDir), measureExport("export", functionsDir)
		name := fmt.Sprintf("%d MB", size)
		t.cpu(name, export, floor, 1.5)
		if i == 0 {
			smallest = export
			t.value(name+", peak memory", export.mib(), "MiB", 0)
			continue
		}
		t.ratio(name+", peak memory, to that at 1 MB", export.mib(), "MiB", export.mib()/smallest.mib(), 1.1)
	}
}

// reportOf returns a CSV report of about so many MB.
func reportOf(megabytes int) string {
	const row = "Grace Hopper,Ada Lovelace,2026-11-23,2,1,on track\n"
	return "manager,employee,day,scheduled,completed,status\n" + strings.Repeat(row, megabytes*1_000_000/len(row))
}

// exportCost exports a report in a fresh process. The programs in dir are taken for the functions.
func exportCost(b *testing.B, dir, report string) cost {
	bed := startBed(b, dir, nil)
	defer bed.Close()
	bed.Crewmojo.SetReport("r", crewmojotest.Report{CSV: report})
	function := bed.Runtimes[testbed.ExportFunction]
	before := childrenCPU(b)
	if _, err := function.Invoke(b.Context(), []byte(`{"report":"r"}`)); err != nil {
		b.Fatal(err)
	}
	peak := peakMemory(b, function.Pid())
	function.Kill()
	return cost{childrenCPU(b) - before, peak}
}
