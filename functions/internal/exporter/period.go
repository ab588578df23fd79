package exporter

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// A span is a range of whole days, first and last included. Days are midnights in UTC, whatever the time zone that the
// scheduled day was found in, so that no clock change can make one longer or shorter. The zero span has no dates.
type span struct{ start, end time.Time }

// periods find the span of a period, given the scheduled day.
var periods = map[string]func(day time.Time) span{
	"yesterday":    func(day time.Time) span { return span{before(day, 1), before(day, 1)} },
	"last-7-days":  func(day time.Time) span { return span{before(day, 7), before(day, 1)} },
	"last-30-days": func(day time.Time) span { return span{before(day, 30), before(day, 1)} },
	"previous-week": func(day time.Time) span {
		monday := mondayOf(day)
		return span{before(monday, 7), before(monday, 1)}
	},
	"previous-month": func(day time.Time) span {
		first := firstOf(day)
		return span{first.AddDate(0, -1, 0), before(first, 1)}
	},
	"previous-quarter": func(day time.Time) span {
		first := date(day.Year(), (day.Month()-1)/3*3+1, 1)
		return span{first.AddDate(0, -3, 0), before(first, 1)}
	},
	"previous-year": func(day time.Time) span {
		return span{date(day.Year()-1, time.January, 1), date(day.Year()-1, time.December, 31)}
	},
	"month-to-date": func(day time.Time) span { return span{firstOf(day), day} },
	"year-to-date":  func(day time.Time) span { return span{date(day.Year(), time.January, 1), day} },
}

// Periods returns the names of the periods that an event may ask for, sorted.
func Periods() []string { return slices.Sorted(maps.Keys(periods)) }

// A unit is what the request field `each` cuts a span into.
type unit string

const (
	eachDay   unit = "day"
	eachWeek  unit = "week" // Monday to Sunday
	eachMonth unit = "month"
)

// split returns the days, weeks or months of s, the newest first. A week or month that s only touches is there as a
// whole: the object of a week must not lose days because a request did not have them.
func (u unit) split(s span) (spans []span) {
	for part := u.around(s.end); !part.end.Before(s.start); part = u.around(before(part.start, 1)) {
		spans = append(spans, part)
	}
	return spans
}

// around returns the unit that a day is in.
func (u unit) around(day time.Time) span {
	switch u {
	case eachWeek:
		monday := mondayOf(day)
		return span{monday, monday.AddDate(0, 0, 6)}
	case eachMonth:
		first := firstOf(day)
		return span{first, before(first.AddDate(0, 1, 0), 1)}
	}
	return span{day, day}
}

// name returns what a day, week (ISO 8601) or month is called: 2026-11-23, 2026-W47, 2026-11.
func (u unit) name(s span) string {
	switch u {
	case eachWeek:
		year, week := s.start.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case eachMonth:
		return s.start.Format("2006-01")
	}
	return s.start.Format(time.DateOnly)
}

// dates returns the first and the last day as YYYY-MM-DD, or "" for a span without dates.
func (s span) dates() (start, end string) {
	if s == (span{}) {
		return "", ""
	}
	return s.start.Format(time.DateOnly), s.end.Format(time.DateOnly)
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// dayOf returns t's day where t is.
func dayOf(t time.Time) time.Time { return date(t.Date()) }

func firstOf(day time.Time) time.Time { return date(day.Year(), day.Month(), 1) }

func before(day time.Time, days int) time.Time { return day.AddDate(0, 0, -days) }

// mondayOf returns the Monday of a day's week (ISO 8601: weeks begin on Monday).
func mondayOf(day time.Time) time.Time { return before(day, int(day.Weekday()+6)%7) }
