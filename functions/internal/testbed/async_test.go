package testbed

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
)

var (
	bus   = template.Destination{Type: "EventBridge", Name: "Outcomes"}
	queue = template.Destination{Type: "SQS", Name: "FailedEvents"}
)

// record returns the record of an invocation that has answered payload, or failed with err.
func record(condition, payload string, err error) localambda.Record {
	at := time.Date(2026, time.November, 23, 21, 5, 1, 987_000_000, time.UTC)
	f := localambda.Function{Name: "Import"}
	return localambda.NewRecord(f, "request-1", condition, 1, []byte(`{"Records":[]}`), []byte(payload), err, at)
}

// An event bus gets a record as an event, and a queue as it is.
func TestDestinations(t *testing.T) {
	var s Bed
	failed := &localambda.FunctionError{Type: "ImportError", Message: "upload employees: crewmojo: 403"}
	s.send(bus, record(localambda.Success, `{"imports":[]}`, nil))
	s.send(bus, record(localambda.RetriesExhausted, "", failed))
	s.send(queue, record(localambda.RetriesExhausted, "", failed))
	s.send(template.Destination{}, record(localambda.Success, `{}`, nil))
	const success = `{"version":"1.0","timestamp":"2026-11-23T21:05:01.987Z",
		"requestContext":{"requestId":"request-1","functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:Import:$LATEST",
			"condition":"Success","approximateInvokeCount":1},
		"requestPayload":{"Records":[]},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":{"imports":[]}}`
	const failure = `{"version":"1.0","timestamp":"2026-11-23T21:05:01.987Z",
		"requestContext":{"requestId":"request-1","functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:Import:$LATEST",
			"condition":"RetriesExhausted","approximateInvokeCount":1},
		"requestPayload":{"Records":[]},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},
		"responsePayload":{"errorType":"ImportError","errorMessage":"upload employees: crewmojo: 403"}}`
	envelope := func(kind, detail string) string {
		return `{"version":"0","source":"lambda","detail-type":"Lambda Function Invocation Result - ` + kind + `",
			"account":"000000000000","region":"eu-central-1","time":"2026-11-23T21:05:01Z",
			"resources":["arn:aws:events:eu-central-1:000000000000:event-bus/Outcomes",
				"arn:aws:lambda:eu-central-1:000000000000:function:Import:$LATEST"],"detail":` + detail + `}`
	}
	checkDelivered(t, &s, "Outcomes", envelope("Success", success), envelope("Failure", failure))
	checkDelivered(t, &s, "FailedEvents", failure)
}

// checkDelivered checks what a destination was sent, but for the events' own ids.
func checkDelivered(t *testing.T, s *Bed, destination string, want ...string) {
	t.Helper()
	delivered := s.Delivered(destination)
	if len(delivered) != len(want) {
		t.Fatalf("%s was sent %s", destination, delivered)
	}
	for i, message := range delivered {
		var got, wanted map[string]any
		if err := errors.Join(json.Unmarshal(message, &got), json.Unmarshal([]byte(want[i]), &wanted)); err != nil {
			t.Fatal(err)
		}
		delete(got, "id")
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s, message %d: want -, got +:\n%s", destination, i+1, diff)
		}
	}
}

// A record that is too large for its destination is lost, and counted.
func TestLargeRecords(t *testing.T) {
	var s Bed
	for _, to := range []template.Destination{bus, queue} {
		s.send(to, record(localambda.Success, `"`+strings.Repeat("x", 250_000)+`"`, nil))
		s.send(to, record(localambda.Success, `"`+strings.Repeat("x", 262_144)+`"`, nil))
		if sent := len(s.Delivered(to.Name)); sent != 1 {
			t.Errorf("%s was sent %d of the two", to.Name, sent)
		}
	}
	if n := s.DeliveryFailures(); n != 2 {
		t.Errorf("%d could not be delivered", n)
	}
}

// An event goes to the targets of the rules of its bus that match it, as a whole or in part; what cannot be handed over goes to
// the target's dead-letter queue, as a whole.
func TestRules(t *testing.T) {
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, []byte(`Resources:
  All:
    Type: AWS::Events::Rule
    Properties: {EventBusName: Outcomes, EventPattern: {source: [lambda]}, Targets: [{Arn: !GetAtt Everything.Arn}]}
  Failures:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: Outcomes
      EventPattern: {detail-type: [Lambda Function Invocation Result - Failure]}
      Targets:
        - {Arn: !GetAtt Kept.Arn, InputPath: $.detail}
        - {Arn: !GetAtt Lost.Arn, InputPath: $.nowhere, DeadLetterConfig: {Arn: !GetAtt Dead.Arn}}
  OtherBus:
    Type: AWS::Events::Rule
    Properties: {EventBusName: Other, EventPattern: {source: [lambda]}, Targets: [{Arn: !GetAtt Nothing.Arn}]}
`), 0o666); err != nil {
		t.Fatal(err)
	}
	parsed, err := template.Read(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := Bed{Template: parsed}
	s.send(bus, record(localambda.Success, `{"imports":[]}`, nil))
	s.send(bus, record(localambda.RetriesExhausted, "", &localambda.FunctionError{Type: "ImportError", Message: "crewmojo: 403"}))
	sent := s.Delivered("Outcomes")
	var failed struct{ Detail json.RawMessage }
	if err := json.Unmarshal(sent[1], &failed); err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string][]json.RawMessage{
		"Everything": sent, "Kept": {failed.Detail}, "Lost": nil, "Dead": {sent[1]}, "Nothing": nil,
	} {
		if diff := cmp.Diff(want, s.Delivered(target), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", target, diff)
		}
	}
}
