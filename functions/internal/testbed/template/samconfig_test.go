package template

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
)

const projectRoot = "../../../../"

// samOverride is the AWS SAM CLI's own grammar of Key=Value: a value is in double quotes, in single quotes, or ends
// at the next blank. (CfnParameterOverridesType in samcli/cli/types.py; it does not complain of what is left over.)
var samOverride = regexp.MustCompile(` ([A-Za-z0-9"']+)=("(?:\\.|[^"\\]+)*"|'(?:\\.|[^'\\]+)*'|(?:\\.|[^ "\\]+)+)`)

// overrides returns the parameters that SAM takes from one element of parameter_overrides.
func overrides(element string) map[string]string {
	found := map[string]string{}
	for _, match := range samOverride.FindAllStringSubmatch(" "+strings.TrimSpace(element), -1) {
		found[unquoted(match[1])] = unquoted(match[2])
	}
	return found
}

func unquoted(value string) string {
	if len(value) > 1 && value[0] == value[len(value)-1] && (value[0] == '"' || value[0] == '\'') {
		value = value[1 : len(value)-1]
	}
	return strings.NewReplacer(`\ `, " ", `\"`, `"`, `\'`, "'").Replace(value)
}

func TestSAMsGrammar(t *testing.T) {
	for element, want := range map[string]map[string]string{
		`DateFormat=DD/MM/YYYY`:                            {"DateFormat": "DD/MM/YYYY"},
		`ColumnMap=Work Email=emailAddress`:                {"ColumnMap": "Work", "Email": "emailAddress"}, // which is the trap
		`ColumnMap='Work Email=emailAddress'`:              {"ColumnMap": "Work Email=emailAddress"},
		`ColumnMap="Work Email=emailAddress"`:              {"ColumnMap": "Work Email=emailAddress"},
		`ColumnMap='"Name, Last=lastName",A=firstName'`:    {"ColumnMap": `"Name, Last=lastName",A=firstName`},
		`ColumnMap="\"Name, Last=lastName\",A=firstName"`:  {"ColumnMap": `"Name, Last=lastName",A=firstName`},
		`Send=changes FileContent=full`:                    {"Send": "changes", "FileContent": "full"},
		`ColumnMap='Manager\'s Email=manager,Büro=Office'`: {"ColumnMap": "Manager's Email=manager,Büro=Office"},
	} {
		got := overrides(element)
		if len(got) != len(want) {
			t.Errorf("%s: %q, want %q", element, got, want)
		}
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%s: %q, want %q", element, got, want)
			}
		}
	}
}

// A parameter is one of the template's, as far as values are concerned.
type parameter struct {
	Pattern string   `yaml:"AllowedPattern"`
	Values  []string `yaml:"AllowedValues"`
}

func parameters(t *testing.T) map[string]parameter {
	t.Helper()
	text, err := os.ReadFile(projectRoot + "template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Parameters map[string]parameter `yaml:"Parameters"`
	}
	if err := yaml.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	return template.Parameters
}

// What samconfig.toml and the pages for people show as elements of parameter_overrides is what SAM takes: each is one
// parameter of the template, with its whole value, which the template allows.
func TestExamplesReachTheTemplate(t *testing.T) {
	known := parameters(t)
	for file, least := range map[string]int{"samconfig.toml": 4, "README.md": 2} {
		text, err := os.ReadFile(projectRoot + file)
		if err != nil {
			t.Fatal(err)
		}
		examples := regexp.MustCompile(`"[A-Z][A-Za-z]+=(?:[^"\\]|\\.)*"`).FindAllString(string(text), -1)
		if len(examples) < least {
			t.Errorf("%s has %d examples", file, len(examples))
		}
		for _, example := range examples {
			element, err := strconv.Unquote(example) // strings of TOML and of Go have the same form, as far as these go
			if err != nil {
				t.Errorf("%s: %s: %v", file, example, err)
				continue
			}
			name, written, _ := strings.Cut(element, "=")
			got, is := overrides(element), known[name]
			_, isKnown := known[name]
			switch {
			case !isKnown:
				t.Errorf("%s: %s: the template has no such parameter", file, example)
			case len(got) != 1 || got[name] != unquoted(written):
				t.Errorf("%s: of %s SAM makes %q", file, example, got)
			case is.Pattern != "" && !regexp.MustCompile(is.Pattern).MatchString(got[name]):
				t.Errorf("%s: %s: the template does not allow it", file, example)
			case is.Values != nil && !slices.Contains(is.Values, got[name]):
				t.Errorf("%s: %s: the template allows only %q", file, example, is.Values)
			}
		}
	}
}

// What the settings suggest for samconfig.toml is what SAM and the functions give back.
func TestOverridesSurviveSAM(t *testing.T) {
	for _, value := range []string{
		"DD/MM/YYYY", "Work Email=emailAddress", `"Name, Last=lastName",A=firstName`, "Manager's Email=managerEmailAddress",
		"Status=", `Bonus $ \ Team=`, `"The ""last"" name, if any=lastName"`, "Büro=Office",
	} {
		element, err := strconv.Unquote(settings.Override("COLUMN_MAP", value))
		if err != nil {
			t.Fatal(err)
		}
		if got := overrides(element); got["ColumnMap"] != value || len(got) != 1 {
			t.Errorf("%s: %q; want %q", element, got, value)
		}
	}
}
