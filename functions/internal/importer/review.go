package importer

import (
	"github.com/crewmojo-aws/bundle/functions/internal/review"
)

// review returns the page of the import for people, which has what the result must not tell.
func (im *importRun) review() []byte {
	d := review.Details{
		Rejects: im.rejects, Headers: im.content.Header, Ends: im.content.Ends, Refused: im.refused,
		First:      im.base.Baseline == nil || im.base.Len() == 0,
		Approvable: im.decision.held, Region: im.file.region, Zone: im.job.Settings.Zone,
		GuideURL: im.job.Settings.Links.Guide, ConsoleLink: im.job.Settings.Links.Console,
	}
	if im.plan != nil {
		d.WithoutEnd, d.Differences, d.StillMissing, d.Person = im.plan.UnmappedEnd, im.plan.Differences, im.plan.StillMissing, im.plan.Person
	}
	if im.mode().approved {
		d.Approver = im.file.principal
	}
	return review.Page(im.result, d)
}
