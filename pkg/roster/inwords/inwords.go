// Package inwords calls Crewmojo's columns what people call them. Package roster and whoever writes to people share it.
package inwords

import "strings"

// columns are what people call the columns that roster knows.
var columns = map[string]string{
	"firstName":           "first name",
	"lastName":            "last name",
	"emailAddress":        "email address",
	"employeeCode":        "employee code",
	"managerEmployeeCode": "manager's employee code",
	"managerEmailAddress": "manager's email address",
	"employmentStartDate": "start of employment",
	"employmentEndDate":   "end of employment",
	"leaveStartDate":      "start of leave",
	"leaveEndDate":        "end of leave",
	"humanRole":           "role",
	"manager":             "manager", // either of the manager's columns
}

// Column returns what people call a column: in words, without an article, if it is Crewmojo's own, else its name.
func Column(name string) string {
	if words := columns[name]; words != "" {
		return words
	}
	return name
}

// IsKnown reports whether there are words for a column.
func IsKnown(name string) bool { return columns[name] != "" }

// Columns lists columns in words: "first name, last name and email address".
func Columns(names []string) string {
	var all []string
	for _, name := range names {
		all = append(all, Column(name))
	}
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " and " + all[last]
}
