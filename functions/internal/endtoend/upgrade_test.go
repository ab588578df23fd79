package endtoend

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The version is in the first line that a function logs, in the result, and in the user agent of every call.
func TestVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	result := w.importFile("incoming/employees.csv", employees(1, 3, nil))
	if result.Version != testVersion {
		t.Errorf("the result says %q", result.Version)
	}
	first, _, _ := strings.Cut(w.log(), "\n")
	if !strings.Contains(first, `"message":"start"`) || !strings.Contains(first, fmt.Sprintf(`"version":%q`, testVersion)) {
		t.Errorf("the first line of the log is %s", first)
	}
	calls := w.Crewmojo.Calls()
	if len(calls) == 0 {
		t.Error("Crewmojo was not called")
	}
	for _, call := range calls {
		if call.UserAgent != "crewmojo-aws-bundle/"+testVersion {
			t.Errorf("%s: the user agent is %q", call.Endpoint, call.UserAgent)
		}
	}
}

// stateful are the types of resources that hold something, or that others know by name. CloudFormation replaces a
// resource whose logical id has changed: what was in it is lost, or left behind.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
var stateful = []string{
	"AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::Events::EventBus",
	"AWS::Logs::LogGroup", "AWS::Serverless::Function", "AWS::IAM::ManagedPolicy",
}

// What a stack of the first release relies on is still in the template: the logical ids of what is stateful, the
// parameters, and the outputs. The list may only grow; -update writes it anew before that release. The descriptions of
// policies are part of it: CloudFormation replaces a policy whose description changes, so people and systems lose it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
func TestTemplateKeepsNames(t *testing.T) {
	const list = "testdata/template-1.0.0.golden"
	var template struct {
		Parameters map[string]yaml.Node `yaml:"Parameters"`
		Outputs    map[string]yaml.Node `yaml:"Outputs"`
		Resources  map[string]struct {
			Type           string `yaml:"Type"`
			DeletionPolicy string `yaml:"DeletionPolicy"`
			Properties     struct {
				Description string `yaml:"Description"`
			} `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	text, err := os.ReadFile(projectRoot + "/template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(template.Resources)) {
		if r := template.Resources[name]; slices.Contains(stateful, r.Type) {
			names = append(names, strings.TrimSpace(fmt.Sprintf("resource %s %s %s", name, r.Type, r.DeletionPolicy)))
		}
		if r := template.Resources[name]; r.Type == "AWS::IAM::ManagedPolicy" {
			names = append(names, "description "+name+" "+r.Properties.Description)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(template.Parameters)) {
		names = append(names, "parameter "+name)
	}
	for _, name := range slices.Sorted(maps.Keys(template.Outputs)) {
		names = append(names, "output "+name)
	}
	if *update {
		if err := os.WriteFile(list, []byte(strings.Join(names, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	released, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.Lines(string(released)) {
		if name = strings.TrimSpace(name); !slices.Contains(names, name) {
			t.Errorf("the template has no longer: %s", name)
		}
	}
}
