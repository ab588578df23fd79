package notifier

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// An event is how the event bus tells of an asynchronous invocation that is over.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
type event struct {
	Kind   string `json:"detail-type"`
	Detail record `json:"detail"`
}

// The kinds of events that are understood.
const (
	success = "Lambda Function Invocation Result - Success"
	failure = "Lambda Function Invocation Result - Failure"
)

// A record is what Lambda tells of an invocation. There is no response if the function was never asked, or did not
// answer.
type record struct {
	Context struct {
		RequestID   string `json:"requestId"`
		FunctionARN string `json:"functionArn"`
		Condition   string `json:"condition"` // why it is over
		Attempts    int    `json:"approximateInvokeCount"`
	} `json:"requestContext"`
	Request  json.RawMessage `json:"requestPayload"`
	Response json.RawMessage `json:"responsePayload"`
}

// A WrongEventError is an event that is no outcome of a function: something else is wired to notify.
type WrongEventError struct{}

func (WrongEventError) Error() string {
	return "the event is no outcome of a function: let a rule hand it what the functions' destinations send to the event bus"
}

func readEvent(raw json.RawMessage) (event, error) {
	var e event
	if err := json.Unmarshal(raw, &e); err != nil || e.Kind != success && e.Kind != failure {
		return event{}, WrongEventError{}
	}
	return e, nil
}

// arn returns a part of the function's ARN: arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME:VERSION.
func (r record) arn(part int) string {
	parts := strings.Split(r.Context.FunctionARN, ":")
	if part < len(parts) {
		return parts[part]
	}
	return ""
}

func (r record) region() string   { return r.arn(3) }
func (r record) function() string { return r.arn(6) }

// An announced file is one that a notification of S3 tells of.
type announced struct {
	key string
	at  time.Time // when it was received
}

// files returns the files that a notification of S3 announces; none if the request is something else.
func (r record) files() []announced {
	var notification struct {
		Records []struct {
			EventTime time.Time `json:"eventTime"`
			S3        struct {
				Object struct {
					Key string `json:"key"`
				} `json:"object"`
			} `json:"s3"`
		}
	}
	// Whatever else the function was sent, there is no file in it.
	_ = json.Unmarshal(r.Request, &notification)
	var files []announced
	for _, r := range notification.Records {
		// Encoded as in a form:
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
		if key, err := url.QueryUnescape(r.S3.Object.Key); err == nil && key != "" {
			files = append(files, announced{key, r.EventTime})
		}
	}
	return files
}

var reportName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,60}$`)

// reports returns the names of the reports that a request asks for.
func (r record) reports() []string {
	var request struct {
		Report  string
		Reports []string
	}
	_ = json.Unmarshal(r.Request, &request) // it may have failed because it is none
	var names []string
	for _, name := range append(request.Reports, request.Report) {
		if reportName.MatchString(name) {
			names = append(names, name)
		}
	}
	return names
}

// An error of the export says which exports failed: "export a.b 2026-11-22, c.d and e.f: ...; these are left: g.h".
var namesExports = regexp.MustCompile(`(?:\bexport|these are left:) ([^:;]*)`)

// failedReports returns those of a request's reports that an error names; nil if it names none of them.
func (r record) failedReports() (failed []string) {
	var named []string
	for _, match := range namesExports.FindAllStringSubmatch(r.failed(), -1) {
		named = append(named, strings.Fields(strings.ReplaceAll(match[1], ",", " "))...)
	}
	for _, name := range r.reports() {
		if slices.Contains(named, name) {
			failed = append(failed, name)
		}
	}
	return failed
}

// failed returns what the function said when it failed, or what Lambda said in its place: "Type: message". If neither
// said anything, it is why the invocation is over.
func (r record) failed() string {
	var said struct {
		Type    string `json:"errorType"`
		Message string `json:"errorMessage"`
	}
	if json.Unmarshal(r.Response, &said) != nil {
		_ = json.Unmarshal(r.Response, &said.Message) // what is no JSON comes as a text
	}
	switch {
	case said.Type != "" && said.Message != "":
		return said.Type + ": " + said.Message
	case said.Type+said.Message != "":
		return said.Type + said.Message
	}
	return r.Context.Condition
}

// imports returns the results that the import answered.
func (r record) imports() ([]outcome.Import, error) {
	var answer outcome.Imports
	if err := json.Unmarshal(r.Response, &answer); err != nil {
		return nil, fmt.Errorf("read the answer of the import: %w", err)
	}
	return answer.Imports, nil
}

// exports returns the results that the export answered.
func (r record) exports() ([]outcome.Report, error) {
	var answer outcome.Reports
	if err := json.Unmarshal(r.Response, &answer); err != nil {
		return nil, fmt.Errorf("read the answer of the export: %w", err)
	}
	return answer.Reports, nil
}
