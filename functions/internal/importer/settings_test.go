package importer

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
)

// needed are the settings that have no default.
var needed = map[string]string{"CREWMOJO_SECRET_ID": "CrewmojoSecret", "CREWMOJO_ENVIRONMENT": "test"}

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
	function := parsed.Functions["ImportEmployeesFunction"]
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
	byDefault, err := read(needed)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(deployed, byDefault) {
		t.Errorf("the template's defaults are %+v, the function's %+v", deployed, byDefault)
	}
	delete(wasRead, "CREWMOJO_BASE_URL") // for tests alone
	if set, read := slices.Sorted(maps.Keys(function.Env)), slices.Sorted(maps.Keys(wasRead)); !slices.Equal(set, read) {
		t.Errorf("the template sets %v, and the function reads %v", set, read)
	}
	prefixes := slices.Sorted(slices.Values(function.Prefixes))
	if want := []string{approvedPrefix, incomingPrefix, previewPrefix, seedPrefix}; !slices.Equal(prefixes, want) {
		t.Errorf("the template's prefixes are %v, the function's %v", prefixes, want)
	}
}

// A setting that cannot be used is named, with what it holds and what it may hold.
func TestMalformedSettings(t *testing.T) {
	for setting, want := range map[string]string{
		"CREWMOJO_SECRET_ID=":       `wrong setting: CrewmojoSecretArn (CREWMOJO_SECRET_ID)="": is required`,
		"CREWMOJO_ENVIRONMENT=":     `CrewmojoEnvironment (CREWMOJO_ENVIRONMENT)="": is required: test or production`,
		"CREWMOJO_ENVIRONMENT=prod": `CrewmojoEnvironment (CREWMOJO_ENVIRONMENT)="prod": must be test or production`,
		"CREWMOJO_BASE_URL=http://api.crewmojo.com": `wrong setting: CREWMOJO_BASE_URL="http://api.crewmojo.com": ` +
			`"http://api.crewmojo.com" must be https`,
		"CREWMOJO_UPLOAD_PATH=humans":       `must be a path such as /v1/integrations/upload/humans`,
		"CREWMOJO_JOB_PATH=/v1/jobs":        `must contain {jobId}`,
		"COLUMN_MAP=Work Email":             `"Work Email" is not of the form Header=value`,
		"COLUMN_MAP=Work Email=email":       `"email" is neither one of Crewmojo's columns (firstName, `,
		"COLUMN_MAP=A=firstName,a=lastName": `"a" is mapped twice`,
		"EXTRA_COLUMNS=Office,office":       `"office" is listed twice`,
		"EXTRA_COLUMNS=E-Mail":              `"E-Mail" is Crewmojo's emailAddress`,
		"DATE_FORMAT=DD/MM/YY":              `must be YYYY-MM-DD`,
		"FILE_CONTENT=delta":                `must be full or changes`,
		"MISSING_EMPLOYEES=delete":          `must be report or end`,
		"SEND=some":                         `must be all or changes`,
		"MAX_UPLOAD_MB=-1":                  `must be a whole number from 0 to`,
		"MAX_LEAVING_PERCENT=20%":           `MaxLeavingPercent (MAX_LEAVING_PERCENT)="20%": must be a whole number from 0 to 100`,
		"MAX_REWRITTEN_PERCENT=101":         `must be a whole number from 0 to 100`,
		"DRY_RUN=yes":                       `must be true or false`,
	} {
		env := maps.Clone(needed)
		name, value, _ := strings.Cut(setting, "=")
		env[name] = value
		_, err := read(env)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v; want %s", setting, err, want)
		}
	}
}

// Ending people on days of UTC is most likely not what a company means, unless it says so.
func TestEndingInUTCIsWarnedOf(t *testing.T) {
	for zone, warned := range map[string]bool{"": true, "UTC": true, "Etc/UTC": false, "Australia/Sydney": false} {
		env := maps.Clone(needed)
		env["MISSING_EMPLOYEES"], env["TIMEZONE"] = "end", zone
		set, err := read(env)
		if err != nil || (set.Warning != "") != warned {
			t.Errorf("TIMEZONE=%q: warning %q, error %v", zone, set.Warning, err)
		}
	}
	if set, err := read(needed); err != nil || set.Warning != "" {
		t.Errorf("by default: warning %q, error %v", set.Warning, err)
	}
}
