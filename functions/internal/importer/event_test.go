package importer

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
)

// What is no notification of S3 is an error that says what it is, and what to wire.
func TestReadEvent(t *testing.T) {
	for name, test := range map[string]struct{ event, want string }{
		"EventBridge": {`{"version":"0","source":"aws.s3","detail-type":"Object Created",
"detail":{"bucket":{"name":"b"},"object":{"key":"incoming/x.csv"}}}`,
			"an EventBridge event"},
		"a schedule of EventBridge": {`{"source":"aws.scheduler","detail-type":"Scheduled Event","detail":"{}"}`,
			"an EventBridge event"},
		"SQS": {`{"Records":[{"messageId":"1","body":"{\"Records\":[]}","eventSource":"aws:sqs"}]}`,
			"a message from an SQS queue"},
		"SNS": {`{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Message":"{}"}}]}`,
			"a message from an SNS topic"},
		"DynamoDB": {`{"Records":[{"eventSource":"aws:dynamodb"}]}`, "a message from aws:dynamodb"},
		"one record of S3 and another": {`{"Records":[{"eventSource":"aws:s3","s3":{"object":{"key":"incoming/x.csv"}}},
{"eventSource":"aws:sqs"}]}`,
			"a message from an SQS queue"},
		"records of nobody":           {`{"Records":[{"eventSource":"Ada Lovelace"}]}`, "a message from an unknown service"},
		"records without a source":    {`{"Records":[{"eventName":"ObjectCreated:Put"}]}`, "a message from an unknown service"},
		"no records":                  {`{"Records":[]}`, "an event without records"},
		"the console's own test":      {`{"key1":"value1","key2":"value2","key3":"value3"}`, "an event without records"},
		"nothing":                     {`{}`, "an event without records"},
		"null":                        {`null`, "an event without records"},
		"no object":                   {`"incoming/x.csv"`, "something that is not an event"},
		"a list":                      {`[]`, "something that is not an event"},
		"records that are no records": {`{"Records":"incoming/x.csv"}`, "something that is not an event"},
	} {
		_, err := readEvent(json.RawMessage(test.event))
		want := "the function received " + test.want + ", and takes only notifications of S3: let the bucket itself notify the function"
		if wrong := (*WrongEventError)(nil); !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", name, err, want)
		}
	}
}

// What S3 sends is read, and the event by which it tries a new notification out is ignored.
func TestReadEventOfS3(t *testing.T) {
	for file, want := range map[string]int{"s3-object-created.json": 1, "s3-test-event.json": 0} {
		raw, err := os.ReadFile("../../../events/" + file)
		if err != nil {
			t.Fatal(err)
		}
		event, err := readEvent(raw)
		if err != nil || len(event.Records) != want {
			t.Errorf("%s: %d records, error %v", file, len(event.Records), err)
		}
		if want == 1 && event.Records[0].S3.Object.URLDecodedKey != "incoming/HR export + Zürich.csv" {
			t.Errorf("%s: the key is %q", file, event.Records[0].S3.Object.URLDecodedKey)
		}
	}
	if _, err := readEvent([]byte(`{"Records":[{"eventSource":"aws:s3","s3":{"object":{"key":"incoming/%zz"}}}]}`)); err == nil {
		t.Error("a key that is not encoded was taken")
	}
}
