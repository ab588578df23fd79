package endtoend

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// faultTimeout is the functions' timeout in these tests: long enough for a retry, and short enough for what never ends.
const faultTimeout = 12 * time.Second

// A badAnswer is what goes wrong with one call.
type badAnswer struct {
	name   string
	answer http.HandlerFunc
	byAWS  bool // AWS may answer so too; the others are what a proxy, or an API with a bad day, may do
	inBody bool // the status says that all is well

	endless bool // it goes on for ever
}

var badAnswers = []badAnswer{
	{"reset before the body is read", crewmojotest.CutOff, true, false, false},
	{"reset in the middle of the body", func(w http.ResponseWriter, r *http.Request) {
		_, _ = r.Body.Read(make([]byte, 16))
		panic(http.ErrAbortHandler)
	}, true, false, false},
	{"reset in the middle of the answer", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, "firstName,last")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}, true, true, false},
	{"no answer at all", func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // until then nobody would notice that the other side has gone
		<-r.Context().Done()
	}, true, false, false},
	{"a byte now and then", func(w http.ResponseWriter, r *http.Request) { drip(w, r, " ", 100*time.Millisecond) }, true, true, true},
	{"an answer without end", func(w http.ResponseWriter, r *http.Request) {
		drip(w, r, strings.Repeat("x", 10_000), 10*time.Millisecond)
	}, true, true, true},
	{"429, wait a second", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}, true, false, false},
	{"429, wait until a date", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", time.Now().Add(2*time.Second).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusTooManyRequests)
	}, true, false, false},
	{"500 with a web page", page(500), true, false, false},
	{"502 with a web page", page(502), true, false, false},
	{"503 with a web page", page(503), true, false, false},
	{"403", page(403), true, false, false},
	{"200 with an error object", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"success":"false","httpErrorCode":500,"errorMessage":"Internal error"}`)
	}, false, true, false},
	{"200 with garbage", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "\x00\x01\x02 garbage") }, false, true, false},
	{"200 with a web page", page(200), false, false, false},
	{"a redirect", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.2:9/", http.StatusFound)
	}, true, false, false},
	{"gzip that is none", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(w, "not compressed")
	}, false, true, false},
	{"gzip that is cut off", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		fmt.Fprint(zip, "a,b\n1,2\n")
		_ = zip.Flush()
	}, false, true, false},
}

func page(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		fmt.Fprint(w, "<html>Something is wrong</html>")
	}
}

// drip writes text again and again until the other side has had enough.
func drip(w http.ResponseWriter, r *http.Request, text string, pause time.Duration) {
	_, _ = io.Copy(io.Discard, r.Body)
	for {
		if _, err := fmt.Fprint(w, text); err != nil || http.NewResponseController(w).Flush() != nil {
			return
		}
		select {
		case <-time.After(pause):
		case <-r.Context().Done():
			return
		}
	}
}

// The calls of an import and of an export: endpoints of Crewmojo, or calls to AWS.
var (
	importCalls = []string{"GetSecretValue", "token", "upload", "GET incoming/", "HEAD imports/", "GET state/", "PUT state/",
		"PUT imports/.*rejected.csv", "PUT imports/.*source.csv", "PUT imports/.*result.json", "DELETE incoming/"}
	exportCalls = []string{"GetSecretValue", "HEAD reports/", "token", "download", "poll",
		"PUT reports/.*/r.csv", "GET reports/.*_columns", "PUT reports/.*_columns"}
)

var bodiless = regexp.MustCompile(`^(HEAD|DELETE|PUT (state|reports|.*(rejected|result)))`)

// Each fault once at each call of an import and of an export. What becomes of it is in testdata/faults.golden:
// whether the function recovers or fails, and what lies in S3 then. Delivered again, every import and every export is
// as if nothing had happened.
func TestFaults(t *testing.T) {
	type row struct{ job, call, fault, outcome string }
	var rows []row
	var mu sync.Mutex
	var group sync.WaitGroup
	slots := make(chan struct{}, 24) // most of the time is spent waiting
	try := func(job, call string, fault badAnswer, run func(call string, fault badAnswer) string) {
		isCrewmojo := slices.Contains([]string{"token", "upload", "download", "poll"}, call)
		// S3's answers to these have no body that could go wrong, and the GET of a file answers with the file.
		isWhole := fault.inBody && bodiless.MatchString(call) || call == "GET incoming/" && fault.name == "an answer without end"
		if isWhole || !isCrewmojo && !fault.byAWS {
			return
		}
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			outcome := run(call, fault)
			if fault.endless && !isCrewmojo {
				outcome = "recovers or fails, as the AWS SDK's patience has it"
			}
			mu.Lock()
			defer mu.Unlock()
			rows = append(rows, row{job, call, fault.name, outcome})
		})
	}
	for _, fault := range badAnswers {
		for _, call := range importCalls {
			try("import", call, fault, func(call string, fault badAnswer) string { return importWithFault(t, call, fault) })
		}
		for _, call := range exportCalls {
			try("export", call, fault, func(call string, fault badAnswer) string { return exportWithFault(t, call, fault) })
		}
	}
	group.Wait()
	slices.SortFunc(rows, func(a, b row) int {
		return strings.Compare(a.job+a.call+a.fault, b.job+b.call+b.fault)
	})
	var table strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&table, "%-6s | %-26s | %-34s | %s\n", r.job, r.call, r.fault, r.outcome)
	}
	const golden = "testdata/faults.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(table.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(table.String(), "\n")); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// faulty returns a bundle whose next call of the kind goes wrong.
func faulty(t *testing.T, call string, fault badAnswer) *world {
	b := newWorld(t, nil)
	b.Timeout = faultTimeout
	for name := range testbed.Binaries {
		r, err := b.Another(name)
		if err != nil {
			t.Fatal(err)
		}
		b.Runtimes[name].Close()
		b.Runtimes[name] = r
	}
	switch call {
	case "token", "upload", "download", "poll":
		b.Crewmojo.Fault(crewmojotest.Endpoint(call), fault.answer)
	default:
		b.AWS.Fault(regexp.MustCompile("^"+call), fault.answer)
	}
	return b
}

// outcome says what came of a delivery, and what lies in S3 then.
func outcomeOf(t *testing.T, b *world, done string, err error) string {
	if err != nil {
		done = "fails"
		if failed := (*localambda.FunctionError)(nil); !errors.As(err, &failed) || failed.Type == localambda.TimeoutError ||
			failed.Type == localambda.ExitError {
			t.Errorf("Lambda had to end it: %v", err)
		}
		if strings.Contains(err.Error(), "Person") || strings.Contains(err.Error(), "<html>") {
			t.Errorf("the error tells too much: %v", err)
		}
	}
	keys := b.objects("")
	for i, key := range keys {
		keys[i] = key[strings.LastIndex(key, "/")+1:]
	}
	return done + "; " + strings.Join(keys, " ")
}

func importWithFault(t *testing.T, call string, fault badAnswer) string {
	file := employees(1, 19, nil) + "Person,,nobody@example.com,E020,\n"
	b := faulty(t, call, fault)
	defer b.end()
	put := b.put("incoming/drop.csv", file)
	r, err := b.deliver(put)
	outcome := outcomeOf(t, b, string(r.Status), err)
	r, err = b.deliver(put)
	after := outcomeOf(t, b, string(r.Status), err)
	isWhole := regexp.MustCompile(`^(imported|duplicate); (answer.txt )?rejected.csv result.json source.csv baseline.csv$`)
	if !isWhole.MatchString(after) {
		t.Errorf("%s, %s: delivered again: %s (%v)", call, fault.name, after, err)
	}
	// A 2xx is Crewmojo's word that it has accepted the file, unless it is a web page or says otherwise.
	taken := call == "upload" && slices.Contains([]string{"200 with garbage", "an answer without end"}, fault.name)
	if people := b.Crewmojo.Employees(); len(people) != 19 && !taken {
		t.Errorf("%s, %s: Crewmojo has %d people", call, fault.name, len(people))
	}
	if known := rowsOf(t, b.object("state/baseline.csv"), "employeeCode"); len(known) != 19 {
		t.Errorf("%s, %s: %d people are known", call, fault.name, len(known))
	}
	return outcome
}

func exportWithFault(t *testing.T, call string, fault badAnswer) string {
	const report = "a,b\n1,2\n"
	b := faulty(t, call, fault)
	defer b.end()
	b.Crewmojo.SetReport("r", crewmojotest.Report{CSV: report, Polls: map[bool]int{true: 1}[call == "poll"]})
	const event = `{"report":"r","scheduledTime":"2026-11-23T06:00:00Z"}`
	_, err := b.export(event)
	outcome := outcomeOf(t, b, "exported", err)
	if _, err = b.export(event); err != nil {
		t.Errorf("%s, %s: asked again: %v", call, fault.name, err)
	}
	if got := b.object("reports/r/csv/period=none/date=2026-11-23/r.csv"); got != report {
		t.Errorf("%s, %s: the report is %q", call, fault.name, got)
	}
	return outcome
}
