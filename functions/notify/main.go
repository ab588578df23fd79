// Notify is the Lambda function that tells people what has become of employee files and reports.
package main

import (
	"context"
	"os"
	_ "time/tzdata" // TIMEZONE names a time zone, and Lambda's image may have none

	"github.com/crewmojo-aws/bundle/functions/internal/cloud/topics"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/notifier"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
)

func main() {
	source := settings.From(os.LookupEnv)
	job := notifier.Notifier{Log: telemetry.NewLogger(source.LogLevel())}
	var err error
	if job.Settings, err = notifier.ReadSettings(source); err == nil {
		job.Topics, err = topics.Connect(context.Background())
	}
	if err != nil {
		invocation.Refuse(err)
	}
	invocation.Start(job.Handle)
}
