// Package settings reads the functions' settings from environment variables. Each function lists its own; those that
// several functions have are here.
package settings

import (
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
)

// A Source reads settings, and remembers all that are missing or malformed; see [Source.Err].
type Source struct {
	lookup func(name string) (string, bool)
	wrong  []wrong
}

// A wrong setting cannot be used.
type wrong struct{ name, text string }

// From returns a source over lookup: [os.LookupEnv], or a test's own.
func From(lookup func(name string) (string, bool)) *Source { return &Source{lookup: lookup} }

// A WrongSettingsError names all settings that cannot be used, in one line: of each the parameter of the template, the
// variable, what it holds, and what it may hold.
type WrongSettingsError struct{ Settings []string }

func (e *WrongSettingsError) Error() string {
	if len(e.Settings) == 1 {
		return "wrong setting: " + e.Settings[0]
	}
	return fmt.Sprintf("%d wrong settings: %s", len(e.Settings), strings.Join(e.Settings, "; "))
}

// Err returns a [*WrongSettingsError] if any setting cannot be used.
func (s *Source) Err() error {
	if len(s.wrong) == 0 {
		return nil
	}
	e := &WrongSettingsError{}
	for _, w := range s.wrong {
		e.Settings = append(e.Settings, w.text)
	}
	return e
}

// Fail remembers that the variable called name cannot be used, and why. Only the first reason counts.
func (s *Source) Fail(name string, why error) {
	if slices.ContainsFunc(s.wrong, func(w wrong) bool { return w.name == name }) {
		return
	}
	value, _ := s.lookup(name)
	s.wrong = append(s.wrong, wrong{name, fmt.Sprintf("%s=%s: %v", Name(name), strconv.Quote(value), why)})
}

// Name returns what people call a variable: the template's parameter first, as in "DateFormat (DATE_FORMAT)". A
// parameter has the variable's name in CamelCase.
func Name(variable string) string {
	if parameter := parameterOf(variable); parameter != "" {
		return parameter + " (" + variable + ")"
	}
	return variable
}

// parameterOf returns the template's parameter that sets a variable; "" for none.
func parameterOf(variable string) string {
	if parameter, isException := exceptions[variable]; isException {
		return parameter
	}
	parameter := ""
	for word := range strings.SplitSeq(variable, "_") {
		if word != "MB" {
			word = word[:1] + strings.ToLower(word[1:])
		}
		parameter += word
	}
	return parameter
}

// exceptions are the parameters of variables whose names differ; "" for the variables that no parameter sets.
var exceptions = map[string]string{
	"CREWMOJO_SECRET_ID": "CrewmojoSecretArn", "CREWMOJO_BASE_URL": "", "REPORTS_BUCKET": "", "REPORTS_PREFIX": "",
	"BUCKET": "", "IMPORT_FUNCTION": "",
}

// Text returns a setting that is optional: an empty one has its default.
func (s *Source) Text(name, otherwise string) string {
	if value, _ := s.lookup(name); strings.TrimSpace(value) != "" {
		return strings.TrimSpace(value)
	}
	return otherwise
}

// Required returns a setting that must be there; holds says what it must hold.
func (s *Source) Required(name, holds string) string {
	value := s.Text(name, "")
	if value == "" {
		s.Fail(name, fmt.Errorf("is required: %s", holds))
	}
	return value
}

// OneOf returns a setting that must be one of allowed.
func (s *Source) OneOf(name, otherwise string, allowed ...string) string {
	value := s.Text(name, otherwise)
	if slices.Contains(allowed, value) {
		return value
	}
	s.Fail(name, fmt.Errorf("must be %s", or(allowed)))
	return otherwise
}

// or lists alternatives: "a", "a or b", "a, b or c".
func or(values []string) string {
	last := len(values) - 1
	if last < 1 {
		return strings.Join(values, "")
	}
	return strings.Join(values[:last], ", ") + " or " + values[last]
}

// Whole returns a setting that must be a whole number between least and most.
func (s *Source) Whole(name string, otherwise, least, most int) int {
	text := s.Text(name, strconv.Itoa(otherwise))
	value, err := strconv.Atoi(text)
	if err != nil || value < least || value > most {
		s.Fail(name, fmt.Errorf("must be a whole number from %d to %d", least, most))
		return otherwise
	}
	return value
}

// LogLevel returns LOG_LEVEL, the least important log lines to write: INFO by default.
func (s *Source) LogLevel() slog.Level {
	var level slog.Level
	name := s.OneOf("LOG_LEVEL", "INFO", "DEBUG", "INFO", "WARN", "ERROR")
	_ = level.UnmarshalText([]byte(name)) // slog knows them all
	return level
}
