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

// An outbox holds what destinations and targets were sent, by their logical ids.
type outbox struct {
	mu       sync.Mutex
	sent     map[string][]json.RawMessage
	failures int
}

func (o *outbox) put(to string, message []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.sent == nil {
		o.sent = map[string][]json.RawMessage{}
	}
	o.sent[to] = append(o.sent[to], message)
}

func (o *outbox) fail() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failures++
}

// InvokeAsync invokes a function as S3, EventBridge Scheduler and --invocation-type Event do: it is tried as often as
// the template says, and its destinations are told. [Bed.Settle] makes it happen.
func (s *Bed) InvokeAsync(function string, event []byte) (requestID string, err error) {
	return s.async.Invoke(s.target(function), event)
}

func (s *Bed) target(function string) *localambda.Target {
	f := s.Template.Functions[function]
	s.running(function)
	tell := func(to template.Destination, r localambda.Record) {
		if !s.mayTell(function, to) {
			s.outbox.fail()
			return
		}
		s.send(to, r)
	}
	return &localambda.Target{
		Runtime: s.Runtimes[function], MaxRetries: f.MaxRetries, MaxAge: f.MaxAge,
		OnSuccess: func(r localambda.Record) { tell(f.OnSuccess, r) },
		OnFailure: func(r localambda.Record) { tell(f.OnFailure, r) },
	}
}

// Deliver invokes a function asynchronously, waits until everything has been dealt with, and returns what it answered.
// It is not tried again, so that somebody who watches does not wait for minutes.
func (s *Bed) Deliver(ctx context.Context, function string, event []byte) (answer []byte, err error) {
	s.delivering.Lock()
	defer s.delivering.Unlock()
	once := s.target(function)
	once.MaxRetries = 0
	succeeded, failed := once.OnSuccess, once.OnFailure
	once.OnSuccess = func(r localambda.Record) {
		answer = r.ResponsePayload
		succeeded(r)
	}
	once.OnFailure = func(r localambda.Record) {
		err = r.Err()
		failed(r)
	}
	if _, err := s.async.Invoke(once, event); err != nil {
		return nil, err
	}
	if err := s.Settle(ctx); err != nil {
		return nil, err
	}
	return answer, err
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

// DeliveryFailures returns how many records were too large for their destinations, or which the function's role does not let
// Lambda send: they are lost but for that metric.
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
	if err != nil || len(message) > maxRecord {
		s.outbox.fail()
		return
	}
	s.outbox.put(to.Name, message)
	if to.Type == "EventBridge" {
		s.route(to.Name, message)
	}
}

// route hands an event to the targets of the rules that it matches. What cannot be handed over goes to the target's
// dead-letter queue: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
func (s *Bed) route(bus string, event []byte) {
	if s.Template == nil {
		return
	}
	for _, rule := range s.Template.Rules {
		matches, err := rule.Matches(event)
		if err != nil || !matches || rule.Bus != bus {
			continue
		}
		for _, target := range rule.Targets {
			input, err := target.Input(event)
			switch {
			case err != nil:
			case s.Runtimes[target.Name] == nil:
				s.outbox.put(target.Name, input)
			default:
				_, err = s.InvokeAsync(target.Name, input)
			}
			if err != nil {
				s.outbox.put(target.DeadLetters, event)
			}
		}
	}
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
