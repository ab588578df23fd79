package endtoend

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// end stops a world, and checks what is true of every world, whatever has happened in it: no temporary file is left,
// and there is no personal data, no secret and no token in what the functions have logged and answered,
// and in what people were told by mail.
func (w *world) end() {
	w.t.Helper()
	w.ended.Do(func() {
		left, err := os.ReadDir(w.Temp)
		w.Close()
		told := w.log()
		for _, mail := range w.AWS.Published() {
			told += mail.Subject + "\n" + mail.Text
		}
		w.told.Close()
		if err != nil || len(left) > 0 {
			w.t.Fatalf("temporary files are left: %v %v", left, err)
		}
		if strings.Contains(told, "DATA RACE") {
			w.t.Fatalf("a function has a data race:\n%s", told)
		}
		for _, secret := range []string{crewmojotest.ClientSecret, crewmojotest.ClientID, "sandbox-token-"} {
			if strings.Contains(told, secret) {
				w.t.Fatalf("a secret was told:\n%s", told)
			}
		}
		for _, value := range w.personal() {
			if strings.Contains(told, value) {
				w.t.Fatalf("%q of a file was told:\n%s", value, told)
			}
		}
	})
}

var (
	word          = regexp.MustCompile(`[\pL\pN@._'-]{4,}`)
	looksLikeDate = regexp.MustCompile(`^[0-9./-]+$`)
)

// personal returns what the files say about people: every word that is not a number, nor in a header, a key or in what
// the functions say of any file.
func (w *world) personal() []string {
	known := "firstName lastName emailAddress employeeCode test production " + strings.Join(w.keys, " ")
	values := map[string]bool{}
	for _, text := range w.files {
		header, rows, _ := strings.Cut(text, "\n")
		known += header
		for _, value := range word.FindAllString(rows, -1) {
			if _, err := strconv.ParseFloat(value, 64); err != nil && !looksLikeDate.MatchString(value) {
				values[value] = true
			}
		}
	}
	var personal []string
	for value := range values {
		if !strings.Contains(known, value) {
			personal = append(personal, value)
		}
	}
	slices.Sort(personal)
	return personal
}
