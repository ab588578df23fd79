package crewmojotest

import (
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"
)

// receiveFile accepts an employee file, or refuses it whole if any of it is invalid.
func (s *Server) receiveFile(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	records, csvErr := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil || csvErr != nil || mediaType(r) != "text/csv" || !areEmployees(records) {
		writeError(w, http.StatusBadRequest, "Invalid data received")
		return
	}
	s.mu.Lock()
	s.files = append(s.files, EmployeeFile{body, time.Now()})
	s.people.take(records)
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"success": "true"})
}

// areEmployees reports whether records, the heading first, are valid ("Uploading Users & Teams > API"): names and a
// valid address are required, dates are dates, and none ends before it starts.
func areEmployees(records [][]string) bool {
	if len(records) == 0 {
		return false
	}
	for _, column := range []string{"firstName", "lastName", "emailAddress"} {
		if !slices.Contains(records[0], column) {
			return false
		}
	}
	for _, record := range records[1:] {
		cell := func(column string) string {
			if i := slices.Index(records[0], column); i >= 0 {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		address := cell("emailAddress")
		parsed, err := mail.ParseAddress(address)
		if cell("firstName") == "" || cell("lastName") == "" || err != nil || parsed.Address != address {
			return false
		}
		if !isSpan(cell("employmentStartDate"), cell("employmentEndDate")) || !isSpan(cell("leaveStartDate"), cell("leaveEndDate")) {
			return false
		}
	}
	return true
}

// isSpan reports whether start and end are dates or blank, and can be read so that end is not before start.
func isSpan(start, end string) bool {
	starts, ends := readings(start), readings(end)
	switch {
	case start != "" && len(starts) == 0, end != "" && len(ends) == 0:
		return false
	case start == "" || end == "":
		return true
	}
	for _, s := range starts {
		if slices.ContainsFunc(ends, func(e time.Time) bool { return !e.Before(s) }) {
			return true
		}
	}
	return false
}

// readings returns the days that a date can be: "any combination of DD, MM and YYYY".
func readings(date string) (days []time.Time) {
	for _, order := range []string{"2006-01-02", "02-01-2006", "01-02-2006", "2006-02-01"} {
		for _, separator := range []string{"-", "/", ".", ""} {
			if day, err := time.Parse(strings.ReplaceAll(order, "-", separator), date); err == nil {
				days = append(days, day)
			}
		}
	}
	return days
}
