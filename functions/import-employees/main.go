// Import-employees is the Lambda function that imports an employee file which an HR system has put into S3: it checks
// and normalises the file, compares it with the baseline, and uploads it to Crewmojo.
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
	source := settings.From(os.LookupEnv)
	job := importer.Importer{Log: telemetry.NewLogger(source.LogLevel())}
	var err error
	if job.Settings, err = importer.ReadSettings(source); err == nil {
		job.Objects, job.Secrets, err = cloud.Connect(context.Background())
	}
	if err != nil {
		invocation.Refuse(err)
	}
	invocation.Start(job.Handle)
}
