package endtoend

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// The events of other services and tools, which somebody may wire to a function by mistake.
var wrongShapes = map[string]string{
	"event: null":              `null`,
	"event: a list":            `[]`,
	"event: a text":            `"incoming/employees.csv"`,
	"event: nothing":           `{}`,
	"event: of the console":    `{"key1":"value1","key2":"value2","key3":"value3"}`,
	"event: of an SQS queue":   `{"Records":[{"messageId":"1","body":"{\"report\":\"r\"}","eventSource":"aws:sqs"}]}`,
	"event: of a web call":     `{"version":"2.0","routeKey":"$default","rawPath":"/","headers":{},"body":"report=r"}`,
	"event: of the wrong kind": `{"report":7,"Records":"none","detail-type":7,"detail":[]}`,
	"event: 256 KB of text":    `{"text":"` + strings.Repeat("Lovelace ", 256<<10/9-2) + `"}`,
}

// A functionCase is one function, an event of its own, and the call that it makes in the middle of its work.
type functionCase struct {
	name  string
	event func(w *world) []byte
	large func(w *world) []byte // 256 KB of it
	hang  func(w *world, answer http.HandlerFunc)
}

var functionCases = []functionCase{
	{
		testbed.ImportFunction,
		func(w *world) []byte { return w.put("incoming/employees.csv", employees(1, 3, nil)).Notification() },
		func(w *world) []byte { // as many records as an event can hold, of folders
			record := strings.TrimSuffix(strings.TrimPrefix(string(localaws.Created{
				EventName: "ObjectCreated:Put", Bucket: testbed.BucketName, Key: "incoming/2026/", At: time.Now(),
			}.Notification()), `{"Records":[`), `]}`)
			return []byte(`{"Records":[` + strings.Repeat(record+",", 256<<10/len(record)-1) + record + `]}`)
		},
		func(w *world, answer http.HandlerFunc) { w.Crewmojo.Fault(crewmojotest.Upload, answer) },
	},
	{
		testbed.ExportFunction,
		func(w *world) []byte {
			w.Crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n"})
			return []byte(`{"report":"r"}`)
		},
		func(w *world) []byte {
			w.Crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n"})
			return []byte(`{"report":"r"` + strings.Repeat(" ", 256<<10-14) + `}`)
		},
		func(w *world, answer http.HandlerFunc) { w.Crewmojo.Fault(crewmojotest.Download, answer) },
	},
	{
		testbed.NotifyFunction,
		func(w *world) []byte { return outcomeOfSize(0) },
		func(w *world) []byte { return outcomeOfSize(200_000) }, // of Lambda's record, with what it answers twice in it
		func(w *world, answer http.HandlerFunc) { w.AWS.Fault(publishCall, answer) },
	},
}

var publishCall = regexp.MustCompile("^Publish")

// outcomeOfSize returns what the event bus tells of a failed import whose event has so many bytes more.
func outcomeOfSize(bytes int) []byte {
	return []byte(`{"version":"0","source":"lambda","detail-type":"Lambda Function Invocation Result - Failure","region":"eu-central-1",
"detail":{"version":"1.0","timestamp":"2026-11-23T21:05:01.987Z","requestContext":{"requestId":"1",
"functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:ImportEmployeesFunction:$LATEST","condition":"RetriesExhausted"},
"requestPayload":{"Records":[{"text":"` + strings.Repeat("x", bytes) + `"}]},
"responseContext":{"statusCode":200,"functionError":"Unhandled"},
"responsePayload":{"errorType":"ImportError","errorMessage":"upload employees: crewmojo: 403"}}}`)
}

// A happening is what AWS does with a function. It returns what the function answers.
type happening struct {
	name     string
	settings map[string]string
	timeout  time.Duration
	happen   func(t *testing.T, w *world, f functionCase, r *localambda.Runtime) error
}

var happenings = []happening{
	{name: "an event", happen: func(_ *testing.T, w *world, f functionCase, _ *localambda.Runtime) error {
		_, err := w.invoke(f.name, f.event(w))
		return err
	}},
	{name: "an event of 256 KB", happen: func(_ *testing.T, w *world, f functionCase, _ *localambda.Runtime) error {
		_, err := w.invoke(f.name, f.large(w))
		return err
	}},
	{name: "wrong settings", settings: map[string]string{"MAX_LEAVING_PERCENT": "many", "REPORTS_PREFIX": "/", "NOTIFY_ABOUT": "some"},
		happen: func(_ *testing.T, w *world, f functionCase, _ *localambda.Runtime) error {
			_, err := w.invoke(f.name, f.event(w))
			return err
		}},
	{name: "the time is up", timeout: 4 * time.Second, happen: func(_ *testing.T, w *world, f functionCase, _ *localambda.Runtime) error {
		event := f.event(w)
		f.hang(w, hang(func() {}))
		_, err := w.invoke(f.name, event)
		return err
	}},
	{name: "SIGTERM in the middle", happen: func(t *testing.T, w *world, f functionCase, r *localambda.Runtime) error {
		event, ended := f.event(w), make(chan bool, 1)
		f.hang(w, hang(func() { go func() { ended <- r.Terminate() }() }))
		_, err := w.invoke(f.name, event)
		if !<-ended {
			t.Errorf("%s: the process went on after SIGTERM, and had to be killed", f.name)
		}
		return err
	}},
	{name: "SIGTERM between events", happen: func(t *testing.T, w *world, f functionCase, r *localambda.Runtime) error {
		_, err := w.invoke(f.name, f.event(w))
		if began := time.Now(); !r.Terminate() || time.Since(began) > 400*time.Millisecond {
			t.Errorf("%s: the process took %v to end after SIGTERM", f.name, time.Since(began))
		}
		return err
	}},
	{name: "killed in the middle", happen: func(_ *testing.T, w *world, f functionCase, r *localambda.Runtime) error {
		event := f.event(w)
		f.hang(w, hang(func() { go r.Kill() }))
		_, err := w.invoke(f.name, event)
		return err
	}},
}

// hang answers nothing, and tells when it has been asked.
func hang(asked func()) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // until then nobody would notice that the other side has gone
		asked()
		<-r.Context().Done()
	}
}

// What AWS does with each function, what the function answers, and whether its process goes on, is in
// testdata/runtime.golden. After each, the next event of its own works; and an event that a function does not understand
// is answered without a word of what is in it.
func TestRuntime(t *testing.T) {
	t.Parallel()
	all := slices.Clone(happenings)
	for name, event := range wrongShapes {
		all = append(all, happening{name: name, happen: func(_ *testing.T, w *world, f functionCase, _ *localambda.Runtime) error {
			_, err := w.invoke(f.name, []byte(event))
			return err
		}})
	}
	var rows []string
	for _, f := range functionCases {
		for _, h := range all {
			rows = append(rows, fmt.Sprintf("%-24s | %-24s | %s", f.name, h.name, happened(t, f, h)))
		}
	}
	slices.Sort(rows)
	checkGolden(t, "testdata/runtime.golden", rows)
}

// happened has something happen to a function, and returns what comes of it.
func happened(t *testing.T, f functionCase, h happening) string {
	t.Helper()
	w := newWorld(t, h.settings)
	defer w.end()
	w.Timeout = h.timeout
	runtime, err := w.Another(f.name)
	if err != nil {
		t.Fatal(err)
	}
	w.Runtimes[f.name].Close()
	w.Runtimes[f.name] = runtime
	if h.settings == nil {
		_, err = w.invoke(f.name, f.event(w)) // it is warm
	} else {
		_, _ = w.invoke(f.name, f.event(w))
	}
	if err != nil {
		t.Fatalf("%s: %v", f.name, err)
	}
	before := runtime.Pid()
	answer := "succeeds"
	if err := h.happen(t, w, f, runtime); err != nil {
		failed := (*localambda.FunctionError)(nil)
		if !errors.As(err, &failed) {
			t.Fatalf("%s, %s: %v", f.name, h.name, err)
		}
		if strings.Contains(failed.Message, "Lovelace") || len(failed.Message) > 10_000 {
			t.Errorf("%s, %s: it repeats the event: %.200s", f.name, h.name, failed.Message)
		}
		answer = failed.Type + ": " + idPattern.ReplaceAllString(requestIDs.ReplaceAllString(failed.Message, "…"), "…")
	}
	_, err = w.invoke(f.name, f.event(w))
	if (err != nil) != (h.settings != nil) {
		t.Errorf("%s: after %s, the next event: %v", f.name, h.name, err)
	}
	if runtime.Pid() == before {
		return "goes on | " + answer
	}
	return "ends    | " + answer
}

// checkGolden compares lines with those in a file.
func checkGolden(t *testing.T, golden string, lines []string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSuffix(string(want), "\n"), "\n"), lines); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
