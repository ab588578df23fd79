package exporter

import (
	"maps"
	"slices"
	"time"
)

// periods find the first and the last day of a period, given the scheduled day. Days are midnights in UTC, whatever the
// time zone that the scheduled day was found in, so that no clock change can make one longer or shorter.
var periods = map[string]func(day time.Time) (start, end time.Time){
	"yesterday":    func(day time.Time) (start, end time.Time) { return before(day, 1), before(day, 1) },
	"last-7-days":  func(day time.Time) (start, end time.Time) { return before(day, 7), before(day, 1) },
	"last-30-days": func(day time.Time) (start, end time.Time) { return before(day, 30), before(day, 1) },
	"previous-week": func(day time.Time) (start, end time.Time) {
		monday := mondayOf(day)
		return before(monday, 7), before(monday, 1)
	},
	"previous-month": func(day time.Time) (start, end time.Time) {
		first := date(day.Year(), day.Month(), 1)
		return first.AddDate(0, -1, 0), before(first, 1)
	},
	"previous-quarter": func(day time.Time) (start, end time.Time) {
		first := date(day.Year(), (day.Month()-1)/3*3+1, 1)
		return first.AddDate(0, -3, 0), before(first, 1)
	},
	"previous-year": func(day time.Time) (start, end time.Time) {
		return date(day.Year()-1, time.January, 1), date(day.Year()-1, time.December, 31)
	},
	"month-to-date": func(day time.Time) (start, end time.Time) { return date(day.Year(), day.Month(), 1), day },
	"year-to-date":  func(day time.Time) (start, end time.Time) { return date(day.Year(), time.January, 1), day },
}

func periodNames() []string { return slices.Sorted(maps.Keys(periods)) }

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// dayOf returns t's day where t is.
func dayOf(t time.Time) time.Time { return date(t.Date()) }

func before(day time.Time, days int) time.Time { return day.AddDate(0, 0, -days) }

// mondayOf returns the Monday of a day's week (ISO 8601: weeks begin on Monday).
func mondayOf(day time.Time) time.Time { return before(day, int(day.Weekday()+6)%7) }
