package crewmojotest

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"
)

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
