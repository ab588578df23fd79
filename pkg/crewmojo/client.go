// Package crewmojo is a client for the Crewmojo integration API: it uploads employee files and downloads reports.
//
// Start with a [Client]; its zero fields have useful defaults, and it calls Crewmojo's production environment:
//
//	client := &crewmojo.Client{Credentials: crewmojo.NewCredentials(id, secret)}
//	answer, err := client.UploadEmployees(ctx, strings.NewReader(csv))
//
// [TestURL] is the environment to begin with, and package crewmojotest has a server for tests.
//
// Crewmojo honours one access token at a time: each new one invalidates every earlier one, whoever asked for it. The
// client therefore asks for its token as late as it can, and takes another whenever a call is answered 401: at most 12
// tokens, and for at most two minutes. Calls that meet a connection error, 409, 429 or 5xx are repeated too. The
// context's deadline bounds it all; a context without one gets 15 minutes. An upload that may have been taken, although
// nothing said so, is sent five times at most.
//
// The package does not know AWS, nor what makes an employee file a good one.
package crewmojo

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// The hosts of Crewmojo's two environments ("Crewmojo API": Hosts).
const (
	ProductionURL = "https://api.crewmojo.com"
	TestURL       = "https://api.test.crewmojo.com"
)

// The two paths that the API's pages are unsure about: an older copy spells the first in the singular, and none that is
// public gives the second.
const (
	DefaultUploadPath = "/v1/integrations/upload/humans"
	DefaultJobPath    = downloadPath + "{jobId}"
)

const downloadPath = "/v1/integrations/download/"

// A Client calls the Crewmojo API. Its methods may be called from several goroutines; its fields must not change once
// the first has been.
type Client struct {
	// Credentials are the client ID and secret of Company Settings > Integrations > API Authentication.
	Credentials Credentials
	// BaseURL is the host to call: https, or http on a loopback address. Empty means [ProductionURL].
	BaseURL string
	// UploadPath is where employee files go. Empty means [DefaultUploadPath].
	UploadPath string
	// JobPath is where a long-running report is polled, a path that may have a query: {jobId} stands for the job, and
	// {report} for the report. Empty means [DefaultJobPath].
	JobPath string
	// UserAgent names the calling program to Crewmojo, such as acme-sync/1.2. Empty means crewmojo-aws-bundle.
	UserAgent string
	// HTTP makes the requests. Nil means a client of this package's own. Redirects are not followed in either case.
	HTTP *http.Client

	mu      sync.Mutex
	token   *string
	pending chan struct{} // closed when the token request under way has been answered; nil if none is
	stats   Stats
}

// Stats count what a [Client] has done so far.
type Stats struct {
	Tokens     int // access tokens taken
	TokensLost int // calls answered 401: somebody else's newer token had killed ours
	Retries    int // calls sent again, for whatever reason
}

// ownDeadline is how long a call may take that was given no deadline: as long as a Lambda function may run.
const ownDeadline = 15 * time.Minute

// withDeadline returns ctx with a deadline of the client's own if it has none.
func withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, ownDeadline)
}

// Stats returns the counts so far.
func (c *Client) Stats() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

// CheckBaseURL reports why a [Client] would refuse to call raw, or nil. Credentials and people's records go there, so
// it must be https, or a loopback address; it has neither user nor query.
func CheckBaseURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "":
		return fmt.Errorf("%q is not a URL such as %s", raw, ProductionURL)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("a base URL has neither user, query nor fragment, only a host such as %s", ProductionURL)
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return fmt.Errorf("%q must be https (http only on a loopback address)", raw)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// target joins path, which may have a query, to the base URL.
func (c *Client) target(path string) (string, error) {
	base := c.BaseURL
	if base == "" {
		base = ProductionURL
	}
	if err := CheckBaseURL(base); err != nil {
		return "", err
	}
	path, query, _ := strings.Cut(path, "?")
	if _, err := url.PathUnescape(path); err != nil {
		return "", fmt.Errorf("%q is not a path such as %s", path, DefaultUploadPath)
	}
	target, err := url.JoinPath(base, path)
	if query != "" {
		target += "?" + query
	}
	return target, err
}
