package notifier

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
)

// needed are the settings that have no default.
var needed = map[string]string{"BUCKET": "Bucket", "IMPORT_FUNCTION": "ImportEmployeesFunction"}

func read(env map[string]string) (Settings, error) {
	return ReadSettings(settings.From(func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	}))
}

// The template sets every variable that the function reads, and no other, and its defaults are the function's.
func TestTemplateAgrees(t *testing.T) {
	parsed, err := template.Read("../../../template.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	function := parsed.Functions["NotifyFunction"]
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
	if byDefault, err := read(needed); err != nil || deployed != byDefault {
		t.Errorf("the template's defaults are %+v, the function's %+v; error %v", deployed, byDefault, err)
	}
	if set, read := slices.Sorted(maps.Keys(function.Env)), slices.Sorted(maps.Keys(wasRead)); !slices.Equal(set,
		read) {
		t.Errorf("the template sets %v, and the function reads %v", set, read)
	}
}

// The template's parameters reach the settings.
func TestTemplateSets(t *testing.T) {
	const link = "https://acme.awsapps.com/start/#/console?destination={url}"
	parsed, err := template.Read("../../../template.yaml", map[string]string{
		"NotificationEmail": "hr@example.com", "OperatorEmail": "on-call@example.com", "NotifyAbout": "all",
		"CrewmojoEnvironment": "production", "GuideUrl": "https://acme.example/guide", "ConsoleLink": link, "Timezone": "Australia/Sydney",
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(parsed.Functions["NotifyFunction"].Env)
	want := Settings{PeopleTopic: "PeopleTopic", OperatorsTopic: "OperatorsTopic", All: true, Bucket: "Bucket",
		ImportFunction: "ImportEmployeesFunction", GuideURL: "https://acme.example/guide", ConsoleLink: link, Zone: got.Zone}
	if got.Zone.String() != "Australia/Sydney" {
		t.Errorf("the zone is %s", got.Zone)
	}
	if err != nil || got != want {
		t.Errorf("the settings are %+v, want %+v; error %v", got, want, err)
	}
}

// A setting that cannot be used is named, with what it holds and what it may hold.
func TestMalformedSettings(t *testing.T) {
	for setting, want := range map[string]string{
		"BUCKET=":                                `BUCKET="": is required: the name of the bucket`,
		"IMPORT_FUNCTION=":                       `IMPORT_FUNCTION="": is required: the name of the function`,
		"NOTIFY_ABOUT=everything":                `NotifyAbout (NOTIFY_ABOUT)="everything": must be problems or all`,
		"GUIDE_URL=http://acme.example/hr":       `GuideUrl (GUIDE_URL)="http://acme.example/hr": must be an https address`,
		"GUIDE_URL=acme.example":                 `must be an https address`,
		"CONSOLE_LINK=https://acme.example/":     `(CONSOLE_LINK)="https://acme.example/": must be an https address that contains {url}`,
		"CONSOLE_LINK=http://acme.example/{url}": `must be an https address that contains {url}`,
	} {
		env := maps.Clone(needed)
		name, value, _ := strings.Cut(setting, "=")
		env[name] = value
		if _, err := read(env); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", setting, err, want)
		}
	}
}

// A zone that cannot be used fails the import, and must not keep anybody from hearing of that.
func TestWrongZone(t *testing.T) {
	env := maps.Clone(needed)
	env["TIMEZONE"] = "Sydney"
	if got, err := read(env); err != nil || got.Zone != time.UTC {
		t.Errorf("the zone is %v; error %v", got.Zone, err)
	}
}
