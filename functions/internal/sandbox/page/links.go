package page

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// console is a pattern of the addresses by which the AWS console shows the bucket.
const console = `https://console\.aws\.amazon\.com/s3/(?:buckets|object)/` + testbed.BucketName + `\?`

// consolePath stands for the AWS console, which does not know the sandbox's bucket.
const consolePath = "/console"

// A part is a piece of a text, perhaps with a link.
type part struct{ Text, Link string }

var (
	address     = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:]`)
	consoleLink = regexp.MustCompile(`^` + console + `(.*)$`)
	consoleHref = regexp.MustCompile(`href="` + console + `region=[a-z0-9-]*&amp;`)
)

// withLinks cuts a mail's text into pieces, so that its addresses can be followed. Those of the AWS console lead to the
// same thing here.
func withLinks(text string) (parts []part) {
	for {
		at := address.FindStringIndex(text)
		if at == nil {
			return append(parts, part{Text: text})
		}
		found := text[at[0]:at[1]]
		to := found
		if match := consoleLink.FindStringSubmatch(found); match != nil {
			to = consolePath + "?" + match[1]
		}
		parts = append(parts, part{Text: text[:at[0]]}, part{Text: found, Link: to})
		text = text[at[1]:]
	}
}

// localLinks has the links of a review page to the AWS console lead to the same thing here.
func localLinks(page []byte) []byte {
	return consoleHref.ReplaceAll(page, []byte(`href="`+consolePath+`?`))
}

// leadFromConsole leads to what the AWS console would show.
func (p *Page) leadFromConsole(w http.ResponseWriter, r *http.Request) {
	prefix := r.URL.Query().Get("prefix")
	rest, isImport := strings.CutPrefix(prefix, "imports/")
	id, name, _ := strings.Cut(rest, "/")
	to := "/"
	switch {
	case isImport && name != "":
		to = "/imports/" + url.PathEscape(id) + "/" + url.PathEscape(name)
	case isImport:
		for _, f := range p.snapshot() {
			if f.ID == id {
				to = f.Path()
			}
		}
	case strings.HasPrefix(prefix, "reports/") && !strings.HasSuffix(prefix, "/"):
		to = (&url.URL{Path: "/" + prefix}).EscapedPath()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}
