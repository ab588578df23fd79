package importer

import "testing"

// A list in a spreadsheet shows each cell as the file has it: no formula runs, no zero is lost, and nothing turns text around.
func TestDefuse(t *testing.T) {
	for cell, want := range map[string]string{
		"Ada": "Ada", "": "", "00116": `="00116"`, "116": "116", "=1+1": "'=1+1", "@x": "'@x",
		"A\u202eda": "Ada", "\u202e=1+1": "'=1+1", "\u200f00116": `="00116"`, "محمد": "محمد",
	} {
		if got := defuse(cell); got != want {
			t.Errorf("%q: %q; want %q", cell, got, want)
		}
	}
}
