package roster

import (
	"slices"
	"strings"
)

// A Suggestion is a header, and Crewmojo's column that it most likely is. Somebody must confirm it: nothing is ever sent
// because of one.
type Suggestion struct {
	Header Label
	Column string
}

// notTheEmployees are words of headers that are about somebody else than the employee, or nobody else's business.
var notTheEmployees = []string{"emergency", "contact", "spouse", "partner", "next of kin", "dependent", "beneficiary",
	"private", "personal", "home", "notfall", "urgence", "emergencia", "noodgeval", "recruiter", "hr ", "hrbp", "buddy", "assistant",
	"probation", "trial", "visa", "benefit", "review", "contract"}

// clues are words in a header that tell what column it most likely is. The first line that fits counts; all its words must
// be there. A column "" stands for none of Crewmojo's.
var clues = []struct {
	words  []string
	column string
}{
	{[]string{"manager", "name"}, ""},
	{[]string{"supervisor", "name"}, ""},
	{[]string{"manager", "mail"}, ManagerEmailAddress},
	{[]string{"supervisor", "mail"}, ManagerEmailAddress},
	{[]string{"reports to", "mail"}, ManagerEmailAddress},
	{[]string{"manager", "id"}, ManagerEmployeeCode},
	{[]string{"manager", "num"}, ManagerEmployeeCode},
	{[]string{"manager", "code"}, ManagerEmployeeCode},
	{[]string{"supervisor", "id"}, ManagerEmployeeCode},
	{[]string{"manager"}, ""},
	{[]string{"supervisor"}, ""},
	{[]string{"mail"}, EmailAddress},
	{[]string{"leave", "start"}, LeaveStartDate},
	{[]string{"leave", "end"}, LeaveEndDate},
	{[]string{"hire"}, EmploymentStartDate},
	{[]string{"start", "date"}, EmploymentStartDate},
	{[]string{"commence"}, EmploymentStartDate},
	{[]string{"terminat"}, EmploymentEndDate},
	{[]string{"end", "date"}, EmploymentEndDate},
	{[]string{"last", "day"}, EmploymentEndDate},
	{[]string{"first", "name"}, FirstName},
	{[]string{"given"}, FirstName},
	{[]string{"vorname"}, FirstName},
	{[]string{"last", "name"}, LastName},
	{[]string{"surname"}, LastName},
	{[]string{"nachname"}, LastName},
	{[]string{"employee", "id"}, EmployeeCode},
	{[]string{"employee", "num"}, EmployeeCode},
	{[]string{"staff", "num"}, EmployeeCode},
	{[]string{"personnel"}, EmployeeCode},
	{[]string{"payroll"}, EmployeeCode},
}

// LooksLike returns Crewmojo's column that an unknown header most likely is; "" for none.
func LooksLike(header string) string {
	header = strings.ToLower(header)
	has := func(word string) bool { return strings.Contains(header, word) }
	if slices.ContainsFunc(notTheEmployees, has) {
		return ""
	}
	for _, clue := range clues {
		if !slices.ContainsFunc(clue.words, func(word string) bool { return !has(word) }) {
			return clue.column
		}
	}
	return ""
}
