package crewmojo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// inBubble runs do with a client of a server in a bubble of fake time: waits take no time, and everything else is as it
// is over a network, with net/http on both sides.
func inBubble(t *testing.T, server *crewmojotest.Server, do func(t *testing.T, client *crewmojo.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener := make(pipeListener)
		httpServer := &http.Server{Handler: server}
		go func() { _ = httpServer.Serve(listener) }()
		defer httpServer.Close()
		do(t, &crewmojo.Client{
			Credentials: crewmojo.NewCredentials(crewmojotest.ClientID, crewmojotest.ClientSecret),
			BaseURL:     "http://127.0.0.1",
			HTTP:        &http.Client{Transport: &http.Transport{DialContext: listener.dial, MaxIdleConnsPerHost: -1}},
		})
	})
}

// A pipeListener hands over the other ends of its pipes.
type pipeListener chan net.Conn

func (l pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l pipeListener) Accept() (net.Conn, error) {
	conn, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (l pipeListener) Close() error {
	close(l)
	return nil
}

func (l pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// An oddity is one odd answer, and what must become of the call that gets it, once: "accepted", "again" (sent again
// with the same token), "new token" (sent again with another), "refused" with a status, or "failed" with the rest of
// the error.
type oddity struct {
	name   string
	answer http.HandlerFunc
	want   string
}

// try has a file sent to a server whose first answer at an endpoint is odd.
func (o oddity) try(t *testing.T, at crewmojotest.Endpoint) {
	t.Helper()
	server, _ := newPair(t)
	server.Fault(at, o.answer)
	if at == crewmojotest.Token { // an odd token is honoured, so that its answer alone counts
		server.FaultAlways(crewmojotest.Upload, reply(200, jsonType, `{"success":"true"}`))
	}
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		err := sendFile(t.Context(), client)
		if got := outcome(server, at, "token upload", err); got != o.want {
			t.Errorf("%s; want %s", got, o.want)
		}
		checkError(t, err)
		if o.want == "again" { // and if it is always so, the error does not tell what came
			server.FaultAlways(at, o.answer)
			another := &crewmojo.Client{Credentials: client.Credentials, BaseURL: client.BaseURL, HTTP: client.HTTP}
			err := sendFile(withDeadline(t, 10*time.Second), another)
			if err == nil {
				t.Error("there was no error")
			}
			checkError(t, err)
		}
		time.Sleep(20 * time.Minute) // until the slowest fault has ended
	})
}

// outcome tells what became of a call whose first answer was odd, if an ordinary one makes the calls of usual.
func outcome(server *crewmojotest.Server, at crewmojotest.Endpoint, usual string, err error) string {
	made := endpoints(server)
	before := usual[:strings.Index(usual, string(at))+len(at)]
	rest := usual[len(before):]
	var api *crewmojo.APIError
	switch {
	case err == nil && made == usual:
		return "accepted"
	case err == nil && made == before+" "+string(at)+rest:
		return "again"
	case err == nil && made == before+" token "+string(at)+rest:
		return "new token"
	case err != nil && made == before && crewmojo.IsRefused(err) && errors.As(err, &api):
		return fmt.Sprint("refused ", api.StatusCode)
	case err != nil && made == before:
		_, reason, _ := strings.Cut(err.Error(), ": ")
		return "failed " + strings.TrimPrefix(reason, "crewmojo: ")
	}
	return fmt.Sprintf("calls %s, error %v", made, err)
}

// checkError makes sure that no error tells of a person, a token or a secret. Odd answers name Lovelace.
func checkError(t *testing.T, err error) {
	t.Helper()
	for _, secret := range []string{"Lovelace", "sandbox-token", crewmojotest.ClientSecret, crewmojotest.ClientID} {
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("the error tells of %s: %v", secret, err)
		}
	}
}

const (
	jsonType   = "application/json"
	refusal    = `{"success":"false","httpErrorCode":400,"errorMessage":"Invalid data received"}`
	deadToken  = `{"success":"false","httpErrorCode":401,"errorMessage":"Unauthorized"}`
	serverDown = `{"success":"false","httpErrorCode":500,"errorMessage":"Error generating access token"}`
	rows       = `{"row":2,"firstName":"Ada","lastName":"Lovelace"}`
	page       = "<!doctype html><html><body>Ada Lovelace is down for maintenance</body></html>"
	asPage     = "failed the answer is a web page"
)

// manyRows is a list longer than what is kept of an answer.
var manyRows = "[" + strings.Repeat(rows+",", 2000) + rows + "]"

var reply = crewmojotest.Answer

// says is a 200 with JSON, which JSON is called.
func says(body string) http.HandlerFunc { return reply(200, jsonType, body) }

// raw is a fault: text instead of HTTP.
func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		_, _ = conn.Write([]byte(text))
	}
}
