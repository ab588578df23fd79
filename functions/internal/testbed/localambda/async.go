package localambda

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
)

// maxEvent is the size of an event for an asynchronous invocation at most, in bytes:
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
const maxEvent = 1 << 20

// A Target is a function that is invoked asynchronously, as its EventInvokeConfig says.
type Target struct {
	Runtime    *Runtime
	MaxRetries int           // of a function that fails: 0, 1 or 2
	MaxAge     time.Duration // of an event; 0 for six hours
	Paused     bool          // its reserved concurrency is 0
	OnSuccess  func(Record)  // receives the record of what succeeded; nil for nothing
	OnFailure  func(Record)  // receives the record of what failed for the last time; nil for nothing
}

// An Async is the queue from which Lambda invokes functions for those who do not wait: S3, EventBridge Scheduler, and
// callers with --invocation-type Event. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
type Async struct {
	Clock *clock.Clock

	mu     sync.Mutex
	events []*event
}

// An event waits until it is due.
type event struct {
	*Target
	id            string
	payload       []byte
	received, due time.Time
	attempts      int
}

// Invoke puts an event into the queue, and returns the ID of its invocation.
func (a *Async) Invoke(to *Target, payload []byte) (string, error) {
	if len(payload) > maxEvent {
		return "", fmt.Errorf("RequestEntityTooLargeException: %d bytes exceed the limit of %d for asynchronous invocations",
			len(payload), maxEvent)
	}
	if !json.Valid(payload) {
		return "", errors.New("InvalidRequestContentException: could not parse request body into json")
	}
	now := a.Clock.Now()
	e := &event{Target: to, id: NewID(), payload: payload, received: now, due: now}
	a.add(e)
	return e.id, nil
}

func (a *Async) add(e *event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.events = append(a.events, e)
}

// next takes the event out of the queue that is due first; nil if there is none.
func (a *Async) next() *event {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.events) == 0 {
		return nil
	}
	first := 0
	for i, e := range a.events {
		if e.due.Before(a.events[first].due) {
			first = i
		}
	}
	e := a.events[first]
	a.events = slices.Delete(a.events, first, first+1)
	return e
}

// Settle deals with all events, one after the other, until each has succeeded or failed for the last time. It waits
// by the clock: one that was set goes on to when the next retry is due. The error is the context's, or that of a
// function that could not be started.
func (a *Async) Settle(ctx context.Context) error {
	for e := a.next(); e != nil; e = a.next() {
		if err := a.Clock.WaitUntil(ctx, e.due); err != nil {
			return err
		}
		if err := a.deal(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// deal makes one attempt.
func (a *Async) deal(ctx context.Context, e *event) error {
	maxAge := e.MaxAge
	if maxAge == 0 {
		maxAge = 6 * time.Hour
	}
	switch {
	case e.Paused:
		a.tell(e.OnFailure, e, ZeroReservedConcurrency, nil, nil)
		return nil
	case a.Clock.Now().Sub(e.received) > maxAge:
		a.tell(e.OnFailure, e, EventAgeExceeded, nil, nil)
		return nil
	}
	e.attempts++
	payload, err := e.Runtime.invoke(ctx, e.id, e.payload)
	if failed := (*FunctionError)(nil); err != nil && !errors.As(err, &failed) {
		return err
	}
	// One minute after the first attempt, and two after the second:
	// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
	e.due = a.Clock.Now().Add(time.Duration(e.attempts) * time.Minute)
	switch {
	case err == nil:
		a.tell(e.OnSuccess, e, Success, payload, nil)
	case e.attempts > e.MaxRetries:
		a.tell(e.OnFailure, e, RetriesExhausted, nil, err)
	case e.due.Sub(e.received) > maxAge:
		a.tell(e.OnFailure, e, EventAgeExceeded, nil, err)
	default:
		a.add(e)
	}
	return nil
}

func (a *Async) tell(destination func(Record), e *event, condition string, payload []byte, err error) {
	if destination != nil {
		destination(NewRecord(e.Runtime.function, e.id, condition, e.attempts, e.payload, payload, err, a.Clock.Now()))
	}
}
