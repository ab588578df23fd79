package notifier

import (
	"regexp"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// maxError is how much of an error is told, in characters.
const maxError = 400

var (
	// A setting's own value is what an operator needs: DateFormat (DATE_FORMAT)="DD/MM/YY".
	quoted     = regexp.MustCompile("=\"[^\"]*\"|\"[^\"]*\"|'[^']*'|`[^`]*`")
	address    = regexp.MustCompile(`\S*@\S*`)
	longNumber = regexp.MustCompile(`\b\d{5,}\b`)
)

// secretForm is how our own errors say what a secret must look like.
const secretForm = `{"client_id":"...","client_secret":"..."}`

// withoutPersonalData returns an error's text without what could be personal data. The project's own errors hold none;
// this is for the errors of libraries, and for later ones: addresses, quotations, long numbers and words that are not
// ASCII are left out. What an EventError quotes is what an operator has asked for; there is no file behind it.
func withoutPersonalData(text string) string {
	isRequest := strings.HasPrefix(text, "EventError: ")
	text = quoted.ReplaceAllStringFunc(text, func(q string) string {
		if isRequest || strings.Contains(secretForm, q) || strings.HasPrefix(q, "=") && words.NamesSetting(text) {
			return q
		}
		return "[...]"
	})
	text = address.ReplaceAllString(text, "[...]")
	text = longNumber.ReplaceAllString(text, "[...]")
	var kept []string
	for _, word := range strings.Fields(text) {
		if word != printable(word) {
			word = "[...]"
		}
		kept = append(kept, word)
	}
	return shortened(strings.Join(kept, " "), maxError)
}
