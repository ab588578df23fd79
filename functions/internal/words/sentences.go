package words

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// A setting is named as the settings' own messages name it: ColumnMap (COLUMN_MAP).
var namesSetting = regexp.MustCompile(`\b[A-Z]\w+ \([A-Z][A-Z_]+\)`)

// NamesSetting reports whether a text is about a setting, which only the people who run the import know.
func NamesSetting(text string) bool { return namesSetting.MatchString(text) }

// Plain returns the sentences of a reason that name no setting: those that an HR admin can do something with.
func Plain(reason string) string {
	plain, _ := apart(reason)
	return plain
}

// AboutSettings returns the sentences of a reason that name a setting; "" if none does.
func AboutSettings(reason string) string {
	_, settings := apart(reason)
	return settings
}

var sentenceEnd = regexp.MustCompile(`\. ([A-Z])`)

// apart parts the sentences of a text: each ends in a period that a capital follows.
func apart(text string) (plain, settings string) {
	var of [2][]string
	for sentence := range strings.SplitSeq(sentenceEnd.ReplaceAllString(text, ".\n$1"), "\n") {
		i := 0
		if NamesSetting(sentence) {
			i = 1
		}
		of[i] = append(of[i], sentence)
	}
	return strings.Join(of[0], " "), strings.Join(of[1], " ")
}

// WithoutDirection drops a character that turns the text behind it around, as strings.Map takes it: with one, a cell could look
// like another.
func WithoutDirection(char rune) rune {
	if unicode.Is(unicode.Bidi_Control, char) {
		return -1
	}
	return char
}

// SomeCharsets are charsets that HR systems write, as the setting names them.
const SomeCharsets = "windows-1250 (Central Europe), shift_jis (Japan) or macintosh"

// GuessedCharset says that a file was read in a charset that may not be its own.
const GuessedCharset = "Accented letters may be wrong, because the file does not say how it is encoded. " +
	"It was read as Windows-1252, which is a guess: Charset (CHARSET) sets another, such as " + SomeCharsets + "."

// WrongLetters says to an HR admin what names in a held file that look wrong may come from; "" if its charset is no guess.
func WrongLetters(r outcome.Import) string {
	if !strings.Contains(r.Reason, GuessedCharset) {
		return ""
	}
	return Plain(GuessedCharset) + " If names look wrong on the page, do not approve the file: ask the people who run the import to " +
		"set Charset (CHARSET)."
}

// IsTooLarge reports whether Crewmojo has refused a file because of its size: then the reason names the setting that splits it.
func IsTooLarge(r outcome.Import) bool {
	return IsBecause(r, outcome.ReasonRefused) && NamesSetting(r.Reason)
}

// NeedsSetting reports whether a file was rejected for something that a setting of the import most likely mends, and not HR.
func NeedsSetting(r outcome.Import) bool {
	setting := AboutSettings(r.Reason)
	return setting != "" && !strings.HasPrefix(setting, "If ") && !IsBecause(r, outcome.ReasonRefused)
}

// WhyRefused says to an HR admin why Crewmojo has refused a file.
func WhyRefused(r outcome.Import) string {
	if IsTooLarge(r) {
		return "The file is too large for one upload."
	}
	return "Crewmojo checks files itself, and did not accept this one. The people who run the import have its answer, and can tell " +
		"you if a row is wrong."
}

// The sentences say to an HR admin that Crewmojo's answer, which is about the whole file, seems to tell of rows, or of an
// error.
const (
	RowsNotTaken = "Crewmojo accepted the file, but its answer seems to tell of rows that it did not take. " +
		"Its own words are in answer.txt."
	ErrorMentioned = "Crewmojo accepted the file, but its answer seems to tell of an error. Its own words are in answer.txt."
)

// The requests ask an HR admin to find out what such an answer means.
const (
	AskWhichRows = "Please ask the people who run the import to look at the answer, and to tell you which rows it means."
	AskIfTaken   = "Please ask the people who run the import to look at the answer, and to tell you if Crewmojo took the file."
)

// AskAboutAnswer asks to find out what Crewmojo's answer to an imported file means, if it seems to tell of rows that it did
// not take, or of an error; else it returns "".
func AskAboutAnswer(r outcome.Import) string {
	switch {
	case r.Status != outcome.Imported:
		return ""
	case strings.Contains(r.Reason, ErrorMentioned):
		return AskIfTaken
	case strings.Contains(r.Reason, RowsNotTaken):
		return AskWhichRows
	}
	return ""
}

// AfterSending begins the error of an import that had sent Crewmojo so many people of its file already.
func AfterSending(people int) string { return "after " + Persons(people) + " had been sent" }

// NeverHeld says to an HR admin why a file was not taken for an approval, and what to do.
const NeverHeld = "It is not exactly the file that was held: it may have been edited, or be another file. " +
	"If the held file is right, and not imported yet, copy its source.csv, unchanged. If the file was corrected, have the " +
	"corrected file delivered by the HR system."
