package crewmojo_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

func TestReportRequest(t *testing.T) {
	october := func(day int) time.Time { return time.Date(2026, time.October, day, 23, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		request crewmojo.ReportRequest
		body    string
		answer  string
	}{
		{crewmojo.ReportRequest{}, `{}`, "id,name\n1,a\n"},
		{crewmojo.ReportRequest{StartDate: october(1), EndDate: october(31)}, `{"startDate":20261001,"endDate":20261031}`, "id,name\n1,a\n"},
		{crewmojo.ReportRequest{JSON: true}, `{"contentType":"json"}`, `[{"id":1}]`},
	} {
		server, client := newPair(t)
		server.SetReport("oneonone.summary", crewmojotest.Report{CSV: "id,name\n1,a\n", JSON: `[{"id":1}]`})
		test.request.Report = "oneonone.summary"
		to := spool(t)
		download, err := client.DownloadReport(withDeadline(t, 10*time.Second), test.request, to)
		if err != nil || download.Jobs != 0 {
			t.Errorf("%+v: %d jobs, error %v", test.request, download.Jobs, err)
		}
		if got := string(server.ReportRequests()[0]); got != test.body {
			t.Errorf("asked for %s; want %s", got, test.body)
		}
		if got, _ := os.ReadFile(to.Name()); string(got) != test.answer {
			t.Errorf("received %q; want %q", got, test.answer)
		}
	}
}

func TestReportAnswers(t *testing.T) {
	ask := func(answers ...http.HandlerFunc) func(t *testing.T, asJSON bool) (string, error) {
		return func(t *testing.T, asJSON bool) (string, error) {
			server, client := newPair(t)
			server.Fault(crewmojotest.Download, answers...)
			to := spool(t)
			_, err := client.DownloadReport(withDeadline(t, 10*time.Second), crewmojo.ReportRequest{Report: "r", JSON: asJSON}, to)
			got, _ := os.ReadFile(to.Name())
			return string(got), err
		}
	}
	for _, test := range []struct {
		name   string
		asJSON bool
		ask    func(*testing.T, bool) (string, error)
		want   string
		err    string
	}{
		{name: "an empty report", ask: ask(answer(200, "text/csv", "a,b\n")), want: "a,b\n"},
		{name: "a JSON report with a field named jobId", asJSON: true,
			ask:  ask(answer(200, "application/json", `{"jobId":"7","rows":[{"a":1}]}`)),
			want: `{"jobId":"7","rows":[{"a":1}]}`},
		{name: "an array of jobs", asJSON: true, ask: ask(answer(200, "application/json", `[{"jobId":"7"}]`)), want: `[{"jobId":"7"}]`},
		{name: "an error object with status 200", ask: ask(answer(200, "application/json", `{"success":"false","httpErrorCode":400,"errorMessage":"Invalid data received"}`)),
			err: "download report: crewmojo: 400 Invalid data received"},
		{name: "an HTML page", ask: ask(answer(200, "text/html", "<!doctype html><p>Down for maintenance")), err: "download report: crewmojo: the answer is a web page"},
		{name: "JSON where CSV was asked for", ask: ask(answer(200, "application/json", `[{"a":1}]`)), err: "download report: crewmojo: the answer is JSON"},
		{name: "CSV where JSON was asked for", asJSON: true, ask: ask(answer(200, "text/csv", "a,b\n")), err: "download report: crewmojo: the answer is CSV, where JSON was asked for"},
		{name: "a job id that would change the URL", ask: ask(answer(200, "application/json", `{"jobId":"../../oauth/token"}`)), err: "download report: crewmojo: the answer's jobId"},
		{name: "an answer cut off in the middle is asked for again", ask: ask(cutInTheMiddle, answer(200, "text/csv", "a,b\n1,2\n")), want: "a,b\n1,2\n"},
		{name: "so is one larger than the first look", ask: ask(cutLate, answer(200, "text/csv", "a,b\n1,2\n")), want: "a,b\n1,2\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := test.ask(t, test.asJSON)
			if !sameError(message(err), test.err) {
				t.Errorf("error: %v; want %q", err, test.err)
			}
			if err == nil && got != test.want {
				t.Errorf("received %q; want %q", got, test.want)
			}
		})
	}
}

func cutInTheMiddle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte("a,b\n1,2\n"))
}

func cutLate(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/csv")
	_, _ = w.Write([]byte("a,b\n" + strings.Repeat("1,2\n", 50_000)))
	panic(http.ErrAbortHandler)
}

func TestReportNamesThatAreNone(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../token", "a/b", "a b", "a..b", "a?b", strings.Repeat("a", 200)} {
		_, client := newPair(t)
		if _, err := client.DownloadReport(t.Context(), crewmojo.ReportRequest{Report: name}, spool(t)); err == nil {
			t.Errorf("report %q was asked for", name)
		}
	}
}

// inMemory answers requests by a handler without any network, so that a test can run in a bubble of fake time.
type inMemory struct{ http.Handler }

func (h inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// slowAPI has one job that is ready at a moment, and a token that dies now and then.
type slowAPI struct {
	readyAfter time.Duration // since the job was asked for; the first job asked for is never ready where it is negative
	deadTokens int           // so many polls are answered 401
	jobs       int
	polls      int
	asked      time.Time
}

func (a *slowAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/v1/oauth/token":
		answer(200, "application/json", `{"access_token":"t","token_type":"Bearer","expires_in":1800}`)(w, r)
	case r.Method == http.MethodPost:
		a.jobs++
		a.asked = time.Now()
		answer(200, "application/json", `{"jobId":"j1"}`)(w, r)
	case a.deadTokens > 0:
		a.deadTokens--
		crewmojotest.Fail(401, "Unauthorized")(w, r)
	default:
		a.polls++
		if a.readyAfter < 0 && a.jobs == 1 || time.Since(a.asked) < a.readyAfter {
			answer(200, "application/json", `{"jobId":"j1"}`)(w, r)
			return
		}
		answer(200, "text/csv", "a,b\n1,2\n")(w, r)
	}
}

func TestLongRunningReports(t *testing.T) {
	for _, test := range []struct {
		name       string
		api        slowAPI
		limit      time.Duration
		jobs       int
		took       time.Duration // at most
		polls      int           // at most
		outOfTime  bool
		tokensLost int
	}{
		{name: "ready in a minute", api: slowAPI{readyAfter: time.Minute}, limit: 15 * time.Minute, jobs: 1, took: 80 * time.Second, polls: 20},
		{name: "a token that dies while polling does not lose the job", api: slowAPI{readyAfter: time.Minute, deadTokens: 3},
			limit: 15 * time.Minute, jobs: 1, took: 90 * time.Second, polls: 20, tokensLost: 3},
		{name: "abandoned after five minutes and asked for afresh", api: slowAPI{readyAfter: -1}, limit: 15 * time.Minute, jobs: 2, took: 6 * time.Minute, polls: 60},
		{name: "not ready before the deadline", api: slowAPI{readyAfter: time.Hour}, limit: 2 * time.Minute, jobs: 1, took: 2 * time.Minute, polls: 40, outOfTime: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			to := spool(t)
			synctest.Test(t, func(t *testing.T) {
				client := &crewmojo.Client{
					Credentials: crewmojo.NewCredentials("id", "secret"),
					HTTP:        &http.Client{Transport: inMemory{&test.api}},
				}
				started := time.Now()
				download, err := client.DownloadReport(withDeadline(t, test.limit), crewmojo.ReportRequest{Report: "r"}, to)
				if test.outOfTime != (err != nil) {
					t.Fatal(err)
				}
				if test.outOfTime && !strings.Contains(err.Error(), "not ready in time") {
					t.Errorf("error %v", err)
				}
				if err == nil && download.Jobs != test.jobs {
					t.Errorf("%d jobs; want %d", download.Jobs, test.jobs)
				}
				if took := time.Since(started); took > test.took {
					t.Errorf("took %v; want at most %v", took, test.took)
				}
				if test.api.polls > test.polls {
					t.Errorf("%d polls; want at most %d", test.api.polls, test.polls)
				}
				if lost := client.Stats().TokensLost; lost != test.tokensLost {
					t.Errorf("%d tokens lost; want %d", lost, test.tokensLost)
				}
			})
		})
	}
}

func TestFullDiskIsNotTheNetworksFault(t *testing.T) {
	server, client := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: "a,b\n"})
	_, err := client.DownloadReport(withDeadline(t, 10*time.Second), crewmojo.ReportRequest{Report: "r"}, fullDisk{spool(t)})
	if !errors.Is(err, errFull) || endpoints(server) != "token download" {
		t.Errorf("error %v after %s; want %v at once", err, endpoints(server), errFull)
	}
}

var errFull = errors.New("no space left on device")

type fullDisk struct{ crewmojo.Spool }

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }
