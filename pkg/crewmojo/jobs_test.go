package crewmojo_test

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// download asks for the report r, and returns what arrived and how long it took.
func download(t *testing.T, server *crewmojotest.Server, adapt func(*crewmojo.Client), asJSON bool) (
	got crewmojo.Download, content string, took time.Duration, err error,
) {
	t.Helper()
	to := spool(t)
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		if adapt != nil {
			adapt(client)
		}
		started := time.Now()
		got, err = client.DownloadReport(t.Context(), crewmojo.ReportRequest{Report: "r", JSON: asJSON}, to)
		took = time.Since(started)
		checkError(t, err)
	})
	received, _ := os.ReadFile(to.Name())
	return got, string(received), took, err
}

// Wherever jobs are polled, and whatever they are called, the report comes.
func TestJobPathsAndIDs(t *testing.T) {
	patterns := []string{
		"",
		"/v1/integrations/download/{jobId}",
		"/v1/integrations/download/{report}/{jobId}",
		"/v1/integrations/jobs/{jobId}/result",
		"/v1/integrations/download/{report}?jobId={jobId}",
		"/v1/jobs?report={report}&id={jobId}&format=csv",
	}
	ids := [][]string{
		{"7"}, {"3f2a9c81-d04b-4c1e-9d8e-0123456789ab"}, {"MTIz+/=="}, {"/9j/4AAQ=="}, {"a//b"}, {"..."}, {"a:b~c_d.e"},
		{"1", "2", "3"}, // another one with each poll
	}
	for _, pattern := range patterns {
		for _, names := range ids {
			server := crewmojotest.NewServer()
			if pattern != "" {
				server.SetJobPath(pattern)
			}
			server.SetReport("r", crewmojotest.Report{CSV: table, Polls: 3, JobIDs: names})
			got, content, _, err := download(t, server, func(c *crewmojo.Client) { c.JobPath = pattern }, false)
			if err != nil || got != (crewmojo.Download{Jobs: 1, ContentType: csvType}) || content != table {
				t.Errorf("%s with %s: %+v %q, error %v after %s", pattern, names, got, content, err, endpoints(server))
			}
			server.Close()
		}
	}
}

func TestJobPathThatLeadsNowhereIsFinal(t *testing.T) {
	server, _ := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: table, Polls: 1})
	for _, path := range []string{"/v2/jobs/{jobId}", "/%zz/{jobId}"} {
		_, _, took, err := download(t, server, func(c *crewmojo.Client) { c.JobPath = path }, false)
		if err == nil || took > 10*time.Second {
			t.Errorf("%s: error %v after %v", path, err, took)
		}
	}
}

// The page gives polls CSV's content type alone: a report in JSON may come as CSV, and the caller can tell.
func TestPolledReportMayBeCSV(t *testing.T) {
	server, _ := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: table, JSON: list, Polls: 2, PolledAsCSV: true})
	got, content, _, err := download(t, server, nil, true)
	if err != nil || got.ContentType != csvType || content != table {
		t.Errorf("%+v %q, error %v", got, content, err)
	}
}

// After five minutes a job is abandoned and asked for afresh, whatever its polls say ("Downloading Data & Reports >
// API"). So none is polled after ten, when it has expired.
func TestJobsHaveFiveMinutes(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"never ready":       reply(200, jsonType, `{"jobId":"job-1"}`),
		"polls that fail":   reply(503, "", ""),
		"polls that break":  crewmojotest.CutOff,
		"polls that stall":  crewmojotest.Stall(200, csvType, "name,mee"),
		"polls that hang":   crewmojotest.Stall(0, "", ""),
		"polls that wait":   reply(429, "", "", "Retry-After: 600"),
		"polls in conflict": reply(409, "", ""),
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := newPair(t)
			server.SetReport("r", crewmojotest.Report{CSV: table, Polls: 1})
			asked := func() (at []time.Time) {
				for _, call := range server.Calls() {
					if call.Endpoint == crewmojotest.Download {
						at = append(at, call.At)
					}
				}
				return at
			}
			server.FaultAlways(crewmojotest.Poll, func(w http.ResponseWriter, r *http.Request) {
				if len(asked()) == 1 {
					fault(w, r)
					return
				}
				reply(200, csvType, table)(w, r)
			})
			got, content, _, err := download(t, server, nil, false)
			if err != nil || got.Jobs != 2 || content != table {
				t.Fatalf("%+v %q, error %v", got, content, err)
			}
			// A poll that began within the five minutes may take another two to answer.
			at := asked()
			if after := at[1].Sub(at[0]); name != "polls that wait" && after < 4*time.Minute || after > 8*time.Minute {
				t.Errorf("asked afresh after %v", after)
			}
		})
	}
}

// "Downloading Data & Reports > API" shows polls with CSV's content type, whatever was asked for.
func TestPollsLookAsOnThePage(t *testing.T) {
	server, _ := newPair(t)
	server.SetReport("r", crewmojotest.Report{Polls: 1})
	server.Fault(crewmojotest.Poll, func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Content-Type"); r.Method != http.MethodGet || got != csvType || r.ContentLength != 0 {
			t.Errorf("%s with content type %q and %d bytes", r.Method, got, r.ContentLength)
		}
		reply(200, jsonType, list)(w, r)
	})
	if _, _, _, err := download(t, server, nil, true); err != nil {
		t.Error(err)
	}
}

// Polls begin after about two seconds, and come every 15 or so in the end.
func TestPollsAreNotHasty(t *testing.T) {
	server, _ := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: table, Polls: 20})
	if _, _, _, err := download(t, server, nil, false); err != nil {
		t.Fatal(err)
	}
	calls := server.Calls()[1:] // without the token
	for i, call := range calls[1:] {
		wait := call.At.Sub(calls[i].At)
		if wait < time.Second || i == 0 && wait > 4*time.Second || wait > 25*time.Second || i > 8 && wait < 7*time.Second {
			t.Errorf("poll %d came after %v", i+1, wait)
		}
	}
}

// A token that dies while a job is polled does not lose the job.
func TestTokensThatDieDuringPolls(t *testing.T) {
	server, _ := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: table, Polls: 3})
	ended := crewmojotest.Fail(401, "Unauthorized")
	server.Fault(crewmojotest.Poll, ended, ended, ended)
	got, content, _, err := download(t, server, nil, false)
	if err != nil || got.Jobs != 1 || content != table {
		t.Errorf("%+v %q, error %v", got, content, err)
	}
}

// A report that begins to arrive in the fifth minute is not cut off.
func TestSlowReportOfALateJob(t *testing.T) {
	server, _ := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: table, Polls: 1000})
	started := time.Time{}
	server.FaultAlways(crewmojotest.Poll, func(w http.ResponseWriter, r *http.Request) {
		if started.IsZero() {
			started = time.Now()
		}
		if time.Since(started) < 4*time.Minute {
			reply(200, jsonType, `{"jobId":"job-1"}`)(w, r)
			return
		}
		w.Header().Set("Content-Type", csvType)
		for line := range strings.Lines(strings.Repeat(table, 3)) {
			_, _ = w.Write([]byte(line))
			_ = http.NewResponseController(w).Flush()
			time.Sleep(40 * time.Second)
		}
	})
	got, content, took, err := download(t, server, nil, false)
	if err != nil || got.Jobs != 1 || content != strings.Repeat(table, 3) {
		t.Errorf("%+v %q after %v, error %v", got, content, took, err)
	}
}

// A job that is never ready ends with the client's own deadline, and says so.
func TestJobsEnd(t *testing.T) {
	server, _ := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: table, Polls: 1_000_000})
	got, _, took, err := download(t, server, nil, false)
	if err == nil || !strings.Contains(err.Error(), "not ready in time") || took > 15*time.Minute || got.Jobs < 3 {
		t.Errorf("%+v after %v, error %v", got, took, err)
	}
	// A job that the API does not know any more is its last word: 400.
	server.FaultAlways(crewmojotest.Poll, crewmojotest.Fail(400, "Invalid data received"))
	var api *crewmojo.APIError
	if _, _, _, err := download(t, server, nil, false); !errors.As(err, &api) || api.StatusCode != 400 || api.Op != "poll report" {
		t.Errorf("error %v", err)
	}
}
