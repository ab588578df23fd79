package localaws

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// An event is as S3 sends it: form-encoded keys, the version, who it was, and the time to the millisecond.
func TestNotification(t *testing.T) {
	s, client := start(t)
	created := make(chan Created, 10)
	s.OnCreate(func(c Created) { created <- c })
	const key = "incoming/2026 Q4/HR+export; Zürich (1).csv"
	out := put(t, client, key, "text")
	raw := next(t.Context(), t, created).Notification()
	if want := `"key":"incoming/2026+Q4/HR%2Bexport%3B+Z%C3%BCrich+%281%29.csv"`; !strings.Contains(string(raw), want) {
		t.Errorf("the event is\n%s\nwithout %s", raw, want)
	}
	var event events.S3Event
	if err := json.Unmarshal(raw, &event); err != nil || len(event.Records) != 1 {
		t.Fatalf("%v in %s", err, raw)
	}
	r := event.Records[0]
	object := r.S3.Object
	if !strings.HasPrefix(r.EventVersion, "2.") || r.EventSource != "aws:s3" || r.AWSRegion != Region ||
		r.EventName != "ObjectCreated:Put" ||
		!r.EventTime.Equal(night) || r.PrincipalID.PrincipalID != "AWS:AROALOCALROLE:anna@example.com" || r.S3.Bucket.Name != bucket {
		t.Errorf("the record is %+v", r)
	}
	if object.URLDecodedKey != key || object.Size != 4 || object.VersionID != *out.VersionId || `"`+object.ETag+`"` != *out.ETag {
		t.Errorf("the object is %+v", object)
	}
}

// Of two writes of one key the later one has the larger sequencer, once both are filled up at the right.
func TestSequencers(t *testing.T) {
	s, client := start(t)
	created := make(chan Created, 100)
	s.OnCreate(func(c Created) { created <- c })
	last := ""
	lengths := map[int]bool{}
	for range 40 {
		put(t, client, "file", "text")
		sequencer := next(t.Context(), t, created).Sequencer
		lengths[len(sequencer)] = true
		filled := sequencer + strings.Repeat("0", 32-len(sequencer))
		if filled <= last {
			t.Fatalf("%s comes after %s", filled, last)
		}
		last = filled
	}
	if len(lengths) < 2 {
		t.Error("all are of one length, and S3's are not")
	}
}

// What was uploaded in parts is announced once, whole.
func TestMultipartUpload(t *testing.T) {
	s, client := start(t)
	created := make(chan Created, 10)
	s.OnCreate(func(c Created) { created <- c })
	begun, err := client.CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{
		Bucket: aws.String(bucket), Key: aws.String("large")})
	if err != nil {
		t.Fatal(err)
	}
	var parts []types.CompletedPart
	for i, text := range []string{strings.Repeat("x", 5<<20), "end"} {
		number := int32(i + 1)
		part, err := client.UploadPart(t.Context(), &s3.UploadPartInput{
			Bucket: aws.String(bucket), Key: aws.String("large"), UploadId: begun.UploadId, PartNumber: &number, Body: strings.NewReader(text),
		})
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, types.CompletedPart{ETag: part.ETag, PartNumber: &number})
	}
	_, err = client.CompleteMultipartUpload(t.Context(), &s3.CompleteMultipartUploadInput{
		Bucket: aws.String(bucket), Key: aws.String("large"), UploadId: begun.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := next(t.Context(), t, created)
	if c.EventName != "ObjectCreated:CompleteMultipartUpload" || c.Size != 5<<20+3 {
		t.Errorf("announced was %+v", c)
	}
	select {
	case more := <-created:
		t.Errorf("and also %+v", more)
	case <-time.After(50 * time.Millisecond):
	}
}
