package bench

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// What is measured is CPU time and peak memory of whole processes, each in a process of its own; of several runs the least CPU
// counts, since whatever else the machine does only adds to it. The ratios are what says something: both of their sides
// come from the same run.
//
// Where the table of `make bench` has a goal that is missed, it says so.

// A cost is what a process took.
type cost struct {
	cpu     time.Duration
	peakKiB int
}

func (c cost) least(other cost) cost {
	if c.cpu == 0 {
		return other
	}
	return cost{min(c.cpu, other.cpu), max(c.peakKiB, other.peakKiB)}
}

// measure runs one benchmark, and returns the cost of its cheapest run.
func measure(b *testing.B, name string, run func(b *testing.B) cost) (c cost) {
	b.Run(name, func(b *testing.B) {
		for b.Loop() {
			c = c.least(run(b))
		}
		b.ReportMetric(c.cpu.Seconds(), "cpu-s/op")
		b.ReportMetric(float64(c.peakKiB)/1024, "peak-MiB")
	})
	return c
}

// program runs one of the programs on files.
func program(name string, files ...string) func(*testing.B) cost {
	return func(b *testing.B) cost {
		cmd := exec.Command(os.Args[0], files...)
		cmd.Env = append(os.Environ(), programVariable+"="+name)
		return costOf(b, cmd)
	}
}

const programVariable = "BENCH_PROGRAM"

// runProgram runs the program that this process was started for, and says how much memory it took.
func runProgram(name string) {
	if err := programs[name](os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(peakMemory(os.Getpid()))
}

// costOf runs a command that prints its own peak memory in KiB.
func costOf(b *testing.B, cmd *exec.Cmd) cost {
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	peak, _ := strconv.Atoi(strings.TrimSpace(string(out)))
	return cost{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak}
}

// costSoFar returns what a process has taken so far (on Linux).
func costSoFar(b *testing.B, pid int) cost {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skip("processes cannot be measured here: ", err)
	}
	// Behind the name in parentheses come the state and ten more fields, then user and system time in ticks of 10 ms.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	ticks := 0
	for _, field := range fields[11:13] {
		n, err := strconv.Atoi(field)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return cost{time.Duration(ticks) * 10 * time.Millisecond, peakMemory(pid)}
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

// A table is a part of what `make bench` prints at its end.
type table struct {
	name string
	base cost
}

var rows []string

func (t table) cpu(what string, c cost, goal float64) {
	if t.base.cpu > 0 {
		t.row(fmt.Sprintf("%s (%.2f s to %.2f s)", what, c.cpu.Seconds(), t.base.cpu.Seconds()), c.cpu.Seconds()/t.base.cpu.Seconds(), "x", goal)
	}
}

func (t table) peak(what string, c cost, goal float64) {
	t.row(what+", peak memory", float64(c.peakKiB)/1024, "MiB", goal)
}

func (t table) row(what string, value float64, unit string, goal float64) {
	judgement := ""
	if goal > 0 {
		judgement = fmt.Sprintf("at most %g", goal)
		if value > goal {
			judgement += ", missed"
		}
	}
	rows = append(rows, fmt.Sprintf("| %s\t| %s\t| %.2f %s\t| %s\n", t.name, what, value, unit, judgement))
}

func printRows(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	last := ""
	for _, row := range rows {
		name, rest, _ := strings.Cut(strings.TrimPrefix(row, "| "), "\t")
		if name != last {
			fmt.Fprintf(w, "| %s:\n", name)
		}
		last = name
		fmt.Fprint(w, "|  ", strings.TrimPrefix(rest, "|"))
	}
	w.Flush()
}
