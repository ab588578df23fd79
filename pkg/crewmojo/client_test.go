package crewmojo_test

import (
	"bytes"
	"context"
	"encoding/json"
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

// Faults may follow each other.
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
			name:   "a newer token of somebody else's has killed ours, twice",
			faults: faults(crewmojotest.Upload, crewmojotest.Fail(401, "Unauthorized"), crewmojotest.Fail(401, "Unauthorized")),
			calls:  "token upload token upload token upload",
		}, {
			name:   "5xx, even as a web page, and a connection that breaks are tried again with the same token",
			faults: faults(crewmojotest.Upload, crewmojotest.Fail(500, "oops"), reply(502, "text/html", page), crewmojotest.CutOff),
			calls:  "token upload upload upload upload",
		}, {
			name:   "so is the token request",
			faults: faults(crewmojotest.Token, crewmojotest.Fail(500, "Error generating access token"), crewmojotest.CutOff),
			calls:  "token token token upload",
		}, {
			name: "two 401 that other trouble keeps apart are not two minutes of them",
			faults: faults(crewmojotest.Upload, crewmojotest.Fail(401, "Unauthorized"),
				reply(503, "", "", "Retry-After: 180"), crewmojotest.Fail(401, "Unauthorized")),
			calls: "token upload token upload upload token upload",
		}, {
			name:   "a refusal after that is final, and says how often it was tried",
			faults: faults(crewmojotest.Upload, crewmojotest.CutOff, crewmojotest.Fail(400, "Invalid data received")),
			calls:  "token upload upload",
			err:    "upload employees: crewmojo: 400 Invalid data received (tried 2 times)",
		}, {
			name:   "what the API says besides its documented messages may echo a row, and is not quoted",
			faults: faults(crewmojotest.Upload, crewmojotest.Fail(400, "bad row: Ada,Lovelace")),
			calls:  "token upload",
			err:    "upload employees: crewmojo: 400 Bad Request",
		}, {
			name:   "wrong credentials",
			faults: faults(crewmojotest.Token, crewmojotest.Fail(401, "Unauthorized")),
			calls:  "token",
			err:    "get token: crewmojo: 401 Unauthorized",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, _ := newPair(t)
			for at, list := range test.faults {
				server.Fault(at, list...)
			}
			inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
				err := sendFile(t.Context(), client)
				if got := endpoints(server); got != test.calls {
					t.Errorf("calls: %s; want %s", got, test.calls)
				}
				if got := message(err); got != test.err {
					t.Errorf("error: %q; want %q", got, test.err)
				}
			})
			for _, file := range server.Files() {
				if string(file.CSV) != employees {
					t.Errorf("the server received %q", file.CSV)
				}
			}
		})
	}
}

// Another token is taken when somebody else's has ended ours, or when it has expired.
func TestTokenIsReplaced(t *testing.T) {
	server, _ := newPair(t)
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		for i, change := range []func(){func() {}, func() { server.IssueToken() }, func() { time.Sleep(31 * time.Minute) }} {
			change()
			if err := sendFile(t.Context(), client); err != nil {
				t.Error(err)
			}
			if got, want := client.Stats(), (crewmojo.Stats{Tokens: i + 1, TokensLost: i, Retries: i}); got != want {
				t.Errorf("stats: %+v; want %+v", got, want)
			}
		}
	})
}

func faults(at crewmojotest.Endpoint, list ...http.HandlerFunc) map[crewmojotest.Endpoint][]http.HandlerFunc {
	return map[crewmojotest.Endpoint][]http.HandlerFunc{at: list}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
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
