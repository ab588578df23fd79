package roster_test

import (
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// Columns say in many ways that somebody has left, in a file with ends of employment as in one without.
func TestWhoHasLeft(t *testing.T) {
	for header, values := range map[string]struct{ left, not string }{
		"Status": {"Terminated - voluntary|Not employed|Not Active|Quit|Ex-employee|Resigned|No longer employed|Retired|Baja|Nicht mehr aktiv",
			"Active|On Leave|Not terminated|Active (was inactive)|0|Ex-pat|Baja por enfermedad"},
		"Employment Status": {"T|I|Inactive|Ehemalig", "A|L|P|Full time"}, "Employment State": {"inactive|Terminated", "active|TX"},
		"Statut de l'employé": {"Sorti|Inactif", "Actif"}, "Estado del empleado": {"Inactivo|Cesado", "Activo"}, "Position Status": {"Terminated", "Active"},
		"Person Type": {"Ex-employee|Ex-contingent Worker", "Employee|Contingent Worker|T|I"}, "User Person Type": {"Ex-employee", "Employee"},
		"Employment Type": {"Former|Retiree", "T|I|Full time|Ex-pat|Temporary"},
		"Active":          {"No|N|FALSE|0|f", "Yes|Y|true|1|T"}, "is_active": {"false|0", "true|1"}, "IsActive": {"No", "Yes"}, "Active?": {"N", "Y"},
		"Active (Y/N)": {"N", "Y"}, "Currently Employed": {"No", "Yes"}, "Employee Active": {"0|No", "1|Yes"},
		"Active Status": {"false|No|Inactive|I", "true|Yes|Active|A"}, "Still employed": {"No", "Yes"}, "Mitarbeiter aktiv": {"Nein", "Ja"},
		"Terminated": {"Yes|y|TRUE|1|X|Terminated", "No|0|n"}, "Is Terminated": {"Yes|1", "No"}, "Leaver": {"Yes|Leaver", "No"},
		"Left": {"Yes|Left", "No"}, "Has Left": {"Yes|true", "No"}, "has_left": {"1", "0"}, "Inactive": {"Yes|X", "No"}, "Is Inactive": {"true", "false"},
		"Not Active": {"Yes", "No"}, "Resigned": {"Yes", "No"}, "Leaver Status": {"Yes|Leaver", "No"}, "Ausgetreten": {"Ja|J", "Nein"},
		// Yes and no are no status, and not every activity is an employment.
		"Full-Time Status": {"", "No|0"}, "Self Employed": {"", "No"}, "Active Directory User": {"", "No"}, "State": {"", "TX|T.X.|NT"},
		"Work State": {"", "T|I"}, "Left-handed": {"", "Yes"}, "Termination Notice Received": {"", "Yes"}, "Contract End Reminder": {"", "Yes"},
		"Rehire Eligible": {"", "Yes"}, "Resignation Risk": {"", "Yes"}, "School Leaver": {"", "Yes"}, "Manager Active": {"", "No"},
	} {
		for value, want := range wanted(values.left, values.not) {
			for _, ends := range []string{"Team,", "End Date,"} {
				file := "firstName,lastName,emailAddress," + ends + header + "\nAda,King,ada@example.com,," + value + "\n"
				if plan := compared(t, roster.Format{}, file, "", roster.Occasion{}); (len(plan.UnmappedEnd) > 0) != want {
					t.Errorf("%s%s: %s: %+v; want %v", ends, header, value, plan.UnmappedEnd, want)
				}
			}
		}
	}
}

func wanted(yes, no string) map[string]bool {
	all := map[string]bool{}
	for value := range strings.SplitSeq(no, "|") {
		all[value] = false
	}
	for value := range strings.SplitSeq(yes, "|") {
		all[value] = value != ""
	}
	return all
}

// HR systems write of many things besides the employment that they have ended.
func TestOtherStatuses(t *testing.T) {
	for header := range strings.SplitSeq("Union Status|Pension Status|Laptop Status|Security Clearance Status|Onboarding Status|Citizenship Status|"+
		"Equipment Status|Insurance Status|Medical Status|Certification Status|Compliance Status|Marital Status|Military Status|Smoking Status|"+
		"Direct Deposit Status|Benefits Enrollment Status|Driver's License Status|Work Authorization Status|I-9 Status|DBS Status|Leave Status|"+
		"Training Status|Account Status|Email Status|Access Card Status|Manager Status|Spouse Status|401(k) Status|Visumstatus|"+
		"Project Status|Grievance Status|Workers' Comp Claim Status|Background Check Status|Probation Status|Performance Review Status|Company Car Vehicle Status|Parental Leave Status", "|") {
		file := "firstName,lastName,emailAddress," + header + "\nAda,King,ada@example.com,Terminated\nGrace,Hopper,grace@example.com,Inactive\n"
		if plan := compared(t, roster.Format{}, file, "", roster.Occasion{}); len(plan.UnmappedEnd) > 0 {
			t.Errorf("%s: %+v", header, plan.UnmappedEnd)
		}
	}
	for header := range strings.SplitSeq("Union End Date|Secondment End Date|Suspension End Date|Last Day of Leave|Allowance End Date|Work Authorization End Date|Training End Date|Manager Termination Date", "|") {
		file := "firstName,lastName,emailAddress," + header + "\nAda,King,ada@example.com,2026-01-31\n"
		if plan := compared(t, roster.Format{}, file, "", roster.Occasion{}); len(plan.UnmappedEnd) > 0 {
			t.Errorf("%s: %+v", header, plan.UnmappedEnd)
		}
	}
}
