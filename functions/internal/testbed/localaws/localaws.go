// Package localaws is S3 and Secrets Manager on a loopback address, behind one endpoint as AWS_ENDPOINT_URL names one.
// S3 is gofakes3 in memory, with what the functions rely on beside: copies of a version, conditional deletes, and
// notifications.
package localaws

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// Region is where everything is.
const Region = "eu-central-1"

// A Created is an object that has been written.
type Created struct {
	EventName                    string // as S3 names it: "ObjectCreated:Put"
	Bucket, Key, VersionID, ETag string
	Size                         int64
	At                           time.Time
}

// A Server is both services.
type Server struct {
	URL string

	s3   http.Handler
	http *httptest.Server

	mu       sync.Mutex
	secrets  map[string]any
	onCreate func(Created)
	onCall   func(call string, answered bool)
	faults   []fault
	clock    *clock
	calls    []string
}

// NewServer starts a server with one versioned bucket.
func NewServer(bucket string) (*Server, error) {
	s := &Server{secrets: map[string]any{}, clock: &clock{}}
	backend := s3mem.New(s3mem.WithTimeSource(s.clock), s3mem.WithVersionSeed(1))
	s.s3 = gofakes3.New(backend, gofakes3.WithTimeSource(s.clock), gofakes3.WithTimeSkewLimit(0), gofakes3.WithLogger(gofakes3.DiscardLog())).Server()
	if err := backend.CreateBucket(bucket); err != nil {
		return nil, err
	}
	if err := backend.SetVersioningConfiguration(bucket, gofakes3.VersioningConfiguration{Status: gofakes3.VersioningEnabled}); err != nil {
		return nil, err
	}
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL
	return s, nil
}

// Close stops the server.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// OnCreate has do called for every object that is written from now on, after the writer has been answered.
func (s *Server) OnCreate(do func(Created)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onCreate = do
}

// SetSecret sets what a secret holds: a string, or []byte for a binary one.
func (s *Server) SetSecret(id string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets[id] = value
}

// SetTime stops S3's clock at t.
func (s *Server) SetTime(t time.Time) { s.clock.set(t) }

// Calls returns what was called so far: "GetSecretValue", "PUT imports/...".
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

// Fault makes the next call that matches, as [Server.Calls] lists them, be answered by answer instead.
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
	_, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	call, serve := r.Method+" "+key, s.serveS3
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		call, serve = strings.TrimPrefix(target, "secretsmanager."), s.serveSecret
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

func (s *Server) serveS3(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodDelete && r.Header.Get("If-Match") != "":
		s.deleteIfMatch(w, r)
	case r.Method == http.MethodPut && r.Header.Get("X-Amz-Copy-Source") != "":
		s.copy(w, r)
	default:
		s.serve(w, r)
	}
}

// serve lets S3 answer, and notifies of what was written.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	switch {
	case r.Method == http.MethodPut && !query.Has("partNumber"):
		s.write(w, r, "ObjectCreated:Put")
	case r.Method == http.MethodPost && query.Has("uploadId"):
		s.write(w, r, "ObjectCreated:CompleteMultipartUpload")
	default:
		s.s3.ServeHTTP(w, r)
	}
}

// write lets S3 write an object, and notifies of it.
func (s *Server) write(w http.ResponseWriter, r *http.Request, event string) {
	size := r.ContentLength
	if decoded := r.Header.Get("X-Amz-Decoded-Content-Length"); decoded != "" {
		_, _ = fmt.Sscan(decoded, &size)
	}
	answer := httptest.NewRecorder()
	s.s3.ServeHTTP(answer, r)
	forward(w, answer)
	bucket, key, isObject := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if answer.Code == http.StatusOK && isObject {
		s.notify(Created{
			EventName: event, Bucket: bucket, Key: key, Size: size, At: s.clock.Now(),
			VersionID: answer.Header().Get("X-Amz-Version-Id"), ETag: strings.Trim(answer.Header().Get("ETag"), `"`),
		})
	}
}

func (s *Server) notify(c Created) {
	s.mu.Lock()
	do := s.onCreate
	s.mu.Unlock()
	if do != nil {
		go do(c)
	}
}

func forward(w http.ResponseWriter, r *httptest.ResponseRecorder) {
	for name, values := range r.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(r.Code)
	_, _ = w.Write(r.Body.Bytes())
}

// deleteIfMatch deletes an object whose ETag is still the one given.
func (s *Server) deleteIfMatch(w http.ResponseWriter, r *http.Request) {
	head := httptest.NewRecorder()
	s.s3.ServeHTTP(head, httptest.NewRequest(http.MethodHead, r.URL.String(), nil))
	switch {
	case head.Code == http.StatusNotFound:
		writeS3Error(w, http.StatusNotFound, "NoSuchKey")
	case head.Header().Get("ETag") != r.Header.Get("If-Match"):
		writeS3Error(w, http.StatusPreconditionFailed, "PreconditionFailed")
	default:
		s.serve(w, r)
	}
}

// copy copies a version, which gofakes3 does not know: it reads the version and writes it anew.
func (s *Server) copy(w http.ResponseWriter, r *http.Request) {
	source, err := url.Parse("/" + strings.TrimPrefix(r.Header.Get("X-Amz-Copy-Source"), "/"))
	if err != nil {
		writeS3Error(w, http.StatusBadRequest, "InvalidArgument")
		return
	}
	get := httptest.NewRecorder()
	s.s3.ServeHTTP(get, httptest.NewRequest(http.MethodGet, source.String(), nil))
	if get.Code != http.StatusOK {
		forward(w, get)
		return
	}
	put := httptest.NewRequest(http.MethodPut, r.URL.Path, get.Body)
	put.ContentLength = int64(get.Body.Len())
	put.Header.Set("Content-Length", strconv.Itoa(get.Body.Len()))
	headers := get.Header()
	if r.Header.Get("X-Amz-Metadata-Directive") == "REPLACE" {
		headers = r.Header
	}
	for name, values := range headers {
		if name == "Content-Type" || strings.HasPrefix(name, "X-Amz-Meta-") {
			put.Header[name] = values
		}
	}
	written := httptest.NewRecorder()
	s.write(written, put, "ObjectCreated:Copy")
	if written.Code != http.StatusOK {
		forward(w, written)
		return
	}
	w.Header().Set("Content-Type", "application/xml")
	fmt.Fprintf(w, `<CopyObjectResult><ETag>%s</ETag><LastModified>%s</LastModified></CopyObjectResult>`,
		written.Header().Get("ETag"), s.clock.Now().UTC().Format(time.RFC3339))
}

func writeS3Error(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message></Error>", code, code)
}

// serveSecret answers GetSecretValue.
func (s *Server) serveSecret(w http.ResponseWriter, r *http.Request) {
	var request struct{ SecretId string }
	err := json.NewDecoder(r.Body).Decode(&request)
	s.mu.Lock()
	value, ok := s.secrets[request.SecretId]
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	answer := map[string]any{"Name": request.SecretId}
	switch value := value.(type) {
	case string:
		answer["SecretString"] = value
	case []byte:
		answer["SecretBinary"] = value
	}
	if err != nil || !ok || r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue" {
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]any{"__type": "ResourceNotFoundException", "Message": "Secrets Manager can't find the specified secret."}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// A clock tells the time, or one that it was set to.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

// Now implements [gofakes3.TimeSource].
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return time.Now()
	}
	return c.at
}

// Since implements [gofakes3.TimeSource].
func (c *clock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }
