package localambda

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
)

var night = time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC)

// told is what the destinations of a target were told.
type told struct{ success, failure []Record }

func (d *told) target(r *Runtime) *Target {
	return &Target{
		Runtime: r, MaxRetries: 2,
		OnSuccess: func(r Record) { d.success = append(d.success, r) },
		OnFailure: func(r Record) { d.failure = append(d.failure, r) },
	}
}

func newAsync() *Async {
	a := &Async{Clock: &clock.Clock{}}
	a.Clock.Set(night)
	return a
}

// A record is checked as JSON: that is what a destination gets.
func checkRecord(t *testing.T, what string, records []Record, want string) {
	t.Helper()
	if len(records) != 1 {
		t.Errorf("%s: %d records", what, len(records))
		return
	}
	encoded, err := json.Marshal(records[0])
	if err != nil {
		t.Fatal(err)
	}
	var got, wanted map[string]any
	if err := json.Unmarshal(encoded, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("%s: want -, got +:\n%s", what, diff)
	}
}

const arn = "arn:aws:lambda:eu-central-1:000000000000:function:Test:$LATEST"

func TestAsyncSuccess(t *testing.T) {
	a, d := newAsync(), &told{}
	id, err := a.Invoke(d.target(start(t)), eventTo(""))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkRecord(t, "success", d.success, `{"version":"1.0","timestamp":"2026-11-23T21:05:01.000Z",
		"requestContext":{"requestId":"`+id+`","functionArn":"`+arn+`","condition":"Success","approximateInvokeCount":1},
		"requestPayload":{"do":""},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},
"responsePayload":{"RequestID":"`+id+`"}}`)
	if len(d.failure) > 0 {
		t.Errorf("it has also failed: %+v", d.failure)
	}
}

// A function that fails is tried again after one minute, and after two more; all attempts have the same ID.
func TestAsyncFailure(t *testing.T) {
	for do, response := range map[string]string{
		"fail":              `{"errorType":"refusedError","errorMessage":"the function has refused"}`,
		"run out of memory": `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with error: signal: killed"}`,
		"hang":              `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ID Error: Task timed out after 1.00 seconds"}`,
	} {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			a, d := newAsync(), &told{}
			timeout := time.Minute
			if do == "hang" {
				timeout = time.Second
			}
			id, err := a.Invoke(d.target(startWithin(t, timeout)), eventTo(do))
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			checkRecord(t, do, d.failure, `{"version":"1.0","timestamp":"2026-11-23T21:08:01.000Z",
				"requestContext":{"requestId":"`+id+`","functionArn":"`+arn+`","condition":"RetriesExhausted","approximateInvokeCount":3},
				"requestPayload":{"do":"`+do+`"},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},
				"responsePayload":`+strings.ReplaceAll(response, "ID", id)+`}`)
			if len(d.success) > 0 {
				t.Errorf("it has also succeeded: %+v", d.success)
			}
		})
	}
}

// Records of events that the function never saw have no response.
func TestAsyncWithoutResponse(t *testing.T) {
	r := start(t)
	for _, test := range []struct {
		name   string
		change func(*Async, *Target)
		want   string
	}{
		{"too old", func(a *Async, _ *Target) { a.Clock.Set(night.Add(6*time.Hour + time.Second)) }, EventAgeExceeded},
		{"no concurrency", func(_ *Async, to *Target) { to.Paused = true }, ZeroReservedConcurrency},
	} {
		a, d := newAsync(), &told{}
		to := d.target(r)
		id, err := a.Invoke(to, eventTo(""))
		if err != nil {
			t.Fatal(err)
		}
		test.change(a, to)
		if err := a.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		at := a.Clock.Now().Format("2006-01-02T15:04:05.000Z")
		checkRecord(t, test.name, d.failure, `{"version":"1.0","timestamp":"`+at+`",
			"requestContext":{"requestId":"`+id+`","functionArn":"`+arn+`","condition":"`+test.want+`","approximateInvokeCount":0},
"requestPayload":{"do":""}}`)
	}
}

// An event whose next retry would come too late fails with the last response.
func TestAsyncAgeBetweenRetries(t *testing.T) {
	a, d := newAsync(), &told{}
	to := d.target(start(t))
	to.MaxAge = 90 * time.Second
	if _, err := a.Invoke(to, eventTo("fail")); err != nil {
		t.Fatal(err)
	}
	if err := a.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(d.failure) != 1 || d.failure[0].RequestContext.Condition != EventAgeExceeded ||
		d.failure[0].RequestContext.ApproximateInvokeCount != 2 ||
		!strings.Contains(string(d.failure[0].ResponsePayload), "the function has refused") {
		t.Errorf("told was %+v", d.failure)
	}
}

// Events are dealt with when they are due: one that came meanwhile does not wait for another's retries.
func TestAsyncOrder(t *testing.T) {
	a, d := newAsync(), &told{}
	to := d.target(start(t))
	var order []string
	to.OnSuccess = func(r Record) { order = append(order, "success "+r.Timestamp) }
	to.OnFailure = func(r Record) { order = append(order, "failure "+r.Timestamp) }
	for _, do := range []string{"fail", "", ""} {
		if _, err := a.Invoke(to, eventTo(do)); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{"success 2026-11-23T21:05:01.000Z", "success 2026-11-23T21:05:01.000Z", "failure 2026-11-23T21:08:01.000Z"}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestAsyncRefusesEvents(t *testing.T) {
	a, d := newAsync(), &told{}
	to := d.target(start(t))
	if _, err := a.Invoke(to, []byte(`"`+strings.Repeat("x", 1<<20)+`"`)); err == nil ||
		!strings.HasPrefix(err.Error(), "RequestEntityTooLargeException") {
		t.Errorf("an event of more than 1 MiB: %v", err)
	}
	if _, err := a.Invoke(to, []byte(`{"do":`)); err == nil || !strings.HasPrefix(err.Error(), "InvalidRequestContentException") {
		t.Errorf("no JSON: %v", err)
	}
}
