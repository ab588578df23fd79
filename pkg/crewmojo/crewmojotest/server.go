// Package crewmojotest is a Crewmojo server for tests: it answers as the API's public pages say, on a loopback address.
//
// Its tokens die when a newer one is issued, its long-running reports are jobs to be polled, and a test can ask it for
// faults. It remembers every call and every upload. It is strict where the pages are clear, and lenient where they
// contradict each other.
package crewmojotest

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
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

// KillToken is what somebody else's token request does to everybody: the token in use is no longer valid.
func (s *Server) KillToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = ""
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

// issueToken accepts the three bodies that the API's pages show: a form, JSON, and JSON under the form's content type.
func (s *Server) issueToken(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		writeError(w, http.StatusBadRequest, "Invalid data received")
		return
	}
	fields := map[string]string{}
	if json.Unmarshal(body, &fields) != nil {
		form, _ := url.ParseQuery(string(body))
		for name := range form {
			fields[name] = form.Get(name)
		}
	}
	if fields["grant_type"] != "client_credentials" {
		writeError(w, http.StatusBadRequest, "Invalid data received")
		return
	}
	if fields["client_id"] != ClientID || fields["client_secret"] != ClientSecret {
		writeError(w, http.StatusUnauthorized, "Unauthorized")
		return
	}
	s.mu.Lock()
	s.tokens++
	s.token = fmt.Sprintf("sandbox-token-%d-%s", s.tokens, rand.Text())
	token := s.token
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 1800})
}

// authorized lets only the newest token through.
func (s *Server) authorized(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		valid := s.token != "" && r.Header.Get("Authorization") == "Bearer "+s.token
		s.mu.Unlock()
		if !valid {
			writeError(w, http.StatusUnauthorized, "Unauthorized")
			return
		}
		next(w, r)
	}
}

func (s *Server) receiveFile(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	records, csvErr := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil || csvErr != nil || r.Header.Get("Content-Type") != "text/csv" || !hasColumns(records, "firstName", "lastName", "emailAddress") {
		writeError(w, http.StatusBadRequest, "Invalid data received")
		return
	}
	s.mu.Lock()
	s.files = append(s.files, EmployeeFile{body, time.Now()})
	s.people.take(records)
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"success": "true"})
}

func hasColumns(records [][]string, columns ...string) bool {
	return len(records) > 0 && !slices.ContainsFunc(columns, func(c string) bool { return !slices.Contains(records[0], c) })
}

func (s *Server) sendReport(w http.ResponseWriter, r *http.Request) {
	var request struct {
		StartDate   *int   `json:"startDate"`
		EndDate     *int   `json:"endDate"`
		ContentType string `json:"contentType"`
		JobID       bool   `json:"jobId"`
	}
	body, _ := io.ReadAll(r.Body)
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	name := r.PathValue("report")
	s.mu.Lock()
	s.asked = append(s.asked, body)
	report, known := s.reports[name]
	s.mu.Unlock()
	if decoder.Decode(&request) != nil || !known || (request.StartDate == nil) != (request.EndDate == nil) {
		writeError(w, http.StatusBadRequest, "Invalid data received")
		return
	}
	asJSON := request.ContentType == "json"
	if report.Polls == 0 && !request.JobID {
		writeReport(w, report, asJSON)
		return
	}
	s.mu.Lock()
	id := fmt.Sprintf("job-%d", len(s.jobs)+1)
	s.jobs[id] = &job{report: name, asJSON: asJSON, left: report.Polls}
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"jobId": id})
}

func (s *Server) pollJob(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("job")
	s.mu.Lock()
	job := s.jobs[id]
	ready, asJSON, report := false, false, Report{}
	if job != nil {
		job.left--
		ready, asJSON, report = job.left <= 0, job.asJSON, s.reports[job.report]
	}
	s.mu.Unlock()
	switch {
	case job == nil:
		writeError(w, http.StatusBadRequest, "Invalid data received")
	case !ready:
		writeJSON(w, http.StatusOK, map[string]any{"jobId": id})
	default:
		writeReport(w, report, asJSON)
	}
}

func writeReport(w http.ResponseWriter, report Report, asJSON bool) {
	contentType, body := "text/csv", report.CSV
	if asJSON {
		contentType, body = "application/json", report.JSON
	}
	w.Header().Set("Content-Type", contentType)
	_, _ = io.WriteString(w, body)
}

// writeError writes the API's error object; its success is a string ("Crewmojo API": Errors).
func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]any{"success": "false", "httpErrorCode": status, "errorMessage": message})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
