package exporter

import (
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// A form is how a report is written.
type form struct {
	format   string // one of formats
	compress bool   // gzip
}

// The formats that a report can be written in.
const (
	formatCSV    = "csv"    // as it was received
	formatJSON   = "json"   // a list with one element a line
	formatNDJSON = "ndjson" // one element a line
)

var formats = []string{formatCSV, formatJSON, formatNDJSON}

// ext returns the ending of the form's file names, which is also the folder that they are in.
func (f form) ext() string {
	if f.compress {
		return f.format + ".gz"
	}
	return f.format
}

// contentType returns the type of what is written. A compressed report is a gzip file, and not a report in a content
// encoding, which some readers undo and some do not.
func (f form) contentType() string {
	switch {
	case f.compress:
		return "application/gzip"
	case f.format == formatCSV:
		return "text/csv"
	case f.format == formatNDJSON:
		return "application/x-ndjson"
	}
	return "application/json"
}

// An export is one report over one span: what becomes one object.
type export struct {
	report string
	span   span
	period string    // a period's name, or "dates"; "none" for a report without dates
	each   unit      // "" if the span is one that was asked for as a whole
	day    time.Time // the scheduled day, midnight UTC
	form   form
}

// folder returns the folder of x's layout below the prefix: objects in it have one shape, one report and one form.
func (x export) folder() string {
	folder := x.report + "/" + x.form.ext() + "/"
	if x.each != "" {
		return folder + "by=" + string(x.each) + "/"
	}
	return folder + "period=" + x.period + "/"
}

// key returns where the object goes below the prefix: the same request has the same key.
func (x export) key() string {
	at := "date=" + x.day.Format(time.DateOnly)
	start, end := x.span.dates()
	switch {
	case x.each != "":
		at = string(x.each) + "=" + x.each.name(x.span)
	case start != "":
		at = "start=" + start + "/end=" + end
	}
	return x.folder() + at + "/" + x.report + "." + x.form.ext()
}

// name returns what x is called in errors and logs: its report and, with `each`, its day, week or month.
func (x export) name() string { return strings.TrimSpace(x.report + " " + x.part()) }

func (x export) part() string {
	if x.each == "" {
		return ""
	}
	return x.each.name(x.span)
}

// The rest of the layout: what lies next to the objects, and where an object goes that must not replace another.
const (
	columnsName = "_columns.json"
	tableName   = "_table.sql"
	heldFolder  = "_held/"
)

// ask returns what is asked of Crewmojo.
func (x export) ask() crewmojo.ReportRequest {
	return crewmojo.ReportRequest{
		Report: x.report, StartDate: x.span.start, EndDate: x.span.end, JSON: x.form.format != formatCSV,
	}
}
