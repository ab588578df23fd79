package exporter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// A Request is the event: what a schedule asks for.
type Request struct {
	Report        string `json:"report"`
	Period        string `json:"period"`        // one of periods; or
	StartDate     string `json:"startDate"`     // YYYY-MM-DD, and
	EndDate       string `json:"endDate"`       // YYYY-MM-DD; or neither
	Timezone      string `json:"timezone"`      // IANA; UTC by default
	ScheduledTime string `json:"scheduledTime"` // RFC 3339; now by default
	Format        string `json:"format"`        // one of formats; csv by default
	Compress      bool   `json:"compress"`      // gzip
}

const requestFields = "report, period, startDate, endDate, timezone, scheduledTime, format, compress"

// The formats that a report can be written in.
const (
	formatCSV    = "csv"
	formatJSON   = "json"
	formatNDJSON = "ndjson" // asked for as JSON, written one element a line
)

// An order is a request that has been understood.
type order struct {
	report     string
	start, end time.Time // midnight UTC of the days; zero where the report has no dates
	day        time.Time // the scheduled day, midnight UTC
	format     string
	compress   bool
}

// An EventError is an event that cannot be understood; it says what is allowed. Trying again does not help.
type EventError struct{ Reason string }

func (e *EventError) Error() string { return "event: " + e.Reason }

func badEvent(format string, values ...any) error { return &EventError{fmt.Sprintf(format, values...)} }

// parseRequest understands an event that arrived at now.
func parseRequest(event []byte, now time.Time) (order, error) {
	var r Request
	decoder := json.NewDecoder(bytes.NewReader(event))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return order{}, badEvent("%v; allowed are the fields %s", err, requestFields)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return order{}, badEvent("there is something behind its JSON object")
	}
	if err := crewmojo.CheckReportName(r.Report); err != nil {
		return order{}, badEvent("report: %v", err)
	}
	zone, err := time.LoadLocation(r.Timezone)
	if err != nil || r.Timezone == "Local" {
		return order{}, badEvent("timezone %q is not known; use an IANA name such as Europe/Berlin, or leave it out for UTC", r.Timezone)
	}
	scheduled := now
	if r.ScheduledTime != "" {
		if scheduled, err = time.Parse(time.RFC3339, r.ScheduledTime); err != nil {
			return order{}, badEvent("scheduledTime %q is not a time such as 2026-11-23T06:00:00Z; schedules pass <aws.scheduler.scheduled-time>", r.ScheduledTime)
		}
	}
	o := order{report: r.Report, day: dayOf(scheduled.In(zone)), compress: r.Compress, format: r.Format}
	switch r.Format {
	case formatCSV, formatJSON, formatNDJSON:
	case "":
		o.format = formatCSV
	default:
		return order{}, badEvent("format %q is not one of %s, %s, %s", r.Format, formatCSV, formatJSON, formatNDJSON)
	}
	o.start, o.end, err = r.dates(o.day)
	return o, err
}

// dates returns the first and the last day that are asked for.
func (r Request) dates(scheduled time.Time) (start, end time.Time, err error) {
	given := r.StartDate != "" || r.EndDate != ""
	switch {
	case r.Period != "" && given:
		return start, end, badEvent("it has both a period and dates; give one or the other")
	case r.Period != "":
		find, ok := periods[r.Period]
		if !ok {
			return start, end, badEvent("period %q is not one of %s", r.Period, strings.Join(periodNames(), ", "))
		}
		start, end = find(scheduled)
		return start, end, nil
	case !given:
		return start, end, nil
	case r.StartDate == "" || r.EndDate == "":
		return start, end, badEvent("startDate and endDate are given both, or neither")
	}
	if start, err = time.Parse(time.DateOnly, r.StartDate); err != nil {
		return start, end, badEvent("startDate %q is not a date of the form YYYY-MM-DD", r.StartDate)
	}
	if end, err = time.Parse(time.DateOnly, r.EndDate); err != nil {
		return start, end, badEvent("endDate %q is not a date of the form YYYY-MM-DD", r.EndDate)
	}
	if end.Before(start) {
		return start, end, badEvent("endDate %s is before startDate %s", r.EndDate, r.StartDate)
	}
	return start, end, nil
}

// request returns what is asked of Crewmojo.
func (o order) request() crewmojo.ReportRequest {
	return crewmojo.ReportRequest{Report: o.report, StartDate: o.start, EndDate: o.end, JSON: o.format != formatCSV}
}

// key returns where the report goes: the same request writes the same key.
func (o order) key(prefix string) string {
	at := "date=" + o.day.Format(time.DateOnly)
	if !o.start.IsZero() {
		at = "start=" + o.start.Format(time.DateOnly) + "/end=" + o.end.Format(time.DateOnly)
	}
	key := prefix + o.report + "/" + at + "/" + o.report + "." + o.format
	if o.compress {
		key += ".gz"
	}
	return key
}

// isVerbatim reports whether the report is written as it is received.
func (o order) isVerbatim() bool { return !o.compress && o.format != formatNDJSON }

// contentType returns the type of what is written. A compressed report is a gzip file, and not a report in a content
// encoding, which some readers undo and some do not.
func (o order) contentType() string {
	switch {
	case o.compress:
		return "application/gzip"
	case o.format == formatCSV:
		return "text/csv"
	case o.format == formatNDJSON:
		return "application/x-ndjson"
	}
	return "application/json"
}
