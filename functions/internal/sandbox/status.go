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

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// A statusPage shows what the sandbox has done so far, to a browser on this machine.
type statusPage struct {
	*testbed.Bed

	mu    sync.Mutex
	drops []shownDrop // the newest first
	fired []string
}

// A shownDrop is one drop on the page.
type shownDrop struct {
	outcome.Import
	Key      string
	At       time.Time
	Mail     []string
	Rejected [][]string
	Failed   string // what the function said where it failed
}

func (p *statusPage) add(o testbed.Delivery) {
	drop := shownDrop{Key: o.Created.Key, At: o.Created.At}
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
	p.drops = slices.Insert(p.drops, 0, drop)
}

//go:embed status.html
var statusHTML string

var statusTemplate = template.Must(template.New("status").Parse(statusHTML))

func (p *statusPage) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.show)
	mux.HandleFunc("POST /schedules/{name}", p.fire)
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
	drops, fired := slices.Clone(p.drops), slices.Clone(p.fired)
	p.mu.Unlock()
	for i := range drops {
		body, _, err := p.Bucket().Get(r.Context(), "imports/"+drops[i].ID+"/rejected.csv")
		if err == nil {
			drops[i].Rejected, _ = csv.NewReader(strings.NewReader(strings.TrimPrefix(string(body), "\uFEFF"))).ReadAll()
		}
	}
	calls := map[string]int{}
	for _, call := range p.Crewmojo.Calls() {
		calls[string(call.Endpoint)]++
	}
	var page bytes.Buffer
	err := statusTemplate.Execute(&page, map[string]any{
		"Drops": drops, "Fired": fired, "Bars": bars(drops), "Calls": calls, "AWSCalls": len(p.AWS.Calls()),
		"Schedules": p.Template.Functions[testbed.ExportFunction].Schedules, "People": len(p.Crewmojo.Employees()),
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = page.WriteTo(w) // a browser that has gone does not have to be told
}

func (p *statusPage) fire(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	said, err := fireNamed(r.Context(), p.Bed, name)
	if err != nil {
		said = err.Error()
	}
	p.mu.Lock()
	p.fired = slices.Insert(p.fired, 0, time.Now().Format(time.TimeOnly)+" "+name+": "+said)
	p.mu.Unlock()
	p.done(w, r, said, err)
}

// approve does what a person does who approves a held file.
func (p *statusPage) approve(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	err := p.Bucket().Copy(r.Context(), "imports/"+id+"/source.csv", "approved/"+id+".csv")
	p.done(w, r, "approved "+id, err)
}

// done answers a browser with the page, and anything else with what was done.
func (p *statusPage) done(w http.ResponseWriter, r *http.Request, said string, err error) {
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadGateway)
	case r.Header.Get("Origin") != "":
		http.Redirect(w, r, "/", http.StatusSeeOther)
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
func bars(drops []shownDrop) (plotted []bar) {
	const most, width, height = 35, 20, 150
	var imported []shownDrop
	for _, drop := range drops {
		if drop.Status == "imported" && len(imported) < most {
			imported = append(imported, drop)
		}
	}
	highest := 1
	for _, drop := range imported {
		c := drop.Changes
		highest = max(highest, c.Added+c.Changed+c.Leaving+c.Missing)
	}
	for i := range imported {
		drop := imported[len(imported)-1-i]
		y := height
		for _, piece := range []struct {
			class string
			count int
		}{
			{"added", drop.Changes.Added}, {"changed", drop.Changes.Changed - drop.Changes.Leaving},
			{"leaving", drop.Changes.Leaving}, {"missing", drop.Changes.Missing},
		} {
			h := piece.count * (height - 10) / highest
			if piece.count > 0 {
				h = max(h, 2)
			}
			y -= h
			plotted = append(plotted, bar{i * width, y, width - 4, h, piece.class, fmt.Sprintf("%s: %d %s", drop.At.Format(time.TimeOnly), piece.count, piece.class)})
		}
	}
	return plotted
}
