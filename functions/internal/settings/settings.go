// Package settings reads the functions' settings from environment variables. Each function lists its own; the ones that
// both have are here.
package settings

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// A Source reads settings, and remembers the first that is missing or malformed; see [Source.Err].
type Source struct {
	lookup func(name string) (string, bool)
	err    error
}

// From returns a source over lookup: [os.LookupEnv], or a test's own.
func From(lookup func(name string) (string, bool)) *Source { return &Source{lookup: lookup} }

// Err returns what is wrong with the first setting that cannot be used: one line with the variable's name, what it
// holds, and what it may hold.
func (s *Source) Err() error { return s.err }

// Fail remembers that the variable called name cannot be used, and why.
func (s *Source) Fail(name string, why error) {
	if s.err != nil {
		return
	}
	value, _ := s.lookup(name)
	s.err = fmt.Errorf("setting %s=%s: %w", name, strconv.Quote(value), why)
}

// Text returns a setting that may be left out: an empty one counts as left out.
func (s *Source) Text(name, otherwise string) string {
	if value, _ := s.lookup(name); strings.TrimSpace(value) != "" {
		return strings.TrimSpace(value)
	}
	return otherwise
}

// Required returns a setting that must be there; holds says what it has to hold.
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
	for _, a := range allowed {
		if value == a {
			return value
		}
	}
	s.Fail(name, fmt.Errorf("must be %s", strings.Join(allowed, " or ")))
	return otherwise
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

// Crewmojo holds the settings of both functions: which API to call, and where its credentials are.
type Crewmojo struct {
	SecretID    string // name or ARN of the Secrets Manager secret
	Environment string // "test" or "production"
	baseURL     string
	uploadPath  string
	jobPath     string
}

// ReadCrewmojo reads the settings that both functions have.
func ReadCrewmojo(s *Source) Crewmojo {
	c := Crewmojo{
		SecretID:    s.Required("CREWMOJO_SECRET_ID", "the name or ARN of the secret with Crewmojo's client_id and client_secret"),
		Environment: s.Required("CREWMOJO_ENVIRONMENT", "test or production"),
		uploadPath:  s.path("CREWMOJO_UPLOAD_PATH", crewmojo.DefaultUploadPath),
		jobPath:     s.path("CREWMOJO_JOB_PATH", crewmojo.DefaultJobPath),
	}
	hosts := map[string]string{"test": crewmojo.TestURL, "production": crewmojo.ProductionURL}
	s.OneOf("CREWMOJO_ENVIRONMENT", "", "test", "production")
	c.baseURL = s.Text("CREWMOJO_BASE_URL", hosts[c.Environment])
	if err := crewmojo.CheckBaseURL(c.baseURL); err != nil {
		s.Fail("CREWMOJO_BASE_URL", err)
	}
	if !strings.Contains(c.jobPath, "{jobId}") {
		s.Fail("CREWMOJO_JOB_PATH", fmt.Errorf("must contain {jobId}, as %s does", crewmojo.DefaultJobPath))
	}
	return c
}

func (s *Source) path(name, otherwise string) string {
	path := s.Text(name, otherwise)
	if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "# ") {
		s.Fail(name, fmt.Errorf("must be a path such as %s", otherwise))
	}
	return path
}

// Client returns a client for one invocation.
func (c Crewmojo) Client(credentials crewmojo.Credentials) *crewmojo.Client {
	return &crewmojo.Client{Credentials: credentials, BaseURL: c.baseURL, UploadPath: c.uploadPath, JobPath: c.jobPath}
}
