package exporter

import (
	"context"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

type download struct {
	Jobs        int
	ContentType string
}

func fetch(ctx context.Context, client *crewmojo.Client, request crewmojo.ReportRequest, to crewmojo.Spool) (download, error) {
	jobs, err := client.DownloadReport(ctx, request, to)
	return download{Jobs: jobs}, err
}
