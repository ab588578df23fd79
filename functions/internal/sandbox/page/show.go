package page

import (
	"cmp"
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A fileView is what a file's own page shows.
type fileView struct {
	row
	Lists    []list
	Approval approval
	Again    string // when it was approved before somebody pressed Approve once more; "" if nobody has
}

// A list is one of the files that an import has left.
type list struct{ Name, What string }

// lists are the files that an import may leave, in the order in which people want them.
var lists = []list{
	{"review.html", "what happened, why, what to do now, and to whom it happens"},
	{"changes.csv", "one line for each changed cell, and for each person who joins or is missing"},
	{"rejected.csv", "one line for each problem that kept a row from being sent"},
	{"upload.csv", "the rows that would be sent"},
	{"source.csv", "the file, as it came"},
	{"answer.txt", "Crewmojo's own words"},
	{"result.json", "what happened, without personal data"},
}

// reviewPolicy is the policy that the review page itself brings, and that no other page may frame it.
const reviewPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// file returns the file that a request names.
func (p *Page) file(r *http.Request) (file, bool) {
	number, err := strconv.Atoi(r.PathValue("number"))
	files := p.snapshot()
	if err != nil || number < 1 || number > len(files) {
		return file{}, false
	}
	return files[number-1], true
}

func (p *Page) showFile(w http.ResponseWriter, r *http.Request) {
	f, ok := p.file(r)
	if !ok {
		http.NotFound(w, r)
		return
	}
	p.sendFile(w, r, f, http.StatusOK, "")
}

func (p *Page) sendFile(w http.ResponseWriter, r *http.Request, f file, status int, again string) {
	view := fileView{row: row{f, stateOf(f, p.snapshot(), p.onlyChanges())}, Again: again}
	if f.ID != "" {
		keys, err := p.bed.Bucket().Keys(r.Context(), "imports/"+f.ID+"/")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		for _, l := range lists {
			if slices.Contains(keys, "imports/"+f.ID+"/"+l.Name) {
				view.Lists = append(view.Lists, l)
			}
		}
		view.Approval = p.approval(r.Context(), view.row)
	}
	send(w, "file.html", status, view)
}

// An approval says whether a file may be approved.
type approval struct {
	Possible bool
	Begun    string // when somebody has pressed Approve here; "" if nobody has
}

// approval looks up whether a file may be approved: the import has noted so, and nobody has done it since.
func (p *Page) approval(ctx context.Context, f row) (a approval) {
	if f.State.By != 0 {
		return a
	}
	p.mu.Lock()
	at, begun := p.approving[approvedKey(f.file)]
	p.mu.Unlock()
	if begun {
		a.Begun = at.Format(time.TimeOnly)
		return a
	}
	var held struct{ Import, ApprovedBy string }
	body, _, err := p.bed.Bucket().Get(ctx, "imports/held/"+f.Source.SHA256+".json")
	a.Possible = err == nil && json.Unmarshal(body, &held) == nil && held.Import == f.ID && held.ApprovedBy == ""
	return a
}

// approvedKey is where a file is put to approve it.
func approvedKey(f file) string { return "approved/" + f.ID + "/" + f.Name() }

// sendImported sends what an import has left: its review page as the browser of somebody in HR shows it, and lists to save.
func (p *Page) sendImported(w http.ResponseWriter, r *http.Request) {
	id, name := r.PathValue("id"), r.PathValue("name")
	files := p.snapshot()
	at := slices.IndexFunc(files, func(f file) bool { return f.ID == id })
	if at < 0 || !slices.ContainsFunc(lists, func(l list) bool { return l.Name == name }) {
		http.NotFound(w, r)
		return
	}
	body, _, err := p.bed.Bucket().Get(r.Context(), "imports/"+id+"/"+name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	switch name {
	case "review.html":
		w.Header().Set("Content-Security-Policy", reviewPolicy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		body = localLinks(body)
	case "answer.txt", "result.json":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	case "source.csv":
		save(w, files[at].Name())
	default:
		save(w, strings.TrimSuffix(name, ".csv")+" of "+withoutExtension(files[at].Name())+".csv")
	}
	_, _ = w.Write(body)
}

// save has a browser save an answer under a name, whatever is in it.
func save(w http.ResponseWriter, name string) {
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": name})
	w.Header().Set("Content-Disposition", cmp.Or(disposition, "attachment"))
	w.Header().Set("Content-Type", "application/octet-stream")
}

func withoutExtension(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }
