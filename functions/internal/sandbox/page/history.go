package page

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/exporter"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// most is how many lines of anything are shown at once.
const most = 20

// A history is what the first page shows.
type history struct {
	Settings  []string
	Rows      []row // the newest first
	Older     int   // files that are not shown
	Mails     []mail
	MoreMails bool // there are older ones
	Exports   []export
	Schedules []schedule
	Periods   []string
	Form      url.Values // what was asked for last
	People    int        // whom Crewmojo knows
	Refused   string     // why a file could not be taken; "" if none was refused
}

// A row is one file of the history.
type row struct {
	file
	State state
}

type schedule struct{ Name, Input string }

//go:embed *.html
var pages embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"clock":   func(t time.Time) string { return t.Local().Format(time.TimeOnly) },
	"machine": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
}).ParseFS(pages, "*.html"))

// rowsOf returns the rows of files, the newest first.
func rowsOf(files []file, onlyChanges bool) (rows []row) {
	for _, f := range slices.Backward(files) {
		rows = append(rows, row{f, stateOf(f, files, onlyChanges)})
	}
	return rows
}

// snapshot returns all files so far, the oldest first.
func (p *Page) snapshot() []file {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.files)
}

func (p *Page) showHistory(w http.ResponseWriter, r *http.Request) {
	p.sendHistory(w, r, http.StatusOK, "")
}

func (p *Page) sendHistory(w http.ResponseWriter, r *http.Request, status int, refused string) {
	h := history{
		Settings: p.settings, Rows: rowsOf(p.snapshot(), p.onlyChanges()), Refused: refused,
		Periods: exporter.Periods(), Form: r.URL.Query(),
	}
	if len(h.Rows) > most && !h.Form.Has("all") {
		h.Rows, h.Older = h.Rows[:most], len(h.Rows)-most
	}
	p.mu.Lock()
	h.People = p.people
	h.Mails, h.MoreMails = slices.Clone(p.mails[:min(len(p.mails), most)]), len(p.mails) > most
	h.Exports = slices.Clone(p.exports[:min(len(p.exports), most)])
	p.mu.Unlock()
	for name, input := range p.bed.Template.Functions[testbed.ExportFunction].Schedules {
		h.Schedules = append(h.Schedules, schedule{name, input})
	}
	slices.SortFunc(h.Schedules, func(a, b schedule) int { return strings.Compare(a.Name, b.Name) })
	send(w, "history.html", status, h)
}

// onlyChanges reports whether files are of changes alone.
func (p *Page) onlyChanges() bool { return slices.Contains(p.settings, "FILE_CONTENT=changes") }

// send sends a page, whole or not at all.
func send(w http.ResponseWriter, name string, status int, shown any) {
	page, err := rendered(name, shown)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page) // a browser that has gone need not be told
}

// rendered returns a page as a browser gets it.
func rendered(name string, shown any) ([]byte, error) {
	var page bytes.Buffer
	err := templates.ExecuteTemplate(&page, name, shown)
	return page.Bytes(), err
}
