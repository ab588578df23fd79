package notifier

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

var update = flag.Bool("update", false, "write the mails into testdata, for a person to read aloud")

// testWriter writes for a company that wants to know of everything, unless a test says otherwise.
var testWriter = writer{
	Settings: Settings{
		PeopleTopic: "people", OperatorsTopic: "operators", All: true, Bucket: "acme-crewmojo",
		ImportFunction: "Import",
		GuideURL:       "https://acme.example/hr-guide", Zone: sydney(),
	},
	console: words.Console{Bucket: "acme-crewmojo", Region: "eu-central-1"}, operatorsHear: true,
}

func sydney() *time.Location {
	zone, err := time.LoadLocation("Australia/Sydney")
	if err != nil {
		panic(err)
	}
	return zone
}

var readers = map[Audience]string{People: "the HR admin", Operators: "on call"}

// Each file in testdata has the mails about one kind of outcome, for several figures.
func TestMails(t *testing.T) {
	for _, kind := range kinds() {
		t.Run(kind.name, func(t *testing.T) {
			var all strings.Builder
			for _, c := range kind.cases {
				checkPlausible(t, c.name, c.result)
				fmt.Fprintf(&all, "=== %s ===\n\n", c.name)
				for _, m := range c.messages {
					fmt.Fprintf(&all, "To: %s\nSubject: %s\n\n%s\n", readers[m.To], m.Subject, m.Body)
					checkMail(t, c.name, m)
				}
				if len(c.messages) == 0 {
					all.WriteString("(nobody is told)\n\n")
				}
			}
			checkGolden(t, kind.name+".txt", all.String())
		})
	}
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

var (
	// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html, and at most 99 characters
	goodSubject = regexp.MustCompile(`^[A-Z][ -~]{0,98}$`)
	link        = regexp.MustCompile(`https://\S+`)
	zero        = regexp.MustCompile(`(^|[^.:0-9])\b0\b [^%]`)
	plural      = regexp.MustCompile(`\b1 (rows|people|persons|employees|files|reports|attempts|times|managers)\b`)
	jargon      = regexp.MustCompile(`(?i)\b(eventbridge|lambda|s3|sns|sqs|bucket|queue|metric|json|stack|` +
		`deploy|arn|baseline|prefix|key|object|payload)\b|s3://`)
	variable = regexp.MustCompile(`\b[A-Z]+_[A-Z_]+\b`)
)

// checkMail checks what is true of every mail.
func checkMail(t *testing.T, name string, m Message) {
	t.Helper()
	if !goodSubject.MatchString(m.Subject) {
		t.Errorf("%s: the subject cannot be sent, or is too long (%d): %q", name, len(m.Subject), m.Subject)
	}
	if n := strings.Count(m.Body, "\n\n") + 1; n < 2 || n > 10 {
		t.Errorf("%s: %d paragraphs", name, n)
	}
	if len(m.Body) > 2200 {
		t.Errorf("%s: %d characters", name, len(m.Body))
	}
	text := m.Subject + "\n" + link.ReplaceAllString(m.Body, "LINK")
	if found := zero.FindString(text); found != "" {
		t.Errorf("%s: a figure that is zero: %q in\n%s", name, found, text)
	}
	if found := plural.FindString(text); found != "" {
		t.Errorf("%s: %q", name, found)
	}
	if !strings.HasSuffix(m.Body, "\n") || strings.Contains(m.Body, "  ") || strings.Contains(m.Body, "\n\n\n") {
		t.Errorf("%s: stray blanks in %q", name, m.Body)
	}
	if m.To != People {
		return
	}
	// The console's Copy dialog takes the destination in this form alone, and what is passed on to operators is in
	// their words.
	text = strings.ReplaceAll(text, "paste the address of the folder for approved files: s3://acme-crewmojo/approved/", "")
	text, _, _ = strings.Cut(text, "Please pass this on")
	if hasLink := strings.Contains(m.Body, "https://console."); strings.Contains(m.Body, signIn) != hasLink {
		t.Errorf("%s: it has a link: %t, and says how to sign in: %t", name, hasLink, !hasLink)
	}
	if found := jargon.FindString(text) + variable.FindString(text); found != "" {
		t.Errorf("%s: an HR admin would not know %q", name, found)
	}
	if !strings.Contains(m.Body, "\nWhat these mails mean, and what you can do: "+
		"https://acme.example/hr-guide\n") {
		t.Errorf("%s: the guide is not named", name)
	}
}

// A file of testdata that no outcome writes any more is gone.
func TestMailsAreAllWritten(t *testing.T) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !slices.ContainsFunc(kinds(), func(k kind) bool { return k.name+".txt" == f.Name() }) {
			t.Errorf("nothing writes %s", f.Name())
		}
	}
}

// The guide explains how each subject begins that HR may see, and no other.
func TestGuideExplainsEverySubject(t *testing.T) {
	text, err := os.ReadFile("../../../HR-GUIDE.md")
	if err != nil {
		t.Fatal(err)
	}
	isUsed := map[string]bool{}
	var beginnings []string
	for _, row := range regexp.MustCompile(`(?m)^\| \*\*(.+?)\*\* \|`).FindAllStringSubmatch(string(text), -1) {
		beginnings = append(beginnings, row[1])
	}
	for _, kind := range kinds() {
		for _, c := range kind.cases {
			for _, m := range c.messages {
				explained := ""
				for _, b := range beginnings {
					if m.To == People && strings.HasPrefix(m.Subject, b) && len(b) > len(explained) {
						explained = b
					}
				}
				isUsed[explained] = true
				if m.To == People && explained == "" {
					t.Errorf("the guide does not explain %q", m.Subject)
				}
			}
		}
	}
	for _, b := range beginnings {
		if !isUsed[b] {
			t.Errorf("no mail's subject begins with %q", b)
		}
	}
}
