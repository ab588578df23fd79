package template

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Rule is an EventBridge rule.
type Rule struct {
	Name    string
	Bus     string // the logical id of its event bus
	Targets []Target
	pattern map[string][]string // what the fields of an event may be
}

// A Target is what a rule hands events to.
type Target struct {
	Name        string // the logical id of the function or queue
	InputPath   string // the part of the event that it gets, such as $.detail; "" for all of it
	DeadLetters string // the logical id of the queue for what cannot be handed to it; "" for none
}

// addRule adds a rule. Its pattern may only name fields of the event itself, and the strings that they may be.
func (t *Template) addRule(name string, properties *yaml.Node) error {
	var p struct {
		Bus     string              `yaml:"EventBusName"`
		Pattern map[string][]string `yaml:"EventPattern"`
		Targets []struct {
			Arn         string `yaml:"Arn"`
			InputPath   string `yaml:"InputPath"`
			DeadLetters struct {
				Arn string `yaml:"Arn"`
			} `yaml:"DeadLetterConfig"`
		} `yaml:"Targets"`
	}
	if err := properties.Decode(&p); err != nil {
		return err
	}
	rule := Rule{Name: name, Bus: p.Bus, pattern: p.Pattern}
	for _, target := range p.Targets {
		rule.Targets = append(rule.Targets,
			Target{logicalID(target.Arn), target.InputPath, logicalID(target.DeadLetters.Arn)})
	}
	t.Rules = append(t.Rules, rule)
	return nil
}

// Matches reports whether the rule is for an event: each field that the pattern names is one of what it may be.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
func (r Rule) Matches(event []byte) (bool, error) {
	var fields map[string]any
	if err := json.Unmarshal(event, &fields); err != nil {
		return false, err
	}
	for field, allowed := range r.pattern {
		value, isString := fields[field].(string)
		if !isString || !slices.Contains(allowed, value) {
			return false, nil
		}
	}
	return true, nil
}

// Input returns the part of an event that the target gets.
func (t Target) Input(event []byte) ([]byte, error) {
	if t.InputPath == "" {
		return event, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(event, &fields); err != nil {
		return nil, err
	}
	part, ok := fields[strings.TrimPrefix(t.InputPath, "$.")]
	if !ok {
		return nil, fmt.Errorf("the event has no %s", t.InputPath)
	}
	return part, nil
}

// logicalID returns the logical id in what !GetAtt X.Arn was resolved to.
func logicalID(arn string) string { return strings.TrimSuffix(arn, ".Arn") }
