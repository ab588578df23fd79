package check

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// layouts read dates of digits, with a blank between the digits.
var layouts = map[roster.DateFormat]string{roster.YMD: "2006 1 2", roster.DMY: "2 1 2006", roster.MDY: "1 2 2006"}

// wrongDates lets a person choose how the file writes its dates, with a cell of the file read in each way.
func (a *advice) wrongDates(next values, c importer.Checked) {
	formats := c.Refused.Formats
	example := exampleDate(formats, c.Rejects)
	switch day, month := onlyOneWay(c.Rejects); {
	case day != "" && month != "":
		a.note("The file writes its dates in two ways: %s can only be %s, and %s only %s. No setting reads both, and dates that fit "+
			"both would be read wrongly: have the export write one of them, best YYYY-MM-DD.",
			shown(day), roster.DMY, shown(month), roster.MDY)
		return
	case len(formats) > 1:
		a.note("The dates are ambiguous: nothing in the file tells day and month apart. Somebody must know how it writes them.")
	}
	for _, format := range formats {
		when := "if the file writes dates as " + format.String()
		if day, ok := parse(example, format); ok {
			when += fmt.Sprintf(": %s is %s", shown(example), day.Format("2 January 2006"))
		}
		a.choose(next.with("DATE_FORMAT", format.String()), "%s", when)
	}
}

// exampleDate returns the rejected cell that tells most about the formats: one that two formats read differently, or that
// fits none but the only one; else one that fits at all.
func exampleDate(formats []roster.DateFormat, rejects []roster.Reject) (example string) {
	for _, reject := range rejects {
		day, ok := parse(reject.Value, formats[0])
		if reject.Code != roster.InvalidDate || !ok {
			continue
		}
		example = reject.Value
		if len(formats) == 1 && day.Day() > 12 || len(formats) > 1 && day.Day() <= 12 && day.Day() != int(day.Month()) {
			break
		}
	}
	return example
}

// onlyOneWay returns two rejected cells, one that only is a date with the day first, and one that only is one with the month
// first; "" for none. One such cell among many is a slip, and not a way to write dates: it takes at least one in ten.
func onlyOneWay(rejects []roster.Reject) (day, month string) {
	days, months := 0, 0
	for _, reject := range rejects {
		_, isDMY := parse(reject.Value, roster.DMY)
		_, isMDY := parse(reject.Value, roster.MDY)
		switch {
		case reject.Code != roster.InvalidDate || isDMY == isMDY:
		case isDMY:
			day, days = cmp.Or(day, reject.Value), days+1
		default:
			month, months = cmp.Or(month, reject.Value), months+1
		}
	}
	if few := min(days, months); few*10 < days+months {
		return "", ""
	}
	return day, month
}

// parse reads a date of digits.
func parse(cell string, format roster.DateFormat) (time.Time, bool) {
	parts := strings.FieldsFunc(cell, func(char rune) bool { return !unicode.IsDigit(char) })
	if len(parts) < 3 {
		return time.Time{}, false
	}
	day, err := time.Parse(layouts[format], strings.Join(parts[:3], " "))
	return day, err == nil
}
