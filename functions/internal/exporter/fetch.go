package exporter

import (
	"context"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// A download is how a report came.
type download struct {
	Jobs        int    // that Crewmojo took for it
	ContentType string // "" if nobody said
}

// fetch gets a report from Crewmojo.
func fetch(ctx context.Context, c *crewmojo.Client, ask crewmojo.ReportRequest, to crewmojo.Spool) (download, error) {
	jobs, err := c.DownloadReport(ctx, ask, to)
	return download{Jobs: jobs}, err
}
