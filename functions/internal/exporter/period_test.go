package exporter

import (
	"encoding/json"
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
		fields := map[string]string{"report": "r", "period": test.period, "scheduledTime": test.scheduled}
		if test.timezone != "" {
			fields["timezone"] = test.timezone
		}
		event, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		// The clock of a retry plays no part.
		r, err := parseRequest(event, time.Date(2030, time.July, 7, 7, 7, 7, 0, time.UTC))
		if err != nil {
			t.Errorf("%s: %v", event, err)
			continue
		}
		if start, end := r.spans[0].dates(); start != test.start || end != test.end || len(r.spans) != 1 {
			t.Errorf("%s: from %s to %s; want from %s to %s", event, start, end, test.start, test.end)
		}
	}
}

// A range is cut into whole days, weeks and months, the newest first. Weeks are those of ISO 8601: 2026 has 53.
func TestEach(t *testing.T) {
	for _, test := range []struct{ each, start, end, want string }{
		{"day", "2026-11-23", "2026-11-23", "2026-11-23"},
		{"day", "2026-02-27", "2026-03-01", "2026-03-01 2026-02-28 2026-02-27"},
		{"day", "2028-02-28", "2028-03-01", "2028-03-01 2028-02-29 2028-02-28"},
		{"week", "2026-11-16", "2026-11-29", "2026-W48 2026-W47"},
		{"week", "2026-11-22", "2026-11-23", "2026-W48 2026-W47"}, // a Sunday and a Monday
		{"week", "2026-12-28", "2027-01-04", "2027-W01 2026-W53"},
		{"week", "2024-12-30", "2024-12-31", "2025-W01"},
		{"month", "2026-01-01", "2026-03-31", "2026-03 2026-02 2026-01"},
		{"month", "2025-12-31", "2026-01-01", "2026-01 2025-12"},
		{"month", "2026-03-30", "2026-03-31", "2026-03"},
	} {
		start, end := day(t, test.start), day(t, test.end)
		var got []string
		for i, s := range unit(test.each).split(span{start, end}) {
			got = append(got, unit(test.each).name(s))
			if next := s.end.AddDate(0, 0, 1); i > 0 && unit(test.each).around(next).start != next {
				t.Errorf("%v: %v does not end where the next begins", test, s)
			}
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%v: got %s", test, got)
		}
	}
}

// Whole weeks and months are asked for, so that the object of a week always holds the same days.
func TestEachAsksForWholeUnits(t *testing.T) {
	for each, want := range map[unit]span{
		eachDay:   {day(t, "2026-02-25"), day(t, "2026-02-25")},
		eachWeek:  {day(t, "2026-02-23"), day(t, "2026-03-01")},
		eachMonth: {day(t, "2026-02-01"), day(t, "2026-02-28")},
	} {
		wednesday := day(t, "2026-02-25")
		if got := each.split(span{wednesday, wednesday}); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v; want %v", each, got, want)
		}
	}
}

func day(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
