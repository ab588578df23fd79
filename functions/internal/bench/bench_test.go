package bench

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// million is what the goals are about.
const million = 1_000_000

// written returns the path of a file with this content.
func written(b *testing.B, name string, content []byte) string {
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// knownOf returns the known roster after an import of a workload.
func knownOf(b *testing.B, file string) string {
	b.Helper()
	src, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer src.Close()
	path := filepath.Join(b.TempDir(), "roster.csv")
	if err := writeKnown(src, path, b.TempDir()); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkRoster reads a million employees, beside other ways to do it.
func BenchmarkRoster(b *testing.B) {
	file := written(b, "employees.csv", workload(million, 1))
	known := knownOf(b, written(b, "yesterday.csv", workload(million, 0)))
	bare := measure(b, "bare", program("bare", file))
	ours := measure(b, "ours", program("roster", file))
	compared := measure(b, "ours-known", program("roster-known", file, known))
	simple := measure(b, "straightforward-go", program("straightforward", file))
	t := table{"a million employees in pkg/roster, to a bare encoding/csv read", bare}
	t.cpu("read, check, spool", ours, 1.5)
	t.cpu("the same, compared with as many known", compared, 2.8)
	t.cpu("straightforward Go, without comparing", simple, 0)
	if python, err := exec.LookPath("python3"); err == nil {
		script := written(b, "import.py", []byte(inPython+"\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"))
		t.cpu("straightforward Python, without comparing", measure(b, "straightforward-python", func(b *testing.B) cost {
			return costOf(b, exec.Command(python, script, file))
		}), 0)
	}
}

// BenchmarkImport imports whole files by the real binary.
func BenchmarkImport(b *testing.B) {
	file := workload(million, 1)
	bare := measure(b, "bare", program("bare", written(b, "employees.csv", file)))
	t := table{"a whole import of a million employees, to a bare encoding/csv read", bare}
	first := measure(b, "employees=1000000", func(b *testing.B) cost { return importOnce(b, string(file), "") })
	t.cpu("the first import", first, 2.5)
	t.peak("the first import", first, 64)
	known, err := os.ReadFile(knownOf(b, written(b, "yesterday.csv", workload(million, 0))))
	if err != nil {
		b.Fatal(err)
	}
	next := measure(b, "employees=1000000,known", func(b *testing.B) cost { return importOnce(b, string(file), string(known)) })
	t.cpu("the next import", next, 5)
	t.peak("the next import", next, 80)
	small := measure(b, "employees=10000", func(b *testing.B) cost { return importOnce(b, string(workload(10_000, 1)), "") })
	t.peak("an import of ten thousand", small, 24)
}

// BenchmarkDamaged reads and imports large files that are damaged.
func BenchmarkDamaged(b *testing.B) {
	header := "firstName,lastName,emailAddress,employeeCode\n"
	row := "Ada,Lovelace,ada@example.com,E1\n"
	const size = 130 << 20
	t := table{name: "damaged files of 130 MB"}
	for _, damaged := range []struct{ name, text string }{
		{"one open quote", header + row + `"` + strings.Repeat("Ada,Lovelace,nowhere,"+strings.Repeat("x", 100)+"\n", size/122)},
		{"bare CR", strings.ReplaceAll(header+strings.Repeat(row, size/len(row)), "\n", "\r")},
		{"one endless line", header + row + strings.Repeat("x", size)},
		{"a hundred thousand columns", strings.Repeat("column,", 100_000) + header + strings.Repeat(strings.Repeat(",", 100_000)+row, size/100_000)},
		{"nothing but empty rows", header + row + strings.Repeat(",,,\n", size/4)},
	} {
		name := strings.ReplaceAll(damaged.name, " ", "-")
		read := measure(b, "read="+name, program("roster", written(b, "employees.csv", []byte(damaged.text))))
		t.peak(damaged.name+", read", read, 32)
		t.peak(damaged.name+", imported", measure(b, "import="+name, func(b *testing.B) cost { return importOnce(b, damaged.text, "") }), 64)
	}
}

// importOnce imports text in a fresh process, and returns what that took.
func importOnce(b *testing.B, text, known string) cost {
	s, err := testbed.Start(projectRoot, binariesDir, map[string]string{
		"EXTRA_COLUMNS": "Department,Office", "MAX_INVALID_PERCENT": "100",
	}, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if known != "" {
		if err := s.Bucket().Put(b.Context(), "state/baseline.csv", []byte(known)); err != nil {
			b.Fatal(err)
		}
	}
	outcomes := s.Watch(b.Context())
	if err := s.Bucket().Put(b.Context(), "incoming/employees.csv", []byte(text)); err != nil {
		b.Fatal(err)
	}
	o := <-outcomes
	if _, err := o.Result(); err != nil {
		b.Fatal(err)
	}
	return costSoFar(b, s.Runtimes[testbed.ImportFunction].Pid())
}

// BenchmarkExport exports a report by the real binary.
func BenchmarkExport(b *testing.B) {
	row := "Grace Hopper,Ada Lovelace,2026-11-23,2,1,on track\n"
	report := func(size int) string {
		return "manager,employee,day,scheduled,completed,status\n" + strings.Repeat(row, size/len(row))
	}
	large := report(500 << 20)
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, large)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
	}))
	defer plain.Close()
	copied := measure(b, "copy", program("copy", plain.URL+"/from", plain.URL+"/to"))
	t := table{"an export of 500 MB, to getting, hashing and putting as many bytes", copied}
	export := measure(b, "MB=500", func(b *testing.B) cost { return exportOnce(b, large) })
	t.cpu("the export", export, 2)
	small := measure(b, "MB=1", func(b *testing.B) cost { return exportOnce(b, report(1<<20)) })
	t.row("peak memory at 500 MB, to that at 1 MB", float64(export.peakKiB)/float64(small.peakKiB), "x", 1.1)
}

func exportOnce(b *testing.B, report string) cost {
	s, err := testbed.Start(projectRoot, binariesDir, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	s.Crewmojo.SetReport("r", crewmojotest.Report{CSV: report})
	if _, err := s.Runtimes[testbed.ExportFunction].Invoke(b.Context(), []byte(`{"report":"r"}`)); err != nil {
		b.Fatal(err)
	}
	return costSoFar(b, s.Runtimes[testbed.ExportFunction].Pid())
}

// BenchmarkColdStart measures how long the functions take from exec until they ask for their first event, beside a function
// that does nothing but make the same AWS clients.
func BenchmarkColdStart(b *testing.B) {
	dir := b.TempDir()
	empty := filepath.Join(dir, "empty")
	cmd := exec.Command("go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags", "-s -w", "-o", empty, "./testdata/emptyfunction")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	if err := testbed.Build(b.Context(), projectRoot, dir, "-trimpath", "-ldflags", "-s -w"); err != nil {
		b.Fatal(err)
	}
	const rounds = 15
	starts := map[string][]time.Duration{}
	b.Run("rounds", func(b *testing.B) {
		for range rounds {
			for _, name := range []string{"empty", "import-employees", "export-report"} {
				starts[name] = append(starts[name], coldStart(b, filepath.Join(dir, name)))
			}
		}
		for name, times := range starts {
			slices.Sort(times)
			b.ReportMetric(float64(times[rounds/2].Microseconds())/1000, name+"-ms")
		}
	})
	t := table{name: "a cold start, to an empty function with the same AWS clients"}
	for _, name := range []string{"import-employees", "export-report"} {
		t.row(name+", until it asks for an event", float64(starts[name][rounds/2])/float64(starts["empty"][rounds/2]), "x", 1.3)
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		t.row(name+", its program", float64(info.Size())/1e6, "MB", 13)
	}
}

// coldStart starts a function, and returns how long it takes to ask for an event.
func coldStart(b *testing.B, binary string) time.Duration {
	asked := make(chan time.Time, 1)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/invocation/next") {
			asked <- time.Now()
			<-r.Context().Done()
		}
		if strings.HasSuffix(r.URL.Path, "/event/next") {
			<-r.Context().Done()
		}
		w.Header().Set("Lambda-Extension-Identifier", "bench")
		fmt.Fprint(w, "{}")
	})}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	cmd := exec.Command(binary)
	cmd.Env = append(localambda.Environment("bench", listener.Addr().String()), "AWS_REGION=eu-central-1",
		"CREWMOJO_SECRET_ID=secret", "CREWMOJO_ENVIRONMENT=test", "REPORTS_BUCKET=bucket")
	started := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	ctx, cancel := context.WithTimeout(b.Context(), 10*time.Second)
	defer cancel()
	select {
	case at := <-asked:
		return at.Sub(started)
	case <-ctx.Done():
		b.Fatal("it never asked for an event")
		return 0
	}
}
