package template

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// resolve replaces CloudFormation's short-form functions in a template, leaves out the resources whose conditions do
// not hold, and gives every parameter its value: that of values, or its default.
func resolve(root *yaml.Node, values map[string]string) error {
	var declared struct {
		Parameters map[string]struct {
			Default string `yaml:"Default"`
		} `yaml:"Parameters"`
		Conditions map[string]yaml.Node `yaml:"Conditions"`
	}
	if err := root.Decode(&declared); err != nil {
		return err
	}
	r := &resolver{values: map[string]string{}, conditions: declared.Conditions}
	for name, parameter := range declared.Parameters {
		r.values[name] = parameter.Default
	}
	for name, value := range values {
		r.values[name] = value
	}
	for i := 0; i < len(root.Content[0].Content); i += 2 {
		section := root.Content[0].Content[i+1]
		switch root.Content[0].Content[i].Value {
		case "Resources":
			r.dropConditional(section)
			r.resolve(section)
		case "Globals":
			r.resolve(section)
		}
	}
	return r.err
}

// A resolver replaces intrinsic functions, and remembers the first that it cannot.
type resolver struct {
	values     map[string]string
	conditions map[string]yaml.Node
	err        error
}

// noValue is the tag of what is left out.
const noValue = "!NoValue"

func (r *resolver) fail(format string, values ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, values...)
	}
}

// dropConditional leaves out the resources whose conditions do not hold.
func (r *resolver) dropConditional(resources *yaml.Node) {
	var kept []*yaml.Node
	for i := 0; i < len(resources.Content); i += 2 {
		var resource struct {
			Condition string `yaml:"Condition"`
		}
		if err := resources.Content[i+1].Decode(&resource); err != nil {
			r.fail("%s: %w", resources.Content[i].Value, err)
		}
		if resource.Condition == "" || r.condition(resource.Condition) {
			kept = append(kept, resources.Content[i], resources.Content[i+1])
		}
	}
	resources.Content = kept
}

func (r *resolver) resolve(node *yaml.Node) {
	for node.Tag == "!If" {
		if len(node.Content) != 3 {
			r.fail("!If has %d parts", len(node.Content))
			return
		}
		chosen := node.Content[2]
		if r.condition(node.Content[0].Value) {
			chosen = node.Content[1]
		}
		*node = *chosen
	}
	switch node.Tag {
	case "!Ref":
		if node.Value == "AWS::NoValue" {
			node.Tag = noValue
			return
		}
		node.SetString(r.value(node.Value))
		if _, err := strconv.Atoi(node.Value); err == nil {
			node.Tag = "!!int"
		}
	case "!Sub":
		node.SetString(r.substitute(node.Value))
	case "!GetAtt":
		node.SetString(r.value(node.Value))
	case "!Join": // of a parameter that is a list, whose value here is its text
		if len(node.Content) != 2 || node.Content[1].Tag != "!Ref" {
			r.fail("!Join of something other than a parameter")
			return
		}
		node.SetString(r.value(node.Content[1].Value))
		node.Content = nil
	}
	width := 1 // of an entry
	if node.Kind == yaml.MappingNode {
		width = 2
	}
	var kept []*yaml.Node
	for i := 0; i+width <= len(node.Content); i += width {
		entry := node.Content[i : i+width]
		r.resolve(entry[width-1])
		if entry[width-1].Tag != noValue {
			kept = append(kept, entry...)
		}
	}
	node.Content = kept
}

// condition reports whether a condition holds.
func (r *resolver) condition(name string) bool {
	node, ok := r.conditions[name]
	if !ok {
		r.fail("there is no condition %s", name)
	}
	return r.holds(&node)
}

func (r *resolver) holds(node *yaml.Node) bool {
	switch parts := node.Content; {
	case node.Tag == "!Condition":
		return r.condition(node.Value)
	case node.Tag == "!Not" && len(parts) == 1:
		return !r.holds(parts[0])
	case node.Tag == "!And" && len(parts) == 2:
		return r.holds(parts[0]) && r.holds(parts[1])
	case node.Tag == "!Or" && len(parts) == 2:
		return r.holds(parts[0]) || r.holds(parts[1])
	case node.Tag == "!Equals" && len(parts) == 2:
		left, right := *parts[0], *parts[1]
		r.resolve(&left)
		r.resolve(&right)
		return left.Value == right.Value
	}
	r.fail("the condition %s is not understood", node.Tag)
	return false
}

// value returns what a name stands for: by default, itself.
func (r *resolver) value(name string) string {
	if value, ok := r.values[name]; ok {
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
			r.fail("!Sub without a closing brace")
			return out.String()
		}
		out.WriteString(r.value(name))
		text = after
	}
}
