package settings

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The README lists every parameter of the template with its default. An empty default is described in words.
func TestReadmeListsAllParameters(t *testing.T) {
	text, err := os.ReadFile("../../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Parameters map[string]struct {
			Default string `yaml:"Default"`
		} `yaml:"Parameters"`
	}
	if err := yaml.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	listed := parametersInReadme(t)
	for name, parameter := range template.Parameters {
		cell, ok := listed[name]
		switch {
		case !ok:
			t.Errorf("the README does not list %s", name)
		case parameter.Default != "" && cell != "`"+parameter.Default+"`":
			t.Errorf("the README says that %s is %s by default, and the template says %q", name, cell, parameter.Default)
		case parameter.Default == "" && (cell == "" || strings.Contains(cell, "`")):
			t.Errorf("%s is empty by default, and the README says %s", name, cell)
		}
	}
	for name := range listed {
		if _, ok := template.Parameters[name]; !ok {
			t.Errorf("the README lists %s, and the template has no such parameter", name)
		}
	}
	if len(template.Parameters) < 20 {
		t.Errorf("the template has %d parameters", len(template.Parameters))
	}
}

var (
	settingsChapter = regexp.MustCompile(`(?s)\n## Settings\n(.*?)\n## `)
	parameterTable  = regexp.MustCompile(`(?m)^\| parameter \|.*\n((?:\|.*\n)+)`)
	parameterRow    = regexp.MustCompile("(?m)^\\| `(\\w+)` \\|.*\\| (.*) \\|$")
)

// parametersInReadme returns the cells of the column "default" in the README's chapter on settings, by parameter.
func parametersInReadme(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	chapter := settingsChapter.FindSubmatch(text)
	if chapter == nil {
		t.Fatal("the README has no chapter on settings")
	}
	listed := map[string]string{}
	for _, table := range parameterTable.FindAllSubmatch(chapter[1], -1) {
		for _, row := range parameterRow.FindAllStringSubmatch(string(table[1]), -1) {
			if _, twice := listed[row[1]]; twice {
				t.Errorf("the README lists %s twice", row[1])
			}
			listed[row[1]] = row[2]
		}
	}
	return listed
}
