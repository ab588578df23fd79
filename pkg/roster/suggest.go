package roster

import (
	"slices"
	"strings"
)

// clues are words in a header that tell what column it most likely is, where it is not one of those that are commonly known. The
// first line that fits counts; every word of it has to be there.
var clues = []struct {
	words  []string
	column string
}{
	{[]string{"manager", "mail"}, ManagerEmailAddress},
	{[]string{"supervisor", "mail"}, ManagerEmailAddress},
	{[]string{"manager", "name"}, ""},
	{[]string{"manager"}, ManagerEmployeeCode},
	{[]string{"supervisor"}, ManagerEmployeeCode},
	{[]string{"private", "mail"}, ""},
	{[]string{"personal", "mail"}, ""},
	{[]string{"home", "mail"}, ""},
	{[]string{"mail"}, EmailAddress},
	{[]string{"leave", "start"}, LeaveStartDate},
	{[]string{"leave", "end"}, LeaveEndDate},
	{[]string{"hire"}, EmploymentStartDate},
	{[]string{"start", "date"}, EmploymentStartDate},
	{[]string{"commence"}, EmploymentStartDate},
	{[]string{"terminat"}, EmploymentEndDate},
	{[]string{"end", "date"}, EmploymentEndDate},
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

// LooksLike returns the documented column that an unknown header most likely is, for a person to confirm in COLUMN_MAP; "" for
// none. It is a guess from the header's words: nothing is ever sent because of it.
func LooksLike(header string) string {
	header = strings.ToLower(header)
	for _, clue := range clues {
		if !slices.ContainsFunc(clue.words, func(word string) bool { return !strings.Contains(header, word) }) {
			return clue.column
		}
	}
	return ""
}

// suggestMap returns the COLUMN_MAP that would find the missing columns among unknown headers, as far as they look like them; ""
// where none does.
func suggestMap(headers, missing []string) string {
	var pairs []string
	for _, column := range missing {
		i := slices.IndexFunc(headers, func(header string) bool { return LooksLike(header) == column && !strings.ContainsAny(header, ",=@") })
		if i >= 0 {
			pairs = append(pairs, headers[i]+"="+column)
		}
	}
	return strings.Join(pairs, ",")
}
