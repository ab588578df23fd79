package notifier

import (
	"regexp"
	"strings"
)

// maxError is how much of an error is told, in characters.
const maxError = 400

var (
	// A setting's own value is what an operator needs: DateFormat (DATE_FORMAT)="DD/MM/YY".
	quoted     = regexp.MustCompile("=\"[^\"]*\"|\"[^\"]*\"|'[^']*'|`[^`]*`")
	address    = regexp.MustCompile(`\S*@\S*`)
	longNumber = regexp.MustCompile(`\b\d{5,}\b`)
)

// withoutPersonalData returns an error's text without what could be personal data. The project's own errors hold none;
// this is for the errors of libraries, and for later ones: addresses, quotations, long numbers and words that are not
// ASCII are left out.
func withoutPersonalData(text string) string {
	text = quoted.ReplaceAllStringFunc(text, func(q string) string {
		if strings.HasPrefix(q, "=") && namesSetting.MatchString(text) {
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
