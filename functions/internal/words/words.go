// Package words is how mails and pages speak of a file, so that both say the same. It knows a file by its result alone.
package words

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// Counted writes a number with its noun: "1 row", "1,200 rows".
func Counted(n int, one, many string) string { return Grouped(n) + " " + Either(n, one, many) }

// Either returns the form that goes with a number.
func Either(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Grouped writes a number with a comma before each three digits: 12,345.
func Grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Persons writes a number of people.
func Persons(n int) string { return Counted(n, "person", "people") }

// percent writes what part of a whole a number is: never all, nothing or more, unless it is; "" if that says nothing.
func percent(n, of int) string {
	switch {
	case of == 0 || n >= of:
		return ""
	case n*200 < of:
		return "less than 1 %"
	}
	return fmt.Sprintf("%d %%", min((n*200+of)/(2*of), 99))
}

// share puts a part in parentheses, if there is one.
func share(part string) string {
	if part == "" {
		return ""
	}
	return " (" + part + ")"
}

// quoted puts a name in quotation marks, as it is.
func quoted(name string) string { return `"` + name + `"` }

// listed joins parts of a sentence: "a", "a, and b", "a, b, and c".
func listed(parts []string) string {
	last := len(parts) - 1
	if last < 1 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:last], ", ") + ", and " + parts[last]
}

// Sentence makes a sentence of what an error says.
func Sentence(said string) string {
	return strings.ToUpper(said[:1]) + strings.TrimSuffix(said[1:], ".") + "."
}

// Moment writes a time as people of a zone do, with the zone: "24 November 2026 at 08:05 AEDT". Nil is UTC.
func Moment(at time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	at = at.In(zone)
	if name, _ := at.Zone(); strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		return at.Format("2 January 2006 at 15:04") + " (" + zone.String() + ")" // the zone has no short name
	}
	return at.Format("2 January 2006 at 15:04 MST")
}

// Day writes a day as people of a zone do: "24 November 2026". Nil is UTC.
func Day(at time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return at.In(zone).Format("2 January 2006")
}

// IsApproval reports whether somebody put the file under approved/.
func IsApproval(r outcome.Import) bool { return strings.HasPrefix(r.Source.Key, "approved/") }

// Name is what people call a file: the last part of its key, and of an approved file that of the file that was held, since
// its copy may have any name.
func Name(r outcome.Import) string {
	if r.ApprovesKey != "" {
		return path.Base(r.ApprovesKey)
	}
	return path.Base(r.Source.Key)
}
