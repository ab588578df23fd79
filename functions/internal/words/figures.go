package words

import (
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// Figures says how many people a file is about, without figures that are zero: "2 new, 93 unchanged"; "" if there are none.
func Figures(c outcome.Changes) string { return strings.Join(figures(c), ", ") }

// summary says in a few words what changes: the figures that say most.
func summary(c outcome.Changes) string {
	c.Unchanged, c.StillMissing = 0, 0
	all := figures(c)
	if len(all) == 0 {
		return "nobody changes"
	}
	return strings.Join(all[:min(len(all), 3)], ", ")
}

func figures(c outcome.Changes) (all []string) {
	// Who leaves or is rehired has changed as well.
	changed, how := c.Changed-c.Leaving-c.Returning, " changed"
	if c.Leaving+c.Returning > 0 {
		how = Either(changed, " with another change", " with other changes")
	}
	for _, figure := range []struct {
		n    int
		what string
	}{
		{c.Added, " new"}, {c.Returning, " rehired"}, {c.Leaving, " leaving"}, {c.Missing, " missing"}, {c.Ended, " ended"},
		{changed, how}, {c.StillMissing, " still missing"}, {c.Unchanged, " unchanged"},
	} {
		if figure.n > 0 {
			all = append(all, Grouped(figure.n)+figure.what)
		}
	}
	return all
}
