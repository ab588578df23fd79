// Package template reads the project's template.yaml as CloudFormation would, as far as the sandbox and the tests
// need it: so what they run is wired as the deployed stack is.
package template

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Template is what is needed of a template.
type Template struct {
	Functions  map[string]Function // by logical id
	Rules      []Rule              // in the order of the template
	Metrics    []string            // of the namespace Crewmojo, that alarms and the dashboard show
	Alarms     map[string]Alarm    // by logical id
	Statements []Statement         // what roles and policies allow
}

// An Alarm watches a metric, or what is computed from several.
type Alarm struct {
	Queue   string // the logical id of the queue that it watches; "" for none
	Actions []string
}

// A Statement is one thing that somebody may do.
type Statement struct {
	Holder    string // the logical id of the role or policy
	Role      string // the logical id of the role that it is for; "" for a policy that people attach
	Actions   []string
	Resources []string
}

// Read reads the template at path. Values are those of parameters that are not to have their defaults, and of resources
// that it refers to; other resources stand for themselves.
func Read(path string, values map[string]string) (*Template, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := resolve(&root, values); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	t, err := decode(&root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// decode picks what is needed out of a template without intrinsic functions.
func decode(root *yaml.Node) (*Template, error) {
	var body struct {
		Globals struct {
			Function function `yaml:"Function"`
		} `yaml:"Globals"`
		Resources yaml.Node `yaml:"Resources"`
	}
	if err := root.Decode(&body); err != nil {
		return nil, err
	}
	t := &Template{Functions: map[string]Function{}, Alarms: map[string]Alarm{}}
	for i := 0; i < len(body.Resources.Content); i += 2 {
		name := body.Resources.Content[i].Value
		var resource struct {
			Type       string    `yaml:"Type"`
			Properties yaml.Node `yaml:"Properties"`
		}
		err := body.Resources.Content[i+1].Decode(&resource)
		if err == nil {
			err = t.add(name, resource.Type, &resource.Properties, body.Globals.Function)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return t, nil
}

func (t *Template) add(name, kind string, properties *yaml.Node, globals function) error {
	switch kind {
	case "AWS::Serverless::Function":
		var f function
		if err := properties.Decode(&f); err != nil {
			return err
		}
		t.Functions[name] = f.with(globals)
	case "AWS::Events::Rule":
		return t.addRule(name, properties)
	case "AWS::CloudWatch::Alarm":
		return t.addAlarm(name, properties)
	case "AWS::CloudWatch::Dashboard":
		return t.addDashboard(properties)
	case "AWS::IAM::Role", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy":
		return t.addStatements(name, kind, properties)
	}
	return nil
}

func (t *Template) addAlarm(name string, properties *yaml.Node) error {
	type metric struct {
		Namespace  string `yaml:"Namespace"`
		Name       string `yaml:"MetricName"`
		Dimensions []struct {
			Name  string `yaml:"Name"`
			Value string `yaml:"Value"`
		} `yaml:"Dimensions"`
	}
	var p struct {
		Metric  metric `yaml:",inline"`
		Metrics []struct {
			Stat struct {
				Metric metric `yaml:"Metric"`
			} `yaml:"MetricStat"`
		} `yaml:"Metrics"`
		Actions []string `yaml:"AlarmActions"`
	}
	if err := properties.Decode(&p); err != nil {
		return err
	}
	watched := []metric{p.Metric}
	for _, m := range p.Metrics {
		watched = append(watched, m.Stat.Metric)
	}
	alarm := Alarm{Actions: p.Actions}
	for _, m := range watched {
		for _, d := range m.Dimensions {
			if d.Name == "QueueName" {
				alarm.Queue = strings.TrimSuffix(d.Value, ".QueueName")
			}
		}
		t.addMetric(m.Namespace, m.Name)
	}
	t.Alarms[name] = alarm
	return nil
}

func (t *Template) addMetric(namespace, name string) {
	if namespace == "Crewmojo" {
		t.Metrics = append(t.Metrics, name)
	}
}

func (t *Template) addDashboard(properties *yaml.Node) error {
	var p struct {
		Body string `yaml:"DashboardBody"`
	}
	if err := properties.Decode(&p); err != nil {
		return err
	}
	var body struct {
		Widgets []struct {
			Properties struct{ Metrics [][]any }
		}
	}
	if err := json.Unmarshal([]byte(p.Body), &body); err != nil {
		return err
	}
	for _, widget := range body.Widgets {
		for _, metric := range widget.Properties.Metrics {
			if len(metric) < 2 {
				return fmt.Errorf("%v is no metric", metric)
			}
			t.addMetric(fmt.Sprint(metric[0]), fmt.Sprint(metric[1]))
		}
	}
	return nil
}

func (t *Template) addStatements(holder, kind string, properties *yaml.Node) error {
	type document struct {
		Statement []struct {
			Effect   string `yaml:"Effect"`
			Action   list   `yaml:"Action"`
			Resource list   `yaml:"Resource"`
		} `yaml:"Statement"`
	}
	var p struct {
		Role     string   `yaml:"RoleName"`
		Document document `yaml:"PolicyDocument"`
		Policies []struct {
			Document document `yaml:"PolicyDocument"`
		} `yaml:"Policies"`
	}
	if err := properties.Decode(&p); err != nil {
		return err
	}
	role := p.Role
	if kind == "AWS::IAM::Role" {
		role = holder
	}
	documents := []document{p.Document}
	for _, policy := range p.Policies {
		documents = append(documents, policy.Document)
	}
	for _, d := range documents {
		for _, s := range d.Statement {
			if s.Effect == "Allow" {
				t.Statements = append(t.Statements, Statement{holder, role, s.Action, s.Resource})
			}
		}
	}
	return nil
}

// A list is one value, or several.
type list []string

// UnmarshalYAML implements [yaml.Unmarshaler].
func (l *list) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*l = list{node.Value}
		return nil
	}
	return node.Decode((*[]string)(l))
}
