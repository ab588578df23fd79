package roster

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// notTheEmployees are words of headers that are about somebody else than the employee, or nobody else's business.
var notTheEmployees = []string{"emergency", "contact name", "contact first", "contact last",
	"contact person", "contact 1", "contact 2", "spouse", "partner", "next of kin", "dependent", "beneficiary",
	"priv", "personal", "home", "mail perso", "particulier", "particular", "notfall", "urgence", "emergencia",
	"noodgeval", "recruiter", "hr", "hrbp", "buddy", "assistant", "probation", "trial", "essai", "prueba", "prova", "proeftijd",
	"proefperiode", "apprentice", "visa", "benefit", "review",
	"contract", "absence", "vacation", "holiday", "project", "assignment", "position", "salary"}

// birthNames are words of headers for the name that somebody was born with, and may have no longer.
var birthNames = []string{"birth", "maiden", "geburt", "naissance", "jeune fille", "geboorte", "nascita", "nacimiento",
	"nascimento", "panieńsk", "rodné", "rodowe"}

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
	{[]string{"of leave"}, ""},
	{[]string{"pay", "start"}, ""},
	{[]string{"job", "start"}, ""},
	{[]string{"hire"}, EmploymentStartDate},
	{[]string{"start", "date"}, EmploymentStartDate},
	{[]string{"commence"}, EmploymentStartDate},
	{[]string{"terminat"}, EmploymentEndDate},
	{[]string{"end", "date"}, EmploymentEndDate},
	{[]string{"last", "day"}, EmploymentEndDate},
	{[]string{"date", "out"}, EmploymentEndDate},
	{[]string{"dimission"}, EmploymentEndDate},
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

// wholeHeaders are headers that say enough only as a whole, and some of languages that [headersOf] does not have. All are
// folded.
var wholeHeaders = map[string][]string{
	FirstName: {"first", "fname", "employeefirst", "empfirst", "imie", "fornamn", "fornavn", "etunimi", "jmeno", "krestnijmeno",
		"meno", "keresztnev", "utonev", "ad", "adı", "ime", "prenume", "eesnimi", "имя", "名"},
	LastName: {"last", "lname", "employeelast", "emplast", "nazwisko", "efternamn", "efternavn", "etternavn", "sukunimi", "prijmeni",
		"priezvisko", "vezeteknev", "csaladnev", "soyad", "soyadı", "prezime", "priimek", "nume", "perekonnanimi",
		"фамилия", "姓", "氏"},
	EmailAddress: {"メール"},
	EmployeeCode: {"pernr", "pnr", "medewerker", "kodpracownika", "numerpracownika", "nrpracownika", "anstallningsnr",
		"anstallningsnummer", "medarbejdernr", "medarbejdernummer", "ansattnr", "ansattnummer", "henkilonumero", "osobnicislo",
		"torzsszam", "sicilno", "社員番号", "従業員番号"},
	EmploymentStartDate: {"joined", "started", "start", "laststart", "datazatrudnienia", "入社日"},
	EmploymentEndDate:   {"left", "end", "endda", "datazwolnienia", "退職日"},
}

// wholeHeader returns the column that a header stands for as a whole; "" for none.
func wholeHeader(header string) string {
	for column, headers := range wholeHeaders {
		if slices.Contains(headers, SameHeader(header)) {
			return column
		}
	}
	return ""
}

// managerWords are words of headers that are about the employee's manager; codeWords say that a header is about a code.
var (
	managerWords = []string{"manager", "mgr", "supervis", "report to", "reports to", "reporting to", "superior", "n+1", "boss", "chef",
		"führungskraft", "vorgesetz", "responsable", "leidinggevende",
		"responsabile", "gestor", "jefe", "supérieur", "superieur", "przełożon"}
	codeWords = []string{"id", "num", "núm", "code", "código", "nr", "no", "nº", "n°", "matr", "ref", "badge", "key", "kennung", "legajo",
		"kod"}
)

// otherManagers are words of headers about managers that say that it is another one than the employee's own, or somebody
// else.
var otherManagers = []string{"matrix", "dotted", "functional", "fachlich", "fonctionnel", "project", "cost", "kostenstelle", "hr",
	"previous", "former", "prior", "skip", "second", "2nd", "department", "dept", "division", "assistant", "hiring"}

// notCodes are words of headers whose codes are not the employee's, or nobody's business.
var notCodes = []string{"phone", "mobile", "tax", "national", "social", "ssn", "passport", "permit", "licen", "insurance", "bank",
	"account", "iban", "position", "job", "department", "dept", "division", "cost", "location", "office", "room", "desk", "company",
	"team", "unit", "zip", "post", "user", "record", "locker", "extension", "laptop", "asset", "candidate", "applicant", "requisition",
	"access", "ni", "nino", "bsn", "cpf", "dni", "nif", "pesel", "curp", "rfc", "tfn", "nss", "fiscal", "steuer", "sozialvers", "driver"}

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

// containsAny reports whether a header holds one of some words.
func containsAny(header string, words []string) bool {
	header = inLowerWords(header)
	return slices.ContainsFunc(words, func(word string) bool { return holds(header, word) })
}

// AboutManager reports whether a header is about a manager.
func AboutManager(header string) bool { return containsAny(header, managerWords) }

// AboutOwnManager reports whether a header is about the employee's own manager, as far as it says.
func AboutOwnManager(header string) bool {
	return AboutManager(header) && !containsAny(header, otherManagers)
}

// AboutSomebodyElse reports whether a header is about somebody else than the employee, or nobody else's business.
func AboutSomebodyElse(header string) bool {
	return wholeHeader(header) == "" && (AboutManager(header) || containsAny(header, notTheEmployees))
}

// AboutBirthName reports whether a header is about the name that somebody was born with.
func AboutBirthName(header string) bool { return containsAny(header, birthNames) }

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
	if column := wholeHeader(header); column != "" {
		return column
	}
	if containsAny(header, notTheEmployees) || AboutBirthName(header) || AboutManager(header) && !AboutOwnManager(header) {
		return ""
	}
	header = inLowerWords(header)
	has := func(word string) bool { return holds(header, word) }
	for _, word := range managerWords {
		if has(word) {
			return looksLikeOfManager(strings.Replace(header, word, "", 1))
		}
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
	return column == EmployeeCode || column == "" && containsAny(header, codeWords) && !AboutSomebodyElse(header) &&
		!containsAny(header, notCodes)
}
