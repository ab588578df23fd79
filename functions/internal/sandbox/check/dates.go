package check

import (
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
	if len(c.Refused.Formats) > 1 {
		a.note("The dates are ambiguous: they can be read in more than one way.")
	}
	for _, format := range c.Refused.Formats {
		when := "if the file writes dates as " + format.String()
		if example := readAs(format, c); example != "" {
			when += ": " + example
		}
		a.choose(next.with("DATE_FORMAT", format.String()), "%s", when)
	}
}

// readAs shows a date of the file that fits a format, and what it is then; "" if there is none. A date that fits no other
// format shows more.
func readAs(format roster.DateFormat, c importer.Checked) (example string) {
	for _, reject := range c.Rejects {
		day, ok := parse(reject.Value, format)
		if reject.Code != roster.InvalidDate || !ok {
			continue
		}
		said := fmt.Sprintf("%s is %s", shown(reject.Value), day.Format("2 January 2006"))
		if day.Day() > 12 && len(c.Refused.Formats) == 1 {
			return said
		}
		if example == "" {
			example = said
		}
	}
	return example
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
