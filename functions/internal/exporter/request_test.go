package exporter

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, time.November, 23, 23, 30, 0, 0, time.UTC)

// Where each request writes (REPORTS.md has the table), the newest days first.
func TestKeys(t *testing.T) {
	for _, test := range []struct{ event, want string }{
		{`{"report":"r.s"}`, "r.s/csv/period=none/date=2026-11-23/r.s.csv"},
		{`{"report":"r.s","timezone":"Europe/Berlin"}`, "r.s/csv/period=none/date=2026-11-24/r.s.csv"},
		{`{"report":"r.s","format":"json","compress":true}`, "r.s/json.gz/period=none/date=2026-11-23/r.s.json.gz"},
		{`{"report":"r.s","startDate":"2026-10-01","endDate":"2026-10-31","format":"ndjson"}`,
			"r.s/ndjson/period=dates/start=2026-10-01/end=2026-10-31/r.s.ndjson"},
		{`{"report":"r.s","startDate":"2026-10-01","endDate":"2026-10-01","format":"csv","compress":true}`,
			"r.s/csv.gz/period=dates/start=2026-10-01/end=2026-10-01/r.s.csv.gz"},
		{`{"report":"r.s","period":"yesterday","timezone":"Europe/Berlin","scheduledTime":"2026-01-01T00:30:00+01:00"}`,
			"r.s/csv/period=yesterday/start=2025-12-31/end=2025-12-31/r.s.csv"},
		{`{"report":"r.s","period":"previous-month"}`, "r.s/csv/period=previous-month/start=2026-10-01/end=2026-10-31/r.s.csv"},
		{`{"report":"r.s","period":"yesterday","each":"day","format":"ndjson","compress":false}`,
			"r.s/ndjson/by=day/day=2026-11-22/r.s.ndjson"},
		{`{"report":"r.s","period":"previous-week","each":"week","compress":true}`, "r.s/csv.gz/by=week/week=2026-W47/r.s.csv.gz"},
		{`{"report":"r.s","period":"previous-month","each":"month","format":"json"}`, "r.s/json/by=month/month=2026-10/r.s.json"},
		{`{"reports":["a","b"],"startDate":"2026-10-01","endDate":"2026-10-02","each":"day"}`,
			"a/csv/by=day/day=2026-10-02/a.csv b/csv/by=day/day=2026-10-02/b.csv " +
				"a/csv/by=day/day=2026-10-01/a.csv b/csv/by=day/day=2026-10-01/b.csv"},
	} {
		r, err := parseRequest([]byte(test.event), now)
		if err != nil {
			t.Errorf("%s: %v", test.event, err)
			continue
		}
		var keys []string
		for _, x := range r.exports() {
			keys = append(keys, x.key())
		}
		if got := strings.Join(keys, " "); got != test.want {
			t.Errorf("%s: %s; want %s", test.event, got, test.want)
		}
	}
}

// An event that could mean something else than it says is an error that tells how to say it.
func TestBadEvents(t *testing.T) {
	for _, test := range []struct{ event, want string }{
		{``, `such as {"report":"oneonone.summary"`},
		{`null`, `such as {"report":"oneonone.summary"`},
		{`[]`, `such as {"report":"oneonone.summary"`},
		{`{"report":"r"`, "not valid JSON"},
		{`{"report":"r"} {"report":"s"}`, "something behind"},
		// Which report.
		{`{}`, "names no report; give report, such as"},
		{`{"report":""}`, "report is empty"},
		{`{"report":null}`, "report must be text"},
		{`{"report":7}`, "report must be text"},
		{`{"report":["r"]}`, "report must be text"},
		{`{"report":"../r"}`, "no report identifier"},
		{`{"report":"a/b"}`, "no report identifier"},
		{`{"report":"r","reports":["s"]}`, "both report and reports"},
		{`{"reports":[]}`, "reports must be a list"},
		{`{"reports":"r"}`, "reports must be a list"},
		{`{"reports":null}`, "reports must be a list"},
		{`{"reports":["r",null]}`, "reports must be a list"},
		{`{"reports":["r",""]}`, "reports is empty"},
		{`{"reports":["r","_held"]}`, "no report identifier"},
		{`{"reports":["r","s","r"]}`, "names r twice"},
		// Fields.
		{`{"report":"r","colour":"red"}`, `unknown field "colour"; allowed are the fields report, reports, period,`},
		{`{"Report":"r"}`, `the field "Report" must be spelled report`},
		{`{"report":"r","startdate":"2026-10-01","endDate":"2026-10-02"}`, `"startdate" must be spelled startDate`},
		{`{"report":"r","report":"s"}`, `has the field "report" twice`},
		{`{"report":"r","period":"yesterday","period":"yesterday"}`, `has the field "period" twice`},
		{`{"version":"0","id":"1","detail-type":"Scheduled Event","source":"aws.events","detail":{}}`, "Use a schedule of EventBridge Scheduler"},
		{`{"Records":[{"eventSource":"aws:s3"}]}`, `unknown field "Records"`},
		// Values.
		{`{"report":"r","compress":"yes"}`, "compress must be true or false"},
		{`{"report":"r","compress":null}`, "compress must be true or false"},
		{`{"report":"r","format":"xlsx"}`, `format "xlsx" is not one of csv, json, ndjson`},
		{`{"report":"r","format":"CSV"}`, "not one of csv, json, ndjson"},
		{`{"report":"r","format":""}`, "format is empty"},
		{`{"report":"r","timezone":"Berlin"}`, "such as Europe/Berlin"},
		{`{"report":"r","timezone":"Local"}`, "such as Europe/Berlin"},
		{`{"report":"r","timezone":""}`, "timezone is empty"},
		// Ranges.
		{`{"report":"r","period":"last-week"}`, `period "last-week" is not one of last-30-days, last-7-days, month-to-date, previous-month,`},
		{`{"report":""}`, "report is empty"},
		{`{"report":"r","startDate":20260101,"endDate":20260102}`, "startDate must be text in quotes"},
		{`{"report":"r","period":""}`, "period is empty; leave it out"},
		{`{"report":"r","period":"  "}`, "period is empty; leave it out"},
		{`{"report":"r","period":null}`, "period must be text in quotes; leave it out"},
		{`{"report":"r","startDate":"2026-10-01"}`, "both startDate and endDate, or neither"},
		{`{"report":"r","endDate":"2026-10-01"}`, "both startDate and endDate, or neither"},
		{`{"report":"r","startDate":"2026-10-01","endDate":null}`, "endDate must be text"},
		{`{"report":"r","startDate":20261001,"endDate":20261001}`, "startDate must be text"},
		{`{"report":"r","startDate":"2026-10-02","endDate":"2026-10-01"}`, "endDate 2026-10-01 is before startDate 2026-10-02"},
		{`{"report":"r","startDate":"2026-02-29","endDate":"2026-03-01"}`, "of the form YYYY-MM-DD"},
		{`{"report":"r","startDate":"20261001","endDate":"20261031"}`, "of the form YYYY-MM-DD"},
		{`{"report":"r","startDate":"0000-10-01","endDate":"2026-10-31"}`, "startDate is in the year 0"},
		{`{"report":"r","startDate":"2026-10-01","endDate":"9999-12-31"}`, "endDate is in the year 9999"},
		{`{"report":"r","period":"yesterday","startDate":"2026-10-01","endDate":"2026-10-01"}`, "one or the other"},
		{`{"report":"r","period":"yesterday","scheduledTime":"<aws.scheduler.scheduled-time>"}`, "EventBridge Scheduler replaces it"},
		{`{"report":"r","period":"<aws.scheduler.scheduled-time>"}`, "EventBridge Scheduler replaces it"},
		{`{"report":"r","period":"yesterday","scheduledTime":"2026-11-23"}`, "such as 2026-11-23T06:00:00Z"},
		{`{"report":"r","period":"yesterday","scheduledTime":""}`, "scheduledTime is empty"},
		{`{"report":"r","period":"yesterday","scheduledTime":"0000-11-23T06:00:00Z"}`, "scheduledTime is in the year 0"},
		{`{"report":"r","each":"day"}`, "each needs a range"},
		{`{"report":"r","period":"yesterday","each":"hour"}`, `each "hour" is not one of day, week, month`},
		{`{"report":"r","period":"yesterday","each":""}`, "each is empty"},
		{`{"report":"r","period":"yesterday","each":null}`, "each must be text"},
		{`{"report":"r","startDate":"2010-01-01","endDate":"2026-11-23","each":"day"}`, "6171 objects, and one event may ask for 3700"},
	} {
		if _, err := parseRequest([]byte(test.event), now); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v; want one with %q", test.event, err, test.want)
		}
	}
}

// Whatever the event is: what it asks for has keys of its own below the prefix, and ranges that run forwards.
func FuzzRequest(f *testing.F) {
	sample, err := os.ReadFile("../../../events/schedule.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample)
	f.Add([]byte(`{"report":"r","startDate":"2026-10-01","endDate":"2026-10-31","format":"ndjson","compress":true}`))
	f.Fuzz(func(t *testing.T, event []byte) {
		r, err := parseRequest(event, now)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, x := range r.exports() {
			key := x.key()
			isBelow := strings.HasPrefix(key, x.folder()) && strings.HasPrefix(key, x.report+"/")
			if !isBelow || strings.Contains(key, "..") || strings.Contains(key, "//") {
				t.Errorf("%s: key %s", event, key)
			}
			if seen[key] {
				t.Errorf("%s: two objects under %s", event, key)
			}
			seen[key] = true
			if x.span.start.IsZero() != x.span.end.IsZero() || x.span.end.Before(x.span.start) {
				t.Errorf("%s: %v", event, x.span)
			}
			if asked, err := json.Marshal(x.ask()); err != nil || len(asked) == 0 {
				t.Errorf("%s: %v", event, err)
			}
		}
		if len(seen) == 0 {
			t.Errorf("%s: it asks for nothing", event)
		}
	})
}
