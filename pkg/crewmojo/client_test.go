package crewmojo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

const employees = "firstName,lastName,emailAddress\nAda,Lovelace,ada@example.com\n"

func newPair(t *testing.T) (*crewmojotest.Server, *crewmojo.Client) {
	t.Helper()
	server := crewmojotest.NewServer()
	t.Cleanup(server.Close)
	return server, &crewmojo.Client{
		BaseURL:     server.URL,
		Credentials: crewmojo.NewCredentials(crewmojotest.ClientID, crewmojotest.ClientSecret),
	}
}

func withDeadline(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// endpoints lists the calls in short: "token upload".
func endpoints(server *crewmojotest.Server) string {
	var names []string
	for _, call := range server.Calls() {
		names = append(names, string(call.Endpoint))
	}
	return strings.Join(names, " ")
}

func TestUpload(t *testing.T) {
	for _, test := range []struct {
		name   string
		faults map[crewmojotest.Endpoint][]http.HandlerFunc
		calls  string
		err    string
	}{
		{
			name:  "one token, one upload",
			calls: "token upload",
		}, {
			name:   "a newer token of somebody else's has killed ours",
			faults: faults(crewmojotest.Upload, crewmojotest.Fail(401, "Unauthorized"), crewmojotest.Fail(401, "Unauthorized")),
			calls:  "token upload token upload token upload",
		}, {
			name:   "5xx, even as a web page, and a connection that breaks are tried again with the same token",
			faults: faults(crewmojotest.Upload, crewmojotest.Fail(500, "oops"), badGateway, crewmojotest.CutOff),
			calls:  "token upload upload upload upload",
		}, {
			name:   "so is the token request",
			faults: faults(crewmojotest.Token, crewmojotest.Fail(500, "Error generating access token"), crewmojotest.CutOff),
			calls:  "token token token upload",
		}, {
			name:   "asked to wait",
			faults: faults(crewmojotest.Upload, retryAfter("1")),
			calls:  "token upload upload",
		}, {
			name:   "asked to wait for longer than there is time",
			faults: faults(crewmojotest.Upload, retryAfter("3600")),
			calls:  "token upload",
			err:    "upload employees: crewmojo: 429 Too Many Requests",
		}, {
			name:   "400 is final",
			faults: faults(crewmojotest.Upload, crewmojotest.Fail(400, "Invalid data received")),
			calls:  "token upload",
			err:    "upload employees: crewmojo: 400 Invalid data received",
		}, {
			name:   "what the API says beside its documented messages may echo a row, and is not quoted",
			faults: faults(crewmojotest.Upload, crewmojotest.Fail(400, "bad row: Ada,Lovelace")),
			calls:  "token upload",
			err:    "upload employees: crewmojo: 400 Bad Request",
		}, {
			name:   "200 whose body says that it failed",
			faults: faults(crewmojotest.Upload, answer(200, "application/json", `{"success":"false"}`)),
			calls:  "token upload",
			err:    "upload employees: crewmojo: 200 but the answer says that it failed",
		}, {
			name:   "any other 2xx is accepted, whatever its body",
			faults: faults(crewmojotest.Upload, answer(202, "text/plain", "queued, thanks")),
			calls:  "token upload",
		}, {
			name:   "401 from the token endpoint is final: wrong credentials",
			faults: faults(crewmojotest.Token, crewmojotest.Fail(401, "Unauthorized")),
			calls:  "token",
			err:    "get token: crewmojo: 401 Unauthorized",
		}, {
			name:   "a token answer without a token",
			faults: faults(crewmojotest.Token, answer(200, "application/json", `{"token_type":"Bearer"}`)),
			calls:  "token",
			err:    "get token: crewmojo: the answer holds no access token",
		}, {
			name:   "a redirect is not followed",
			faults: faults(crewmojotest.Upload, http.RedirectHandler("http://127.0.0.1:1/elsewhere", http.StatusTemporaryRedirect).ServeHTTP),
			calls:  "token upload",
			err:    "upload employees: crewmojo: 307 Temporary Redirect",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, client := newPair(t)
			for at, list := range test.faults {
				server.Fault(at, list...)
			}
			_, err := client.UploadEmployees(withDeadline(t, 30*time.Second), strings.NewReader(employees))
			if got := endpoints(server); got != test.calls {
				t.Errorf("calls: %s; want %s", got, test.calls)
			}
			if got := message(err); !sameError(got, test.err) {
				t.Errorf("error: %q; want %q", got, test.err)
			}
			for _, file := range server.Files() {
				if string(file.CSV) != employees {
					t.Errorf("the server received %q", file.CSV)
				}
			}
		})
	}
}

func faults(at crewmojotest.Endpoint, list ...http.HandlerFunc) map[crewmojotest.Endpoint][]http.HandlerFunc {
	return map[crewmojotest.Endpoint][]http.HandlerFunc{at: list}
}

func answer(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

var badGateway = answer(502, "text/html", "<html>Bad gateway</html>")

func retryAfter(value string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", value)
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func sameError(got, want string) bool {
	if want == "" {
		return got == ""
	}
	return strings.HasPrefix(got, want)
}

func TestTokenIsTakenOnceForSeveralCalls(t *testing.T) {
	server, client := newPair(t)
	server.SetReport("oneonone.summary", crewmojotest.Report{CSV: "a,b\n1,2\n"})
	ctx := withDeadline(t, 30*time.Second)
	if _, err := client.UploadEmployees(ctx, strings.NewReader(employees)); err != nil {
		t.Fatal(err)
	}
	if _, err := client.DownloadReport(ctx, crewmojo.ReportRequest{Report: "oneonone.summary"}, spool(t)); err != nil {
		t.Fatal(err)
	}
	if got := endpoints(server); got != "token upload download" {
		t.Errorf("calls: %s", got)
	}
	if got, want := client.Stats(), (crewmojo.Stats{Tokens: 1}); got != want {
		t.Errorf("stats: %+v; want %+v", got, want)
	}
}

func TestDeadlineEndsTheRetries(t *testing.T) {
	server, client := newPair(t)
	for range 1000 {
		server.Fault(crewmojotest.Upload, crewmojotest.Fail(503, "Service Unavailable"))
	}
	_, err := client.UploadEmployees(withDeadline(t, 5*time.Second), strings.NewReader(employees))
	var api *crewmojo.APIError
	if !errors.As(err, &api) || api.StatusCode != 503 || !strings.Contains(err.Error(), "tried ") {
		t.Errorf("error: %v; want what the API said, and how often it was tried", err)
	}
}

func TestOnlySafeHostsAreCalled(t *testing.T) {
	for url, ok := range map[string]bool{
		crewmojo.ProductionURL:          true,
		crewmojo.TestURL:                true,
		"http://127.0.0.1:8080":         true,
		"http://localhost:8080":         true,
		"http://[::1]:8080":             true,
		"http://api.crewmojo.com":       false,
		"http://127.0.0.1.example.com":  false,
		"https://user@api.crewmojo.com": false,
		"https://api.crewmojo.com?a=b":  false,
		"ftp://127.0.0.1":               false,
		"api.crewmojo.com":              false,
		"https://":                      false,
	} {
		if err := crewmojo.CheckBaseURL(url); (err == nil) != ok {
			t.Errorf("CheckBaseURL(%q) = %v", url, err)
		}
	}
	client := &crewmojo.Client{BaseURL: "http://api.crewmojo.com", Credentials: crewmojo.NewCredentials("id", "secret")}
	if _, err := client.UploadEmployees(t.Context(), strings.NewReader(employees)); err == nil {
		t.Error("a client sent its credentials over plain http")
	}
}

func TestCredentialsNeverPrint(t *testing.T) {
	secret := crewmojo.NewCredentials("my-id", "my-secret")
	client := &crewmojo.Client{Credentials: secret}
	nested := struct{ hidden crewmojo.Credentials }{secret}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p", "%U"} {
		fmt.Fprintf(&out, verb+verb+verb+verb+"\n", secret, &secret, client, nested)
	}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("json", "secret", secret, "nested", []any{secret})
	slog.New(slog.NewTextHandler(&out, nil)).Info("text", "secret", secret, "nested", nested)
	marshalled, err := json.Marshal(map[string]any{"secret": secret})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(marshalled)
	for _, needle := range []string{"my-id", "my-secret", fmt.Sprintf("%x", "my-secret")} {
		if strings.Contains(out.String(), needle) {
			t.Errorf("%s was printed:\n%s", needle, out.String())
		}
	}
	if !strings.Contains(string(marshalled), "[redacted]") {
		t.Errorf("marshalled as %s", marshalled)
	}
}

func TestBearerTokenStaysWithItsHost(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s reached another host", r.Method, r.URL)
	}))
	defer elsewhere.Close()
	server, client := newPair(t)
	redirect := http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect).ServeHTTP
	server.Fault(crewmojotest.Token, redirect)
	if _, err := client.UploadEmployees(withDeadline(t, 10*time.Second), strings.NewReader(employees)); err == nil {
		t.Error("a redirected token request succeeded")
	}
	server.Fault(crewmojotest.Download, redirect)
	if _, err := client.DownloadReport(withDeadline(t, 10*time.Second), crewmojo.ReportRequest{Report: "x"}, spool(t)); err == nil {
		t.Error("a redirected download succeeded")
	}
}

func spool(t *testing.T) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "report")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
