package localambda

import (
	"encoding/json"
	"errors"
	"time"
)

// Why an asynchronous invocation is over.
const (
	Success                 = "Success"
	RetriesExhausted        = "RetriesExhausted"
	EventAgeExceeded        = "EventAgeExceeded"
	ZeroReservedConcurrency = "ZeroReservedConcurrency"
)

// A Record is what Lambda tells a destination about an asynchronous invocation.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
type Record struct {
	Version        string          `json:"version"`
	Timestamp      string          `json:"timestamp"`
	RequestContext RequestContext  `json:"requestContext"`
	RequestPayload json.RawMessage `json:"requestPayload"`
	// The function's answer. Both are missing if it was never asked: the event was too old, or no concurrency is reserved.
	ResponseContext *ResponseContext `json:"responseContext,omitempty"`
	ResponsePayload json.RawMessage  `json:"responsePayload,omitempty"`
}

// A RequestContext tells which invocation a record is about.
type RequestContext struct {
	RequestID              string `json:"requestId"`
	FunctionARN            string `json:"functionArn"`
	Condition              string `json:"condition"`
	ApproximateInvokeCount int    `json:"approximateInvokeCount"`
}

// A ResponseContext tells how a function answered. The status is 200 for failures too.
type ResponseContext struct {
	StatusCode      int    `json:"statusCode"`
	ExecutedVersion string `json:"executedVersion"`
	FunctionError   string `json:"functionError,omitempty"`
}

// NewRecord returns the record of an invocation that is over at a time. Attempts without an answer, neither payload
// nor err, are those that were never made.
func NewRecord(
	f Function, id, condition string, attempts int, request, payload []byte, err error, at time.Time,
) Record {
	r := Record{
		Version: "1.0", Timestamp: at.UTC().Format("2006-01-02T15:04:05.000Z"),
		RequestContext: RequestContext{id, f.ARN() + ":$LATEST", condition, attempts},
		RequestPayload: request,
	}
	switch failed := (*FunctionError)(nil); {
	case errors.As(err, &failed):
		// Whatever went wrong, a runtime of one's own can only fail in the way that Lambda calls unhandled.
		r.ResponseContext = &ResponseContext{StatusCode: 200, ExecutedVersion: "$LATEST", FunctionError: "Unhandled"}
		r.ResponsePayload, _ = json.Marshal(failed) // two strings always encode
	case payload != nil:
		r.ResponseContext = &ResponseContext{StatusCode: 200, ExecutedVersion: "$LATEST"}
		r.ResponsePayload = payload
	}
	return r
}

// Err returns how the invocation failed; nil if it succeeded. If the function did not answer, it is a [*FunctionError]
// with the condition alone.
func (r Record) Err() error {
	if r.RequestContext.Condition == Success {
		return nil
	}
	failed := &FunctionError{Message: r.RequestContext.Condition}
	if r.ResponsePayload == nil {
		return failed
	}
	if err := json.Unmarshal(r.ResponsePayload, failed); err != nil {
		return err
	}
	return failed
}
