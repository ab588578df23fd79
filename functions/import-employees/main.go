// Import-employees is the Lambda function that imports an employee file which an HR system has put into S3: it checks the
// file, compares it with the previous import, and uploads it to Crewmojo.
package main

import (
	"context"
	"os"
	_ "time/tzdata" // TIMEZONE names a time zone, and Lambda's image may have none

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
)

func main() {
	logger := telemetry.NewLogger()
	job := importer.Importer{Log: logger}
	var err error
	if job.Settings, err = importer.ReadSettings(settings.From(os.LookupEnv)); err == nil {
		job.Objects, job.Secrets, err = cloud.Connect(context.Background())
	}
	if err != nil {
		logger.Error("cannot start", "error", err.Error())
		os.Exit(1)
	}
	invocation.Start(job.Handle)
}
