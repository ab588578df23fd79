package crewmojotest

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// Fault makes the next call of an endpoint be answered by fault instead; several are used up in turn. A fault is any
// handler; see [Fail], [Answer], [CutOff], [BreakOff], [Stall] and [Drip] for common ones.
func (s *Server) Fault(at Endpoint, fault ...http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[at] = append(s.faults[at], fault...)
}

// FaultAlways makes every call of an endpoint be answered by fault, after those of [Server.Fault]; nil ends that.
func (s *Server) FaultAlways(at Endpoint, fault http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always[at] = fault
}

// Fail is a fault: the documented error object with the given status and message.
func Fail(status int, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeError(w, status, message) }
}

// Answer is a fault: any status, content type ("" sends none) and body, with further headers as "Name: value".
func Answer(status int, contentType, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		begin(w, status, contentType, headers)
		_, _ = io.WriteString(w, body)
	}
}

// CutOff is a fault: the connection breaks before anything is answered.
func CutOff(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// BreakOff is a fault: the connection breaks after the beginning of a 200.
func BreakOff(contentType, start string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		begin(w, http.StatusOK, contentType, nil)
		_, _ = io.WriteString(w, start)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// Stall is a fault: after the beginning of an answer nothing comes any more. Without a status not even that comes.
func Stall(status int, contentType, start string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // until then nobody would notice that the other side has gone
		if status != 0 {
			begin(w, status, contentType, nil)
			_, _ = io.WriteString(w, start)
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	}
}

// Drip is a fault: a 200 whose body is text again and again, with a pause after each, without end.
func Drip(contentType, text string, pause time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		begin(w, http.StatusOK, contentType, nil)
		for {
			if _, err := fmt.Fprint(w, text); err != nil || http.NewResponseController(w).Flush() != nil {
				return
			}
			select {
			case <-time.After(pause):
			case <-r.Context().Done():
				return
			}
		}
	}
}

func begin(w http.ResponseWriter, status int, contentType string, headers []string) {
	w.Header()["Content-Type"] = nil // else net/http guesses one
	if contentType != "" {
		w.Header().Set("Content-Type", contentType)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		w.Header().Set(name, value)
	}
	w.WriteHeader(status)
}

// endpoint records the call, and lets a fault answer it if one waits.
func (s *Server) endpoint(at Endpoint, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.calls = append(s.calls, Call{Endpoint: at, Path: r.URL.Path, UserAgent: r.UserAgent(), At: time.Now()})
		this := len(s.calls) - 1
		answer := answer
		if waiting := s.faults[at]; len(waiting) > 0 {
			answer, s.faults[at] = waiting[0], waiting[1:]
		} else if always := s.always[at]; always != nil {
			answer = always
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
