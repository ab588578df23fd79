package roster

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Crewmojo's columns ("Uploading Users & Teams > API").
const (
	FirstName           = "firstName"
	LastName            = "lastName"
	EmailAddress        = "emailAddress"
	EmployeeCode        = "employeeCode"
	ManagerEmployeeCode = "managerEmployeeCode"
	ManagerEmailAddress = "managerEmailAddress"
	EmploymentStartDate = "employmentStartDate"
	EmploymentEndDate   = "employmentEndDate"
	LeaveStartDate      = "leaveStartDate"
	LeaveEndDate        = "leaveEndDate"
	HumanRole           = "humanRole"
)

// Columns are Crewmojo's columns in Crewmojo's order.
var Columns = []string{FirstName, LastName, EmailAddress, EmployeeCode, ManagerEmployeeCode, ManagerEmailAddress,
	EmploymentStartDate, EmploymentEndDate, LeaveStartDate, LeaveEndDate, HumanRole}

// required are the columns that every file must have, and that must not be blank in any row.
var required = []string{FirstName, LastName, EmailAddress}

// A kind is what the cells of a column must be.
type kind int

const (
	text kind = iota
	name
	email
	code
	managerCode
	managerEmail
	startDate
	endDate
)

var kinds = map[string]kind{
	FirstName:           name,
	LastName:            name,
	EmailAddress:        email,
	EmployeeCode:        code,
	ManagerEmployeeCode: managerCode,
	ManagerEmailAddress: managerEmail,
	EmploymentStartDate: startDate,
	EmploymentEndDate:   endDate,
	LeaveStartDate:      startDate,
	LeaveEndDate:        endDate,
}

// SameHeader returns what two headers have in common that differ only in case, blanks and marks such as *, _ and -, or in
// a hint at the end: "Start Date (dd/mm/yyyy)" is the same as "start_date *".
func SameHeader(header string) string {
	if open := strings.LastIndexByte(header, '('); open > 0 && isHint(header[open:]) {
		header = header[:open]
	}
	return strings.Map(func(char rune) rune {
		if strings.ContainsRune("_-*:()", char) || isBlankOrControl(char) {
			return -1
		}
		return unicode.ToLower(char)
	}, norm.NFC.String(header))
}

// isHint reports whether the end of a header in parentheses says how to fill the column in, as dates are written in the
// languages that we know, or that it must be filled in.
func isHint(end string) bool {
	inside := strings.ToLower(strings.Trim(end, "() "))
	switch inside {
	case "required", "mandatory", "optional", "pflichtfeld", "text", "date":
		return true
	}
	return strings.Trim(inside, "dmyjtag/-. ") == ""
}

// Canonical returns Crewmojo's column that is called name, or the one of extra, in its own spelling; "" if there is none.
func Canonical(name string, extra []string) string {
	same := SameHeader(name)
	for _, column := range append(slices.Clone(Columns), extra...) {
		if SameHeader(column) == same {
			return column
		}
	}
	return ""
}
