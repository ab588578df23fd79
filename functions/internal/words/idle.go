package words

import "github.com/crewmojo-aws/bundle/functions/internal/outcome"

// next is what becomes of the next file, whatever is done about this one.
const next = " The next file is checked on its own, as usual."

// LeftOut says what it means for people that their row is left out.
const LeftOut = "people who are in Crewmojo already stay there as they are, and new people are not added yet."

// CorrectIt is what somebody in HR can do about a file that is wrong.
const CorrectIt = "correct it in the HR system, or ask whoever looks after its export, and have it delivered again."

// NewerCounts says what has become of a file that was approved too late, and what to do.
const NewerCounts = "Crewmojo has what the newer file says. If that is right, you need not do anything. If something is missing from it " +
	"that you approved, have the export give it again."

// InTime says until when a held file can be approved: the end of a sentence that begins with "Approve it".
const InTime = "before a newer file is imported; from then on, that one counts"

// IfNothingIsDone says what happens if nobody does anything about a file that somebody should look at: the end of a
// sentence that begins with "If you do nothing,".
func IfNothingIsDone(r outcome.Import) string {
	switch {
	case r.Status == outcome.Held:
		return "nothing is sent, and Crewmojo stays as it is." + next
	case r.Status == outcome.Imported:
		return LeftOut
	case r.Sent > 0:
		return "the " + Counted(r.Sent, "person who was sent stays", "people who were sent stay") +
			" in Crewmojo, and everybody else stays as they are." + next
	}
	return "Crewmojo stays as it is." + next
}
