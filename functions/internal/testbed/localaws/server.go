// Package localaws is S3, Secrets Manager and SNS on a loopback address, behind one endpoint as AWS_ENDPOINT_URL
// names one. S3 is gofakes3 in memory, with what the functions rely on besides: copies of a version, conditional
// requests, and notifications. Where AWS is strict or odd, so is this; each oddity names the page that documents it.
package localaws

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/loopback"
)

// Where everything is.
const (
	Region  = "eu-central-1"
	Account = "000000000000"
)

// A Server is all services.
type Server struct {
	URL string

	clock    *clock.Clock
	s3       http.Handler
	versions *s3mem.Backend // what s3 serves
	http     *httptest.Server

	writing sync.Mutex // conditions are checked and met in one step

	mu        sync.Mutex
	secrets   map[string]any
	topics    map[string]*topic
	onCreate  func(Created)
	onCall    func(call string, answered bool)
	faults    []fault
	calls     []string
	published []Message // to SNS topics
	written   uint64    // objects so far

	allowed func(Need) bool // nil allows everything
	keys    Keys
}

// NewServer starts a server with one versioned bucket. The times of objects and events are the clock's.
func NewServer(bucket string, c *clock.Clock) (*Server, error) {
	s := &Server{secrets: map[string]any{}, topics: map[string]*topic{}, clock: c}
	times := wholeSeconds{c}
	backend := s3mem.New(s3mem.WithTimeSource(times), s3mem.WithVersionSeed(1))
	if err := backend.CreateBucket(bucket); err != nil {
		return nil, err
	}
	versioned := gofakes3.VersioningConfiguration{Status: gofakes3.VersioningEnabled}
	if err := backend.SetVersioningConfiguration(bucket, versioned); err != nil {
		return nil, err
	}
	s.versions = backend
	s.s3 = gofakes3.New(backend, gofakes3.WithTimeSource(times), gofakes3.WithTimeSkewLimit(0),
		gofakes3.WithLogger(gofakes3.DiscardLog())).Server()
	s.http = httptest.NewServer(loopback.Only(s))
	s.URL = s.http.URL
	return s, nil
}

// Close stops the server.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// Calls returns what was called so far: "GetSecretValue", "Publish", "PUT imports/...".
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.calls...)
}

// A fault answers one call instead of the service.
type fault struct {
	calls  *regexp.Regexp
	answer http.HandlerFunc
}

// Fault makes the next call that matches, as [Server.Calls] lists them, be answered by answer instead; [S3Error] is
// what S3 would say.
func (s *Server) Fault(calls *regexp.Regexp, answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, fault{calls, answer})
}

// OnCall has do called before and after every call from now on, before the caller gets its answer; the calls are as
// [Server.Calls] lists them.
func (s *Server) OnCall(do func(call string, answered bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onCall = do
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call, serve := s.route(r)
	if !s.isAllowed(s.needsOf(r)...) {
		serve = s.deny
	}
	s.mu.Lock()
	s.calls = append(s.calls, call)
	onCall := s.onCall
	if i := slices.IndexFunc(s.faults, func(f fault) bool { return f.calls.MatchString(call) }); i >= 0 {
		serve = s.faults[i].answer
		s.faults = slices.Delete(s.faults, i, i+1)
	}
	s.mu.Unlock()
	if onCall == nil {
		serve(w, r)
		return
	}
	onCall(call, false)
	answer := httptest.NewRecorder()
	serve(answer, r)
	onCall(call, true)
	forward(w, answer)
}

// route returns the name of a call, and the service that answers it.
func (s *Server) route(r *http.Request) (call string, serve http.HandlerFunc) {
	// Secrets Manager speaks JSON, and names the action in a header; SNS takes a form, and names it in there.
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		return strings.TrimPrefix(target, "secretsmanager."), s.serveSecret
	}
	if isForm(r) {
		return r.PostFormValue("Action"), s.serveSNS
	}
	_, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return r.Method + " " + key, s.serveS3
}

func isForm(r *http.Request) bool {
	return r.URL.Path == "/" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
}

func forward(w http.ResponseWriter, r *httptest.ResponseRecorder) {
	for name, values := range r.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(r.Code)
	_, _ = w.Write(r.Body.Bytes())
}
