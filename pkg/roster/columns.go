package roster

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
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

// A kind is what the cells of a column have to be.
type kind int

const (
	text kind = iota
	name      // must not be blank
	email
	code
	managerCode
	managerEmail
	startDate
	endDate
)

// documented are Crewmojo's columns in Crewmojo's order, each with the headers that HR systems commonly give it beside
// its own. Case, spaces, _ and - make no difference; see sameHeader.
var documented = []struct {
	name    string
	kind    kind
	headers []string
}{
	{FirstName, name, []string{"Given Name", "Given Names", "Forename", "First Names", "Legal First Name", "Legal Name - First Name", "Employee First Name"}},
	{LastName, name, []string{"Surname", "Family Name", "Legal Last Name", "Legal Name - Last Name", "Employee Last Name"}},
	{EmailAddress, email, []string{"Email", "E-mail Address", "Mail", "Work Email", "Work Email Address", "Primary Work Email", "Business Email",
		"Business Email Address", "Company Email", "Account Email", "Employee Email"}},
	{EmployeeCode, code, []string{"Employee ID", "Employee Number", "Employee No", "Employee No.", "Employee #", "Emp ID", "Empl ID", "Emp No",
		"Staff Number", "Staff No", "Staff ID", "Staff Code", "Worker ID", "Workday ID", "Person Number", "Personnel Number", "Payroll Code",
		"Payroll Number", "Payroll ID", "User ID", "File #", "File Number", "Associate ID", "External User ID"}},
	{ManagerEmployeeCode, managerCode, []string{"Manager ID", "Manager Code", "Manager Employee ID", "Manager Employee Number", "Manager Number",
		"Manager No", "Manager Staff Number", "Manager Worker ID", "Supervisor ID", "Supervisor Code", "Reports To ID", "Line Manager ID"}},
	{ManagerEmailAddress, managerEmail, []string{"Manager Email", "Managers Email", "Manager's Email", "Manager Work Email", "Supervisor Email",
		"Supervisor Email Address", "Reports To Email", "Line Manager Email"}},
	{EmploymentStartDate, startDate, []string{"Start Date", "Hire Date", "Date Hired", "Date of Hire", "Started At", "Commencement Date",
		"Joining Date", "Date Joined"}},
	{EmploymentEndDate, endDate, []string{"End Date", "Termination Date", "Date Terminated", "Leaving Date", "Finish Date", "Employee Finish Date",
		"Last Day", "Last Day of Work", "Separation Date"}},
	{LeaveStartDate, startDate, []string{"Leave Start", "Leave From"}},
	{LeaveEndDate, endDate, []string{"Leave End", "Leave To", "Leave Until"}},
	{HumanRole, text, []string{"Crewmojo Role"}},
}

var required = []string{FirstName, LastName, EmailAddress}

// byHeader finds a documented column by any of its headers.
var byHeader = func() map[string]string {
	known := map[string]string{}
	for _, c := range documented {
		known[sameHeader(c.name)] = c.name
		for _, header := range c.headers {
			known[sameHeader(header)] = c.name
		}
	}
	return known
}()

// sameHeader returns what two headers have in common that are the same but for case, blanks, _ and -.
func sameHeader(header string) string {
	return strings.Map(func(char rune) rune {
		if char == '_' || char == '-' || isBlankOrControl(char) {
			return -1
		}
		return unicode.ToLower(char)
	}, header)
}

// ParseExtraColumns reads a list such as "Department,Office": further columns to send, beside the documented ones.
func ParseExtraColumns(list string) ([]string, error) {
	var extra []string
	for _, column := range splitList(list) {
		switch {
		case byHeader[sameHeader(column)] != "":
			return nil, fmt.Errorf("%q is Crewmojo's %s and is sent anyway", column, byHeader[sameHeader(column)])
		case slices.ContainsFunc(extra, func(other string) bool { return sameHeader(other) == sameHeader(column) }):
			return nil, fmt.Errorf("%q is listed twice", column)
		}
		extra = append(extra, column)
	}
	return extra, nil
}

// ParseColumnMap reads a list such as "Work Email=emailAddress,Staff No=employeeCode": a file's headers, each with the
// column it is, which is a documented one or among extra.
func ParseColumnMap(list string, extra []string) (map[string]string, error) {
	columns := map[string]string{}
	for _, pair := range splitList(list) {
		header, column, ok := strings.Cut(pair, "=")
		header, column = strings.TrimSpace(header), strings.TrimSpace(column)
		if !ok || header == "" || column == "" {
			return nil, fmt.Errorf("%q is not of the form Header=column", pair)
		}
		target := canonical(column, extra)
		if target == "" {
			return nil, fmt.Errorf("%q is neither one of Crewmojo's columns (%s) nor an extra column", column, strings.Join(columnNames(), ", "))
		}
		if columns[sameHeader(header)] != "" {
			return nil, fmt.Errorf("%q is mapped twice", header)
		}
		columns[sameHeader(header)] = target
	}
	return columns, nil
}

func splitList(list string) []string {
	var parts []string
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// canonical returns the documented or extra column that is called name, in its own spelling, or "".
func canonical(name string, extra []string) string {
	for _, column := range append(columnNames(), extra...) {
		if sameHeader(column) == sameHeader(name) {
			return column
		}
	}
	return ""
}

func columnNames() []string {
	var names []string
	for _, c := range documented {
		names = append(names, c.name)
	}
	return names
}
