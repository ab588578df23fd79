package exporter

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// requestFields are the fields that an event may have.
var requestFields = []string{
	"report", "reports", "period", "startDate", "endDate", "each", "timezone", "scheduledTime", "format", "compress",
}

// maxExports bounds what one event may ask for, in objects: ten years of days. An invocation ends after 15 minutes.
const maxExports = 3700

// A request is an event that has been understood.
type request struct {
	reports  []string
	spans    []span // the newest first; one zero span for reports without dates
	period   string // as in [export]
	each     unit
	day      time.Time
	form     form
	backfill bool // it has dates of its own, so its columns are those of another time
}

// exports returns what the request asks for, the newest days of all reports first.
func (r request) exports() (all []export) {
	for _, s := range r.spans {
		for _, report := range r.reports {
			all = append(all, export{report: report, span: s, period: r.period, each: r.each, day: r.day, form: r.form})
		}
	}
	return all
}

// parseRequest understands an event that arrived at now.
func parseRequest(event []byte, now time.Time) (r request, err error) {
	f, err := readFields(event)
	if err != nil {
		return r, err
	}
	if r.reports, err = f.reportNames(); err != nil {
		return r, err
	}
	if r.day, err = f.scheduledDay(now); err != nil {
		return r, err
	}
	if r.form, err = f.form(); err != nil {
		return r, err
	}
	asked, err := f.span(&r)
	if err != nil {
		return r, err
	}
	each, err := f.oneOf("each", string(eachDay), string(eachWeek), string(eachMonth))
	switch {
	case err != nil:
		return r, err
	case each != "" && asked == (span{}):
		return r, badEvent("each needs a range to cut up: a period, or startDate and endDate")
	case each != "":
		r.each = unit(each)
		r.spans = r.each.split(asked)
	default:
		r.spans = []span{asked}
	}
	if n := len(r.spans) * len(r.reports); n > maxExports {
		return r, badEvent("it asks for %d objects, and one event may ask for %d: use several events", n, maxExports)
	}
	return r, nil
}

// reportNames returns what `report` or `reports` names.
func (f fields) reportNames() ([]string, error) {
	name, one, err := f.text("report")
	if err != nil {
		return nil, err
	}
	names, several, err := f.texts("reports")
	switch {
	case err != nil:
		return nil, err
	case one && several:
		return nil, badEvent("it has both report and reports; give one or the other")
	case !one && !several:
		return nil, badEvent(`it names no report; give report, such as "oneonone.summary", or reports, a list of them`)
	case one:
		names = []string{name}
	}
	for i, name := range names {
		if err := crewmojo.CheckReportName(name); err != nil {
			return nil, badEvent("%v", err)
		}
		if slices.Contains(names[:i], name) {
			return nil, badEvent("reports names %s twice", name)
		}
	}
	return names, nil
}

// scheduledDay returns the day of scheduledTime, or of now, in the event's time zone.
func (f fields) scheduledDay(now time.Time) (time.Time, error) {
	name, _, err := f.text("timezone")
	if err != nil {
		return time.Time{}, err
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return time.Time{}, badEvent("timezone %.60q is not an IANA name such as Europe/Berlin; leave it out for UTC", name)
	}
	text, given, err := f.text("scheduledTime")
	if err != nil {
		return time.Time{}, err
	}
	scheduled := now
	if given {
		if scheduled, err = time.Parse(time.RFC3339, text); err != nil {
			return time.Time{}, badEvent("scheduledTime %.60q is not a time such as 2026-11-23T06:00:00Z", text)
		}
	}
	day := dayOf(scheduled.In(zone))
	return day, checkYear("scheduledTime", day)
}

// form returns how to write the reports.
func (f fields) form() (form, error) {
	format, err := f.oneOf("format", formats...)
	if err != nil {
		return form{}, err
	}
	if format == "" {
		format = formatCSV
	}
	compress, err := f.flag("compress")
	return form{format, compress}, err
}

// span returns the range that the event asks for, or the zero span, and notes in r where it comes from.
func (f fields) span(r *request) (span, error) {
	period, _, err := f.text("period")
	if err != nil {
		return span{}, err
	}
	start, hasStart, err := f.date("startDate")
	if err != nil {
		return span{}, err
	}
	end, hasEnd, err := f.date("endDate")
	switch {
	case err != nil:
		return span{}, err
	case period != "" && (hasStart || hasEnd):
		return span{}, badEvent("it has both a period and dates; give one or the other")
	case hasStart != hasEnd:
		return span{}, badEvent("give both startDate and endDate, or neither")
	case hasStart && end.Before(start):
		return span{}, badEvent("endDate %s is before startDate %s", end.Format(time.DateOnly), start.Format(time.DateOnly))
	case hasStart:
		r.period, r.backfill = "dates", true
		return span{start, end}, nil
	case period == "":
		r.period = "none"
		return span{}, nil
	}
	find, ok := periods[period]
	if !ok {
		return span{}, badEvent("period %.60q is not one of %s", period, strings.Join(Periods(), ", "))
	}
	r.period = period
	return find(r.day), nil
}

// date returns a field that is a date of the form YYYY-MM-DD.
func (f fields) date(name string) (time.Time, bool, error) {
	text, given, err := f.text(name)
	if err != nil || !given {
		return time.Time{}, false, err
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, false, badEvent("%s %.60q is not a date of the form YYYY-MM-DD", name, text)
	}
	return day, true, checkYear(name, day)
}

// checkYear refuses years that can only be a mistake. Crewmojo takes dates as numbers, yyyymmdd, which have no year 0.
func checkYear(name string, day time.Time) error {
	if day.Year() < 1900 || day.Year() > 9998 {
		return badEvent("%s is in the year %d; years from 1900 to 9998 are possible", name, day.Year())
	}
	return nil
}

// An EventError is an event that cannot be understood; it says what is allowed. Trying again does not help.
type EventError struct{ Reason string }

func (e *EventError) Error() string { return "event: " + e.Reason }

func badEvent(format string, values ...any) error { return &EventError{fmt.Sprintf(format, values...)} }
