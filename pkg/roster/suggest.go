package roster

import (
	"slices"
	"strings"
)

// notTheEmployees are words of headers that are about somebody else than the employee, or nobody else's business.
var notTheEmployees = []string{"emergency", "contact", "spouse", "partner", "next of kin", "dependent", "beneficiary",
	"private", "personal", "home", "notfall", "urgence", "emergencia", "noodgeval", "recruiter", "hr ", "hrbp", "buddy", "assistant",
	"probation", "trial", "visa", "benefit", "review", "contract"}

// clues are words in a header that tell what column it most likely is. The first line that fits counts; all its words must
// be there.
var clues = []struct {
	words  []string
	column string
}{
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

// shortHeaders are headers of one word that say enough only as a whole.
var shortHeaders = map[string]string{"first": FirstName, "fname": FirstName, "last": LastName, "lname": LastName,
	"joined": EmploymentStartDate, "started": EmploymentStartDate, "left": EmploymentEndDate}

// managerWords are words of headers that are about the employee's manager; codeWords say that a header is about a code.
var (
	managerWords = []string{"manager", "supervisor", "reports to", "reporting to", "führungskraft", "vorgesetz", "responsable",
		"leidinggevende", "responsabile", "gestor"}
	codeWords = []string{"id", "num", "code", "nr", "matr"}
)

// germanNumber takes the German word for staff, which is nothing personal, off a staff number.
var germanNumber = strings.NewReplacer("personalnummer", "nummer", "personalnr", "nr", "personal-nr", "nr")

// looksLikeOfManager returns Crewmojo's column that a header about a manager most likely is; "" for none. The rest is the
// header without the word for a manager.
func looksLikeOfManager(rest string) string {
	has := func(word string) bool { return strings.Contains(rest, word) }
	switch {
	case has("name"):
		return ""
	case has("mail"):
		return ManagerEmailAddress
	case slices.ContainsFunc(codeWords, has):
		return ManagerEmployeeCode
	}
	return ""
}

// LooksLike returns Crewmojo's column that an unknown header most likely is; "" for none.
func LooksLike(header string) string {
	header = germanNumber.Replace(strings.ToLower(header))
	has := func(word string) bool { return strings.Contains(header, word) }
	if slices.ContainsFunc(notTheEmployees, has) {
		return ""
	}
	for _, word := range managerWords {
		if has(word) {
			return looksLikeOfManager(strings.Replace(header, word, "", 1))
		}
	}
	if column := shortHeaders[SameHeader(header)]; column != "" {
		return column
	}
	for _, clue := range clues {
		if !slices.ContainsFunc(clue.words, func(word string) bool { return !has(word) }) {
			return clue.column
		}
	}
	return ""
}
