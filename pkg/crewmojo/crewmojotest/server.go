// Package crewmojotest is a Crewmojo server for tests: it answers as the API's public pages say, on a loopback address.
//
// Its tokens die when a newer one is issued, or after 30 minutes; its long-running reports are jobs to be polled, which
// expire after ten. A test can ask it for faults, and set its clock. It remembers every call and every upload. It is
// strict where the pages are clear, and lenient where they contradict each other; each rule names its page.
package crewmojotest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"
)

// The credentials that a [Server] accepts.
const (
	ClientID     = "sandbox-client-id"
	ClientSecret = "sandbox-client-secret"
)

// An Endpoint is one of the calls that a [Server] answers.
type Endpoint string

const (
	Token    Endpoint = "token"
	Upload   Endpoint = "upload"
	Download Endpoint = "download"
	Poll     Endpoint = "poll"
)

// A Call is one request that came in.
type Call struct {
	Endpoint  Endpoint
	Path      string
	UserAgent string
	Status    int // what was answered; 0 if a fault cut the connection
	At        time.Time
}

// An EmployeeFile is one upload that was accepted.
type EmployeeFile struct {
	CSV []byte
	At  time.Time
}

// A Report is what the server answers to a report request.
type Report struct {
	CSV, JSON string
	// Polls makes the report a job that is ready at the Polls-th poll; 0 answers at once.
	Polls int
	// JobIDs are what its jobs are called: the first in the answer to the request, the next in the first poll's, and so
	// on; the last one stays. None means an id of the server's own.
	JobIDs []string
	// PolledAsCSV makes polls answer CSV, whatever was asked for: the page names no other content type for them.
	PolledAsCSV bool
}

// A Server is a running fake. Close it when done. It is a handler, too, for tests that need no network.
type Server struct {
	URL string

	http *httptest.Server
	mux  *http.ServeMux

	mu      sync.Mutex
	now     func() time.Time
	token   string
	tokens  int
	expires time.Time // of the token
	jobPath string
	reports map[string]Report
	jobs    []*job
	faults  map[Endpoint][]http.HandlerFunc
	always  map[Endpoint]http.HandlerFunc
	calls   []Call
	onCall  func(at Endpoint, answered bool)
	files   []EmployeeFile
	people  people
	asked   []json.RawMessage
}

// NewServer starts a server on a loopback address. It knows no reports yet. Requests go through each of guards first.
func NewServer(guards ...func(http.Handler) http.Handler) *Server {
	s := &Server{
		now:     time.Now,
		jobPath: "/v1/integrations/download/{jobId}",
		reports: map[string]Report{},
		faults:  map[Endpoint][]http.HandlerFunc{},
		always:  map[Endpoint]http.HandlerFunc{},
		mux:     http.NewServeMux(),
	}
	s.mux.HandleFunc("POST /v1/oauth/token", s.endpoint(Token, s.issueToken))
	s.mux.HandleFunc("POST /v1/integrations/upload/humans", s.endpoint(Upload, s.authorized(s.receiveFile)))
	s.mux.HandleFunc("POST /v1/integrations/download/{report}", s.endpoint(Download, s.authorized(s.sendReport)))
	s.mux.HandleFunc("/", s.elsewhere)
	var guarded http.Handler = s
	for _, guard := range guards {
		guarded = guard(guarded)
	}
	s.http = httptest.NewServer(guarded)
	s.URL = s.http.URL
	return s
}

// ServeHTTP answers one request, as the server at URL does.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Close stops the server and cuts what is still connected.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// SetReport makes the server answer requests for the report called name.
func (s *Server) SetReport(name string, r Report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports[name] = r
}

// SetJobPath moves the place where jobs are polled: a path with {jobId}, perhaps with {report}, perhaps with a query.
// The public page does not name it.
func (s *Server) SetJobPath(pattern string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobPath = pattern
}

// SetClock makes tokens and jobs expire by now instead of by [time.Now].
func (s *Server) SetClock(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = now
}

// IssueToken issues a token to somebody else, which ends the one that was valid.
func (s *Server) IssueToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newToken()
}

// OnCall has do called before and after every call from now on, before the caller gets its answer.
func (s *Server) OnCall(do func(at Endpoint, answered bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onCall = do
}

// Employees returns everybody whom the files accepted so far have told of, in the order in which they came: the last
// values of each column.
func (s *Server) Employees() []map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.people.all()
}

// Calls returns the calls so far, in the order in which they came in.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Files returns the employee files that were accepted so far.
func (s *Server) Files() []EmployeeFile {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.files)
}

// ReportRequests returns the bodies of the report requests so far.
func (s *Server) ReportRequests() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}
