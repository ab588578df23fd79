package template

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Rule is an EventBridge rule that words the events which it matches for people.
type Rule struct {
	Name     string
	pattern  map[string]any
	paths    map[string]string // JSON paths of what the template's placeholders stand for
	template string
}

func (t *Template) addRule(name string, properties *yaml.Node) error {
	var p struct {
		Pattern map[string]any `yaml:"EventPattern"`
		Targets []struct {
			Transformer struct {
				Paths    map[string]string `yaml:"InputPathsMap"`
				Template string            `yaml:"InputTemplate"`
			} `yaml:"InputTransformer"`
		} `yaml:"Targets"`
	}
	if err := properties.Decode(&p); err != nil {
		return err
	}
	for _, target := range p.Targets {
		t.Rules = append(t.Rules, Rule{name, p.Pattern, target.Transformer.Paths, target.Transformer.Template})
	}
	return nil
}

// Message returns what the rule makes of an event, line by line; none where it does not match. EventBridge puts each line
// in quotes.
func (r Rule) Message(event []byte) ([]string, error) {
	var decoded any
	if err := json.Unmarshal(event, &decoded); err != nil {
		return nil, err
	}
	if matches, err := match(r.pattern, decoded); err != nil || !matches {
		return nil, err
	}
	text := r.template
	for name, path := range r.paths {
		value, err := find(decoded, path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		text = strings.ReplaceAll(text, "<"+name+">", value)
	}
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.Trim(strings.TrimSpace(line), `"`))
	}
	return lines, nil
}

// match holds a value against a pattern as EventBridge does: of an array, any element may match.
func match(pattern, value any) (bool, error) {
	if elements, ok := value.([]any); ok {
		for _, element := range elements {
			if ok, err := match(pattern, element); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	}
	switch pattern := pattern.(type) {
	case map[string]any:
		object, _ := value.(map[string]any)
		for field, wanted := range pattern {
			if ok, err := match(wanted, object[field]); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	case []any:
		for _, choice := range pattern {
			if ok, err := matchOne(choice, value); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	}
	return false, fmt.Errorf("the pattern %v is neither an object nor an array", pattern)
}

// matchOne holds a value against a literal, or against {numeric: [">", 0]}.
func matchOne(choice, value any) (bool, error) {
	switch choice := choice.(type) {
	case string:
		return choice == value, nil
	case int:
		return float64(choice) == value, nil
	case map[string]any:
		if test, ok := choice["numeric"].([]any); ok && slices.Equal(test, []any{">", 0}) {
			number, isNumber := value.(float64)
			return isNumber && number > 0, nil
		}
	}
	return false, fmt.Errorf("the pattern %v is not understood", choice)
}

// find returns what is at a JSON path such as $.detail.list[0].field, as EventBridge writes it into a line: strings, also
// those of an array, without quotes.
func find(value any, path string) (string, error) {
	for step := range strings.SplitSeq(strings.TrimPrefix(path, "$."), ".") {
		field, index, indexed := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		object, _ := value.(map[string]any)
		value = object[field]
		if indexed {
			elements, _ := value.([]any)
			i, err := strconv.Atoi(index)
			if err != nil || i >= len(elements) {
				return "", fmt.Errorf("there is no %s", path)
			}
			value = elements[i]
		}
	}
	switch value := value.(type) {
	case nil:
		return "", fmt.Errorf("there is no %s", path)
	case string:
		return value, nil
	case []any:
		var elements []string
		for _, element := range value {
			elements = append(elements, fmt.Sprint(element))
		}
		return "[" + strings.Join(elements, ",") + "]", nil
	}
	return fmt.Sprint(value), nil
}
