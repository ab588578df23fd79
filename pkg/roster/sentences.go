package roster

import (
	"strings"

	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
)

// sentences say what each problem is, to somebody who has the file in front of them.
var sentences = map[Code]string{
	MissingValue: "This cell must not be empty.",
	InvalidEmail: "This is not an email address.",
	InvalidDate:  "This is not a date that can be read.",
	DateOrder:    "The end is before the start.",
	DuplicateKey: "An earlier row has the same employee code, or the same address and no code, " +
		"but it is somebody else. The first row was taken.",
	DuplicateEmail: "An earlier row has the same email address. The first row was taken.",
	ColumnCount:    "The row has more or fewer cells than the header.",
	MalformedRow:   "A quotation mark is not closed, or the row is longer than 1 MB.",
	DamagedCode:    "A spreadsheet has turned this employee code into a number.",
	IdentityConflict: "Crewmojo would write this row into the record of somebody else. " +
		"If it is the same person, change the names first, and the address in a later file. " +
		"If not, this person needs a code and an address of their own.",
	UnknownManager:    "Nobody in this file or an earlier one is this manager, or the manager's own row was rejected.",
	ManagerCycle:      "The managers form a loop: somebody is above themselves.",
	SelfManager:       "Somebody is their own manager.",
	ManagerConflict:   "The manager's employee code and email address belong to two people.",
	GarbledText:       "The text looks garbled, as if it was saved with the wrong encoding.",
	PossibleDuplicate: "Somebody new has the name of somebody who is missing. They may be the same person under a new code or address.",
}

// ofMany say the same of many rows at once, as the end of a sentence. COLUMN stands for the column.
var ofMany = map[Code]string{
	MissingValue:     "the COLUMN is missing",
	InvalidEmail:     "the COLUMN is not valid",
	InvalidDate:      "the COLUMN is not a date that can be read",
	DateOrder:        "the COLUMN is before the start",
	DuplicateKey:     "the employee code, or the email address, is that of somebody else in an earlier row",
	DuplicateEmail:   "the COLUMN is that of an earlier row",
	ColumnCount:      "there are more or fewer cells than in the header",
	MalformedRow:     "a quotation mark is not closed, or the row is longer than 1 MB",
	DamagedCode:      "a spreadsheet has turned the COLUMN into another number",
	IdentityConflict: "Crewmojo would write the row into the record of somebody else",
}

// ofMany says what is wrong with many rows.
func (p Problem) ofMany() string {
	return strings.ReplaceAll(ofMany[p.Code], "COLUMN", inwords.Column(p.Column))
}

// details are more exact, if more is known.
var details = map[Detail]string{
	TwoDigitYear: "The year of this date has two digits. Export dates with four, such as 2024-01-31.",
	DayNumber:    "A spreadsheet has turned this date into the number of a day. Format the column as a date, such as 2024-01-31.",
	OtherFormat:  "This date does not fit the date format that is set.",
	SwappedDates: "Day and month of this date could be swapped, " +
		"because other dates of the file are in another format than the one that is set.",
	FailedFormula: "This is the error of a spreadsheet's formula, or a formula that was never calculated. " +
		"Open the workbook in Excel and save it.",
	LostZeros: "A spreadsheet has taken the zeros off the front of this employee code.",
}

// Sentence says in one sentence or two what a problem is.
func Sentence(code Code, detail Detail) string {
	if more := details[detail]; more != "" {
		return more
	}
	return sentences[code]
}

// Explanation says what is wrong with a row, and of an identity conflict, whose record it is about. Where it is about a cell,
// Value stands next to it. It must not leave the bucket.
func (r Reject) Explanation() string {
	said := Sentence(r.Code, r.Detail)
	switch {
	case r.Code == IdentityConflict && r.Record != "":
		return strings.Replace(said, "somebody else", r.Record, 1)
	case r.Code == MissingValue && r.Value != "":
		return "This counts as an empty cell, and the cell must not be empty."
	}
	return said
}

// IsWarning reports whether rows with this problem are sent all the same.
func (c Code) IsWarning() bool {
	switch c {
	case UnknownManager, ManagerCycle, SelfManager, ManagerConflict, GarbledText, PossibleDuplicate:
		return true
	}
	return false
}
