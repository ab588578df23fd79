package notifier

import (
	"fmt"
	"net/url"
	"path"
	"strings"
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
	partition, region string // of AWS, where the bucket is
	operatorsHear     bool   // whether messages to operators reach anybody
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
	if to == People && w.GuideURL != "" {
		lines = append(lines, "What these mails mean, and how to approve a file: "+w.GuideURL)
	}
	var body strings.Builder
	for _, line := range lines {
		if line == "" {
			continue
		}
		if body.Len() > 0 && !strings.HasPrefix(line, "- ") {
			body.WriteByte('\n')
		}
		body.WriteString(line + "\n")
	}
	return Message{To: to, Subject: subject(verdict, name), Body: body.String()}
}

// maxSubject is how long a subject may be for SNS: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
const maxSubject = 99

// subject returns "verdict - name". If it is too long, the end of the name stays: that is where names differ.
func subject(verdict, name string) string {
	verdict = shortened(printable(verdict), maxSubject-30)
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

// fileName returns the last part of a key, in printable ASCII.
func fileName(key string) string {
	return shortened(printable(path.Base(key)), 200)
}

// urlPlace is what a page's address takes the place of, in the pattern of links to the console.
const urlPlace = "{url}"

// consoles are the hosts of the AWS console, by partition.
var consoles = map[string]string{
	"aws":        "console.aws.amazon.com",
	"aws-cn":     "console.amazonaws.cn",
	"aws-us-gov": "console.amazonaws-us-gov.com",
}

// link returns the address of an object's page in the AWS console.
func (w writer) link(key string) string { return w.page("object", key) }

func (w writer) page(kind, key string) string {
	host := consoles[w.partition]
	if host == "" {
		host = consoles["aws"]
	}
	escaped := strings.ReplaceAll(url.QueryEscape(key), "%2F", "/")
	page := fmt.Sprintf("https://%s/s3/%s/%s?region=%s&prefix=%s", host, kind, w.Bucket, w.region, escaped)
	if w.ConsoleLink == "" {
		return page
	}
	return strings.ReplaceAll(w.ConsoleLink, urlPlace, url.QueryEscape(page))
}

// folder returns the address of a folder's page in the AWS console.
func (w writer) folder(prefix string) string { return w.page("buckets", prefix) }

// review returns the address of the page about an import.
func (w writer) review(id string) string { return w.link("imports/" + id + "/review.html") }

// handOver says that the operators know, or has the reader tell them, if a message to them would reach nobody.
func (w writer) handOver(cause, remedy string) string {
	if w.operatorsHear {
		return "The people who run the import have been told what to do."
	}
	return "Please pass this on to the people who run the import: " + cause + " " + remedy
}

// counted writes a number with its noun.
func counted(n int, one, many string) string {
	return fmt.Sprintf("%d %s", n, either(n, one, many))
}

// either returns the form that goes with a number.
func either(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
