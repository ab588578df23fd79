package notifier

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// An Audience is whom a message is for.
type Audience string

const (
	People    Audience = "people"    // the HR admin, who has never seen AWS
	Operators Audience = "operators" // on call
)

// A Message is one mail.
type Message struct {
	To      Audience
	Subject string // at most 99 characters of printable ASCII
	Body    string // plain text: 3 to 10 lines, with blank ones between them
}

// A writer writes the messages about one outcome.
type writer struct {
	Settings
	console       words.Console
	operatorsHear bool // whether messages to operators reach anybody
}

// messages returns the messages about an outcome, and who gets them.
func (w writer) messages(e event) ([]Message, error) {
	isImport := e.Detail.function() == w.ImportFunction
	if e.Kind == failure {
		if isImport {
			return w.failedImport(e.Detail), nil
		}
		return w.failedExport(e.Detail), nil
	}
	if !isImport {
		reports, err := e.Detail.exports()
		return w.reports(reports), err
	}
	results, err := e.Detail.imports()
	var all []Message
	for _, r := range results {
		all = append(all, w.imported(r, e.Detail.Context.Attempts)...)
	}
	return all, err
}

// message puts a message together: a blank line stands between lines, but not within a list, and empty ones are left
// out. The verdict says it all with a figure; name is the file's or the report's.
func (w writer) message(to Audience, verdict, name string, lines ...string) Message {
	if w.IsTest {
		lines[0] = "This is about Crewmojo's test environment. " + lines[0]
	}
	if to == People && slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "https://") }) {
		lines = append(lines, signIn)
	}
	if to == People && w.GuideURL != "" {
		lines = append(lines, "What these mails mean, and what you can do: "+w.GuideURL)
	}
	var body strings.Builder
	for _, line := range lines {
		if line == "" {
			continue
		}
		if body.Len() > 0 && !listItem.MatchString(line) {
			body.WriteByte('\n')
		}
		body.WriteString(line + "\n")
	}
	return Message{To: to, Subject: subject(verdict, name), Body: body.String()}
}

// signIn stands in every mail with a link to the AWS console.
const signIn = "If a link asks you to sign in to AWS, use your company's sign-in. If it does not open, ask the people who run the " +
	"import, most often your IT department."

// listItem is how an item of a list begins: "- " or "1. ".
var listItem = regexp.MustCompile(`^(-|\d\.) `)

// maxSubject is how long a subject may be for SNS: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
const maxSubject = 99

// subject returns "verdict - name". If it is too long, the end of the name stays: that is where names differ.
func subject(verdict, name string) string {
	const least = 27 // characters of a name that are always left
	verdict = shortened(printable(verdict), maxSubject-len(" - ")-min(len(name), least))
	room := maxSubject - len(verdict) - len(" - ")
	if len(name) > room {
		name = "..." + name[len(name)-room+len("..."):]
	}
	return verdict + " - " + name
}

// shortened cuts ASCII text off that is longer than most.
func shortened(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.TrimRight(text[:most-len("...")], " ") + "..."
}

// printable replaces every character by an underscore that is not printable ASCII.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '_'
		}
		return r
	}, text)
}

// fileName returns what people call a file, as [legible] writes it.
func fileName(r outcome.Import) string { return legible(words.Name(r)) }

// legible returns a file's name in printable ASCII, cut if nobody would read all of it. Whoever delivers a file names it: no mail
// program must take the name for an address, nor read on behind its quotation mark.
func legible(name string) string {
	name = strings.NewReplacer("@", "_", `"`, "'").Replace(printable(name))
	return shortened(dots.ReplaceAllStringFunc(name, func(found string) string {
		if extension.MatchString(found) {
			return found
		}
		return "_" + found[1:]
	}), 200)
}

var (
	dots      = regexp.MustCompile(`\.[^.]*`)
	extension = regexp.MustCompile(`^\.(csv|tsv|txt|xlsx|xlsm|xls|gz|html)?$`) // none of them is the end of an internet address
)

// quote writes a file's name in a sentence.
func quote(name string) string { return `"` + name + `"` }

// theFile calls a file what people call it, and says when it was received.
func (w writer) theFile(r outcome.Import) string {
	return quote(fileName(r)) + ", received on " + words.Moment(r.Source.Received, w.Zone) + ","
}

// folder is the prefix of all that an import has left.
func folder(id string) string { return "imports/" + id + "/" }

// review returns the address of the page about an import.
func (w writer) review(id string) string { return w.console.Object(folder(id) + "review.html") }

// onPage says where the page is, to somebody who sees it for the first time.
func (w writer) onPage(id string) string { return "on this page (press Open there): " + w.review(id) }

// handOver says that the operators know, or has the reader tell them, if a message to them would reach nobody.
func (w writer) handOver(cause, remedy string) string {
	if w.operatorsHear {
		return "The people who run the import have been told what to do."
	}
	return "Please pass this on to the people who run the import: " + cause + " " + remedy
}
