// Package template reads the project's template.yaml, with every parameter at its default, as far as the sandbox and the
// tests need it: so what they run is wired as the deployed stack is.
package template

import (
	"fmt"
	"os"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Template is what is needed of a template.
type Template struct {
	Functions map[string]Function // by logical id
	Metrics   []string            // of the namespace Crewmojo, that alarms watch
}

// A Function is one Lambda function.
type Function struct {
	Env       map[string]string
	Timeout   time.Duration
	Prefixes  []string          // of the S3 keys that trigger it
	Schedules map[string]string // their inputs, by the schedules' names
}

// Read reads the template at path. Resources that it refers to stand for themselves by the names given.
func Read(path string, resources map[string]string) (*Template, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r := resolver{names: map[string]string{}}
	for name, value := range resources {
		r.names[name] = value
	}
	var parameters struct {
		Parameters map[string]struct {
			Default string `yaml:"Default"`
		} `yaml:"Parameters"`
	}
	if err := root.Decode(&parameters); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for name, p := range parameters.Parameters {
		r.names[name] = p.Default
	}
	r.resolve(&root)
	if r.err != nil {
		return nil, fmt.Errorf("%s: %w", path, r.err)
	}
	return decode(&root)
}

// decode picks the functions out of a template without intrinsic functions.
func decode(root *yaml.Node) (*Template, error) {
	type properties struct {
		Timeout     int `yaml:"Timeout"`
		Environment struct {
			Variables map[string]string `yaml:"Variables"`
		} `yaml:"Environment"`
		Events map[string]struct {
			Type       string `yaml:"Type"`
			Properties struct {
				Filter struct {
					Key struct {
						Rules []struct {
							Value string `yaml:"Value"`
						} `yaml:"Rules"`
					} `yaml:"S3Key"`
				} `yaml:"Filter"`
				Input string `yaml:"Input"`
			} `yaml:"Properties"`
		} `yaml:"Events"`
	}
	var body struct {
		Globals struct {
			Function properties `yaml:"Function"`
		} `yaml:"Globals"`
		Resources map[string]struct {
			Type       string    `yaml:"Type"`
			Properties yaml.Node `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	if err := root.Decode(&body); err != nil {
		return nil, err
	}
	t := &Template{Functions: map[string]Function{}}
	for name, resource := range body.Resources {
		if resource.Type == "AWS::CloudWatch::Alarm" {
			var alarm struct {
				Namespace  string `yaml:"Namespace"`
				MetricName string `yaml:"MetricName"`
			}
			if err := resource.Properties.Decode(&alarm); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if alarm.Namespace == "Crewmojo" {
				t.Metrics = append(t.Metrics, alarm.MetricName)
			}
		}
		if resource.Type != "AWS::Serverless::Function" {
			continue
		}
		var p properties
		if err := resource.Properties.Decode(&p); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		f := Function{Env: map[string]string{}, Timeout: time.Duration(p.Timeout) * time.Second, Schedules: map[string]string{}}
		for _, variables := range []map[string]string{body.Globals.Function.Environment.Variables, p.Environment.Variables} {
			for name, value := range variables {
				f.Env[name] = value
			}
		}
		for name, event := range p.Events {
			switch event.Type {
			case "S3":
				for _, rule := range event.Properties.Filter.Key.Rules {
					f.Prefixes = append(f.Prefixes, rule.Value)
				}
			case "ScheduleV2":
				f.Schedules[name] = event.Properties.Input
			}
		}
		t.Functions[name] = f
	}
	return t, nil
}

// A resolver replaces CloudFormation's short-form functions, as far as the functions' settings use them.
type resolver struct {
	names map[string]string
	err   error
}

func (r *resolver) resolve(node *yaml.Node) {
	switch node.Tag {
	case "!Ref":
		node.SetString(r.name(node.Value))
	case "!Sub":
		node.SetString(r.substitute(node.Value))
	case "!GetAtt":
		node.SetString(node.Value) // only policies and such refer to attributes
	}
	for _, child := range node.Content {
		r.resolve(child)
	}
}

func (r *resolver) name(name string) string {
	if value, ok := r.names[name]; ok {
		return value
	}
	return name
}

// substitute replaces ${Name} in text.
func (r *resolver) substitute(text string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			r.err = fmt.Errorf("!Sub without a closing brace")
			return out.String()
		}
		out.WriteString(r.name(name))
		text = after
	}
}
