package importer

import (
	"errors"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/settings/fileformat"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// Settings are what the environment variables say; the README lists them.
type Settings struct {
	Crewmojo    settings.Crewmojo
	Format      roster.Format
	EndMissing  bool // end the employment of people who stay missing
	OnlyChanges bool // send only what has changed
	MaxUpload   int64
	Limits      Limits
	ForgetAfter int // days
	Zone        *time.Location
	DryRun      bool
	Links       settings.Links
	Warning     string // about settings that can be used and may not be meant; "" for none
}

// ReadSettings reads the settings, or says which ones cannot be used.
func ReadSettings(s *settings.Source) (Settings, error) {
	set := Settings{
		Crewmojo:    settings.ReadCrewmojo(s),
		Format:      fileformat.Read(s),
		EndMissing:  s.OneOf("MISSING_EMPLOYEES", "report", "report", "end") == "end",
		OnlyChanges: s.OneOf("SEND", "all", "all", "changes") == "changes",
		MaxUpload:   int64(s.Whole("MAX_UPLOAD_MB", 0, 0, 1<<20)) * 1_000_000,
		Limits: Limits{
			Invalid:   s.Whole("MAX_INVALID_PERCENT", 10, 0, 100),
			Leaving:   s.Whole("MAX_LEAVING_PERCENT", 10, 0, 100),
			Joining:   s.Whole("MAX_JOINING_PERCENT", 20, 0, 100),
			Rewritten: s.Whole("MAX_REWRITTEN_PERCENT", 10, 0, 100),
		},
		ForgetAfter: s.Whole("FORGET_AFTER_DAYS", 400, 1, 36_500),
		Zone:        time.UTC,
		DryRun:      s.OneOf("DRY_RUN", "false", "true", "false") == "true",
		Links:       settings.ReadLinks(s),
	}
	set.Limits.AlwaysAllowed = set.Format.AlwaysAllowed
	if zone, err := settings.ParseZone(s.Text("TIMEZONE", "UTC")); err != nil {
		s.Fail("TIMEZONE", err)
	} else {
		set.Zone = zone
	}
	if set.EndMissing && set.Format.Changes {
		s.Fail("MISSING_EMPLOYEES", errors.New("can only be end if FILE_CONTENT is full: nearly everybody is missing from a file of changes"))
	}
	if set.EndMissing && set.Zone == time.UTC {
		set.Warning = "MissingEmployees (MISSING_EMPLOYEES) is end, and Timezone (TIMEZONE) is the default UTC: " +
			"employments end on days of UTC. Set your own zone, or Etc/UTC if you mean it"
	}
	return set, s.Err()
}
