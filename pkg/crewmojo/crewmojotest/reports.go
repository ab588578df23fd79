package crewmojotest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// jobLife is how long a job can be polled after it was asked for ("Downloading Data & Reports > API").
const jobLife = 10 * time.Minute

// A job is a long-running report.
type job struct {
	report  string
	asJSON  bool
	left    int      // polls until it is ready
	ids     []string // what it is called now, and after each poll
	expires time.Time
}

// reportRequest is the body of a request. All of it is optional, and so is the body ("Downloading Data & Reports >
// API").
type reportRequest struct {
	StartDate   *int   `json:"startDate"` // yyyymmdd
	EndDate     *int   `json:"endDate"`
	ContentType string `json:"contentType"`
	JobID       bool   `json:"jobId"`
}

func parseReportRequest(body []byte) (request reportRequest, ok bool) {
	if len(bytes.TrimSpace(body)) == 0 {
		return request, true
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&request) != nil {
		return request, false
	}
	if _, err := decoder.Token(); err != io.EOF {
		return request, false
	}
	if request.StartDate == nil && request.EndDate == nil {
		return request, true
	}
	return request, request.StartDate != nil && request.EndDate != nil &&
		isDay(*request.StartDate) && isDay(*request.EndDate) && *request.StartDate <= *request.EndDate
}

func isDay(number int) bool {
	_, err := time.Parse("20060102", strconv.Itoa(number))
	return err == nil
}

func (s *Server) sendReport(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	request, ok := parseReportRequest(body)
	name := r.PathValue("report")
	s.mu.Lock()
	s.asked = append(s.asked, body)
	report, known := s.reports[name]
	s.mu.Unlock()
	if !ok || !known || request.ContentType != "" && request.ContentType != "json" && request.ContentType != "csv" {
		writeError(w, http.StatusBadRequest, "Invalid data received")
		return
	}
	asJSON := request.ContentType == "json"
	if report.Polls == 0 && !request.JobID {
		writeReport(w, report, asJSON)
		return
	}
	s.mu.Lock()
	ids := report.JobIDs
	if len(ids) == 0 {
		ids = []string{fmt.Sprintf("job-%d", len(s.jobs)+1)}
	}
	s.jobs = append(s.jobs, &job{name, asJSON, report.Polls, ids, s.now().Add(jobLife)})
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"jobId": ids[0]})
}

// pollJob answers as the first request was answered, perhaps with another id. A job that is unknown or has expired is
// invalid data.
func (s *Server) pollJob(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	job := s.findJob(r.URL)
	if job == nil {
		s.mu.Unlock()
		writeError(w, http.StatusBadRequest, "Invalid data received")
		return
	}
	job.left--
	if len(job.ids) > 1 {
		job.ids = job.ids[1:]
	}
	isReady, asJSON, id, report := job.left <= 0, job.asJSON, job.ids[0], s.reports[job.report]
	s.mu.Unlock()
	if !isReady {
		writeJSON(w, http.StatusOK, map[string]any{"jobId": id})
		return
	}
	writeReport(w, report, asJSON && !report.PolledAsCSV)
}

// findJob returns the newest job that is polled at u, unless it has expired. The lock is held.
func (s *Server) findJob(u *url.URL) *job {
	path, query, _ := strings.Cut(s.jobPath, "?")
	for i := len(s.jobs) - 1; i >= 0; i-- {
		job := s.jobs[i]
		names := strings.NewReplacer("{report}", job.report, "{jobId}", job.ids[0])
		wanted, _ := url.ParseQuery(query)
		matches := u.Path == names.Replace(path) && len(u.Query()) == len(wanted)
		for name := range wanted {
			matches = matches && u.Query().Get(name) == names.Replace(wanted.Get(name))
		}
		if matches && s.now().Before(job.expires) {
			return job
		}
	}
	return nil
}

func writeReport(w http.ResponseWriter, report Report, asJSON bool) {
	contentType, body := "text/csv", report.CSV
	if asJSON {
		contentType, body = "application/json", report.JSON
	}
	w.Header().Set("Content-Type", contentType)
	_, _ = io.WriteString(w, body)
}
