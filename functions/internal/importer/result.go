package importer

import (
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

func newResult(d *drop, environment string, started time.Time) outcome.Import {
	return outcome.Import{
		ID:          d.id(d.lastModified),
		Reasons:     []outcome.Reason{},
		Source:      outcome.Source{Bucket: d.Bucket, Key: d.Key, VersionID: d.ID, Size: d.size, Received: d.lastModified},
		Environment: environment,
		Columns:     outcome.Columns{Mapped: map[string]string{}, Sent: []string{}, Ignored: []string{}},
		Problems:    []outcome.Problem{},
		StartedAt:   started.UTC(),
	}
}

func rowsOf(r roster.Rows) outcome.Rows {
	return outcome.Rows{Read: r.Read, Accepted: r.Accepted, Rejected: r.Rejected, Superseded: r.Superseded}
}

func changesOf(c roster.Changes) outcome.Changes {
	return outcome.Changes{Added: c.Added, Changed: c.Changed, Unchanged: c.Unchanged, Leaving: c.Leaving, Returning: c.Returning, Missing: c.Missing}
}

func problemsOf(problems []roster.Problem) []outcome.Problem {
	of := make([]outcome.Problem, len(problems))
	for i, p := range problems {
		of[i] = outcome.Problem{Code: string(p.Code), Column: p.Column, Count: p.Count, Rows: p.Rows}
	}
	return of
}
