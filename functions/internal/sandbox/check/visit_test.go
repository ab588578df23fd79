package check

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// visit runs a check, and returns what it says, its verdict, and what to run next.
func visit(t *testing.T, variables map[string]string) (out, verdict, next string) {
	t.Helper()
	var said strings.Builder
	err := Run(&said, io.Discard, variables["FILE"], func(name string) string { return variables[name] })
	out = said.String()
	for wrong, want := range map[string]error{"imported": nil, "held": ErrHeld, "rejected": ErrRejected} {
		if strings.Contains(out, "This file would be "+wrong+".") {
			verdict = wrong
			if !errors.Is(err, want) {
				t.Errorf("the file would be %s, and the error is %v", wrong, err)
			}
		}
	}
	if verdict == "" {
		t.Fatalf("there is no verdict, but error %v:\n%s", err, out)
	}
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "  make check ") {
			return out, verdict, strings.TrimSpace(line)
		}
	}
	return out, verdict, ""
}

// run has a shell and make take a command apart, and returns the variables that the check would be run with.
func run(t *testing.T, command string) map[string]string {
	t.Helper()
	const makefile = "check:\n\t@env -0\n"
	write(t, "Makefile", makefile)
	said, err := exec.CommandContext(t.Context(), "sh", "-c", command).Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	variables := map[string]string{}
	for variable := range strings.SplitSeq(string(said), "\x00") {
		name, value, _ := strings.Cut(variable, "=")
		variables[name] = value
	}
	return variables
}

var (
	first = strings.Fields("Ada Alan Grace Edsger Barbara Donald Margaret Dennis Ken John Radia Frances Niklaus Jean Tony Leslie " +
		"Robin Vint Tim Anita")
	last = strings.Fields("King Turing Hopper Dijkstra Liskov Knuth Hamilton Ritchie Thompson Backus Perlman Allen Wirth Bartik " +
		"Hoare Lamport Milner Cerf Lee Borg")
)

// table returns a header and rows below it.
func table(header string, rows int, row func(int) string) string {
	var text strings.Builder
	fmt.Fprintln(&text, header)
	for i := range rows {
		fmt.Fprintln(&text, row(i))
	}
	return text.String()
}

func either(is bool, a, b string) string {
	if is {
		return a
	}
	return b
}
