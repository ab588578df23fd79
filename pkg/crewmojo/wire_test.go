package crewmojo_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// What comes over the wire may be HTTP of every kind, or none (RFC 9112). None of it may show in an error.
func TestOddWires(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\n"
	zipped := func(text string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = io.WriteString(w, text)
		_ = w.Close()
		return b.String()
	}
	for _, test := range []oddity{
		{"early hints",
			raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok + "Content-Length: 2\r\n\r\n{}"), "accepted"},
		{"early hints before a refusal",
			raw("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n"), "refused 400"},
		{"100 Continue", raw("HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\n{}"), "accepted"},
		{"trailers",
			raw(ok + "Transfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\n{}\r\n0\r\nX: Lovelace\r\n\r\n"),
			"accepted"},
		{"line feeds alone", raw("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}"), "accepted"},
		{"a folded header", raw(ok + "X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}"), "accepted"},
		{"HTTP/1.0", raw("HTTP/1.0 200 OK\r\n\r\n" + refusal), "refused 400"},
		{"a reason of their own", raw("HTTP/1.1 400 Ada Lovelace\r\nContent-Length: 0\r\n\r\n"), "refused 400"},
		{"gzip", reply(200, jsonType, zipped(refusal), "Content-Encoding: gzip"), "refused 400"},
		{"gzip in another case", reply(200, jsonType, zipped(refusal), "Content-Encoding: GZip"), "refused 400"},
		{"gzip twice", reply(200, jsonType, zipped(zipped(refusal)), "Content-Encoding: gzip, gzip"), asEncoded},

		{"101",
			raw("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"),
			"failed 101 Switching Protocols"},
		{"000", raw("HTTP/1.1 000 Lovelace\r\nContent-Length: 0\r\n\r\n"), "failed 0"},
		{"999", raw("HTTP/1.1 999 Lovelace\r\nContent-Length: 0\r\n\r\n"), "again"},

		{"not HTTP", raw("Lovelace,Ada,ada@example.com\n\n"), "again"},
		{"a heading that is none", raw(ok + "Ada Lovelace\r\n\r\n"), "again"},
		{"a heading with a NUL", raw(ok + "X: Ada\x00Lovelace\r\nContent-Length: 2\r\n\r\n{}"), "again"},
		{"a heading without end", raw(ok + "X: " + strings.Repeat("Lovelace", 2<<20)), "again"},
		{"a heading that drips", dripHeading, "again"},
		{"a status that is none", raw("HTTP/1.1 Lovelace OK\r\n\r\n"), "again"},
		{"a length that is none", raw(ok + "Content-Length: Lovelace\r\n\r\n"), "again"},
		{"a length below zero", raw(ok + "Content-Length: -2\r\n\r\n{}"), "again"},
		{"two lengths", raw(ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"), "again"},
		{"a length that is too long", raw(ok + "Content-Length: 100\r\n\r\n{}"), "again"},
		{"a transfer encoding that is none", raw(ok + "Transfer-Encoding: Lovelace\r\n\r\n{}"), "again"},
		{"a chunk that is none", raw(ok + "Transfer-Encoding: chunked\r\n\r\nLovelace\r\n"), "again"},
		{"a chunk that is the last although none said so",
			raw(ok + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"), "again"},
		{"a trailer that is none",
			raw(ok + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nAda Lovelace\r\n\r\n"), "again"},
		{"gzip that breaks off", reply(200, jsonType, zipped(refusal)[:20], "Content-Encoding: gzip"), "again"},
	} {
		t.Run(test.name, func(t *testing.T) { test.try(t, crewmojotest.Upload) })
	}
}

// dripHeading is a fault: a heading that goes on for a quarter of an hour.
func dripHeading(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
	for i := range 90 {
		if _, err := fmt.Fprintf(conn, "X-%d: y\r\n", i); err != nil {
			return
		}
		time.Sleep(10 * time.Second)
	}
}

// net/http logs what comes over a connection that it keeps, although nobody asked for it.
func TestNothingOfAnAnswerIsLogged(t *testing.T) {
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)
	server, client := newPair(t)
	server.Fault(crewmojotest.Upload, raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}Ada,Lovelace,ada@example.com\n"))
	if err := sendFile(t.Context(), client); err != nil {
		t.Error(err)
	}
	server.Close()
	time.Sleep(50 * time.Millisecond)
	if logged.Len() > 0 {
		t.Errorf("logged: %s", logged.String())
	}
}

// A file that cannot be read is not the network's fault.
func TestUnreadableContentIsFinal(t *testing.T) {
	_, client := newPair(t)
	_, err := client.UploadEmployees(t.Context(), badDisk{strings.NewReader(employees)})
	if !errors.Is(err, errDisk) || client.Stats().Retries > 0 {
		t.Errorf("%+v, error %v", client.Stats(), err)
	}
}

var errDisk = errors.New("input/output error")

type badDisk struct{ crewmojo.Content }

func (badDisk) ReadAt([]byte, int64) (int, error) { return 0, errDisk }
