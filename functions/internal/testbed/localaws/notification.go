package localaws

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Created is an object that has been written.
type Created struct {
	EventName                    string // as S3 names it: "ObjectCreated:Put"
	Bucket, Key, VersionID, ETag string
	Size                         int64     // bytes
	At                           time.Time // of the event; the object itself has whole seconds
	Principal                    string    // who wrote it
	Sequencer                    string    // orders the events of one key
}

// OnCreate has do called for every object that is written from now on, after the writer has been answered.
func (s *Server) OnCreate(do func(Created)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onCreate = do
}

func (s *Server) announce(c Created) {
	s.mu.Lock()
	s.written++
	// A hexadecimal number, larger for a later write of a key. S3 writes it in more digits or fewer: to compare two,
	// the shorter one is filled with zeros at its right end.
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
	c.Sequencer = strings.TrimRight(fmt.Sprintf("0066%014X", s.written), "0")
	do := s.onCreate
	s.mu.Unlock()
	if do != nil {
		go do(c)
	}
}

// principal says who made a call, as events say it: the access key's name stands for an assumed role's session.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
func principal(r *http.Request) string {
	name := caller(r)
	if name == "" {
		return "Anonymous"
	}
	return "AWS:AROALOCALROLE:" + name
}

// Notification returns the event by which S3 announces the object.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
func (c Created) Notification() []byte {
	type object map[string]any
	// Strings, numbers and maps of them always encode.
	event, _ := json.Marshal(object{"Records": []object{{
		// The minor version goes up whenever there is something to add to events.
		"eventVersion": "2.5", "eventSource": "aws:s3", "awsRegion": Region,
		"eventTime": c.At.UTC().Format("2006-01-02T15:04:05.000Z"), "eventName": c.EventName,
		"userIdentity":      object{"principalId": c.Principal},
		"requestParameters": object{"sourceIPAddress": "127.0.0.1"},
		"responseElements":  object{"x-amz-request-id": requestID, "x-amz-id-2": "local"},
		"s3": object{
			"s3SchemaVersion": "1.0", "configurationId": "local",
			"bucket": object{"name": c.Bucket, "arn": "arn:aws:s3:::" + c.Bucket,
				"ownerIdentity": object{"principalId": "ALOCALOWNER"}},
			"object": object{
				// Keys are form-encoded, "red flower.jpg" as "red+flower.jpg", but for their slashes.
				"key":  strings.ReplaceAll(url.QueryEscape(c.Key), "%2F", "/"),
				"size": c.Size, "eTag": c.ETag, "versionId": c.VersionID, "sequencer": c.Sequencer,
			},
		},
	}}})
	return event
}
