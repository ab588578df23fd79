package exporter

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

const allExported = "exported 2026-11-23 exported 2026-11-22 exported 2026-11-21"

const threeDays = `{"report":"r","startDate":"2026-11-21","endDate":"2026-11-23","each":"day"}`

// Lambda invokes a request that failed again, under the same ID: what it has written stays, and is not asked for again.
func TestRetrySkipsWhatIsThere(t *testing.T) {
	p := newPlace(t)
	p.crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n"})
	if done, err := p.invoke(t.Context(), "before", threeDays); done != allExported || err != nil {
		t.Fatalf("%s %v", done, err)
	}
	p.crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n3,4\n"})
	second := 0
	p.crewmojo.OnCall(func(at crewmojotest.Endpoint, answered bool) {
		if at == crewmojotest.Download && !answered {
			if second++; second == 1 {
				p.crewmojo.Fault(crewmojotest.Download, crewmojotest.Fail(http.StatusBadRequest, "Invalid data received"))
			}
		}
	})
	_, err := p.invoke(t.Context(), "first", threeDays)
	if err == nil || !strings.HasPrefix(err.Error(), "export r 2026-11-22: download report: crewmojo: 400 ") {
		t.Fatalf("error %v", err)
	}
	before, _ := p.asked()
	done, err := p.invoke(t.Context(), "first", threeDays)
	if done != "unchanged 2026-11-23 exported 2026-11-22 unchanged 2026-11-21" || err != nil {
		t.Errorf("the retry: %s %v", done, err)
	}
	if after, _ := p.asked(); after != before+1 {
		t.Errorf("the retry asked for %d reports", after-before)
	}
	if done, err := p.invoke(t.Context(), "another", threeDays); done != allExported || err != nil {
		t.Errorf("another request: %s %v", done, err)
	}
}

// When time runs out, what is there is there, and the error names the dates that are left.
func TestTimeRunsOut(t *testing.T) {
	p := newPlace(t)
	p.crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n"})
	p.crewmojo.OnCall(func(at crewmojotest.Endpoint, answered bool) {
		if reports, _ := p.asked(); at == crewmojotest.Download && !answered && reports == 2 {
			time.Sleep(3 * time.Second)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	done, err := p.invoke(ctx, "1", threeDays)
	if done != "exported 2026-11-23" || err == nil {
		t.Fatalf("%s %v", done, err)
	}
	const start, end = "export r 2026-11-22: download report: ", "; these are left: r 2026-11-21 to 2026-11-22"
	if !strings.HasPrefix(err.Error(), start) || !strings.HasSuffix(err.Error(), end) {
		t.Errorf("error %v", err)
	}
}

// One of several exports gets its part of the time, and never less than a job of Crewmojo's needs.
func TestShareOf(t *testing.T) {
	for _, test := range []struct {
		left   time.Duration
		among  int
		want   time.Duration
		isRest bool
	}{
		{15 * time.Minute, 1, 15 * time.Minute, true},
		{15 * time.Minute, 2, 7*time.Minute + 30*time.Second, false},
		{15 * time.Minute, 7, 6 * time.Minute, false},
		{5 * time.Minute, 7, 5 * time.Minute, true},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), test.left)
		share, done, isRest := shareOf(ctx, test.among)
		until, _ := share.Deadline()
		if got := time.Until(until); got > test.want || got < test.want-10*time.Second || isRest != test.isRest {
			t.Errorf("%+v: %v, the rest: %v", test, got, isRest)
		}
		done()
		cancel()
	}
}

// A report that fails may have taken all the time that it got. Its other days wait, so that they take none from other
// reports.
func TestReportThatFailsComesLast(t *testing.T) {
	p := newPlace(t)
	p.crewmojo.SetReport("good", crewmojotest.Report{CSV: "a,b\n1,2\n"})
	const event = `{"reports":["hangs","good"],"startDate":"2026-11-21","endDate":"2026-11-23","each":"day"}`
	if done, err := p.invoke(t.Context(), "1", event); done != allExported || err == nil ||
		!strings.HasPrefix(err.Error(), "export hangs 2026-11-21 to 2026-11-23: ") {
		t.Fatalf("%s %v", done, err)
	}
	var asked []string
	for _, call := range p.crewmojo.Calls() {
		if call.Endpoint == crewmojotest.Download {
			asked = append(asked, path.Base(call.Path))
		}
	}
	if got := strings.Join(asked, " "); got != "hangs good good good hangs hangs" {
		t.Errorf("asked for %s", got)
	}
}

// Ten reports take one token and one look at the secret.
func TestTenReportsTakeOneToken(t *testing.T) {
	p := newPlace(t)
	var names []string
	for i := range 10 {
		names = append(names, fmt.Sprintf("report-%d", i))
		p.crewmojo.SetReport(names[i], crewmojotest.Report{CSV: "a,b\n1,2\n"})
	}
	event, err := json.Marshal(map[string]any{"reports": names, "period": "yesterday"})
	if err != nil {
		t.Fatal(err)
	}
	if done, err := p.invoke(t.Context(), "1", string(event)); strings.Count(done, "exported") != 10 || err != nil {
		t.Errorf("%s %v", done, err)
	}
	secrets := strings.Count(strings.Join(p.aws.Calls(), "\n"), "GetSecretValue")
	if reports, tokens := p.asked(); reports != 10 || tokens != 1 || secrets != 1 {
		t.Errorf("%d reports, %d tokens, %d looks at the secret", reports, tokens, secrets)
	}
}

// Wrong credentials are wrong for every report: they are tried once, and all reports are named.
func TestWrongCredentialsStopEverything(t *testing.T) {
	p := newPlace(t)
	p.aws.SetSecret("secret", `{"client_id":"somebody","client_secret":"wrong"}`)
	done, err := p.invoke(t.Context(), "1", threeDays)
	want := "export r 2026-11-23: get token: crewmojo: 401 Unauthorized; these are left: r 2026-11-21 to 2026-11-23"
	if done != "" || err == nil || err.Error() != want {
		t.Errorf("%s %v", done, err)
	}
	if _, tokens := p.asked(); tokens != 1 {
		t.Errorf("%d tokens were asked for", tokens)
	}
}

// A report that is always answered 401 may be one that the company may not have. The others come all the same, and its own
// other days are tried once more.
func TestOneReportThatIsAlwaysUnauthorized(t *testing.T) {
	p := newPlace(t)
	p.crewmojo.FaultAlways(crewmojotest.Download, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/secret") {
			// Nobody waits so long, so that the test need not either.
			crewmojotest.Answer(http.StatusUnauthorized, "", "", "Retry-After: 600")(w, r)
			return
		}
		crewmojotest.Answer(http.StatusOK, "text/csv", "a,b\n1,2\n")(w, r)
	})
	done, err := p.invoke(t.Context(), "1", `{"reports":["secret","r","s"],"startDate":"2026-11-21","endDate":"2026-11-23","each":"day"}`)
	if strings.Count(done, "exported") != 6 || err == nil || !strings.HasPrefix(err.Error(), "export secret 2026-11-23: download report: "+
		"crewmojo: 401") || !strings.HasSuffix(err.Error(), "; these are left: secret 2026-11-21 to 2026-11-22") {
		t.Errorf("done %s, error %v", done, err)
	}
}

// Without a token nothing can be had: one that cannot be taken is asked for once, whatever the answer, and nobody is told
// that a report's name may be wrong.
func TestNoTokenStopsEverything(t *testing.T) {
	for _, answer := range []http.HandlerFunc{
		crewmojotest.Fail(http.StatusBadRequest, "Invalid data received"),
		crewmojotest.Fail(http.StatusForbidden, "Forbidden"),
		crewmojotest.Fail(http.StatusNotFound, "Not Found"),
		crewmojotest.Answer(http.StatusOK, "text/html", "<p>Down</p>"),
		crewmojotest.Answer(http.StatusOK, "application/json", "{}"),
		crewmojotest.Answer(http.StatusFound, "", ""),
	} {
		p := newPlace(t)
		p.crewmojo.FaultAlways(crewmojotest.Token, answer)
		_, err := p.invoke(t.Context(), "1", threeDays)
		const start, end = "export r 2026-11-23: get token: crewmojo: ", "; these are left: r 2026-11-21 to 2026-11-23"
		if err == nil || !strings.HasPrefix(err.Error(), start) || !strings.HasSuffix(err.Error(), end) ||
			strings.Contains(err.Error(), "name") {
			t.Errorf("error %v", err)
		}
		if _, tokens := p.asked(); tokens != 1 {
			t.Errorf("%d tokens were asked for: %v", tokens, err)
		}
	}
}

// What is refused says what may be wrong: of a request the report's name, of a poll the path, which is not published.
func TestRefusalsSayWhatMayBeWrong(t *testing.T) {
	html := crewmojotest.Answer(http.StatusOK, "text/html", "<p>Welcome</p>")
	for _, test := range []struct {
		at     crewmojotest.Endpoint
		answer http.HandlerFunc
		hint   string
	}{
		{crewmojotest.Download, crewmojotest.Fail(http.StatusBadRequest, "Invalid data received"), "report's name"},
		{crewmojotest.Download, crewmojotest.Fail(http.StatusNotFound, "Not Found"), "report's name"},
		{crewmojotest.Download, html, ""},
		{crewmojotest.Poll, crewmojotest.Fail(http.StatusBadRequest, "Invalid data received"), "CREWMOJO_JOB_PATH"},
		{crewmojotest.Poll, crewmojotest.Fail(http.StatusNotFound, "Not Found"), "CREWMOJO_JOB_PATH"},
		{crewmojotest.Poll, crewmojotest.Fail(http.StatusMethodNotAllowed, "Method Not Allowed"), "CREWMOJO_JOB_PATH"},
		{crewmojotest.Poll, html, "CREWMOJO_JOB_PATH"},
	} {
		p := newPlace(t)
		p.crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n", Polls: 1})
		p.crewmojo.Fault(test.at, test.answer)
		_, err := p.invoke(t.Context(), "1", `{"report":"r"}`)
		if err == nil || !strings.Contains(err.Error(), test.hint) || strings.Contains(err.Error(), "wrong") != (test.hint != "") {
			t.Errorf("%s: %v; want %s", test.at, err, test.hint)
		}
	}
}

// Two invocations side by side do not take a report backwards: the empty one was asked for before the full one was there,
// and comes after it.
func TestSideBySideNeverBackwards(t *testing.T) {
	p := newPlace(t)
	full := "a,b\n" + strings.Repeat("1,2\n", 11)
	p.crewmojo.SetReport("r", crewmojotest.Report{CSV: full})
	const event = `{"report":"r","startDate":"2026-11-23","endDate":"2026-11-23","each":"day"}`
	p.crewmojo.Fault(crewmojotest.Download, func(w http.ResponseWriter, r *http.Request) {
		if done, err := p.invoke(t.Context(), "other", event); done != "exported 2026-11-23" || err != nil {
			t.Errorf("the other: %s %v", done, err)
		}
		crewmojotest.Answer(http.StatusOK, "text/csv", "a,b\n")(w, r)
	})
	if done, err := p.invoke(t.Context(), "slow", event); done != "held 2026-11-23" || err != nil {
		t.Errorf("the slow one: %s %v", done, err)
	}
	const key = "r/csv/by=day/day=2026-11-23/r.csv"
	if there, held := p.object("reports/"+key), p.object("reports/_held/"+key); there != full || held != "a,b\n" {
		t.Errorf("there is %q, held %q", there, held)
	}
}

// What an asynchronous invocation answers must fit into an event: 256 KB with the request and all. What is held is what
// somebody must look at.
func TestLongAnswersAreBounded(t *testing.T) {
	all := outcome.Reports{}
	for i := range maxExports {
		status := outcome.Exported
		if i%100 == 99 {
			status = outcome.Held
		}
		all.Reports = append(all.Reports, outcome.Report{Status: status, Report: "oneonone.summary", Rows: i,
			Key: "reports/oneonone.summary/csv/by=day/day=2026-11-23/oneonone.summary.csv"})
	}
	short := bounded(all)
	encoded, err := json.Marshal(short)
	if err != nil || len(encoded) > 200_000 || len(encoded) < 190_000 {
		t.Errorf("%d bytes, %v", len(encoded), err)
	}
	held := 0
	for i, report := range short.Reports {
		if report.Status == outcome.Held {
			held++
		}
		if i < 99 && report.Rows != i {
			t.Errorf("result %d is that of %d", i, report.Rows)
		}
	}
	if held != maxExports/100 || short.Omitted != maxExports-len(short.Reports) {
		t.Errorf("%d held, %d omitted, %d there", held, short.Omitted, len(short.Reports))
	}
	all.Reports = all.Reports[:7]
	if few := bounded(all); len(few.Reports) != 7 || few.Omitted != 0 {
		t.Errorf("of seven: %+v", few)
	}
}

// A report that holds names where its heading should be is written, and its names reach no log.
func TestColumnsAreNeverLogged(t *testing.T) {
	p := newPlace(t)
	for _, report := range []string{"Grace,grace@example.com\n1,2\n", "Ada,ada@example.com\n1,2\n"} {
		p.crewmojo.SetReport("r", crewmojotest.Report{CSV: report})
		if _, err := p.invoke(t.Context(), "1", `{"report":"r","period":"yesterday"}`); err != nil {
			t.Fatal(err)
		}
		p.invoke(t.Context(), "2", `{"report":"r","period":"yesterday","format":"json"}`)
	}
	if told := p.log.String(); strings.Contains(told, "Grace") || strings.Contains(told, "example.com") || strings.Contains(told, "Ada") {
		t.Error(told)
	}
}
