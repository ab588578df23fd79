package settings

import (
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func from(env map[string]string) *Source {
	return From(func(name string) (string, bool) { value, ok := env[name]; return value, ok })
}

// All wrong settings are named at once, each with its parameter, its variable, what it holds and what it may hold.
func TestAllWrongSettingsAreNamed(t *testing.T) {
	s := from(map[string]string{"CREWMOJO_ENVIRONMENT": "prod", "LOG_LEVEL": "LOUD",
		"MAX_UPLOAD_MB": "1.5", "SEND": " all ", "CREWMOJO_JOB_PATH": "jobs"})
	ReadCrewmojo(s)
	s.LogLevel()
	s.Whole("MAX_UPLOAD_MB", 0, 0, 100)
	s.OneOf("SEND", "all", "all", "changes")
	s.Fail("DATE_FORMAT", errors.New("is no date format"))
	s.Fail("DATE_FORMAT", errors.New("is wrong in another way, too"))
	want := []string{
		`CrewmojoSecretArn (CREWMOJO_SECRET_ID)="": is required: the name or ARN of the secret with Crewmojo's client_id and client_secret`,
		`CrewmojoJobPath (CREWMOJO_JOB_PATH)="jobs": must be a path such as /v1/integrations/download/{jobId}`,
		`CrewmojoEnvironment (CREWMOJO_ENVIRONMENT)="prod": must be test or production`,
		`LogLevel (LOG_LEVEL)="LOUD": must be DEBUG, INFO, WARN or ERROR`,
		`MaxUploadMB (MAX_UPLOAD_MB)="1.5": must be a whole number from 0 to 100`,
		`DateFormat (DATE_FORMAT)="": is no date format`,
	}
	err := s.Err()
	if wrong := (*WrongSettingsError)(nil); !errors.As(err, &wrong) || err.Error() != "6 wrong settings: "+strings.Join(want, "; ") {
		t.Errorf("the error is\n%v\nand should be\n6 wrong settings: %s", err, strings.Join(want, "; "))
	}
}

func TestOneWrongSetting(t *testing.T) {
	s := from(map[string]string{"DRY_RUN": "yes"})
	s.OneOf("DRY_RUN", "false", "true", "false")
	if err := s.Err(); err == nil || err.Error() != `wrong setting: DryRun (DRY_RUN)="yes": must be true or false` {
		t.Errorf("error %v", err)
	}
}

// An empty or blank setting has its default: CloudFormation cannot leave a variable unset.
func TestDefaults(t *testing.T) {
	for _, value := range []string{"", "  "} {
		s := from(map[string]string{"NUMBER": value, "CHOICE": value, "TEXT": value, "LOG_LEVEL": value})
		if n := s.Whole("NUMBER", 7, 0, 9); n != 7 {
			t.Errorf("%q: the number is %d", value, n)
		}
		if c := s.OneOf("CHOICE", "b", "a", "b"); c != "b" {
			t.Errorf("%q: the choice is %s", value, c)
		}
		if text := s.Text("TEXT", "some"); text != "some" {
			t.Errorf("%q: the text is %s", value, text)
		}
		if level := s.LogLevel(); level != slog.LevelInfo {
			t.Errorf("%q: the level is %v", value, level)
		}
		if err := s.Err(); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
}

func TestLogLevels(t *testing.T) {
	for name, want := range map[string]slog.Level{
		"DEBUG": slog.LevelDebug, "INFO": slog.LevelInfo, "WARN": slog.LevelWarn, "ERROR": slog.LevelError} {
		if level := from(map[string]string{"LOG_LEVEL": name}).LogLevel(); level != want {
			t.Errorf("%s is %v", name, level)
		}
	}
}

// People are told the parameters that the template really has.
func TestNamesAreTheTemplates(t *testing.T) {
	text, err := os.ReadFile("../../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	type function struct {
		Environment struct {
			Variables map[string]yaml.Node `yaml:"Variables"`
		} `yaml:"Environment"`
	}
	var template struct {
		Parameters map[string]yaml.Node `yaml:"Parameters"`
		Globals    struct {
			Function function `yaml:"Function"`
		} `yaml:"Globals"`
		Resources map[string]struct {
			Type       string    `yaml:"Type"`
			Properties yaml.Node `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	functions := []function{template.Globals.Function}
	for _, resource := range template.Resources {
		if resource.Type == "AWS::Serverless::Function" {
			var f function
			if err := resource.Properties.Decode(&f); err != nil {
				t.Fatal(err)
			}
			functions = append(functions, f)
		}
	}
	checked := 0
	for _, f := range functions {
		for variable, value := range f.Environment.Variables {
			parameter, _, named := strings.Cut(Name(variable), " (")
			if _, isParameter := template.Parameters[parameter]; named != isParameter {
				t.Errorf("%s is called %s, and the template has no such parameter", variable, Name(variable))
			}
			if _, isParameter := template.Parameters[value.Value]; value.Tag == "!Ref" && isParameter && parameter != value.Value {
				t.Errorf("%s is called %s, and the template sets it from %s", variable, Name(variable), value.Value)
			}
			checked++
		}
	}
	if checked < 10 {
		t.Errorf("the template sets %d variables", checked)
	}
}
