package main

import (
	"io"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// The story of make run tells what happens to each sample and who is told of it, and ends with a summary and what to try next
// that fit a screen of 24 lines.
func TestShow(t *testing.T) {
	t.Chdir("../../..")
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	if err := testbed.Build(t.Context(), ".", dir); err != nil {
		t.Fatal(err)
	}
	bed, err := testbed.Start(".", dir, defaults, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer bed.Close()
	var out strings.Builder
	if err := show(t.Context(), bed, &out); err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, want := range []string{
		"1. An HR system", "imported   16 rows read, 15 accepted, 1 rejected", "ignored, and never sent: Department, Salary",
		"invalid-email", "to the HR admin: Imported without 1 of 16 rows",
		"2. The next day", "lastName", "King", "mail       none: by default, people are told of problems only",
		"3. One night", "held", "8 of 15 employees are missing from the file", "sent       nothing", "to the HR admin: Held: 8 of 15",
		"4. A part of the company was sold", "to the HR admin: Approved and imported",
		"5. The schedule", "exported",
		"Summary", "make check FILE=", "make sandbox",
	} {
		i := strings.Index(out.String()[at:], want)
		if i < 0 {
			t.Fatalf("it does not say %q there:\n%s", want, out.String()[at:])
		}
		at += i
	}
	_, summary, _ := strings.Cut(out.String(), "\nSummary\n")
	if lines := strings.Count(summary, "\n"); lines > 23 {
		t.Errorf("the summary has %d lines:\n%s", lines, summary)
	}
	if strings.Contains(out.String(), "\x1b") {
		t.Error("there are colours in what is no terminal")
	}
}

// The help needs no compiler and no AWS; what is no command is answered with it.
func TestUsage(t *testing.T) {
	t.Setenv("PATH", "")
	for _, arg := range []string{"--help", "-h", "help"} {
		var out strings.Builder
		if err := run(t.Context(), &out, []string{arg}); err != nil || !strings.Contains(out.String(), "check FILE") {
			t.Errorf("%s: %v, %s", arg, err, out.String())
		}
	}
	if err := run(t.Context(), io.Discard, []string{"chekc", "export.csv"}); err == nil || !strings.Contains(err.Error(), "check FILE") {
		t.Errorf("what is no command: %v", err)
	}
}
