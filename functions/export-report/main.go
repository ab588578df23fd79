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
	source := settings.From(os.LookupEnv)
	job := exporter.Exporter{Log: telemetry.NewLogger(source.LogLevel())}
	var err error
	if job.Settings, err = exporter.ReadSettings(source); err == nil {
		job.Objects, job.Secrets, err = cloud.Connect(context.Background())
	}
	if err != nil {
		invocation.Refuse(err)
	}
	invocation.Start(job.Handle)
}
