// Package crewmojotest is a Crewmojo server for tests: it answers as the API's public pages say, on a loopback address.
//
// Its tokens die when a newer one is issued, its long-running reports are jobs to be polled, and a test can ask it for
// faults. It remembers every call and every upload. It is strict where the pages are clear, and lenient where they
// contradict each other.
package crewmojotest

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
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
	Endpoint Endpoint
	Path     string
	Status   int // what was answered; 0 where a fault cut the connection
	At       time.Time
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
}

// A Server is a running fake. Close it when done.
type Server struct {
	URL string

	http *httptest.Server

	mu      sync.Mutex
	token   string
	tokens  int
	reports map[string]Report
	jobs    map[string]*job
	faults  map[Endpoint][]http.HandlerFunc
	calls   []Call
	onCall  func(at Endpoint, answered bool)
	files   []EmployeeFile
	people  people
	asked   []json.RawMessage
}

type job struct {
	report string
	asJSON bool
	left   int // polls until it is ready
}

// NewServer starts a server on a loopback address. It knows no reports yet.
func NewServer() *Server {
	s := &Server{
		reports: map[string]Report{},
		jobs:    map[string]*job{},
		faults:  map[Endpoint][]http.HandlerFunc{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/oauth/token", s.endpoint(Token, s.issueToken))
	mux.HandleFunc("POST /v1/integrations/upload/humans", s.endpoint(Upload, s.authorized(s.receiveFile)))
	mux.HandleFunc("POST /v1/integrations/download/{report}", s.endpoint(Download, s.authorized(s.sendReport)))
	mux.HandleFunc("GET /v1/integrations/download/{job}", s.endpoint(Poll, s.authorized(s.pollJob)))
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL
	return s
}

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

// Fault makes the next call of an endpoint be answered by fault instead; several are used up in turn.
// See [Fail] and [CutOff] for common ones.
func (s *Server) Fault(at Endpoint, fault ...http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[at] = append(s.faults[at], fault...)
}

// Fail is a fault: the documented error object with the given status and message.
func Fail(status int, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeError(w, status, message) }
}

// CutOff is a fault: the connection breaks before anything is answered.
func CutOff(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

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
	return append([]Call(nil), s.calls...)
}

// Files returns the employee files that were accepted so far.
func (s *Server) Files() []EmployeeFile {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]EmployeeFile(nil), s.files...)
}

// ReportRequests returns the bodies of the report requests so far.
func (s *Server) ReportRequests() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]json.RawMessage(nil), s.asked...)
}

// endpoint records the call, and lets a fault answer it where one waits.
func (s *Server) endpoint(at Endpoint, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.calls = append(s.calls, Call{Endpoint: at, Path: r.URL.Path, At: time.Now()})
		this := len(s.calls) - 1
		answer := answer
		if waiting := s.faults[at]; len(waiting) > 0 {
			answer, s.faults[at] = waiting[0], waiting[1:]
		}
		onCall := s.onCall
		s.mu.Unlock()
		recorder := &statusRecorder{ResponseWriter: w}
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.calls[this].Status = recorder.status
		}()
		if onCall == nil {
			answer(recorder, r)
			return
		}
		onCall(at, false)
		kept := httptest.NewRecorder()
		answer(kept, r)
		onCall(at, true)
		maps.Copy(recorder.Header(), kept.Header())
		recorder.WriteHeader(kept.Code)
		_, _ = kept.Body.WriteTo(recorder)
	}
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *statusRecorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(p)
}

func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
