// Export-report is the Lambda function that fetches a report from Crewmojo, as a schedule asks for it, and writes it to
// S3 for BI.
package main

import (
	"context"
	"os"
	_ "time/tzdata" // schedules name time zones, and Lambda's image may have none

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/exporter"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
)

func main() {
	logger := telemetry.NewLogger()
	job := exporter.Exporter{Log: logger}
	var err error
	if job.Settings, err = exporter.ReadSettings(settings.From(os.LookupEnv)); err == nil {
		job.Objects, job.Secrets, err = cloud.Connect(context.Background())
	}
	if err != nil {
		logger.Error("cannot start", "error", err.Error())
		os.Exit(1)
	}
	invocation.Start(job.Handle)
}
