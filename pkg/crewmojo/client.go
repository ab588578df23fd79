// Package crewmojo is a client for the Crewmojo integration API: it uploads employee files and downloads reports.
//
// Start with a [Client]; its zero fields have useful defaults:
//
//	client := &crewmojo.Client{Credentials: crewmojo.NewCredentials(id, secret)}
//	err := client.UploadEmployees(ctx, strings.NewReader(csv))
//
// Crewmojo honours one access token at a time: each new one invalidates every earlier one, whoever asked for it. The
// client therefore asks for its token as late as it can, and takes another whenever a call is answered 401. Calls that
// meet a connection error, 429 or 5xx are repeated too; the context's deadline bounds it all, so give every call one.
//
// The package knows nothing of AWS, and nothing of what makes an employee file a good one.
package crewmojo

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
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
	DefaultJobPath    = "/v1/integrations/download/{jobId}"
)

// A Client calls the Crewmojo API. Its methods may be called from several goroutines; its fields must not change once
// the first has been.
type Client struct {
	// Credentials are the client ID and secret of Company Settings > Integrations > API Authentication.
	Credentials Credentials
	// BaseURL is the host to call: https, or http on a loopback address. Empty means [ProductionURL].
	BaseURL string
	// UploadPath is where employee files go. Empty means [DefaultUploadPath].
	UploadPath string
	// JobPath is where a long-running report is polled; {jobId} stands for the job. Empty means [DefaultJobPath].
	JobPath string
	// HTTP makes the requests. Nil means a client of this package's own. Redirects are not followed in either case.
	HTTP *http.Client

	mu    sync.Mutex
	token *string
	stats Stats
}

// Stats count what a [Client] has done so far.
type Stats struct {
	Tokens     int // access tokens taken
	TokensLost int // calls answered 401: somebody else's newer token had killed ours
	Retries    int // calls sent again, for whatever reason
}

// Stats returns the counts so far.
func (c *Client) Stats() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

// CheckBaseURL reports why a [Client] would refuse to call raw, or nil. Credentials and people's records go there, so
// it has to be https, or a loopback address; it has neither user nor query.
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

// url joins path to the base URL.
func (c *Client) url(path string) (string, error) {
	base := c.BaseURL
	if base == "" {
		base = ProductionURL
	}
	if err := CheckBaseURL(base); err != nil {
		return "", err
	}
	return url.JoinPath(base, path)
}

// transport is shared by all clients without an HTTP of their own. A report's first answer may take 30 s ("Downloading
// Data & Reports > API"), so the wait for a heading allows for several times that.
var transport = func() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	t.TLSHandshakeTimeout = 10 * time.Second
	t.ResponseHeaderTimeout = 2 * time.Minute
	return t
}()

// http returns the client to send with: redirects are answers, not instructions, since a bearer token must not travel.
func (c *Client) http() *http.Client {
	h := http.Client{}
	if c.HTTP != nil {
		h = *c.HTTP
	}
	if h.Transport == nil {
		h.Transport = transport
	}
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &h
}

// A call is one API call that may have to be sent several times.
type call struct {
	op      string // names the call in errors: "upload employees"
	method  string
	path    string
	header  http.Header
	body    Content                    // nil for none
	receive func(*http.Response) error // reads the body of a 2xx answer
}

// Content is a body of known size that can be read more than once: *bytes.Reader, *strings.Reader and
// *io.SectionReader are.
type Content interface {
	io.ReaderAt
	Size() int64
}

// do sends call with a valid token until it is answered for good.
func (c *Client) do(ctx context.Context, call call) error {
	return c.retry(ctx, call.op, func() error {
		token, err := c.validToken(ctx)
		if err != nil {
			return err
		}
		req, err := c.request(ctx, call)
		if err != nil {
			return fmt.Errorf("%s: %w", call.op, err)
		}
		req.Header.Set("Authorization", "Bearer "+*token)
		resp, err := c.http().Do(req)
		if err != nil {
			return &brokenError{fmt.Errorf("%s: %w", call.op, err)}
		}
		defer resp.Body.Close()
		if resp.StatusCode/100 != 2 {
			err := newAPIError(call.op, resp)
			if IsUnauthorized(err) {
				c.lost(token)
			}
			return err
		}
		return call.receive(resp)
	})
}

func (c *Client) request(ctx context.Context, call call) (*http.Request, error) {
	target, err := c.url(call.path)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, call.method, target, nil)
	if err != nil {
		return nil, err
	}
	req.Header = call.header.Clone()
	if req.Header == nil {
		req.Header = http.Header{}
	}
	req.Header.Set("User-Agent", "crewmojo-aws-bundle")
	if call.body != nil {
		// A reader of its own for each attempt: the transport may still be reading an earlier one.
		open := func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(call.body, 0, call.body.Size())), nil
		}
		req.Body, _ = open()
		req.GetBody = open
		req.ContentLength = call.body.Size()
		if req.ContentLength == 0 {
			req.Body = http.NoBody
		}
	}
	return req, nil
}
