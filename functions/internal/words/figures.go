package words

import (
	"fmt"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// Figures says how many people a file is about, without figures that are zero: "2 new, 93 unchanged"; "" if there are none. Of
// a file that was not imported it says what would become of them: "2 would join, 93 unchanged".
func Figures(r outcome.Import) string { return strings.Join(figuresOf(r, true), ", ") }

// summary says in a few words what changes: the figures that say most.
func summary(r outcome.Import) string {
	all := figuresOf(r, false)
	if len(all) == 0 {
		return "nobody changes"
	}
	return strings.Join(all[:min(len(all), 3)], ", ")
}

// figuresOf returns the figures in the order in which they matter: first those whom the import ends, or will, and last, if
// they are wanted, those in whom nothing changes.
func figuresOf(r outcome.Import, withSame bool) (all []string) {
	c := r.Changes
	// Who leaves or is rehired has changed as well.
	changed, how, would := c.Changed-c.Leaving-c.Returning, "%s changed", "%s would change"
	if c.Leaving+c.Returning > 0 {
		how, would = "%s with "+Either(changed, "another change", "other changes"), "%s would change otherwise"
	}
	join := "%s would join"
	if c == (outcome.Changes{Added: c.Added}) {
		join = "%s new" // nobody is known yet: they have joined long ago
	}
	missingFirst := 0
	if EndsPeople(r) {
		missingFirst = c.Missing
	}
	const stillMissing, unchanged = "%s still missing", "%s unchanged"
	isDone := r.Status == outcome.Imported
	for _, figure := range []struct {
		n        int
		is, will string
	}{
		{c.Ended, "employment of %s ended", "employment of %s would be ended"}, {missingFirst, "%s missing", "%s missing"},
		{c.Added, "%s new", join}, {c.Returning, "%s rehired", "%s would be rehired"}, {c.Leaving, "%s leaving", "%s would leave"},
		{c.Missing - missingFirst, "%s missing", "%s missing"},
		{changed, how, would}, {c.StillMissing, stillMissing, stillMissing}, {c.Unchanged, unchanged, unchanged},
	} {
		switch {
		case figure.n == 0, !withSame && (figure.is == stillMissing || figure.is == unchanged):
		case isDone:
			all = append(all, fmt.Sprintf(figure.is, Grouped(figure.n)))
		default:
			all = append(all, fmt.Sprintf(figure.will, Grouped(figure.n)))
		}
	}
	return all
}
