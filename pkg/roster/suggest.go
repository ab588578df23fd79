package roster

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// notTheEmployees are words of headers that are about somebody else than the employee, or nobody else's business.
var notTheEmployees = []string{"emergency", "contact", "spouse", "partner", "next of kin", "dependent", "beneficiary",
	"private", "personal", "home", "notfall", "urgence", "emergencia", "noodgeval", "recruiter", "hr ", "hrbp", "buddy", "assistant",
	"probation", "trial", "visa", "benefit", "review", "contract", "absence", "vacation", "holiday", "project", "assignment"}

// clues are words in a header that tell what column it most likely is, "" for none. The first line that fits counts; all its
// words must be there.
var clues = []struct {
	words  []string
	column string
}{
	{[]string{"mailing"}, ""},
	{[]string{"mail", "stop"}, ""},
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
	{[]string{"emp", "id"}, EmployeeCode},
	{[]string{"emp", "identif"}, EmployeeCode},
	{[]string{"emp", "num"}, EmployeeCode},
	{[]string{"emp", "ref"}, EmployeeCode},
	{[]string{"emp", "code"}, EmployeeCode},
	{[]string{"staff", "num"}, EmployeeCode},
	{[]string{"staff", "ref"}, EmployeeCode},
	{[]string{"worker", "ref"}, EmployeeCode},
	{[]string{"personnel"}, EmployeeCode},
	{[]string{"payroll"}, EmployeeCode},
}

// shortHeaders are headers of one word that say enough only as a whole.
var shortHeaders = map[string]string{"first": FirstName, "fname": FirstName, "last": LastName, "lname": LastName,
	"joined": EmploymentStartDate, "started": EmploymentStartDate, "start": EmploymentStartDate, "left": EmploymentEndDate,
	"end": EmploymentEndDate, "pernr": EmployeeCode}

// managerWords are words of headers that are about the employee's manager; codeWords say that a header is about a code.
var (
	managerWords = []string{"manager", "mgr", "supervis", "report to", "reports to", "reporting to", "superior", "n+1", "boss", "führungskraft",
		"vorgesetz", "responsable", "leidinggevende", "responsabile", "gestor", "jefe", "supérieur", "superieur"}
	codeWords = []string{"id", "num", "núm", "code", "código", "nr", "no", "nº", "n°", "matr", "ref", "badge", "key", "kennung", "legajo"}
)

// notCodes are words of headers whose codes are not the employee's, or nobody's business.
var notCodes = []string{"phone", "mobile", "tax", "national", "social", "ssn", "passport", "permit", "licen", "insurance", "bank",
	"account", "iban", "position", "job", "department", "dept", "division", "cost", "location", "office", "room", "desk", "company",
	"team", "unit", "zip", "post", "user", "record"}

// germanNumber takes the German word for staff, which is nothing personal, off a staff number.
var germanNumber = strings.NewReplacer("personalnummer", "nummer", "personalnr", "nr", "personal-nr", "nr", "personal nr", "nr")

// wordStarts fits where a word begins behind another one: "employeeId" is "employee Id".
var wordStarts = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)

// holds reports whether a header in lower case holds a word. One of three letters must begin a word of the header, and a
// shorter one must be one: "end" is not in "attendance", nor "id" in "idle".
func holds(header, word string) bool {
	letters := utf8.RuneCountInString(word)
	if letters > 3 {
		return strings.Contains(header, word)
	}
	isBetween := func(char rune) bool {
		return !unicode.IsLetter(char) && !unicode.IsDigit(char) && !strings.ContainsRune("+°º", char)
	}
	return slices.ContainsFunc(strings.FieldsFunc(header, isBetween), func(part string) bool {
		return part == word || letters == 3 && strings.HasPrefix(part, word)
	})
}

// inLowerWords returns a header in lower case, with its words apart.
func inLowerWords(header string) string {
	return germanNumber.Replace(strings.ToLower(wordStarts.ReplaceAllString(header, "$1 $2")))
}

// AboutManager reports whether a header is about the employee's manager.
func AboutManager(header string) bool {
	header = inLowerWords(header)
	return slices.ContainsFunc(managerWords, func(word string) bool { return holds(header, word) })
}

// looksLikeOfManager returns Crewmojo's column that a header about a manager most likely is; "" for none. The rest is the
// header without the word for a manager.
func looksLikeOfManager(rest string) string {
	has := func(word string) bool { return holds(rest, word) }
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
	header = inLowerWords(header)
	has := func(word string) bool { return holds(header, word) }
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

// MayBeCode reports whether a header that looks like nothing else may be that of employees' codes, such as Badge or Ref.
func MayBeCode(header string) bool {
	column := LooksLike(header)
	words := inLowerWords(header)
	has := func(word string) bool { return holds(words, word) }
	return column == EmployeeCode || column == "" && slices.ContainsFunc(codeWords, has) && !AboutManager(header) &&
		!slices.ContainsFunc(notTheEmployees, has) && !slices.ContainsFunc(notCodes, has)
}
