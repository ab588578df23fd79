package bench

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// What is measured is the CPU time and the peak memory of whole processes. Of several runs the least CPU time counts,
// since whatever else the machine does only adds to it; of memory, the most. Figures of one machine say little, so all
// are shown as ratios to something else that was measured in the same run.

// A cost is what a process took.
type cost struct {
	cpu     time.Duration
	peakKiB int
}

func (c cost) seconds() float64 { return c.cpu.Seconds() }
func (c cost) mib() float64     { return float64(c.peakKiB) / 1024 }

// measure runs a benchmark as often as -benchtime says, and returns its cost.
func measure(b *testing.B, name string, run func(b *testing.B) cost) (least cost) {
	b.Run(name, func(b *testing.B) {
		least = cost{cpu: math.MaxInt64}
		for b.Loop() {
			c := run(b)
			least = cost{min(least.cpu, c.cpu), max(least.peakKiB, c.peakKiB)}
		}
		b.ReportMetric(0, "ns/op") // the time of the whole set-up: it says nothing
		b.ReportMetric(least.seconds(), "cpu-s/op")
		b.ReportMetric(least.mib(), "peak-MiB")
	})
	return least
}

// childrenCPU returns the CPU time of all processes that this one has started and that have ended.
func childrenCPU(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peakMemory returns the most memory that a process has had resident, in KiB.
func peakMemory(b *testing.B, pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal("processes can be measured on Linux only: ", err)
	}
	found := highWater.FindSubmatch(status)
	if found == nil {
		b.Fatal("the system does not tell how much memory a process has had")
	}
	kib, err := strconv.Atoi(string(found[1]))
	if err != nil {
		b.Fatal(err)
	}
	return kib
}
