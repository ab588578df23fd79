package crewmojo_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

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

// An oddity is one odd answer, and what must become of the call that gets it, once: "accepted", "again" (sent again with
// the same token), "new token" (sent again with another), "refused" with a status, or "failed" with the rest of the error.
type oddity struct {
	name   string
	answer http.HandlerFunc
	want   string
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
