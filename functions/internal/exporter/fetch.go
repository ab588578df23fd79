package exporter

import (
	"context"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

type download struct {
	Jobs        int
	ContentType string
}

func fetch(ctx context.Context, c *crewmojo.Client, ask crewmojo.ReportRequest, to crewmojo.Spool) (download, error) {
	jobs, err := c.DownloadReport(ctx, ask, to)
	return download{Jobs: jobs}, err
}
