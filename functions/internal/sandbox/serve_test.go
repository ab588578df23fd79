package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

const formType = "application/x-www-form-urlencoded"

// A served sandbox is up, as after make sandbox.
type served struct {
	t            *testing.T
	page, folder string          // where the page is, and where files are put
	text         strings.Builder // what the terminal has shown so far
	terminal     io.Reader
}

// TestServe is an evening with the sandbox. It leaves nothing behind.
func TestServe(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	if err := testbed.Build(t.Context(), "../../..", dir); err != nil {
		t.Fatal(err)
	}
	set := map[string]string{"DATE_FORMAT": "DD/MM/YYYY", "MAX_INVALID_PERCENT": "100"}
	bed, err := testbed.Start("../../..", dir, set, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	terminal, says := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, bed, set, says) }()
	s := &served{t: t, terminal: terminal}
	s.await("Ctrl-C ends it")
	s.page = strings.TrimSuffix(regexp.MustCompile(`http://[0-9.:]+/`).FindString(s.text.String()), "/")
	s.folder = regexp.MustCompile(`\S+/incoming/`).FindString(s.text.String())

	s.folderIsWatched()
	go func() { _, _ = io.Copy(io.Discard, terminal) }()
	s.fileIsPut()
	s.approvalWorksOnce()
	s.reportsAreExported()
	s.otherSitesAreRefused()

	interrupt()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not end")
	}
	bed.Close()
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// await reads what the terminal shows until it has shown what is wanted.
func (s *served) await(want string) {
	s.t.Helper()
	buffer := make([]byte, 64<<10)
	for !strings.Contains(s.text.String(), want) {
		n, err := s.terminal.Read(buffer)
		if err != nil {
			s.t.Fatal(err)
		}
		s.text.Write(buffer[:n])
	}
}

// answer returns the status and the body of an answer, after redirects.
func (s *served) answer(answer *http.Response, err error) (status int, path, body string) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, answer.Request.URL.Path, string(read)
}

// get returns what a browser gets, with what the answer's headers allow the browser.
func (s *served) get(path string) (body string, headers http.Header) {
	s.t.Helper()
	answer, err := http.Get(s.page + path)
	status, _, body := s.answer(answer, err)
	if status != http.StatusOK {
		s.t.Errorf("%s: status %d\n%s", path, status, body)
	}
	return body, answer.Header
}

// post sends a form as a browser does that shows the page.
func (s *served) post(path, contentType string, form io.Reader) (status int, to, body string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.page+path, form)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Origin", s.page)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return s.answer(http.DefaultClient.Do(request))
}

// contains checks that a page says something.
func (s *served) contains(what, body string, wants ...string) {
	s.t.Helper()
	for _, want := range wants {
		if !strings.Contains(body, want) {
			s.t.Errorf("%s: there is no %q in\n%s", what, want, body)
		}
	}
}

// people returns an employee file with so many people, and with a date that the settings are needed for.
func people(count int) string {
	text := "Employee ID,First Name,Surname,Work Email,Hire Date\n"
	for i := range count {
		text += fmt.Sprintf("%d,Ada %d,King %d,ada%d@example.com,31/1/2024\n", 100+i, i, i, i)
	}
	return text
}

// What is put into the folder is imported with the settings, and the terminal says so in a few lines, however many rows it
// has.
func (s *served) folderIsWatched() {
	file := people(200) + strings.Repeat("9,Alan,\"<script>alert(1)</script>\",nowhere,\n", 300)
	if err := os.WriteFile(filepath.Join(s.folder, "first.csv"), []byte(file), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.await("/files/1\n")
	_, said, _ := strings.Cut(s.text.String(), "leaves nothing behind.\n")
	s.contains("the terminal", said, "incoming/first.csv", "imported", "500 rows read, 200 accepted, 300 rejected",
		"Imported without 300 of 500 rows", s.page+"/files/1")
	if lines := strings.Count(said, "\n"); lines > 20 {
		s.t.Errorf("the terminal shows %d lines:\n%s", lines, said)
	}
	history, headers := s.get("/")
	s.contains("the history", history, "Imported in part", "first.csv", "DATE_FORMAT=DD/MM/YYYY", "200 people")
	s.contains("the policy", headers.Get("Content-Security-Policy"),
		"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
	own, _ := s.get("/files/1")
	s.contains("the file's page", own, "review.html", "rejected.csv", "source.csv", "The employee file &#34;first.csv&#34;")
	folder := regexp.MustCompile(`/imports/[^/]+/`).FindString(own)
	review, headers := s.get(folder + "review.html")
	s.contains("the review page", review, "Imported without 300 of 500 rows", "&lt;script&gt;")
	policy := headers.Get("Content-Security-Policy")
	if strings.Contains(policy, "script-src") || strings.Contains(review, "<script") {
		s.t.Errorf("the review page may run scripts: %s\n%s", policy, review)
	}
	rejected, headers := s.get(folder + "rejected.csv")
	s.contains("the list", rejected, "invalid-email")
	s.contains("how the list is sent", headers.Get("Content-Disposition"), "attachment", "rejected of first.csv")
	status, _, _ := s.answer(http.Get(s.page + folder + "..%2F..%2Fstate%2Fbaseline.csv"))
	if status != http.StatusNotFound {
		s.t.Errorf("a page of no import: status %d", status)
	}
}

// A file that somebody chooses in the browser, or drops on the page, is imported, and its own page comes next.
func (s *served) fileIsPut() {
	for _, test := range []struct {
		folder, name, content string
		status                int
		to                    string
		wants                 []string
	}{
		{"incoming", "<img src=x>.csv", people(201), 200, "/files/2", []string{"Imported: 1 new", "&lt;img src=x&gt;.csv"}},
		{"preview", "cut.csv", people(100), 200, "/files/3",
			[]string{"Preview: would be held", "101 of 201 employees missing", "Approve this file"}},
		{"approved", "cut.csv", people(100), 400, "/files", []string{"the folders are incoming, preview, seed"}},
		{"incoming", "..", people(1), 400, "/files", []string{"it has no name"}},
	} {
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		_ = w.WriteField("folder", test.folder)
		file, _ := w.CreateFormFile("file", test.name)
		fmt.Fprint(file, test.content)
		w.Close()
		status, to, body := s.post("/files", w.FormDataContentType(), &form)
		if status != test.status || to != test.to {
			s.t.Errorf("%s/%s: status %d at %s; want %d at %s", test.folder, test.name, status, to, test.status, test.to)
		}
		s.contains(test.name, body, test.wants...)
	}
}

// Approve says what it approves, and sends it once, however often it is pressed.
func (s *served) approvalWorksOnce() {
	own, _ := s.get("/files/3")
	s.contains("what is approved", own,
		"101 of 201 employees are missing", "People who are missing", `action="/files/3/approve"`)
	status, to, body := s.post("/files/3/approve", formType, nil)
	if status != http.StatusOK || to != "/files/4" {
		s.t.Errorf("an approval: status %d at %s", status, to)
	}
	s.contains("the approval's page", body, "Approved and imported: 101 missing", "People sent to Crewmojo")
	status, _, body = s.post("/files/3/approve", formType, nil)
	if status != http.StatusConflict || strings.Contains(body, "<button>Approve") {
		s.t.Errorf("a second approval: status %d\n%s", status, body)
	}
	s.contains("a second approval", body, "It was approved already")
	history, _ := s.get("/")
	if files := strings.Count(history, `id="file-`); files != 4 {
		s.t.Errorf("there are %d files; the second approval has made one:\n%s", files, history)
	}
	s.contains("the history", history, "Somebody has approved it already")
	for path, want := range map[string]int{"/files/1/approve": 409, "/files/99/approve": 404} {
		if status, _, body := s.post(path, formType, nil); status != want {
			s.t.Errorf("%s: status %d\n%s", path, status, body)
		}
	}
}
