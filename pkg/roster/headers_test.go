package roster

import "testing"

// No header stands for two columns, or for one of them twice. A column's own name may be listed with others that are as
// general as it is.
func TestEveryHeaderHasOneMeaning(t *testing.T) {
	of := map[string]string{}
	for column, groups := range headersOf {
		for _, headers := range groups {
			for _, header := range headers {
				if other := of[SameHeader(header)]; other != "" {
					t.Errorf("%q stands for %s, and for %s or for it twice", header, column, other)
				}
				of[SameHeader(header)] = column
			}
		}
	}
	for _, column := range Columns {
		if other := of[SameHeader(column)]; other != "" && other != column {
			t.Errorf("%q stands for %s, and is another column's name", column, other)
		}
	}
}

// A header that nobody knows looks like a column by its words. A manager's address is not the employee's.
func TestLooksLike(t *testing.T) {
	for header, want := range map[string]string{
		"Corporate mailbox":           EmailAddress,
		"Reporting to Email":          ManagerEmailAddress,
		"E-Mail der Führungskraft":    ManagerEmailAddress,
		"Führungskraft Personalnr.":   ManagerEmployeeCode,
		"Supervisor Number (current)": ManagerEmployeeCode,
		"Manager Name":                "",
		"Line Manager":                "",
		"First":                       FirstName,
		"First Day":                   "",
		"Joined":                      EmploymentStartDate,
		"Commenced on":                EmploymentStartDate,
		"Emergency Contact Email":     "",
		"Department":                  "",
		"start":                       EmploymentStartDate,
		"Employee Reference":          EmployeeCode,
		"Employee Identification":     EmployeeCode,
		"Mailing address":             "", "Mail Stop": "", "Emp. number": EmployeeCode, "Absence start date": "", "Mgr ID": ManagerEmployeeCode,
		"Employee Middle Name": "",
		"Employee Residence":   "",
		"Attendance Date":      "",
		"Gender updated":       "",
		"Last Holiday":         "",
		"contract_to":          "",
		"Badge":                "",
		"N+1":                  "",
		"N+1 ID":               ManagerEmployeeCode,
		"Supervisor residence": "",
	} {
		if got := LooksLike(header); got != want {
			t.Errorf("%s looks like %q; want %q", header, got, want)
		}
	}
}

// Any header that is about a code may be that of the employees' codes, unless it says that it is about something else.
func TestMayBeCode(t *testing.T) {
	for header, want := range map[string]bool{
		"Employee Reference": true, "Badge": true, "badge_no": true, "Pernr": true, "ID": true, "Ref.": true, "Internal No.": true,
		"Phone No": false, "National ID": false, "Position ID": false, "Manager ID": false, "Department": false, "Notes": false,
		"Personal ID": false, "Reports to": false, "Cost code": false,
	} {
		if got := MayBeCode(header); got != want {
			t.Errorf("%s: %t; want %t", header, got, want)
		}
	}
}
