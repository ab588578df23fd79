package crewmojo

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// How long an attempt may go on without anything moving.
const (
	// A report's first answer may take 30 s ("Downloading Data & Reports > API"): several times that.
	answerPatience = 2 * time.Minute
	bodyPatience   = time.Minute
)

// transport is shared by all clients without an HTTP of their own. It keeps no connections: one that was kept while a
// Lambda environment slept is dead, and net/http logs what comes over a kept one unasked, which may be people's data.
// DisableKeepAlives would tell the server to close, too, which may then not wait for a file before it refuses it, and
// break the connection before the refusal has been read.
var transport http.RoundTripper = &http.Transport{
	Proxy:               http.ProxyFromEnvironment,
	DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
	TLSHandshakeTimeout: 10 * time.Second,
	MaxIdleConnsPerHost: -1,
}

// http returns the client to send with.
func (c *Client) http() *http.Client {
	h := http.Client{}
	if c.HTTP != nil {
		h = *c.HTTP
	}
	if h.Transport == nil {
		h.Transport = transport
	}
	h.Transport = unredirected{h.Transport}
	return &h
}

// unredirected makes redirects answers, not instructions: a bearer token must not travel. Without a Location net/http
// neither follows one, nor fails on an address that is none.
type unredirected struct{ http.RoundTripper }

func (t unredirected) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.RoundTripper.RoundTrip(req)
	if err == nil {
		resp.Header.Del("Location")
	}
	return resp, err
}

// userAgent returns what to send as the user agent of the program that calls itself own. Characters that no header can
// have (RFC 9110, 5.5) become hyphens.
func userAgent(own string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '-'
		}
		return r
	}, cmp.Or(own, "crewmojo-aws-bundle"))
}

var errStalled = errors.New("nothing has come for too long")

// A watch ends an attempt at which nothing moves any more. Its context is for the request.
type watch struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
}

func newWatch(ctx context.Context, patience time.Duration) *watch {
	w := &watch{}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	w.timer = time.AfterFunc(patience, func() { w.cancel(errStalled) })
	return w
}

func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// explain returns err, or that the watch has ended the attempt.
func (w *watch) explain(err error) error {
	if err != nil && err != io.EOF && context.Cause(w.ctx) == errStalled {
		return errStalled
	}
	return err
}

// A watched body gives the attempt more time with each Read that brings something, if patience is not 0.
type watched struct {
	io.ReadCloser
	watch    *watch
	patience time.Duration
}

func (r watched) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if n > 0 && r.patience > 0 {
		r.watch.timer.Reset(r.patience)
	}
	return n, r.watch.explain(err)
}
