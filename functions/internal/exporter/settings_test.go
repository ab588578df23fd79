package exporter

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
)

// The template sets every variable that the function reads, and no other; its prefix is the function's; and what its
// schedules send is understood.
func TestTemplateAgrees(t *testing.T) {
	parsed, err := template.Read("../../../template.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	function := parsed.Functions["ExportReportFunction"]
	wasRead := map[string]bool{}
	source := settings.From(func(name string) (string, bool) {
		wasRead[name] = true
		value, ok := function.Env[name]
		return value, ok
	})
	source.LogLevel()
	deployed, err := ReadSettings(source)
	if err != nil {
		t.Fatal(err)
	}
	delete(wasRead, "CREWMOJO_BASE_URL") // for tests alone
	if set, read := slices.Sorted(maps.Keys(function.Env)), slices.Sorted(maps.Keys(wasRead)); !slices.Equal(set, read) {
		t.Errorf("the template sets %v, and the function reads %v", set, read)
	}
	needed := map[string]string{"CREWMOJO_SECRET_ID": "CrewmojoSecret", "CREWMOJO_ENVIRONMENT": "test", "REPORTS_BUCKET": "Bucket"}
	byDefault, err := ReadSettings(settings.From(func(name string) (string, bool) { value, ok := needed[name]; return value, ok }))
	if err != nil || deployed != byDefault {
		t.Errorf("the template's defaults are %+v, the function's %+v; error %v", deployed, byDefault, err)
	}
	if len(function.Schedules) == 0 {
		t.Error("the template has no schedule")
	}
	for name, input := range function.Schedules {
		scheduled := []byte(strings.ReplaceAll(input, "<aws.scheduler.scheduled-time>", "2026-11-24T06:00:00Z"))
		if _, err := parseRequest(scheduled, time.Now()); err != nil {
			t.Errorf("schedule %s sends %s: %v", name, input, err)
		}
	}
}
