package importer

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/aws/aws-lambda-go/events"
)

// A WrongEventError is an event that is not an S3 notification: something else is wired to the function, and no file
// would ever be imported.
type WrongEventError struct{ Is string }

func (e *WrongEventError) Error() string {
	return "the function received " + e.Is + ", and takes only notifications of S3: " +
		"let the bucket itself notify the function of s3:ObjectCreated:*, under each of the prefixes that template.yaml lists"
}

// readEvent parses an S3 notification. The one that S3 sends when notifications are set up, s3:TestEvent, has no records. The
// error is a [*WrongEventError] if raw is something else.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
func readEvent(raw json.RawMessage) (events.S3Event, error) {
	var shape struct {
		Event      string `json:"Event"`
		DetailType string `json:"detail-type"`
		Records    []struct {
			Source string `json:"eventSource"` // SNS writes it EventSource, which is the same to encoding/json
		}
	}
	if err := json.Unmarshal(raw, &shape); err != nil {
		return events.S3Event{}, &WrongEventError{"something that is not an event"}
	}
	switch {
	case shape.Event == "s3:TestEvent":
		return events.S3Event{}, nil
	case shape.DetailType != "":
		return events.S3Event{}, &WrongEventError{"an EventBridge event"}
	case len(shape.Records) == 0:
		return events.S3Event{}, &WrongEventError{"an event without records"}
	}
	for _, record := range shape.Records {
		if record.Source != "aws:s3" {
			return events.S3Event{}, &WrongEventError{"a message from " + serviceOf(record.Source)}
		}
	}
	var event events.S3Event
	if err := json.Unmarshal(raw, &event); err != nil {
		return events.S3Event{}, fmt.Errorf("read the S3 notification: %w", err)
	}
	return event, nil
}

var awsSource = regexp.MustCompile(`^aws:[a-z0-9-]{1,40}$`)

// serviceOf names the service that a record comes from.
func serviceOf(source string) string {
	switch {
	case source == "aws:sqs":
		return "an SQS queue"
	case source == "aws:sns":
		return "an SNS topic"
	case awsSource.MatchString(source):
		return source
	}
	return "an unknown service"
}
