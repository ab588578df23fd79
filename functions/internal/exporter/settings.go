package exporter

import (
	"errors"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
)

// Settings are what the environment variables say; the README lists them.
type Settings struct {
	Crewmojo         settings.Crewmojo
	Bucket           string
	Prefix           string // ends in /
	MaxShrinkPercent int    // of its rows that a report may lose when it replaces another
}

// ReadSettings reads the settings, or says which of them cannot be used.
func ReadSettings(s *settings.Source) (Settings, error) {
	set := Settings{
		Crewmojo:         settings.ReadCrewmojo(s),
		Bucket:           s.Required("REPORTS_BUCKET", "the name of the bucket that reports are written to"),
		Prefix:           s.Text("REPORTS_PREFIX", "reports/"),
		MaxShrinkPercent: s.Whole("MAX_REPORT_SHRINK_PERCENT", 50, 0, 100),
	}
	if !strings.HasSuffix(set.Prefix, "/") || strings.HasPrefix(set.Prefix, "/") {
		s.Fail("REPORTS_PREFIX", errors.New("must end in / and not begin with it, such as reports/"))
	}
	return set, s.Err()
}
