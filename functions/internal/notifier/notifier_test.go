package notifier

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// fakeTopics are SNS topics that exist, by their names.
type fakeTopics struct {
	confirmed map[string]int
	broken    map[string]bool // topics that nothing can be published to
	mute      bool            // topics cannot be asked for their subscribers
	published []string        // "topic: subject"
	texts     []string        // of these
}

func (f *fakeTopics) Publish(_ context.Context, arn, subject, text string) error {
	if _, ok := f.confirmed[arn]; !ok || f.broken[arn] {
		return errors.New("publish to " + arn + ": NotFound")
	}
	// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
	if !goodSubject.MatchString(subject) || text == "" {
		return errors.New("publish to " + arn + ": InvalidParameter")
	}
	f.published = append(f.published, arn+": "+subject)
	f.texts = append(f.texts, text)
	return nil
}

func (f *fakeTopics) Subscribers(_ context.Context, arn string) (int, error) {
	if n, ok := f.confirmed[arn]; ok && !f.mute {
		return n, nil
	}
	return 0, errors.New("ask for the subscribers of " + arn + ": AuthorizationError")
}

// tell has a notifier handle an event, and returns its answer and what was logged.
func tell(t *testing.T, s Settings, topics *fakeTopics, raw string) (answer Answer, logged string, err error) {
	t.Helper()
	var log strings.Builder
	n := Notifier{Settings: s, Topics: topics, Log: slog.New(slog.NewTextHandler(&log, nil))}
	answer, err = n.Handle(t.Context(), json.RawMessage(raw))
	return answer, log.String(), err
}

// eventOf returns the event about an invocation.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
func eventOf(kind, function, answered string) string {
	return `{"version":"0","source":"lambda","detail-type":"Lambda Function Invocation Result - ` + kind + `",
		"region":"eu-central-1","detail":{"version":"1.0","requestContext":{"requestId":"request-1",
			"functionArn":"arn:aws:lambda:eu-central-1:111122223333:function:` + function + `:$LATEST",
			"condition":"RetriesExhausted","approximateInvokeCount":3},
		"requestPayload":{"Records":[{"s3":{"object":{"key":"incoming/employees.csv"}}}]}` + answered + `}}`
}

func answering(t *testing.T, results ...outcome.Import) string {
	t.Helper()
	answer, err := json.Marshal(outcome.Imports{Imports: results})
	if err != nil {
		t.Fatal(err)
	}
	return eventOf("Success", "Import", `,"responsePayload":`+string(answer))
}

var failedEvent = eventOf("Failure", "Import",
	`,"responsePayload":{"errorType":"ImportError","errorMessage":"get token: crewmojo: 401 Unauthorized"}`)

const (
	waiting    = "people: Waiting: the import failed 3 times - employees.csv"
	failedAt   = "operators: Import failed 3 times: the credentials are wrong - employees.csv"
	passItOn   = "Please pass this on"
	unheardLog = "nobody has confirmed"
)

// Who is told, whether it is noticed that nobody listens, and whether HR is asked to pass it on: exactly if no operator
// hears of it. A topic without an address is set to "".
func TestWhoIsTold(t *testing.T) {
	for name, test := range map[string]struct {
		people, operators string
		confirmed         map[string]int
		told              []string
		unheard           int
		passOn            bool
	}{
		"both": {"people", "operators", map[string]int{"people": 1, "operators": 2},
			[]string{waiting, failedAt}, 0, false},
		"no address for people":    {"", "operators", map[string]int{"operators": 1}, []string{failedAt}, 0, false},
		"no address for operators": {"people", "", map[string]int{"people": 1}, []string{waiting}, 0, true},
		"no address at all":        {"", "", nil, nil, 0, false},
		"operators have not yet": {"people", "operators", map[string]int{"people": 1, "operators": 0},
			[]string{waiting, failedAt}, 1, true},
		"nobody has confirmed": {"people", "operators", map[string]int{"people": 0, "operators": 0},
			[]string{waiting, failedAt}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := testWriter.Settings
			s.PeopleTopic, s.OperatorsTopic = test.people, test.operators
			topics := &fakeTopics{confirmed: test.confirmed}
			answer, logged, err := tell(t, s, topics, failedEvent)
			if err != nil || answer.Sent != len(test.told) {
				t.Errorf("sent %d, error %v", answer.Sent, err)
			}
			if diff := cmp.Diff(test.told, topics.published); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			if text := strings.Join(topics.texts, "\n"); strings.Contains(text, passItOn) != test.passOn {
				t.Errorf("HR is asked to pass it on: %t\n%s", !test.passOn, text)
			}
			if n := strings.Count(logged, unheardLog); n != test.unheard {
				t.Errorf("%d topics are said to be unheard, want %d", n, test.unheard)
			}
		})
	}
}

// If one of two messages cannot be published, the other one is, and the invocation fails: Lambda tries it again.
func TestPublishingFails(t *testing.T) {
	for broken, told := range map[string]string{"people": failedAt, "operators": waiting} {
		topics := &fakeTopics{confirmed: map[string]int{"people": 1, "operators": 1},
			broken: map[string]bool{broken: true}}
		answer, logged, err := tell(t, testWriter.Settings, topics, failedEvent)
		if err == nil || !strings.Contains(err.Error(), "publish to "+broken) || !strings.Contains(logged,
			"notify failed") {
			t.Errorf("%s: error %v, logged %s", broken, err, logged)
		}
		if answer.Sent != 1 || !slices.Equal(topics.published, []string{told}) {
			t.Errorf("%s: published %q", broken, topics.published)
		}
	}
}

// Not knowing who listens keeps nobody from being told.
func TestSubscribersUnknown(t *testing.T) {
	topics := &fakeTopics{confirmed: map[string]int{"people": 1, "operators": 1}, mute: true}
	answer, logged, err := tell(t, testWriter.Settings, topics, failedEvent)
	if err != nil || answer.Sent != 2 || !strings.Contains(logged, "subscribers unknown") || strings.Contains(logged,
		unheardLog) {
		t.Errorf("sent %d, error %v, logged %s", answer.Sent, err, logged)
	}
}

// A record may lack what a function said: it ran out of memory or time, or was never asked.
func TestRecords(t *testing.T) {
	held := sold()
	for name, test := range map[string]struct {
		event string
		told  []string
	}{
		"failed without an answer": {eventOf("Failure", "Import", ""), []string{waiting,
			"operators: Import failed 3 times: an unknown error - employees.csv"}},
		"failed with null": {eventOf("Failure", "Import", `,"responsePayload":null`),
			[]string{waiting, "operators: Import failed 3 times: an unknown error - employees.csv"}},
		"failed with a text": {eventOf("Failure", "Import", `,"responsePayload":"Task timed out after 900.00 seconds"`),
			[]string{waiting, "operators: Import failed 3 times: out of time - employees.csv"}},
		"the export failed": {eventOf("Failure", "Export", ""), []string{"operators: Export failed 3 times: an " +
			"unknown error - no report"}},
		"no imports":        {eventOf("Success", "Import", `,"responsePayload":{"imports":[]}`), nil},
		"nothing to answer": {eventOf("Success", "Import", `,"responsePayload":null`), nil},
		"several imports": {answering(t, held, held), slices.Repeat([]string{"people: Held: 27 of 95 employees " +
			"would leave, 4 missing - employees.csv"}, 2)},
		"no reports": {eventOf("Success", "Export", `,"responsePayload":{"reports":[]}`), nil},
		"a report": {eventOf("Success", "Export",
			`,"responsePayload":{"reports":[{"status":"exported","report":"people","rows":2}]}`),
			[]string{"operators: Exported: 1 report with 2 rows - people"}},
	} {
		t.Run(name, func(t *testing.T) {
			topics := &fakeTopics{confirmed: map[string]int{"people": 1, "operators": 1}}
			if _, _, err := tell(t, testWriter.Settings, topics, test.event); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(test.told, topics.published); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// What is no outcome is an error that says what to wire; so is an answer that cannot be read.
func TestWrongEvents(t *testing.T) {
	const wire = "let a rule hand it what the functions' destinations send to the event bus"
	for raw, want := range map[string]string{
		`{}`:                               wire,
		`{"Records":[{"s3":{}}]}`:          wire,
		`{"detail-type":"Object Created"}`: wire,
		`"text"`:                           wire,
		`[]`:                               wire,
		eventOf("Success", "Import", ""):   "read the answer of the import",
		eventOf("Success", "Import", `,"responsePayload":"text"`): "read the answer of the import",
		eventOf("Success", "Export", `,"responsePayload":"text"`): "read the answer of the export",
	} {
		topics := &fakeTopics{confirmed: map[string]int{"people": 1, "operators": 1}}
		if _, _, err := tell(t, testWriter.Settings, topics, raw); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", raw, err, want)
		}
		if topics.published != nil {
			t.Errorf("%s: published %q", raw, topics.published)
		}
	}
}

// The region of a link, and with it the partition, is that of the function that the event is about.
func TestLinkOfAnEvent(t *testing.T) {
	topics := &fakeTopics{confirmed: map[string]int{"people": 1, "operators": 1}}
	raw := answering(t, result(outcome.Held,
		func(r *outcome.Import) { r.Reasons = []outcome.Reason{{Code: "cut-off"}} }))
	raw = strings.ReplaceAll(raw, "arn:aws:lambda:eu-central-1", "arn:aws-us-gov:lambda:us-gov-west-1")
	if _, _, err := tell(t, testWriter.Settings, topics, raw); err != nil {
		t.Fatal(err)
	}
	const page = "https://console.amazonaws-us-gov.com/s3/object/acme-crewmojo?region=us-gov-west-1" +
		"&prefix=imports/20261123T210501Z-3f2a9c81d04b/review.html"
	if text := strings.Join(topics.texts, "\n"); !strings.Contains(text, page) {
		t.Errorf("no %s in\n%s", page, text)
	}
}

// SNS takes subjects of printable ASCII of less than 100 characters. Of a long name the end stays, where names differ.
func TestSubjects(t *testing.T) {
	long := strings.Repeat("employees of everywhere ", 9)
	for _, test := range []struct{ verdict, name, want string }{
		{"Held: 1 of 2 employees would leave", "employees.csv", "Held: 1 of 2 employees would leave - employees.csv"},
		{"Held: 1 of 2 employees would leave", long + "2026-11-23.csv",
			"Held: 1 of 2 employees would leave - ...loyees of everywhere employees of everywhere 2026-11-23.csv"},
		{"Held: über\n", "e.csv", "Held: _ber_ - e.csv"},
		{strings.Repeat("v", 200), "employees.csv", strings.Repeat("v", 80) + "... - employees.csv"},
		{strings.Repeat("v", 200), long, strings.Repeat("v", 66) + "... - ...f everywhere employees of "},
	} {
		got := subject(test.verdict, test.name)
		if len(got) > 99 || !regexp.MustCompile(`^[ -~]+$`).MatchString(got) {
			t.Errorf("%q (%d)", got, len(got))
		}
		if len(test.name) < 200 && got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
	name := legible("Müller\r\nBcc: all@example.com\u202e.csv")
	if want := "M_ller__Bcc: all_example_com_.csv"; name != want {
		t.Errorf("%q, want %q", name, want)
	}
}
