package page

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// An export is one object that a report was written to, or what the export said instead.
type export struct {
	At    time.Time
	State state
	Said  string
	Key   string // of the object; "" for none
}

// Name is what the object is called, without the folders that all objects are in.
func (e export) Name() string { return strings.TrimPrefix(e.Key, "reports/") }

// Link is where the page has the object.
func (e export) Link() string { return (&url.URL{Path: "/" + e.Key}).EscapedPath() }

// askForReport takes a form whose fields are those of an export's event, and exports what it asks for.
func (p *Page) askForReport(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.bed.Crewmojo.SetReport(r.PostForm.Get("report"), p.report)
	p.answer(w, r, p.exported(r.Context(), eventOf(r.PostForm)), r.PostForm)
}

// eventOf makes an event of a form. Fields that are left blank are not in it.
func eventOf(form url.Values) []byte {
	event := map[string]any{}
	for name := range form {
		switch value := strings.TrimSpace(form.Get(name)); {
		case value == "":
		case name == "compress":
			event[name] = value == "true" || value == "on"
		default:
			event[name] = value
		}
	}
	encoded, _ := json.Marshal(event) // texts and truth values always encode
	return encoded
}

// fireSchedule does what EventBridge Scheduler does when the time has come.
func (p *Page) fireSchedule(w http.ResponseWriter, r *http.Request) {
	event, err := p.bed.Scheduled(r.PathValue("name"), time.Now())
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	p.answer(w, r, p.exported(r.Context(), event), nil)
}

// exported has an event exported, puts what became of it on the page, and returns it.
func (p *Page) exported(ctx context.Context, event []byte) (shown []export) {
	d := p.bed.Tell(ctx, testbed.ExportFunction, event)
	var done outcome.Reports
	if d.Err == nil {
		d.Err = json.Unmarshal(d.Answer, &done)
	}
	if d.Err != nil {
		shown = append(shown, export{At: time.Now(), State: newState("bad", "Failed"), Said: d.Err.Error()})
	}
	for _, report := range done.Reports {
		s := newState("good", "Exported")
		if report.Status == outcome.Held {
			s = newState("wait", "Held")
		}
		rows := fmt.Sprintf("%d rows", report.Rows)
		if report.Rows == 1 {
			rows = "1 row"
		}
		shown = append(shown, export{At: time.Now(), State: s, Said: rows, Key: report.Key})
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.exports = slices.Concat(shown, p.exports)
	p.remember(d)
	return shown
}

// answer sends a browser back to the page, with the form as it was, and tells a program what was done, a line for each object.
func (p *Page) answer(w http.ResponseWriter, r *http.Request, done []export, form url.Values) {
	if isBrowser(r) {
		http.Redirect(w, r, "/?"+form.Encode()+"#reports", http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	for _, e := range done {
		if e.Key == "" {
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprintln(w, e.Said)
			return
		}
	}
	for _, e := range done {
		fmt.Fprintf(w, "%s: %s http://%s%s\n", strings.ToLower(e.State.Word), e.Said, r.Host, e.Link())
	}
}

// sendReport sends an object that a report was written to, to save.
func (p *Page) sendReport(w http.ResponseWriter, r *http.Request) {
	key := "reports/" + r.PathValue("key")
	body, _, err := p.bed.Bucket().Get(r.Context(), key)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	save(w, path.Base(key))
	_, _ = w.Write(body)
}
