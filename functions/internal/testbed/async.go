package testbed

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
)

// maxRecord is the size of what a destination takes at most, in bytes:
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html,
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
const maxRecord = 256 << 10

// An outbox holds what destinations were sent, by their logical ids.
type outbox struct {
	mu       sync.Mutex
	sent     map[string][]json.RawMessage
	failures int
}

// InvokeAsync invokes a function as S3, EventBridge Scheduler and --invocation-type Event do: it is tried as often as
// the template says, and its destinations are told. [Bed.Settle] makes it happen.
func (s *Bed) InvokeAsync(function string, event []byte) (requestID string, err error) {
	f := s.Template.Functions[function]
	return s.async.Invoke(&localambda.Target{
		Runtime: s.Runtimes[function], MaxRetries: f.MaxRetries, MaxAge: f.MaxAge,
		OnSuccess: func(r localambda.Record) { s.send(f.OnSuccess, r) },
		OnFailure: func(r localambda.Record) { s.send(f.OnFailure, r) },
	}, event)
}

// Settle deals with everything that was invoked asynchronously, until it has succeeded or failed for the last time. A
// clock that was set goes on to when the next retry is due.
func (s *Bed) Settle(ctx context.Context) error { return s.async.Settle(ctx) }

// Delivered returns what a destination was sent, the oldest first: events of an event bus, messages of a queue.
func (s *Bed) Delivered(destination string) []json.RawMessage {
	s.outbox.mu.Lock()
	defer s.outbox.mu.Unlock()
	return append([]json.RawMessage(nil), s.outbox.sent[destination]...)
}

// DeliveryFailures returns how many records were too large for their destinations: they are lost but for that metric.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
func (s *Bed) DeliveryFailures() int {
	s.outbox.mu.Lock()
	defer s.outbox.mu.Unlock()
	return s.outbox.failures
}

// send tells a destination of an invocation.
func (s *Bed) send(to template.Destination, record localambda.Record) {
	if to.Type == "" {
		return
	}
	message, err := json.Marshal(record)
	if to.Type == "EventBridge" {
		message, err = outcomeEvent(to, record)
	}
	s.outbox.mu.Lock()
	defer s.outbox.mu.Unlock()
	if err != nil || len(message) > maxRecord {
		s.outbox.failures++
		return
	}
	if s.outbox.sent == nil {
		s.outbox.sent = map[string][]json.RawMessage{}
	}
	s.outbox.sent[to.Name] = append(s.outbox.sent[to.Name], message)
}

// outcomeEvent returns the event by which Lambda tells an event bus of an invocation.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
func outcomeEvent(bus template.Destination, record localambda.Record) ([]byte, error) {
	kind := "Success"
	if record.RequestContext.Condition != localambda.Success {
		kind = "Failure"
	}
	return json.Marshal(map[string]any{
		"version": "0", "id": localambda.NewID(), "source": "lambda",
		"detail-type": "Lambda Function Invocation Result - " + kind,
		"account":     localaws.Account, "region": localaws.Region, "time": record.Timestamp[:len("2026-11-23T21:05:01")] + "Z",
		"resources": []string{
			"arn:aws:events:" + localaws.Region + ":" + localaws.Account + ":event-bus/" + bus.Name,
			record.RequestContext.FunctionARN,
		},
		"detail": record,
	})
}
