package notifier

import (
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
)

// Settings are what the environment variables say; the README lists them.
type Settings struct {
	PeopleTopic    string // ARN of the HR admin's topic; "" for none
	OperatorsTopic string // ARN of the topic for those on call; "" for none
	All            bool   // tell of everything, and not only of problems
	Bucket         string // the one that everything lies in
	ImportFunction string // its name; the other function that is told of is the export
	IsTest         bool   // the functions use Crewmojo's test environment
	GuideURL       string // the HR guide; "" for none
	ConsoleLink    string // a pattern with {url}, by which people get to the AWS console; "" to go there at once

	// Zone is that of the times that people read, the import's own. One that cannot be used is UTC here: the import fails
	// with an error that names it, and this must not keep people from hearing of that.
	Zone *time.Location
}

// ReadSettings reads the settings, or says which ones cannot be used.
func ReadSettings(s *settings.Source) (Settings, error) {
	links := settings.ReadLinks(s)
	set := Settings{
		PeopleTopic:    s.Text("PEOPLE_TOPIC_ARN", ""),
		OperatorsTopic: s.Text("OPERATORS_TOPIC_ARN", ""),
		All:            s.OneOf("NOTIFY_ABOUT", "problems", "problems", "all") == "all",
		Bucket:         s.Required("BUCKET", "the name of the bucket that files and reports are in"),
		ImportFunction: s.Required("IMPORT_FUNCTION", "the name of the function that imports files"),
		IsTest:         s.Text("CREWMOJO_ENVIRONMENT", "test") == "test",
		GuideURL:       links.Guide,
		ConsoleLink:    links.Console,
		Zone:           time.UTC,
	}
	if zone, err := settings.ParseZone(s.Text("TIMEZONE", "UTC")); err == nil {
		set.Zone = zone
	}
	return set, s.Err()
}
