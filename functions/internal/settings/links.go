package settings

import (
	"errors"
	"net/url"
	"strings"
)

// Links say where people are sent.
type Links struct {
	Guide   string // the HR guide
	Console string // a pattern with {url} by which people get to a page of the AWS console; "" to go there at once
}

// DefaultGuide is where the HR guide is, unless GUIDE_URL says otherwise.
const DefaultGuide = "https://github.com/crewmojo-aws/bundle/blob/main/HR-GUIDE.md"

// ReadLinks reads the settings that mails and pages share.
func ReadLinks(s *Source) Links {
	links := Links{Guide: s.Text("GUIDE_URL", DefaultGuide), Console: s.Text("CONSOLE_LINK", "")}
	if !isWebPage(links.Guide) {
		s.Fail("GUIDE_URL", errors.New("must be an https address"))
	}
	if links.Console != "" && (!isWebPage(links.Console) || !strings.Contains(links.Console, "{url}")) {
		s.Fail("CONSOLE_LINK", errors.New("must be an https address that contains {url}"))
	}
	return links
}

func isWebPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != ""
}
