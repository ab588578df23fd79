package main

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/exporter"
	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/notifier"
	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/check"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
)

// places are settings that the test bed makes itself: those that say where things are. "" is not needed to check the others.
var places = map[string]string{
	"CREWMOJO_SECRET_ID": "sandbox", "CREWMOJO_BASE_URL": "", "CREWMOJO_UPLOAD_PATH": "",
	"CREWMOJO_JOB_PATH": "", "REPORTS_BUCKET": "sandbox", "REPORTS_PREFIX": "", "PEOPLE_TOPIC_ARN": "",
	"OPERATORS_TOPIC_ARN": "", "BUCKET": "sandbox", "IMPORT_FUNCTION": "sandbox",
}

// settingsOf returns the settings of the functions that lookup finds, such as DATE_FORMAT, or an error that names all that
// cannot be used.
func settingsOf(lookup func(name string) (string, bool)) (map[string]string, error) {
	found, names := map[string]string{}, []string{}
	source := settings.From(func(name string) (string, bool) {
		if place, isPlace := places[name]; isPlace {
			return place, place != ""
		}
		value, ok := lookup(name)
		names = append(names, name)
		if strings.TrimSpace(value) != "" {
			found[name] = value
		} else if name == "CREWMOJO_ENVIRONMENT" {
			return "test", true
		}
		return value, ok
	})
	_, importing := importer.ReadSettings(source)
	_, exporting := exporter.ReadSettings(source)
	_, notifying := notifier.ReadSettings(source)
	source.LogLevel()
	if err := source.Err(); err != nil {
		return nil, err
	}
	given, _ := lookup("MAKEFLAGS")
	return found, errors.Join(importing, exporting, notifying, check.Misspelt(given, names))
}

// inLines returns settings as a shell takes them, one a line.
func inLines(set map[string]string) (lines []string) {
	for _, name := range slices.Sorted(maps.Keys(set)) {
		lines = append(lines, name+"="+set[name])
	}
	return lines
}
