package notifier

import (
	"errors"
	"net/url"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
)

// Settings are what the environment variables say; the README lists them.
type Settings struct {
	PeopleTopic    string // ARN of the HR admin's topic; "" for none
	OperatorsTopic string // ARN of the topic for those on call; "" for none
	All            bool   // tell of everything, and not only of problems
	Bucket         string // the one that everything lies in
	ImportFunction string // its name; the other function that is told of is the export
	GuideURL       string // the HR guide; "" for none
	ConsoleLink    string // a pattern with {url}, by which people get to the AWS console; "" to go there at once
}

// DefaultGuide is where the HR guide is, unless GUIDE_URL says otherwise.
const DefaultGuide = "https://github.com/crewmojo-aws/bundle/blob/main/HR-GUIDE.md"

// ReadSettings reads the settings, or says which ones cannot be used.
func ReadSettings(s *settings.Source) (Settings, error) {
	set := Settings{
		PeopleTopic:    s.Text("PEOPLE_TOPIC_ARN", ""),
		OperatorsTopic: s.Text("OPERATORS_TOPIC_ARN", ""),
		All:            s.OneOf("NOTIFY_ABOUT", "problems", "problems", "all") == "all",
		Bucket:         s.Required("BUCKET", "the name of the bucket that files and reports are in"),
		ImportFunction: s.Required("IMPORT_FUNCTION", "the name of the function that imports files"),
		GuideURL:       s.Text("GUIDE_URL", DefaultGuide),
		ConsoleLink:    s.Text("CONSOLE_LINK", ""),
	}
	if !isWebPage(set.GuideURL) {
		s.Fail("GUIDE_URL", errors.New("must be an https address"))
	}
	if set.ConsoleLink != "" && (!isWebPage(set.ConsoleLink) || !strings.Contains(set.ConsoleLink, urlPlace)) {
		s.Fail("CONSOLE_LINK", errors.New("must be an https address that contains "+urlPlace))
	}
	return set, s.Err()
}

func isWebPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != ""
}
