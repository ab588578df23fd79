package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// BenchmarkImport imports whole files by the real function: the first one, and the next day's, which is compared with
// the baseline that the first one left.
func BenchmarkImport(b *testing.B) {
	sizes := []struct {
		people int
		goal   float64 // the most CPU time, as a ratio to the transfer floor; 0 for no goal
	}{{5_000, 2}, {100_000, 4}, {1_000_000, 0}}
	for _, size := range sizes {
		if size.people == 1_000_000 && testing.Short() {
			continue
		}
		yesterday, today := workload(size.people, 0), workload(size.people, 1)
		measureImport := func(name, dir string, files ...[]byte) cost {
			name = fmt.Sprintf("people=%d/%s", size.people, name)
			return measure(b, name, func(b *testing.B) cost { return importCost(b, dir, 1024, files...) })
		}
		floor := measureImport("floor", floorDir, today)
		first := measureImport("first", functionsDir, yesterday)
		next := measureImport("next", functionsDir, yesterday, today)
		others := map[string]cost{}
		for _, other := range otherImports() {
			name := fmt.Sprintf("people=%d/%s", size.people, other.name)
			others[other.name] = measure(b, name, func(b *testing.B) cost { return other.cost(b, today) })
		}

		megabytes := float64(len(today)) / 1e6
		t := newTable(fmt.Sprintf("import of %d people (%.1f MB), to the transfer floor", size.people, megabytes))
		t.value("transfer floor, CPU", floor.seconds(), "s", 0)
		t.value("transfer floor, peak memory", floor.mib(), "MiB", 0)
		t.cpu("first import", first, floor, size.goal)
		t.cpu("next import", next, floor, size.goal)
		t.peak("first import", first, floor)
		t.peak("next import", next, floor)
		for _, other := range otherImports() {
			t.cpu("only reading and checking, "+other.name, others[other.name], floor, 0)
		}
	}
}

// BenchmarkMemory imports a second file, which takes more memory than the first one: within a function of so much.
func BenchmarkMemory(b *testing.B) {
	t := newTable("peak memory of an import")
	for _, size := range []struct {
		people, functionMB int
		goal               float64 // MiB
	}{{10_000, 256, 24}, {200_000, 256, 128}, {1_000_000, 1024, 1024}} {
		if size.people == 1_000_000 && testing.Short() {
			continue
		}
		yesterday, today := workload(size.people, 0), workload(size.people, 1)
		next := measure(b, fmt.Sprintf("people=%d", size.people), func(b *testing.B) cost {
			return importCost(b, functionsDir, size.functionMB, yesterday, today)
		})
		t.value(fmt.Sprintf("%d people, function of %d MB", size.people, size.functionMB), next.mib(), "MiB", size.goal)
	}
}

// importCost imports workloads one after the other, and returns the cost of the last one. The programs in dir are taken
// for the functions.
func importCost(b *testing.B, dir string, functionMB int, workloads ...[]byte) (last cost) {
	bed := startBed(b, dir, map[string]string{
		"EXTRA_COLUMNS":                   "Department,Office",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": fmt.Sprint(functionMB),
	})
	defer bed.Close()
	for _, file := range workloads {
		var result outcome.Import
		if last, result = importFile(b, bed, file); result.Status != outcome.Imported {
			b.Fatalf("the file was %s: %s", result.Status, result.Reason)
		}
	}
	return last
}

// importFile imports one file in a fresh process.
func importFile(b *testing.B, bed *testbed.Bed, file []byte) (cost, outcome.Import) {
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	deliveries := bed.Watch(ctx)
	before := childrenCPU(b)
	if err := bed.Bucket().Put(ctx, "incoming/employees.csv", file); err != nil {
		b.Fatal(err)
	}
	delivery := <-deliveries
	result, err := delivery.Result()
	if err != nil {
		b.Fatal(err)
	}
	function := bed.Runtimes[testbed.ImportFunction]
	peak := peakMemory(b, function.Pid())
	function.Kill()
	return cost{childrenCPU(b) - before, peak}, result
}

func startBed(b *testing.B, dir string, settings map[string]string) *testbed.Bed {
	b.Helper()
	bed, err := testbed.Start(projectRoot, dir, settings, nil)
	if err != nil {
		b.Fatal(err)
	}
	bed.Crewmojo.FaultAlways(crewmojotest.Upload, takeAnything)
	return bed
}

// takeAnything accepts what it is sent without a look at it: the floor sends files as they came, rejected rows included.
func takeAnything(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, `{"success":"true"}`)
}

// An otherImport is what somebody else may write: it reads and checks a file, and neither compares nor sends it.
type otherImport struct {
	name    string
	command []string
}

func otherImports() []otherImport {
	others := []otherImport{{"straightforward Go", []string{filepath.Join(othersDir, "straightforward")}}}
	if python, err := exec.LookPath("python3"); err == nil {
		others = append(others, otherImport{"straightforward Python", []string{python, "testdata/straightforward.py"}})
	}
	return others
}

// cost runs the import in a process of its own. Its peak memory is not known.
func (o otherImport) cost(b *testing.B, file []byte) cost {
	path := filepath.Join(b.TempDir(), "employees.csv")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(o.command[0], append(o.command[1:], path)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return cost{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
}
