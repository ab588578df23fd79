package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// The sandbox imports what is put into its folder, shows it, fires schedules by name, and leaves nothing behind.
func TestServe(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	if err := testbed.Build(t.Context(), "../../..", dir); err != nil {
		t.Fatal(err)
	}
	s, err := testbed.Start("../../..", dir, map[string]string{"MAX_INVALID_PERCENT": "100"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	said, says := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, s, says) }()
	buffer := make([]byte, 64<<10)
	var text strings.Builder
	await := func(want string) {
		t.Helper()
		for !strings.Contains(text.String(), want) {
			n, err := said.Read(buffer)
			if err != nil {
				t.Fatal(err)
			}
			text.Write(buffer[:n])
		}
	}
	await("Ctrl-C ends it")
	page := regexp.MustCompile(`http://[0-9.:]+/`).FindString(text.String())
	folder := regexp.MustCompile(`\S+/incoming/`).FindString(text.String())
	file := "firstName,lastName,emailAddress\nAda,<b>King</b>,ada@example.com\nAlan,Turing,\"<script>alert(1)</script>\"\n"
	if err := os.WriteFile(filepath.Join(folder, "a.csv"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	await("rejected.csv")
	go func() { _, _ = io.Copy(io.Discard, said) }()
	if answer, err := http.Post(page+"schedules/OneOnOneSummary", "", nil); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("a schedule was not fired: %v %v", answer, err)
	}
	answer, err := http.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	html, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"imported", "incoming/a.csv", "&lt;script&gt;", "exported: 3 rows", "<rect class=\"added\""} {
		if !strings.Contains(string(html), want) {
			t.Errorf("the page lacks %s:\n%s", want, html)
		}
	}
	if strings.Contains(string(html), "<script>") {
		t.Errorf("the page does not escape what it shows:\n%s", html)
	}
	elsewhere, _ := http.NewRequest(http.MethodGet, page, nil)
	elsewhere.Host = "evil.example:80"
	if answer, err := http.DefaultClient.Do(elsewhere); err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("another site may look: %v %v", answer, err)
	}
	checkReports(t, page)
	interrupt()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not end")
	}
	s.Close()
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// checkReports asks for a report nobody has named before, as a browser and as curl do: its CSV and its JSON are the same rows.
func checkReports(t *testing.T, page string) {
	read := func(answer *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	rows := map[string]string{}
	for _, format := range []string{"csv", "ndjson", "json"} {
		said := read(http.PostForm(page+"reports", url.Values{
			"report": {"goals.progress"}, "period": {"previous-month"}, "each": {""}, "format": {format}}))
		status, address, _ := strings.Cut(strings.TrimSpace(said), " http")
		if status != "exported: 3 rows" {
			t.Fatalf("%s: %s", format, said)
		}
		rows[format] = read(http.Get("http" + address))
	}
	table, err := csv.NewReader(strings.NewReader(rows["csv"])).ReadAll()
	if err != nil || len(table) != 4 {
		t.Fatalf("%v, error %v", table, err)
	}
	var list []map[string]any
	if err := json.Unmarshal([]byte(rows["json"]), &list); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(rows["ndjson"]), "\n")
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
	said := read(http.PostForm(page+"reports", url.Values{"report": {"r"}, "period": {"today"}}))
	if !strings.Contains(said, "last-7-days") {
		t.Errorf("a period that is none: %s", said)
	}
	browser, _ := http.NewRequest(http.MethodPost, page+"reports", strings.NewReader("report=r&period=&each=&format=csv&compress=on"))
	browser.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	browser.Header.Set("Origin", strings.TrimSuffix(page, "/"))
	html := read(http.DefaultClient.Do(browser))
	if !strings.Contains(html, "<option>year-to-date</option>") || !strings.Contains(html, "r.csv.gz</a>") ||
		strings.Contains(html, "refresh") {
		t.Errorf("the page of reports is\n%s", html)
	}
	browser.Body = io.NopCloser(strings.NewReader("report=elsewhere"))
	browser.Header.Set("Origin", "http://evil.example")
	if said := read(http.DefaultClient.Do(browser)); !strings.Contains(said, "only for this machine") {
		t.Errorf("another site's form: %s", said)
	}
}
