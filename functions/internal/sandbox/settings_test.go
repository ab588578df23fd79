package main

import (
	"io"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// The terminal obeys nothing that a file is called.
func TestTerminalIsSafe(t *testing.T) {
	var out strings.Builder
	hostile := localaws.Created{Key: "incoming/\x1b]0;title\x07\u009b2J.csv"}
	told(&out, testbed.Delivery{Created: hostile, Err: io.ErrUnexpectedEOF}, "http://127.0.0.1/")
	if strings.ContainsAny(out.String(), "\x1b\x07\u009b") || !strings.Contains(out.String(), "2J.csv") {
		t.Errorf("the terminal gets %q", out.String())
	}
}

// The sandbox takes the settings of the functions, but not where things are, and names all that cannot be used.
func TestSettings(t *testing.T) {
	environment := map[string]string{
		"DATE_FORMAT": "DD/MM/YYYY", "COLUMN_MAP": "Mail=emailAddress",
		"MAX_REPORT_SHRINK_PERCENT": "10",
		"NOTIFY_ABOUT":              "problems", "LOG_LEVEL": "DEBUG", "SEND": " ", "CREWMOJO_BASE_URL": "https://crewmojo.example", "BUCKET": "real", "PATH": "/bin",
	}
	lookup := func(name string) (string, bool) { value, ok := environment[name]; return value, ok }
	set, err := settingsOf(lookup)
	want := "COLUMN_MAP=Mail=emailAddress DATE_FORMAT=DD/MM/YYYY LOG_LEVEL=DEBUG " +
		"MAX_REPORT_SHRINK_PERCENT=10 NOTIFY_ABOUT=problems"
	if got := strings.Join(inLines(set), " "); err != nil || got != want {
		t.Errorf("%s, error %v", got, err)
	}
	environment["MAKEFLAGS"] = " -- NotifyAbout=all"
	if _, err := settingsOf(lookup); err == nil || !strings.Contains(err.Error(), "write NOTIFY_ABOUT") {
		t.Errorf("a parameter's name: %v", err)
	}
	environment["DATE_FORMAT"], environment["MAX_REPORT_SHRINK_PERCENT"], environment["LOG_LEVEL"] = "DDMM", "much", "LOUD"
	_, err = settingsOf(lookup)
	for _, name := range []string{
		"DateFormat (DATE_FORMAT)", "MaxReportShrinkPercent (MAX_REPORT_SHRINK_PERCENT)", "LogLevel (LOG_LEVEL)",
	} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not name %s: %v", name, err)
		}
	}
}
