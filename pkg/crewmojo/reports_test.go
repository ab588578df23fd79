package crewmojo_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

func TestReportRequest(t *testing.T) {
	october := func(day int) time.Time { return time.Date(2026, time.October, day, 23, 0, 0, 0, time.UTC) }
	const csv = "id,name\n1,a\n"
	for _, test := range []struct {
		request crewmojo.ReportRequest
		body    string
		answer  string
	}{
		{crewmojo.ReportRequest{}, `{}`, csv},
		{crewmojo.ReportRequest{StartDate: october(1), EndDate: october(31)}, `{"startDate":20261001,"endDate":20261031}`, csv},
		{crewmojo.ReportRequest{JSON: true}, `{"contentType":"json"}`, `[{"id":1}]`},
	} {
		server, client := newPair(t)
		server.SetReport("oneonone.summary", crewmojotest.Report{CSV: csv, JSON: `[{"id":1}]`})
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

func TestReportNamesThatAreNone(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../token", "a/b", "a b", "a..b", "a?b", strings.Repeat("a", 200)} {
		_, client := newPair(t)
		if _, err := client.DownloadReport(t.Context(), crewmojo.ReportRequest{Report: name}, spool(t)); err == nil {
			t.Errorf("report %q was asked for", name)
		}
	}
}

func TestReportDatesThatAreNone(t *testing.T) {
	day := time.Date(2026, time.November, 23, 1, 0, 0, 0, time.UTC)
	for _, request := range []crewmojo.ReportRequest{
		{Report: "r", StartDate: day},
		{Report: "r", EndDate: day},
		{Report: "r", StartDate: day, EndDate: day.AddDate(0, 0, -1)},
	} {
		server, client := newPair(t)
		if _, err := client.DownloadReport(t.Context(), request, spool(t)); err == nil || len(server.Calls()) > 0 {
			t.Errorf("%v to %v: error %v after %s", request.StartDate, request.EndDate, err, endpoints(server))
		}
	}
	// The time of day does not count.
	server, client := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: table})
	request := crewmojo.ReportRequest{Report: "r", StartDate: day, EndDate: day.Add(-time.Hour)}
	if _, err := client.DownloadReport(t.Context(), request, spool(t)); err != nil {
		t.Error(err)
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
