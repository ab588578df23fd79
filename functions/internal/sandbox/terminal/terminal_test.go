package terminal

import (
	"os"
	"strings"
	"testing"
)

// There are colours on a terminal, unless somebody does not want them; and none in a pipe or a file.
func TestStyleOf(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	terminal, err := os.Open(os.DevNull) // a character device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	if got := StyleOf(terminal).Good("imported"); got != "\x1b[32mimported\x1b[0m" {
		t.Errorf("on a terminal: %q", got)
	}
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, got := range map[string]string{"a file": StyleOf(file).Bad("x"), "no file": StyleOf(&strings.Builder{}).Bad("x")} {
		if got != "x" {
			t.Errorf("%s: %q", name, got)
		}
	}
	t.Setenv("NO_COLOR", "1")
	if got := StyleOf(terminal).Warn("held"); got != "held" {
		t.Errorf("with NO_COLOR: %q", got)
	}
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "dumb")
	if got := StyleOf(terminal).Warn("held"); got != "held" {
		t.Errorf("on a dumb terminal: %q", got)
	}
}
