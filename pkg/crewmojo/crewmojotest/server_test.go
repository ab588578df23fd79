package crewmojotest_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

const (
	formType = "application/x-www-form-urlencoded"
	asForm   = "grant_type=client_credentials&client_id=" + crewmojotest.ClientID + "&client_secret=" + crewmojotest.ClientSecret
	asJSON   = `{"grant_type":"client_credentials","client_id":"` + crewmojotest.ClientID +
		`","client_secret":"` + crewmojotest.ClientSecret + `"}`
)

func newServer(t *testing.T) *crewmojotest.Server {
	t.Helper()
	server := crewmojotest.NewServer()
	t.Cleanup(server.Close)
	return server
}

// send makes a request, and returns its status and body.
func send(t *testing.T, server *crewmojotest.Server, method, path, token, contentType, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}

func TestTokenRequests(t *testing.T) {
	for _, test := range []struct {
		name, contentType, body string
		status                  int
	}{
		{"a form", formType, asForm, 200},
		{"a form with a charset", formType + "; charset=UTF-8", asForm, 200},
		{"JSON", "application/json", asJSON, 200},
		{"JSON under the form's type, as the page's own curl has it", formType, asJSON, 200},
		{"a form under JSON's type", "application/json", asForm, 400},
		{"another type", "text/plain", asJSON, 400},
		{"no type", "", asForm, 400},
		{"another grant", formType, strings.Replace(asForm, "client_credentials", "password", 1), 400},
		{"no grant", formType, strings.Replace(asForm, "grant_type", "grant", 1), 400},
		{"no secret", "application/json", `{"grant_type":"client_credentials","client_id":"` + crewmojotest.ClientID + `"}`, 400},
		{"nothing", formType, "", 400},
		{"another secret", formType, asForm + "x", 401},
	} {
		server := newServer(t)
		status, answer := send(t, server, "POST", "/v1/oauth/token", "", test.contentType, test.body)
		if status != test.status {
			t.Errorf("%s: %d %s; want %d", test.name, status, answer, test.status)
		}
	}
}

// "Crewmojo API" shows this request. It runs as it is there, but for host and credentials.
func TestThePagesOwnCurl(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	server := newServer(t)
	answer, err := exec.Command("curl", "-s", "-X", "POST", server.URL+"/v1/oauth/token",
		"-H", "accept: application/json",
		"-H", "Content-Type: application/x-www-form-urlencoded",
		"-d", asJSON).Output()
	var token struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if err != nil || json.Unmarshal(answer, &token) != nil || token.TokenType != "Bearer" || token.ExpiresIn != 1800 {
		t.Fatalf("%s, error %v", answer, err)
	}
	// So does "Downloading Data & Reports > API".
	server.SetReport("oneonone.summary", crewmojotest.Report{CSV: "a\n1\n", JSON: `[{"a":1}]`})
	report, err := exec.Command("curl", "-s", "-X", "POST", server.URL+"/v1/integrations/download/oneonone.summary",
		"-H", "Content-Type: application/json",
		"-H", "Authorization: Bearer "+token.AccessToken,
		"-d", `{"startDate":20240101,"endDate":20241231, "contentType": "json"}`).Output()
	if err != nil || string(report) != `[{"a":1}]` {
		t.Errorf("report %s, error %v", report, err)
	}
}

func TestUploads(t *testing.T) {
	const heading = "firstName,lastName,emailAddress,employeeCode,employmentStartDate,employmentEndDate,leaveStartDate,leaveEndDate\n"
	for _, test := range []struct {
		name, contentType, file string
		status                  int
	}{
		{"a person", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,2020-01-31,,,\n", 200},
		{"a charset", "text/csv; charset=utf-8", heading + "Ada,Lovelace,ada@example.com,1,,,,\n", 200},
		{"nobody", "text/csv", heading, 200},
		{"the required columns alone", "text/csv", "firstName,lastName,emailAddress\nAda,Lovelace,ada@example.com\n", 200},
		{"dates of any order", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,31/01/2020,12-31-2020,01.02.2020,20200302\n", 200},
		{"the same day", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,2020-01-31,2020-01-31,,\n", 200},
		{"an end alone", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,,2020-01-31,,\n", 200},

		{"another charset", "text/csv; charset=windows-1252", heading, 400},
		{"another type", "text/plain", heading, 400},
		{"no type", "", heading, 400},
		{"nothing", "text/csv", "", 400},
		{"a column that is missing", "text/csv", "firstName,lastName\nAda,Lovelace\n", 400},
		{"a cell too few", "text/csv", heading + "Ada,Lovelace,ada@example.com\n", 400},
		{"a quote that is never closed", "text/csv", heading + "\"Ada,Lovelace,ada@example.com,1,,,,\n", 400},
		{"a byte order mark", "text/csv", "\uFEFF" + heading, 400},
		{"a blank first name", "text/csv", heading + ",Lovelace,ada@example.com,1,,,,\n", 400},
		{"a blank last name", "text/csv", heading + "Ada, ,ada@example.com,1,,,,\n", 400},
		{"a blank address", "text/csv", heading + "Ada,Lovelace,,1,,,,\n", 400},
		{"an address that is none", "text/csv", heading + "Ada,Lovelace,ada,1,,,,\n", 400},
		{"an address with a name", "text/csv", heading + "Ada,Lovelace,Ada <ada@example.com>,1,,,,\n", 400},
		{"a date that is none", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,2020-02-30,,,\n", 400},
		{"a date in words", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,,31 Jan 2020,,\n", 400},
		{"a date of two digits", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,,,31/01/20,\n", 400},
		{"an end before its start", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,2020-01-31,2020-01-30,,\n", 400},
		{"a leave that ends before it starts", "text/csv", heading + "Ada,Lovelace,ada@example.com,1,,,2020-01-31,2019-12-31\n", 400},
	} {
		server := newServer(t)
		status, answer := send(t, server, "POST", "/v1/integrations/upload/humans", server.IssueToken(), test.contentType, test.file)
		if accepted := len(server.Files()) == 1; status != test.status || accepted != (status == 200) {
			t.Errorf("%s: %d %s; want %d", test.name, status, answer, test.status)
		}
	}
}

func TestReportRequests(t *testing.T) {
	for _, test := range []struct {
		body   string
		status int
	}{
		{"", 200},
		{" \n", 200},
		{"{}", 200},
		{`{"startDate":20240101,"endDate":20241231}`, 200},
		{`{"startDate":20240229,"endDate":20240229,"contentType":"json"}`, 200},
		{`{"contentType":"csv","jobId":false}`, 200},

		{`{"startDate":20240101}`, 400},
		{`{"endDate":20240101}`, 400},
		{`{"startDate":20241231,"endDate":20240101}`, 400},
		{`{"startDate":20240230,"endDate":20240301}`, 400},
		{`{"startDate":2024,"endDate":2025}`, 400},
		{`{"startDate":"20240101","endDate":"20241231"}`, 400},
		{`{"startDate":"2024-01-01","endDate":"2024-12-31"}`, 400},
		{`{"contentType":"pdf"}`, 400},
		{`{"jobId":"7"}`, 400},
		{`{"from":20240101}`, 400},
		{`{} {}`, 400},
		{`[]`, 400},
		{`startDate=20240101`, 400},
	} {
		server := newServer(t)
		server.SetReport("r", crewmojotest.Report{CSV: "a\n", JSON: "[]"})
		status, answer := send(t, server, "POST", "/v1/integrations/download/r", server.IssueToken(), "application/json", test.body)
		if status != test.status {
			t.Errorf("%s: %d %s; want %d", test.body, status, answer, test.status)
		}
	}
}

// Errors of every kind are one object, in which success is a string ("Crewmojo API").
func TestErrorsAreObjects(t *testing.T) {
	server := newServer(t)
	token := server.IssueToken()
	for _, test := range []struct {
		method, path string
		status       int
		message      string
	}{
		{"GET", "/", 404, "Not Found"},
		{"POST", "/v1/integrations/upload/human", 404, "Not Found"},
		{"GET", "/v1/oauth/token", 405, "Method Not Allowed"},
		{"PUT", "/v1/integrations/upload/humans", 405, "Method Not Allowed"},
		{"DELETE", "/v1/integrations/download/r", 405, "Method Not Allowed"},
		{"POST", "/v1/integrations/download/unknown", 400, "Invalid data received"},
		{"GET", "/v1/integrations/download/unknown", 400, "Invalid data received"},
	} {
		status, answer := send(t, server, test.method, test.path, token, "application/json", "")
		var object map[string]any
		err := json.Unmarshal([]byte(answer), &object)
		want := map[string]any{"success": "false", "httpErrorCode": float64(test.status), "errorMessage": test.message}
		if err != nil || status != test.status || !maps.Equal(object, want) {
			t.Errorf("%s %s: %d %s", test.method, test.path, status, answer)
		}
	}
}

func TestTokensAndJobsExpire(t *testing.T) {
	server := newServer(t)
	now := time.Date(2026, time.November, 23, 21, 0, 0, 0, time.UTC)
	server.SetClock(func() time.Time { return now })
	server.SetReport("r", crewmojotest.Report{CSV: "a\n", Polls: 3})
	token := server.IssueToken()
	poll := func(token string) int {
		status, _ := send(t, server, "GET", "/v1/integrations/download/job-1", token, "text/csv", "")
		return status
	}
	_, answer := send(t, server, "POST", "/v1/integrations/download/r", token, "application/json", "")
	if strings.TrimSpace(answer) != `{"jobId":"job-1"}` {
		t.Fatal(answer)
	}
	steps := []struct {
		name   string
		later  time.Duration
		token  func() string
		status int
	}{
		{"a job of nearly ten minutes", 10*time.Minute - time.Second, func() string { return token }, 200},
		{"a job of ten minutes", time.Second, func() string { return token }, 400},
		{"a token of nearly thirty minutes", 20*time.Minute - time.Second, func() string { return token }, 400},
		{"a token of thirty minutes", time.Second, func() string { return token }, 401},
		{"a token that a newer one has ended", 0, func() string { old := server.IssueToken(); server.IssueToken(); return old }, 401},
		{"no token", 0, func() string { return "" }, 401},
	}
	for _, step := range steps {
		now = now.Add(step.later)
		if got := poll(step.token()); got != step.status {
			t.Errorf("%s: %d; want %d", step.name, got, step.status)
		}
	}
}
