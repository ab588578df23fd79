package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A report that nobody has named before can be asked for, as a browser and as curl do: its CSV and its JSON are the same
// rows.
func (s *served) reportsAreExported() {
	rows := map[string]string{}
	for _, format := range []string{"csv", "ndjson", "json"} {
		_, _, said := s.answer(http.PostForm(s.page+"/reports", url.Values{
			"report": {"goals.progress"}, "period": {"previous-month"}, "each": {""}, "format": {format}}))
		status, address, _ := strings.Cut(strings.TrimSpace(said), " http")
		if status != "exported: 3 rows" {
			s.t.Fatalf("%s: %s", format, said)
		}
		_, _, rows[format] = s.answer(http.Get("http" + address))
	}
	sameRows(s.t, rows["csv"], rows["json"], rows["ndjson"])
	_, _, said := s.answer(http.PostForm(s.page+"/reports", url.Values{"report": {"r"}, "period": {"today"}}))
	s.contains("a period that is none", said, "last-7-days")
	if status, _, said := s.answer(http.Post(s.page+"/schedules/OneOnOneSummary", "", nil)); status != http.StatusOK {
		s.t.Errorf("a schedule: status %d: %s", status, said)
	}
	_, _, page := s.post("/reports", formType, strings.NewReader("report=r&period=&each=&format=csv&compress=on"))
	s.contains("the page of reports", page,
		"<option>year-to-date</option>", "/r.csv.gz</a>", `value="r"`, "Exported: 1 report with 3 rows")
}

// sameRows checks that three forms of a report hold the same rows.
func sameRows(t *testing.T, asCSV, asJSON, asLines string) {
	t.Helper()
	table, err := csv.NewReader(strings.NewReader(asCSV)).ReadAll()
	if err != nil || len(table) != 4 {
		t.Fatalf("%v, error %v", table, err)
	}
	var list []map[string]any
	if err := json.Unmarshal([]byte(asJSON), &list); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(asLines), "\n")
	for i, row := range table[1:] {
		var line map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &line); err != nil {
			t.Fatal(err)
		}
		for column, name := range table[0] {
			if fmt.Sprint(list[i][name]) != row[column] || fmt.Sprint(line[name]) != row[column] {
				t.Errorf("row %d, %s: %q as CSV, %v as JSON, %v as a line", i+1, name, row[column], list[i][name], line[name])
			}
		}
	}
}

// No other site can look at the page, or send one of its forms.
func (s *served) otherSitesAreRefused() {
	signs := map[string]string{"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
	for _, call := range []string{
		"GET /", "GET /files/1", "POST /files/3/approve", "POST /reports", "POST /files", "POST /schedules/OneOnOneSummary",
	} {
		method, path, _ := strings.Cut(call, " ")
		for name, value := range signs {
			request, err := http.NewRequestWithContext(s.t.Context(), method, s.page+path, strings.NewReader("report=elsewhere"))
			if err != nil {
				s.t.Fatal(err)
			}
			request.Header.Set("Content-Type", formType)
			request.Header.Set(name, value)
			request.Host = request.Header.Get("Host")
			if status, _, body := s.answer(http.DefaultClient.Do(request)); status != http.StatusForbidden {
				s.t.Errorf("%s with %s %s: status %d\n%s", call, name, value, status, body)
			}
		}
	}
}
