package crewmojo_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

func sendFile(ctx context.Context, client *crewmojo.Client) error {
	_, err := client.UploadEmployees(ctx, strings.NewReader(employees))
	return err
}

// Something that is never cured ends: by the deadline, by one of the client's own, or since more tokens would only harm
// others.
func TestWhatIsNeverCuredEnds(t *testing.T) {
	const forever, minute, second = 15 * time.Minute, time.Minute, time.Second
	const lost = "upload employees: crewmojo: 401 Unauthorized (tried "
	for _, test := range []struct {
		name        string
		at          crewmojotest.Endpoint
		fault       http.HandlerFunc
		deadline    time.Duration // 0 means none
		least, most time.Duration // how long it must be tried
		tokens      int           // at most
		refused     bool
		err         string
	}{
		// An upload may have been taken all the same, and mail people each time.
		{"503", "upload", reply(503, "", ""), 0, second, 3 * minute, 1, false,
			"upload employees: crewmojo: 503 Service Unavailable (tried 5 times)"},
		{"504 as a web page", "upload", reply(504, "text/html", page), 0, second, 3 * minute, 1, false,
			"upload employees: crewmojo: 504 Gateway Timeout (tried 5 times)"},
		{"500 in a 200", "upload", says(serverDown), 0, second, 3 * minute, 1, false,
			"upload employees: crewmojo: 500 Error generating access token (tried 5 times)"},
		{"an answer that breaks off", "upload", crewmojotest.BreakOff(jsonType, "{"), 0, second, 3 * minute, 1, false,
			"upload employees: no whole answer: unexpected EOF (tried 5 times)"},
		{"503 with a deadline", "upload", reply(503, "", "", "Retry-After: 50"), 2 * minute, minute, 2 * minute, 1, false,
			"upload employees: crewmojo: 503 Service Unavailable (tried 3 times)"},
		{"409", "upload", reply(409, "", ""), minute, minute / 2, minute, 1, true,
			"upload employees: crewmojo: 409 Conflict (tried "},
		{"429", "upload", reply(429, "", ""), minute, minute / 2, minute, 1, false,
			"upload employees: crewmojo: 429 Too Many Requests (tried "},
		{"no answer", "upload", crewmojotest.Stall(0, "", ""), 0, 10 * minute, forever, 1, false,
			"upload employees: no whole answer: nothing has come for too long (tried 5 times)"},
		{"a token endpoint that is down", "token", reply(503, "", ""), 0, 14 * minute, forever, 0, false,
			"get token: crewmojo: 503 Service Unavailable (tried "},
		{"401", "upload", reply(401, jsonType, deadToken), 0, 10 * second, 2 * minute, 12, false, lost},
		{"401 in a 200", "upload", says(deadToken), 0, 10 * second, 2 * minute, 12, false, lost},
		{"401, slowly", "upload", after(minute/2, reply(401, "", "")), 0, minute, 3 * minute, 5, false, lost},
		{"401 with a deadline", "upload", reply(401, "", ""), 20 * second, 0, 20 * second, 12, false, lost},
		{"401 and 503 in turn", "upload", inTurn(reply(401, "", ""), reply(503, "", "")), 0, second, 4 * minute, 6, false,
			"upload employees: crewmojo: 503 Service Unavailable (tried 10 times)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, _ := newPair(t)
			server.FaultAlways(test.at, test.fault)
			inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
				ctx := t.Context()
				if test.deadline > 0 {
					ctx = withDeadline(t, test.deadline)
				}
				started := time.Now()
				err := sendFile(ctx, client)
				if took := time.Since(started); took < test.least || took > test.most {
					t.Errorf("took %v; want %v to %v", took, test.least, test.most)
				}
				if err == nil || !strings.HasPrefix(err.Error(), test.err) || crewmojo.IsRefused(err) != test.refused {
					t.Errorf("error %v, refused: %t; want %s", err, crewmojo.IsRefused(err), test.err)
				}
				if tokens := client.Stats().Tokens; tokens > test.tokens {
					t.Errorf("%d tokens; want at most %d", tokens, test.tokens)
				}
			})
		})
	}
}

// inTurn is one fault after the other, again and again.
func inTurn(faults ...http.HandlerFunc) http.HandlerFunc {
	var calls atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		faults[int(calls.Add(1)-1)%len(faults)](w, r)
	}
}

// after delays a fault.
func after(d time.Duration, fault http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(d)
		fault(w, r)
	}
}

// Who has a token killed again and again wants to know what it can be.
func TestLostTokensAreExplained(t *testing.T) {
	server, _ := newPair(t)
	server.FaultAlways(crewmojotest.Download, crewmojotest.Fail(401, "Unauthorized"))
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		_, err := client.DownloadReport(t.Context(), crewmojo.ReportRequest{Report: "r"}, spool(t))
		if !crewmojo.IsUnauthorized(err) {
			t.Fatal(err)
		}
		for _, hint := range []string{"something else may be taking tokens", "may not be enabled for this company"} {
			if !strings.Contains(err.Error(), hint) {
				t.Errorf("%v: it does not say that %s", err, hint)
			}
		}
	})
}

func TestCancelled(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"during a wait":    reply(429, "", ""),
		"during a call":    crewmojotest.Stall(0, "", ""),
		"during an answer": crewmojotest.Stall(200, jsonType, "{"),
		"during an error":  crewmojotest.Stall(500, jsonType, "{"),
	} {
		for _, at := range []crewmojotest.Endpoint{crewmojotest.Token, crewmojotest.Upload} {
			t.Run(name+" of "+string(at), func(t *testing.T) {
				server, _ := newPair(t)
				server.FaultAlways(at, fault)
				inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
					ctx, cancel := context.WithCancelCause(t.Context())
					time.AfterFunc(20*time.Second, func() { cancel(errors.New("the function is being stopped")) })
					started := time.Now()
					err := sendFile(ctx, client)
					if !errors.Is(err, context.Canceled) || time.Since(started) != 20*time.Second {
						t.Errorf("after %v: %v", time.Since(started), err)
					}
				})
			})
		}
	}
	server, _ := newPair(t)
	server.SetReport("r", crewmojotest.Report{CSV: table, Polls: 1000})
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(30*time.Second, cancel)
		if _, err := client.DownloadReport(ctx, crewmojo.ReportRequest{Report: "r"}, spool(t)); !errors.Is(err, context.Canceled) {
			t.Errorf("during polls: %v", err)
		}
	})
}

// Somebody else's token request may take as long as it likes.
func TestOthersTokenRequestsDelayNobody(t *testing.T) {
	server, _ := newPair(t)
	server.Fault(crewmojotest.Token, crewmojotest.Stall(0, "", ""))
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		var group sync.WaitGroup
		group.Go(func() {
			if err := sendFile(t.Context(), client); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		started := time.Now()
		err := sendFile(withDeadline(t, 5*time.Second), client)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(started) != 5*time.Second {
			t.Errorf("after %v: %v", time.Since(started), err)
		}
		if got := client.Stats(); got.Tokens != 0 || time.Since(started) != 5*time.Second {
			t.Errorf("stats after %v: %+v", time.Since(started), got)
		}
		for range 20 {
			group.Go(func() {
				if err := sendFile(t.Context(), client); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if got := client.Stats(); got.Tokens != 1 || got.TokensLost != 0 {
			t.Errorf("22 calls side by side: %+v; want one token for all", got)
		}
		if took := time.Since(started); took > time.Minute {
			t.Errorf("a token request that hung took %v", took)
		}
	})
}

// What moves is not given up, however slow it is.
func TestSlowIsNotStalled(t *testing.T) {
	slowly := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", csvType)
		for line := range strings.Lines(table) {
			time.Sleep(50 * time.Second)
			_, _ = io.WriteString(w, line)
			_ = http.NewResponseController(w).Flush()
		}
		time.Sleep(50 * time.Second)
	}
	server, _ := newPair(t)
	server.Fault(crewmojotest.Download, slowly)
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		to := spool(t)
		_, err := client.DownloadReport(t.Context(), crewmojo.ReportRequest{Report: "r"}, to)
		if got, _ := os.ReadFile(to.Name()); err != nil || string(got) != table {
			t.Errorf("received %q, error %v", got, err)
		}
	})

	file := "firstName,lastName,emailAddress\n" + strings.Repeat("Ada,Lovelace,ada@example.com\n", 10_000)
	server.Fault(crewmojotest.Upload, func(w http.ResponseWriter, r *http.Request) {
		got := make([]byte, len(file))
		for at := 0; at < len(got); {
			time.Sleep(50 * time.Second)
			n, _ := io.ReadFull(r.Body, got[at:min(at+100_000, len(got))])
			at += n
		}
		if string(got) != file {
			t.Error("another file was received")
		}
	})
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		if _, err := client.UploadEmployees(t.Context(), strings.NewReader(file)); err != nil {
			t.Error(err)
		}
	})
	server.Fault(crewmojotest.Upload, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 1000)
		time.Sleep(10 * time.Minute)
	})
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		started := time.Now()
		if _, err := client.UploadEmployees(t.Context(), strings.NewReader(file)); err != nil || time.Since(started) > 3*time.Minute {
			t.Errorf("a file that the server stopped reading: after %v: %v", time.Since(started), err)
		}
		time.Sleep(10 * time.Minute) // until the server notices
	})
}

func TestTimeoutOfTheCallersIsABrokenConnection(t *testing.T) {
	server, _ := newPair(t)
	server.Fault(crewmojotest.Token, crewmojotest.Stall(0, "", ""), crewmojotest.Stall(200, jsonType, `{"acc`))
	server.Fault(crewmojotest.Upload, crewmojotest.Stall(0, "", ""))
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		client.HTTP.Timeout = 3 * time.Second
		if err := sendFile(t.Context(), client); err != nil || endpoints(server) != "token token token upload upload" {
			t.Errorf("%s, error %v", endpoints(server), err)
		}
	})
}

func TestUntrustedCertificateIsFinal(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	connections := 0
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections++
		}
	}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	client := &crewmojo.Client{BaseURL: server.URL, Credentials: crewmojo.NewCredentials("id", "secret")}
	err := sendFile(t.Context(), client)
	server.Close()
	if err == nil || !strings.Contains(err.Error(), "certificate") || connections != 1 {
		t.Errorf("%d connections, error %v", connections, err)
	}
}

func TestUserAgent(t *testing.T) {
	for own, want := range map[string]string{
		"":                                 "crewmojo-aws-bundle",
		"acme-sync/1.2 (ops@acme.example)": "acme-sync/1.2 (ops@acme.example)",
		"bündel/1\r\nX-Evil: 1":            "b-ndel/1--X-Evil: 1",
	} {
		var agents []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			agents = append(agents, r.UserAgent())
			reply(200, jsonType, `{"access_token":"abc"}`)(w, r)
		}))
		client := &crewmojo.Client{BaseURL: server.URL, Credentials: crewmojo.NewCredentials("id", "secret"), UserAgent: own}
		if err := sendFile(t.Context(), client); err != nil {
			t.Error(err)
		}
		server.Close()
		if len(agents) != 2 || agents[0] != want || agents[1] != want {
			t.Errorf("%q: user agents %q; want %s", own, agents, want)
		}
	}
}
