package exporter

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

// Periods, checked by hand with a calendar.
func TestPeriods(t *testing.T) {
	for _, test := range []struct{ period, timezone, scheduled, start, end string }{
		{"yesterday", "", "2026-11-24T06:00:00Z", "2026-11-23", "2026-11-23"},
		{"yesterday", "", "2026-03-01T00:00:00Z", "2026-02-28", "2026-02-28"},
		{"yesterday", "", "2028-03-01T00:00:00Z", "2028-02-29", "2028-02-29"},
		{"yesterday", "", "2026-01-01T06:00:00Z", "2025-12-31", "2025-12-31"},
		// Zones ahead of and behind UTC: the day is the zone's.
		{"yesterday", "Australia/Sydney", "2026-11-23T19:00:00Z", "2026-11-23", "2026-11-23"},
		{"yesterday", "America/Los_Angeles", "2026-11-24T06:00:00Z", "2026-11-22", "2026-11-22"},
		{"yesterday", "Pacific/Kiritimati", "2026-11-23T10:00:00Z", "2026-11-23", "2026-11-23"},
		{"yesterday", "Asia/Kolkata", "2026-11-23T18:29:59Z", "2026-11-22", "2026-11-22"},
		{"yesterday", "Asia/Kolkata", "2026-11-23T18:30:00Z", "2026-11-23", "2026-11-23"},
		// Days of 23 and of 25 hours.
		{"yesterday", "Europe/Berlin", "2026-03-29T22:30:00Z", "2026-03-29", "2026-03-29"},
		{"yesterday", "Europe/Berlin", "2026-03-29T21:30:00Z", "2026-03-28", "2026-03-28"},
		{"yesterday", "Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-24", "2026-10-24"},
		{"yesterday", "Europe/Berlin", "2026-10-25T23:30:00Z", "2026-10-25", "2026-10-25"},
		{"last-7-days", "Europe/Berlin", "2026-03-31T05:00:00Z", "2026-03-24", "2026-03-30"},
		{"last-7-days", "", "2026-11-24T06:00:00Z", "2026-11-17", "2026-11-23"},
		{"last-30-days", "", "2026-03-15T06:00:00Z", "2026-02-13", "2026-03-14"},
		{"last-30-days", "", "2028-03-15T06:00:00Z", "2028-02-14", "2028-03-14"},
		// Weeks run from Monday to Sunday (23 November 2026 is a Monday).
		{"previous-week", "", "2026-11-23T00:00:00Z", "2026-11-16", "2026-11-22"},
		{"previous-week", "", "2026-11-24T06:00:00Z", "2026-11-16", "2026-11-22"},
		{"previous-week", "", "2026-11-29T23:59:59Z", "2026-11-16", "2026-11-22"},
		{"previous-week", "", "2026-11-30T00:00:00Z", "2026-11-23", "2026-11-29"},
		{"previous-week", "", "2027-01-01T06:00:00Z", "2026-12-21", "2026-12-27"},
		{"previous-month", "", "2026-11-01T06:00:00Z", "2026-10-01", "2026-10-31"},
		{"previous-month", "", "2026-03-31T06:00:00Z", "2026-02-01", "2026-02-28"},
		{"previous-month", "", "2028-03-31T06:00:00Z", "2028-02-01", "2028-02-29"},
		{"previous-month", "", "2026-01-31T06:00:00Z", "2025-12-01", "2025-12-31"},
		{"previous-month", "Australia/Sydney", "2026-10-31T19:00:00Z", "2026-10-01", "2026-10-31"},
		{"previous-quarter", "", "2026-01-01T06:00:00Z", "2025-10-01", "2025-12-31"},
		{"previous-quarter", "", "2026-03-31T06:00:00Z", "2025-10-01", "2025-12-31"},
		{"previous-quarter", "", "2026-04-01T06:00:00Z", "2026-01-01", "2026-03-31"},
		{"previous-quarter", "", "2026-09-30T06:00:00Z", "2026-04-01", "2026-06-30"},
		{"previous-quarter", "", "2026-12-31T06:00:00Z", "2026-07-01", "2026-09-30"},
		{"previous-year", "", "2026-06-15T06:00:00Z", "2025-01-01", "2025-12-31"},
		{"previous-year", "America/New_York", "2027-01-01T04:00:00Z", "2025-01-01", "2025-12-31"},
		{"month-to-date", "", "2026-11-24T06:00:00Z", "2026-11-01", "2026-11-24"},
		{"month-to-date", "", "2026-11-01T06:00:00Z", "2026-11-01", "2026-11-01"},
		{"year-to-date", "", "2026-11-24T06:00:00Z", "2026-01-01", "2026-11-24"},
		{"year-to-date", "", "2026-01-01T00:00:00Z", "2026-01-01", "2026-01-01"},
	} {
		event, err := json.Marshal(map[string]string{"report": "r", "period": test.period, "timezone": test.timezone, "scheduledTime": test.scheduled})
		if err != nil {
			t.Fatal(err)
		}
		// The clock of a retry plays no part.
		o, err := parseRequest(event, time.Date(2030, time.July, 7, 7, 7, 7, 0, time.UTC))
		if err != nil {
			t.Errorf("%s: %v", event, err)
			continue
		}
		if start, end := o.start.Format(time.DateOnly), o.end.Format(time.DateOnly); start != test.start || end != test.end {
			t.Errorf("%s: from %s to %s; want from %s to %s", event, start, end, test.start, test.end)
		}
	}
}

func TestKeys(t *testing.T) {
	now := time.Date(2026, time.November, 23, 23, 30, 0, 0, time.UTC)
	for event, want := range map[string]string{
		`{"report":"r.s"}`: "reports/r.s/date=2026-11-23/r.s.csv",
		`{"report":"r.s","timezone":"Europe/Berlin"}`:                                                                  "reports/r.s/date=2026-11-24/r.s.csv",
		`{"report":"r.s","format":"json","compress":true}`:                                                             "reports/r.s/date=2026-11-23/r.s.json.gz",
		`{"report":"r.s","startDate":"2026-10-01","endDate":"2026-10-31","format":"ndjson"}`:                           "reports/r.s/start=2026-10-01/end=2026-10-31/r.s.ndjson",
		`{"report":"r.s","startDate":"2026-10-01","endDate":"2026-10-01","format":"csv","compress":true}`:              "reports/r.s/start=2026-10-01/end=2026-10-01/r.s.csv.gz",
		`{"report":"r.s","period":"yesterday","timezone":"Europe/Berlin","scheduledTime":"2026-01-01T00:30:00+01:00"}`: "reports/r.s/start=2025-12-31/end=2025-12-31/r.s.csv",
	} {
		o, err := parseRequest([]byte(event), now)
		if err != nil {
			t.Errorf("%s: %v", event, err)
		} else if got := o.key("reports/"); got != want {
			t.Errorf("%s: %s; want %s", event, got, want)
		}
	}
}

func TestBadEvents(t *testing.T) {
	for event, want := range map[string]string{
		``:                                    "allowed are the fields report, period,",
		`null`:                                "no report identifier",
		`[]`:                                  "allowed are the fields report, period,",
		`{}`:                                  "no report identifier",
		`{"report":"r"} {"report":"s"}`:       "something behind",
		`{"report":"r","colour":"red"}`:       `unknown field "colour"; allowed are the fields report, period,`,
		`{"report":"r","compress":"yes"}`:     "allowed are the fields",
		`{"report":"../r"}`:                   "no report identifier",
		`{"report":"a/b"}`:                    "no report identifier",
		`{"report":"r","period":"last-week"}`: "period \"last-week\" is not one of last-30-days, last-7-days, month-to-date, previous-month,",
		`{"report":"r","timezone":"Berlin"}`:  "such as Europe/Berlin",
		`{"report":"r","timezone":"Local"}`:   "such as Europe/Berlin",
		`{"report":"r","format":"xlsx"}`:      "not one of csv, json, ndjson",
		`{"report":"r","startDate":"2026-10-01"}`:                                              "both, or neither",
		`{"report":"r","endDate":"2026-10-01"}`:                                                "both, or neither",
		`{"report":"r","startDate":"2026-10-02","endDate":"2026-10-01"}`:                       "endDate 2026-10-01 is before startDate 2026-10-02",
		`{"report":"r","startDate":"2026-02-29","endDate":"2026-03-01"}`:                       "of the form YYYY-MM-DD",
		`{"report":"r","startDate":"20261001","endDate":"20261031"}`:                           "of the form YYYY-MM-DD",
		`{"report":"r","period":"yesterday","startDate":"2026-10-01","endDate":"2026-10-01"}`:  "one or the other",
		`{"report":"r","period":"yesterday","scheduledTime":"<aws.scheduler.scheduled-time>"}`: "scheduledTime",
		`{"report":"r","period":"yesterday","scheduledTime":"2026-11-23"}`:                     "such as 2026-11-23T06:00:00Z",
	} {
		if _, err := parseRequest([]byte(event), time.Now()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v; want one with %q", event, err, want)
		}
	}
}

// Whatever the event is: an order that comes of it names a key below the prefix and a period that runs forwards.
func FuzzRequest(f *testing.F) {
	sample, err := os.ReadFile("../../../events/schedule.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample)
	f.Add([]byte(`{"report":"r","startDate":"2026-10-01","endDate":"2026-10-31","format":"ndjson","compress":true}`))
	f.Fuzz(func(t *testing.T, event []byte) {
		o, err := parseRequest(event, time.Now())
		if err != nil {
			return
		}
		key := o.key("reports/")
		if !strings.HasPrefix(key, "reports/"+o.report+"/") || strings.Contains(key, "..") || strings.Contains(key, "//") {
			t.Errorf("%s: key %s", event, key)
		}
		if o.start.IsZero() != o.end.IsZero() || o.end.Before(o.start) {
			t.Errorf("%s: from %v to %v", event, o.start, o.end)
		}
		again, err := parseRequest(event, time.Now())
		if err != nil || !strings.Contains(string(event), "scheduledTime") && o.start.IsZero() {
			return // its day is today's
		}
		if again.key("reports/") != key {
			t.Errorf("%s: another key the second time", event)
		}
	})
}
