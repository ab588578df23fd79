package importer

import (
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// An approved file counts as received when the one was that was held, to the second: S3 announces a file that is uploaded in
// parts when the last part has come, and dates the object by the beginning. A file whose approval is held once more keeps that
// time as well.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
func TestApprovalsKeepTheTime(t *testing.T) {
	aws, err := localaws.NewServer("bucket", &clock.Clock{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(aws.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": aws.URL, "AWS_REGION": localaws.Region, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
	} {
		t.Setenv(name, value)
	}
	job := &Importer{}
	if job.Objects, _, err = cloud.Connect(t.Context()); err != nil {
		t.Fatal(err)
	}
	held := func(key string, received, announced time.Time) *importRun {
		return &importRun{job: job, decision: decision{held: true}, result: outcome.Import{Status: outcome.Held}, file: sourceFile{
			Version: cloud.Version{Bucket: "bucket", Key: key}, sha256: "5a", received: received, announced: announced,
		}}
	}
	first := held("incoming/a.csv", yesterday, yesterday.Add(20*time.Minute))
	if err := first.rememberApproval(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"approved/a.csv", "approved/again.csv"} {
		im := held(key, today, today)
		a, found, err := im.findApproval(t.Context())
		if err != nil || !found {
			t.Fatal(found, err)
		}
		im.takeTimeOf(a)
		if !im.file.received.Equal(yesterday) || im.result.ApprovesKey != "incoming/a.csv" {
			t.Errorf("%s: received %v, approves %s", key, im.file.received, im.result.ApprovesKey)
		}
		if err := im.rememberApproval(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
