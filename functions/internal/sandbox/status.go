package main

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/exporter"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// A statusPage shows what the sandbox has done so far, to a browser on this machine.
type statusPage struct {
	*testbed.Bed

	mu      sync.Mutex
	files   []shownFile // newest first
	exports []shownExport
}

// A shownFile is one file on the page.
type shownFile struct {
	outcome.Import
	Key      string
	At       time.Time
	Mail     []string
	Rejected [][]string
	Failed   string // what the function said if it failed
}

func (p *statusPage) add(o testbed.Delivery) {
	drop := shownFile{Key: o.Created.Key, At: o.Created.At}
	r, err := o.Result()
	if err != nil {
		drop.Status, drop.Failed = "failed", err.Error()
	} else {
		drop.Import = r
	}
	for _, mail := range o.Mails {
		drop.Mail = append(drop.Mail, mail.Subject, mail.Text)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files = slices.Insert(p.files, 0, drop)
}

//go:embed status.html
var statusHTML string

var statusTemplate = template.Must(template.New("status").Parse(statusHTML))

func (p *statusPage) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.show)
	mux.HandleFunc("POST /schedules/{name}", p.fire)
	mux.HandleFunc("GET /reports", p.show)
	mux.HandleFunc("POST /reports", p.exportForm)
	mux.HandleFunc("POST /approve/{id}", p.approve)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// It shows people's records, and acts: no other site may do that by a name of its own for this address, or by a form.
		host, _, err := net.SplitHostPort(r.Host)
		origin := r.Header.Get("Origin")
		if err != nil || host != "127.0.0.1" && host != "localhost" || origin != "" && origin != "http://"+r.Host {
			http.Error(w, "only for this machine", http.StatusForbidden)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
		mux.ServeHTTP(w, r)
	})
}

func (p *statusPage) show(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	files, exports := slices.Clone(p.files), slices.Clone(p.exports)
	p.mu.Unlock()
	for i := range files {
		body, _, err := p.Bucket().Get(r.Context(), "imports/"+files[i].ID+"/rejected.csv")
		if err == nil {
			files[i].Rejected, _ = csv.NewReader(strings.NewReader(strings.TrimPrefix(string(body), "\uFEFF"))).ReadAll()
		}
	}
	calls := map[string]int{}
	for _, call := range p.Crewmojo.Calls() {
		calls[string(call.Endpoint)]++
	}
	var page bytes.Buffer
	err := statusTemplate.Execute(&page, map[string]any{
		"Files": files, "Exports": exports,
		"Asking": r.URL.Path == "/reports", "Periods": exporter.Periods(),
		"Bars": bars(files), "Calls": calls, "AWSCalls": len(p.AWS.Calls()),
		"Schedules": p.Template.Functions[testbed.ExportFunction].Schedules, "People": len(p.Crewmojo.Employees()),
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = page.WriteTo(w) // a browser that has gone need not be told
}

func (p *statusPage) fire(w http.ResponseWriter, r *http.Request) {
	answer, err := p.Fire(r.Context(), r.PathValue("name"), time.Now())
	lines, err := p.exported(answer, err)
	p.done(w, r, "/", strings.Join(lines, "\n"), err)
}

// approve does what a person does who approves a held file.
func (p *statusPage) approve(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	err := p.Bucket().Copy(r.Context(), "imports/"+id+"/source.csv", "approved/"+id+".csv")
	p.done(w, r, "/", "approved "+id, err)
}

// done sends a browser back to a page, and tells anything else what was done.
func (p *statusPage) done(w http.ResponseWriter, r *http.Request, back, said string, err error) {
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadGateway)
	case r.Header.Get("Origin") != "":
		http.Redirect(w, r, back, http.StatusSeeOther)
	default:
		fmt.Fprintln(w, said)
	}
}

// A bar is one piece of the plot of changes, in its units: 700 wide, 160 high.
type bar struct {
	X, Y, Width, Height int
	Class, Title        string
}

// bars plots what the imports changed, the oldest at the left.
func bars(files []shownFile) (plotted []bar) {
	const most, width, height = 35, 20, 150
	var imported []shownFile
	for _, file := range files {
		if file.Status == "imported" && len(imported) < most {
			imported = append(imported, file)
		}
	}
	highest := 1
	for _, file := range imported {
		c := file.Changes
		highest = max(highest, c.Added+c.Changed+c.Leaving+c.Missing)
	}
	for i := range imported {
		file := imported[len(imported)-1-i]
		y := height
		for _, piece := range []struct {
			class string
			count int
		}{
			{"added", file.Changes.Added}, {"changed", file.Changes.Changed - file.Changes.Leaving},
			{"leaving", file.Changes.Leaving}, {"missing", file.Changes.Missing},
		} {
			h := piece.count * (height - 10) / highest
			if piece.count > 0 {
				h = max(h, 2)
			}
			y -= h
			plotted = append(plotted, bar{i * width, y, width - 4, h, piece.class,
				fmt.Sprintf("%s: %d %s", file.At.Format(time.TimeOnly), piece.count, piece.class)})
		}
	}
	return plotted
}
