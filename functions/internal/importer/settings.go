package importer

import (
	"errors"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// Settings are what the environment variables say; the README lists them.
type Settings struct {
	Crewmojo    settings.Crewmojo
	Format      roster.Format
	Full        bool // each file is everybody
	EndMissing  bool // end the employment of who is missing
	OnlyChanges bool // send only what has changed
	MaxUpload   int64
	Limits      Limits
	DryRun      bool
}

// Limits are the safeguards' limits in percent; 100 switches one off.
type Limits struct{ Invalid, Leaving, Joining, Shrink int }

// ReadSettings reads the settings, or says which one cannot be used.
func ReadSettings(s *settings.Source) (Settings, error) {
	set := Settings{
		Crewmojo:    settings.ReadCrewmojo(s),
		Full:        s.OneOf("FILE_CONTENT", "full", "full", "changes") == "full",
		EndMissing:  s.OneOf("MISSING_EMPLOYEES", "report", "report", "end") == "end",
		OnlyChanges: s.OneOf("SEND", "all", "all", "changes") == "changes",
		MaxUpload:   int64(s.Whole("MAX_UPLOAD_MB", 0, 0, 1<<20)) * 1_000_000,
		Limits: Limits{
			Invalid: s.Whole("MAX_INVALID_PERCENT", 10, 0, 100),
			Leaving: s.Whole("MAX_LEAVING_PERCENT", 20, 0, 100),
			Joining: s.Whole("MAX_JOINING_PERCENT", 20, 0, 100),
			Shrink:  s.Whole("MAX_SHRINK_PERCENT", 20, 0, 100),
		},
		DryRun: s.OneOf("DRY_RUN", "false", "true", "false") == "true",
	}
	format, err := roster.ParseFormat(func(name string) string { return s.Text(name, "") })
	if malformed := (*roster.FormatError)(nil); errors.As(err, &malformed) {
		s.Fail(malformed.Setting, malformed.Err)
	}
	set.Format = format
	set.EndMissing = set.EndMissing && set.Full
	set.Format.EndDates = set.EndMissing
	return set, s.Err()
}
