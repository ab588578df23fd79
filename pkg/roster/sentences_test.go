package roster

import "testing"

// Each problem that rejects a row can be said of one cell and of many rows; a warning only of one.
func TestEveryProblemHasWords(t *testing.T) {
	for code, sentence := range sentences {
		if sentence == "" || (ofMany[code] == "") != code.IsWarning() {
			t.Errorf("%s: %q, and of many rows %q", code, sentence, ofMany[code])
		}
	}
	for code := range ofMany {
		if sentences[code] == "" {
			t.Errorf("%s has no sentence", code)
		}
	}
}
