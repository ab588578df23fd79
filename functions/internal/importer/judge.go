package importer

import (
	"fmt"
	"math"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// judge decides what is to be done with the plan: it sets a status where nothing is to be sent.
func (im *importRun) judge() {
	preview := im.Settings.DryRun || im.drop.in(previewPrefix)
	trips := im.trips()
	switch {
	case im.result.Status != "":
	case im.Settings.Full && im.planned.Newest.After(im.drop.dropped):
		im.result.Status = outcome.Superseded
		im.result.Reason = fmt.Sprintf("a newer drop, of %s, has been imported already", im.planned.Newest.Format("2006-01-02 15:04:05 UTC"))
		if preview {
			im.result.Status, im.result.Reason = outcome.Previewed, "would be superseded: "+im.result.Reason
		}
	case preview:
		im.result.Status = outcome.Previewed
		if len(trips) > 0 {
			im.result.Reason = "would be held: " + strings.Join(trips, "; ")
		}
	case len(trips) > 0 && !im.drop.in(approvedPrefix):
		im.result.Status, im.result.Reason = outcome.Held, strings.Join(trips, "; ")
	}
}

// trips returns the safeguards that the plan trips, in words.
func (im *importRun) trips() (trips []string) {
	p := im.planned
	if p == nil {
		return nil
	}
	limits := im.Settings.Limits
	trip := func(count, of, limit int, format string) {
		if limit < 100 && count*100 > limit*of {
			trips = append(trips, fmt.Sprintf(format, count, of, percent(count, of, limit), limit))
		}
	}
	trip(p.Rows.Rejected, p.Rows.Read, limits.Invalid, "%d of %d rows (%s) cannot be used; the limit is %d %%")
	if p.Known == 0 {
		return trips
	}
	trip(p.Changes.Leaving+p.Ending, p.Employed, limits.Leaving, "%d of %d employed people (%s) would leave; the limit is %d %%")
	trip(p.Changes.Added+p.Changes.Returning, p.Employed, limits.Joining,
		"%d people would be added or return, where %d are employed (%s); the limit is %d %%")
	if im.Settings.Full {
		// Who left long ago, and is in the file no more, makes it no smaller.
		trip(p.Changes.Missing-p.Changes.Added, p.Present+p.Changes.Missing, limits.Shrink,
			"the file has %d people fewer than the %d known ones (%s); the limit is %d %%")
	}
	for _, column := range p.Vanished {
		trips = append(trips, fmt.Sprintf("the column %s, that the last import sent, is missing, and there are values in it", column))
	}
	return trips
}

// percent writes a share that is over a limit: without decimals, unless it would read as if it were not.
func percent(count, of, limit int) string {
	if of == 0 {
		return "more than 100 %"
	}
	share := float64(count) * 100 / float64(of)
	if math.Round(share) > float64(limit) {
		return fmt.Sprintf("%.0f %%", share)
	}
	return fmt.Sprintf("%.3g %%", share)
}
