// Package page is the page of the sandbox: what has become of the files that came, with the review pages, lists and mails
// that the functions themselves have made. A person puts files, approves them and asks for reports there, as they do on
// AWS.
package page

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/loopback"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// A Page shows one test bed. Its zero value is of no use; see [New].
type Page struct {
	bed      *testbed.Bed
	settings []string            // those that were set, as in DATE_FORMAT=DD/MM/YYYY
	report   crewmojotest.Report // what Crewmojo answers to whatever report it is asked for
	patience time.Duration       // how long a browser waits for what becomes of a file

	mu        sync.Mutex
	files     []file   // the oldest first
	exports   []export // the newest first
	people    int      // whom Crewmojo knows
	mails     []mail   // the newest first
	awaited   map[string][]chan file
	approving map[string]time.Time // when somebody here has pressed Approve, by the key of the approved file
}

// New returns a page of a bed. Settings are the lines about them that the page shows.
func New(bed *testbed.Bed, settings []string, report crewmojotest.Report) *Page {
	return &Page{
		bed: bed, settings: settings, report: report, patience: 2 * time.Minute,
		awaited: map[string][]chan file{}, approving: map[string]time.Time{},
	}
}

// Add takes in what has become of a file, and returns the path of its page.
func (p *Page) Add(d testbed.Delivery) (path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := fileOf(d)
	f.Number, f.Mails = len(p.files)+1, p.remember(d)
	p.files = append(p.files, f)
	if f.Uploads > 0 {
		p.people = len(p.bed.Crewmojo.Employees()) // not for each request: it copies all of them
	}
	if f.Status != outcome.Imported {
		delete(p.approving, f.Key) // it can be approved once more
	}
	if waiting := p.awaited[f.Key]; len(waiting) > 0 {
		waiting[0] <- f
		p.awaited[f.Key] = waiting[1:]
	}
	return f.Path()
}

// remember puts what people were told of a delivery before all that they were told earlier, and returns it. p.mu is held.
func (p *Page) remember(d testbed.Delivery) []mail {
	mails := mailsOf(d, len(p.mails), time.Now())
	p.mails = slices.Concat(mails, p.mails)
	return mails
}

// errLate says that a file was put, and that its import takes longer than a browser waits.
var errLate = errors.New("it takes long")

// dealtWith has put bring a file under a key, and waits until it has been dealt with, or returns errLate.
func (p *Page) dealtWith(ctx context.Context, key string, put func(context.Context) error) (file, error) {
	done := make(chan file, 1)
	p.mu.Lock()
	p.awaited[key] = append(p.awaited[key], done)
	p.mu.Unlock()
	if err := put(ctx); err != nil {
		p.mu.Lock()
		p.awaited[key] = slices.DeleteFunc(p.awaited[key], func(other chan file) bool { return other == done })
		p.mu.Unlock()
		return file{}, err
	}
	select {
	case f := <-done:
		return f, nil
	case <-time.After(p.patience):
		return file{}, errLate
	case <-ctx.Done():
		return file{}, ctx.Err()
	}
}

//go:embed style.css page.js
var assets embed.FS

// policy is the content security policy of the page itself: its own style and script, and nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'"

// Handler serves the page, to this machine alone: it shows people's records, and acts.
func (p *Page) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.showHistory)
	mux.HandleFunc("GET /files/{number}", p.showFile)
	mux.HandleFunc("POST /files", p.putFiles)
	mux.Handle("GET /files", http.RedirectHandler("/", http.StatusSeeOther)) // a browser that was told of a mistake there
	mux.HandleFunc("POST /files/{number}/approve", p.approve)
	mux.HandleFunc("GET /files/{number}/approve", p.showFile) // a browser that loads the answer to the form anew
	mux.HandleFunc("GET /imports/{id}/{name}", p.sendImported)
	mux.HandleFunc("GET /reports/{key...}", p.sendReport)
	mux.HandleFunc("POST /reports", p.askForReport)
	mux.HandleFunc("POST /schedules/{name}", p.fireSchedule)
	mux.HandleFunc("GET "+consolePath, p.leadFromConsole)
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.Handle("GET /style.css", http.FileServerFS(assets))
	mux.Handle("GET /page.js", http.FileServerFS(assets))
	return loopback.Only(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{
			"Content-Security-Policy":      policy,
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Cache-Control":                "no-store",
		} {
			w.Header().Set(name, value)
		}
		mux.ServeHTTP(w, r)
	}))
}

// isBrowser reports whether a request comes from a form of the page, and not from a program such as curl.
func isBrowser(r *http.Request) bool { return strings.HasPrefix(r.Header.Get("Origin"), "http://") }
