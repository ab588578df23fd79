package roster

import (
	"regexp"
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

// SameHeader returns what two headers have in common that differ only in case, accents, blanks and marks such as *, _ and -,
// or in a hint at the end: "Start Date (dd/mm/yyyy)" is the same as "start_date *".
func SameHeader(header string) string {
	header = strings.TrimRight(header, "*: ")
	if open := strings.LastIndexAny(header, "(["); open > 0 && hint.MatchString(fold(header[open:])) {
		header = header[:open]
	}
	return strings.Map(func(char rune) rune {
		if strings.ContainsRune("_-*:()[].'’", char) || isBlankOrControl(char) {
			return -1
		}
		return char
	}, fold(header))
}

// fold returns a text in lower case and without accents, which many systems leave out of their headers.
func fold(text string) string {
	return strings.Map(func(char rune) rune {
		if '\u0300' <= char && char <= '\u036F' {
			return -1
		}
		return unicode.ToLower(char)
	}, norm.NFD.String(text))
}

// hint fits the folded end of a header that says how to fill the column in: that it must be, or how a date is written, in
// the languages that we know (jj/mm/aaaa, TT.MM.JJJJ). It fits nobody's name: such an end may leave the bucket.
var hint = regexp.MustCompile(`^[(\[] *\*?(required|mandatory|optional|text|date|pflicht|pflichtfeld|erforderlich|` +
	`obligatoire|facultatif|obligatorio|opcional|verplicht|obbligatorio|obrigatorio|` +
	`((d{1,2}|m{1,4}|y{2,4}|t{1,2}|j{2,4}|a{2,4}|g{1,2})[-/. ]?)+)\*? *[)\]]$`)

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
