package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// sampleReport is what the sandbox's Crewmojo answers for every report: the same rows as CSV and as JSON.
var sampleReport = crewmojotest.Report{
	CSV: "managerName,employeeName,scheduled,completed\n" +
		"Grace Hopper,Ada Lovelace,2,2\nGrace Hopper,Alan Turing,2,1\nGrace Hopper,\"Dijkstra, Edsger\",1,0\n",
	JSON: `[{"managerName":"Grace Hopper","employeeName":"Ada Lovelace","scheduled":2,"completed":2},` +
		`{"managerName":"Grace Hopper","employeeName":"Alan Turing","scheduled":2,"completed":1},` +
		`{"managerName":"Grace Hopper","employeeName":"Dijkstra, Edsger","scheduled":1,"completed":0}]`,
}

// exportForm takes a form whose fields are those of an export's event, and exports what it asks for. Whoever is no browser
// is told of each object in a line, with its address on this machine.
func (p *statusPage) exportForm(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.Crewmojo.SetReport(r.PostForm.Get("report"), sampleReport)
	answer, err := p.Runtimes[testbed.ExportFunction].Invoke(r.Context(), eventOf(r.PostForm))
	lines, err := p.exported(answer, err)
	p.done(w, r, "/reports", strings.Join(lines, "\n"), err)
}

// eventOf makes an event of a form. Fields that are left blank are not in it.
func eventOf(form url.Values) []byte {
	event := map[string]any{}
	for name := range form {
		switch value := form.Get(name); {
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

// A shownExport is one object on the page, or what the export said instead.
type shownExport struct{ At, Said, URL string }

// exported puts what the export answered on the page, the newest first, and returns it in lines.
func (p *statusPage) exported(answer []byte, err error) (lines []string, _ error) {
	at := time.Now().Format(time.TimeOnly)
	var done outcome.Reports
	if err == nil {
		err = json.Unmarshal(answer, &done)
	}
	var shown []shownExport
	if err != nil {
		shown = append(shown, shownExport{At: at, Said: err.Error()})
	}
	for _, report := range done.Reports {
		line := shownExport{
			At: at, Said: fmt.Sprintf("%s: %d rows", report.Status, report.Rows),
			URL: p.AWS.URL + "/" + report.Bucket + "/" + report.Key,
		}
		shown = append(shown, line)
		lines = append(lines, line.Said+" "+line.URL)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.exports = append(shown, p.exports...)
	return lines, err
}
