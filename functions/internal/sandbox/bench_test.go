package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// BenchmarkImport imports whole files by the real binary, and reports the peak memory of its process (on Linux). None of
// them, however hostile, takes as much as the function has.
func BenchmarkImport(b *testing.B) {
	header := "firstName,lastName,emailAddress,employeeCode\n"
	row := "Ada,Lovelace,ada@example.com,E1\n"
	const size = 200 << 20
	for _, file := range []struct{ name, text string }{
		{"employees=10000", employees(1, 10_000, nil)},
		{"employees=1000000", employees(1, 1_000_000, nil)},
		{"hostile=one-line", header + row + strings.Repeat("x", size)},
		{"hostile=open-quote", header + row + `"` + strings.Repeat("Ada,Lovelace,nowhere,"+strings.Repeat("x", 100)+"\n", size/120)},
		{"hostile=columns", strings.Repeat("column,", 100_000) + header + strings.Repeat(",", 100_000) + row},
		{"hostile=empty-rows", header + row + strings.Repeat(",,,\n", 1_000_000)},
	} {
		b.Run(file.name, func(b *testing.B) {
			peak := 0
			for b.Loop() {
				peak = max(peak, importOnce(b, file.text))
			}
			b.SetBytes(int64(len(file.text)))
			b.ReportMetric(float64(peak)/1024, "peak-MiB")
		})
	}
}

// importOnce imports text in a fresh process, and returns the peak of its memory in KiB.
func importOnce(b *testing.B, text string) (peakKiB int) {
	b.StopTimer()
	defer b.StartTimer()
	s, err := start(projectRoot, binariesDir, map[string]string{"GOMEMLIMIT": "230MiB"}, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	written := s.watch(b.Context())
	if err := s.bucket().put(b.Context(), "incoming/employees.csv", []byte(text)); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
	o := <-written
	b.StopTimer()
	if _, err := resultOf(o); err != nil {
		b.Fatal(err)
	}
	return peakMemory(s.runtimes[importFunction].Pid())
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peakMemory returns the most memory that a process has had resident, in KiB; 0 where the system does not tell.
func peakMemory(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	if found := highWater.FindSubmatch(status); found != nil {
		kib, _ := strconv.Atoi(string(found[1]))
		return kib
	}
	return 0
}
