package page

import (
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// A state says at a glance how a file stands now.
type state struct {
	Tone  string // good, wait, bad or plain: a colour
	Sign  string // the same as a sign, for those who do not tell colours apart
	Word  string
	Since string // what has happened since; "" if nothing has
	By    int    // the number of the file that made it happen; 0 for none
}

var signs = map[string]string{"good": "✓", "wait": "!", "bad": "✕", "plain": "–"}

func newState(tone, word string) state { return state{Tone: tone, Sign: signs[tone], Word: word} }

// stateOf returns how a file stands, given all files, the oldest first. Somebody may have approved it since, or it may be too
// late for that; a file of changes is never too late as a whole.
func stateOf(f file, files []file, onlyChanges bool) state {
	s := stateThen(f)
	if by := approvalOf(f, files); by != 0 {
		if f.Status != outcome.Imported {
			s = newState("good", "Approved")
		}
		s.Since, s.By = "Somebody has approved it already.", by
		return s
	}
	if by := successorOf(f, files); by != 0 && f.waits() && !onlyChanges {
		s = newState("plain", "Superseded")
		s.Since, s.By = "It was held, and a newer file has been imported since.", by
	}
	return s
}

// waits reports whether a safeguard has held the file, or would.
func (f file) waits() bool {
	return f.Status == outcome.Held || f.Status == outcome.Previewed && len(f.Reasons) > 0
}

// stateThen returns how a file stood when it had been dealt with.
func stateThen(f file) state {
	switch {
	case f.Failed != "":
		return newState("bad", "Failed")
	case f.Status == outcome.Held:
		return newState("wait", "Held")
	case f.Status == outcome.Imported && f.Rows.Rejected > 0:
		return newState("wait", "Imported in part")
	case f.Status == outcome.Imported:
		return newState("good", "Imported")
	case f.Status == outcome.Seeded:
		return newState("good", "Starting point")
	case f.Status == outcome.Rejected:
		return newState("bad", "Rejected")
	case f.waits():
		return newState("wait", "Preview: would be held")
	case f.Status == outcome.Previewed:
		return newState("plain", "Preview")
	}
	return newState("plain", strings.ToUpper(string(f.Status[:1]))+string(f.Status[1:]))
}

// approvalOf returns the number of the file that has approved another one; 0 if none has.
func approvalOf(f file, files []file) int {
	for _, other := range files {
		if f.ID != "" && other.Approves == f.ID && other.Status == outcome.Imported {
			return other.Number
		}
	}
	return 0
}

// successorOf returns the number of the newest file that has been imported since another one was received; 0 if none has.
func successorOf(f file, files []file) (number int) {
	for _, other := range files {
		isBaseline := other.Status == outcome.Imported || other.Status == outcome.Seeded
		if isBaseline && other.Source.Received.After(f.Source.Received) {
			number = other.Number
		}
	}
	return number
}
