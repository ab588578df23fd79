package settings

import (
	"fmt"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/version"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// Crewmojo holds the settings that import and export share: which API to call, and where its credentials are.
type Crewmojo struct {
	SecretID    string // name or ARN of the Secrets Manager secret
	Environment string // "test" or "production"
	baseURL     string
	uploadPath  string
	jobPath     string
}

// ReadCrewmojo reads the settings that import and export share.
func ReadCrewmojo(s *Source) Crewmojo {
	c := Crewmojo{
		SecretID: s.Required("CREWMOJO_SECRET_ID",
			"the name or ARN of the secret with Crewmojo's client_id and client_secret"),
		Environment: s.Required("CREWMOJO_ENVIRONMENT", "test or production"),
		uploadPath:  s.path("CREWMOJO_UPLOAD_PATH", crewmojo.DefaultUploadPath),
		jobPath:     s.path("CREWMOJO_JOB_PATH", crewmojo.DefaultJobPath),
	}
	hosts := map[string]string{"test": crewmojo.TestURL, "production": crewmojo.ProductionURL}
	s.OneOf("CREWMOJO_ENVIRONMENT", "", "test", "production")
	// Without an environment there is no host either; of the two only the environment is wrong.
	if c.baseURL = s.Text("CREWMOJO_BASE_URL", hosts[c.Environment]); c.baseURL != "" {
		if err := crewmojo.CheckBaseURL(c.baseURL); err != nil {
			s.Fail("CREWMOJO_BASE_URL", err)
		}
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
	return &crewmojo.Client{Credentials: credentials, BaseURL: c.baseURL, UploadPath: c.uploadPath, JobPath: c.jobPath,
		UserAgent: "crewmojo-aws-bundle/" + version.String()}
}
