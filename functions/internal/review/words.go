package review

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// counted writes a number with its noun.
func counted(n int, one, many string) string { return grouped(n) + " " + either(n, one, many) }

// either returns the form that goes with a number.
func either(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// grouped writes a number with a comma before each three digits: 12,345.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func persons(n int) string { return counted(n, "person", "people") }

// share writes what part of a whole a number is: " (33 %)"; "" if that says nothing.
func share(n, of int) string {
	if of == 0 || n >= of {
		return ""
	}
	if n*200 < of {
		return " (less than 1 %)"
	}
	return fmt.Sprintf(" (%d %%)", min((n*200+of)/(2*of), 99))
}

// sentence makes a sentence of what an error says.
func sentence(said string) string { return strings.ToUpper(said[:1]) + said[1:] + "." }

// fileName is the last part of the key.
func (p page) fileName() string { return path.Base(p.Source.Key) }

// folder is the prefix of all that the import has left.
func (p page) folder() string { return "imports/" + p.ID + "/" }

func (p page) received() string { return p.moment(p.Source.Received) }

func (p page) moment(at time.Time) string {
	zone := p.Zone
	if zone == nil {
		zone = time.UTC
	}
	return at.In(zone).Format("2 January 2006 at 15:04 MST")
}

// inWords are what people call Crewmojo's columns.
var inWords = map[string]string{
	roster.FirstName:           "First name",
	roster.LastName:            "Last name",
	roster.EmailAddress:        "Email",
	roster.EmployeeCode:        "Employee code",
	roster.ManagerEmployeeCode: "Manager's code",
	roster.ManagerEmailAddress: "Manager's email",
	roster.EmploymentStartDate: "Start of employment",
	roster.EmploymentEndDate:   "End of employment",
	roster.LeaveStartDate:      "Start of leave",
	roster.LeaveEndDate:        "End of leave",
	roster.HumanRole:           "Role",
	roster.Managers:            "Manager",
}

// columnInWords is what people call a column: in words if it is Crewmojo's own, else as the settings name it.
func columnInWords(column string) markup {
	if words := inWords[column]; words != "" {
		return text(words)
	}
	return value(column)
}
