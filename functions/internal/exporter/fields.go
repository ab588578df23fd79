package exporter

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
)

// fields are the fields of an event, by their names exactly as the event spells them.
type fields map[string]json.RawMessage

// readFields reads an event strictly: what encoding/json would take for a field that it resembles, or the last one of
// several, is an error here, since it would quietly ask for another report than somebody meant.
func readFields(event []byte) (fields, error) {
	decoder := json.NewDecoder(bytes.NewReader(event))
	start, err := decoder.Token()
	if err != nil || start != json.Delim('{') {
		return nil, badEvent(`it is not a JSON object such as {"report":"oneonone.summary","period":"yesterday"}`)
	}
	f := fields{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, badEvent("it is not valid JSON")
		}
		name := token.(string)
		if _, twice := f[name]; twice {
			return nil, badEvent("it has the field %.60q twice", name)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, badEvent("it is not valid JSON")
		}
		f[name] = value
	}
	if _, err := decoder.Token(); err != nil {
		return nil, badEvent("it is not valid JSON")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, badEvent("there is something behind its JSON object")
	}
	return f, f.checkNames()
}

// checkNames refuses fields that a request does not have.
func (f fields) checkNames() error {
	if _, ofRule := f["detail-type"]; ofRule {
		return badEvent(`this is what an EventBridge rule sends by itself. Use a schedule of EventBridge Scheduler, ` +
			`whose input is {"report":"oneonone.summary","period":"yesterday","scheduledTime":"<aws.scheduler.scheduled-time>"}`)
	}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if slices.Contains(requestFields, name) {
			continue
		}
		for _, known := range requestFields {
			if strings.EqualFold(name, known) {
				return badEvent("the field %.60q must be spelled %s", name, known)
			}
		}
		return badEvent("unknown field %.60q; allowed are the fields %s", name, strings.Join(requestFields, ", "))
	}
	return nil
}

// text returns a field that is text, and whether the event has it. Somebody who writes null or "" means something else
// than the default, or has lost what they meant.
func (f fields) text(name string) (value string, given bool, err error) {
	raw, given := f[name]
	if !given {
		return "", false, nil
	}
	if json.Unmarshal(raw, &value) != nil || string(raw) == "null" {
		return "", false, badEvent("%s must be text in quotes%s", name, orDefault(name))
	}
	return value, true, checkText(name, value)
}

// orDefault says what else can be done about a field, if it has a default.
func orDefault(name string) string {
	if slices.Contains([]string{"report", "reports", "startDate", "endDate"}, name) {
		return ""
	}
	return "; leave it out for the default"
}

func checkText(name, value string) error {
	switch {
	case strings.TrimSpace(value) == "":
		return badEvent("%s is empty%s", name, orDefault(name))
	case strings.Contains(value, "<aws."):
		return badEvent("%s is %.60q: nobody has replaced that. EventBridge Scheduler replaces it in a schedule's input; "+
			"EventBridge rules and invocations by hand do not. Give a time such as 2026-11-23T06:00:00Z instead", name, value)
	}
	return nil
}

// texts returns a field that is a list of texts, and whether the event has it.
func (f fields) texts(name string) (values []string, given bool, err error) {
	raw, given := f[name]
	if !given {
		return nil, false, nil
	}
	var list []*string
	if json.Unmarshal(raw, &list) != nil || len(list) == 0 || slices.Contains(list, nil) {
		return nil, false, badEvent(`%s must be a list of texts, such as ["oneonone.summary"]`, name)
	}
	for _, value := range list {
		if err := checkText(name, *value); err != nil {
			return nil, false, err
		}
		values = append(values, *value)
	}
	return values, true, nil
}

// oneOf returns a field that is one of the texts allowed, or "" if the event does not have it.
func (f fields) oneOf(name string, allowed ...string) (string, error) {
	value, given, err := f.text(name)
	if err == nil && given && !slices.Contains(allowed, value) {
		err = badEvent("%s %.60q is not one of %s", name, value, strings.Join(allowed, ", "))
	}
	return value, err
}

// flag returns a field that is true or false; false if the event does not have it.
func (f fields) flag(name string) (bool, error) {
	switch raw, given := f[name]; {
	case !given || string(raw) == "false":
		return false, nil
	case string(raw) == "true":
		return true, nil
	}
	return false, badEvent("%s must be true or false, without quotes", name)
}
