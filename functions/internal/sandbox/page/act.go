package page

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

const maxFile = 1 << 30 // bytes of a file that a browser sends

// takesLong tells a person whose file was put, and has not been dealt with in time.
const takesLong = "The file takes long. It is in the bucket, and appears under Files when it has been dealt with."

// folders are those that a browser may put files into. Files get into approved/ by [Page.approve].
var folders = []string{"incoming", "preview", "seed"}

// putFiles takes files from a form and puts them where it says, one after the other, each when the one before has been
// dealt with. One file leads to its page, and several to the history.
func (p *Page) putFiles(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFile)
	form, err := r.MultipartReader()
	if err != nil {
		p.sendHistory(w, r, http.StatusBadRequest, err.Error())
		return
	}
	folder, to, count, late := "incoming", "/", 0, false
	for {
		field, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && field.FormName() == "folder" {
			folder, err = chosenFolder(field)
		} else if err == nil && field.FileName() != "" {
			var f file
			f, err = p.put(r.Context(), folder+"/"+field.FileName(), field)
			to = f.Path()
			count++
			if errors.Is(err, errLate) {
				late, err = true, nil
			}
		}
		if err != nil {
			p.sendHistory(w, r, http.StatusBadRequest, "The file was not taken: "+err.Error()+".")
			return
		}
	}
	switch {
	case late:
		p.sendHistory(w, r, http.StatusAccepted, takesLong)
		return
	case count == 0:
		p.sendHistory(w, r, http.StatusBadRequest, "No file was chosen.")
		return
	case count > 1:
		to = "/"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func chosenFolder(field io.Reader) (string, error) {
	name, err := io.ReadAll(io.LimitReader(field, 100))
	if err == nil && !slices.Contains(folders, string(name)) {
		err = fmt.Errorf("the folders are %s", strings.Join(folders, ", "))
	}
	return string(name), err
}

// put puts a file into the bucket, and waits until it has been dealt with.
func (p *Page) put(ctx context.Context, key string, from *multipart.Part) (file, error) {
	if strings.Trim(path.Base(key), "./") == "" {
		return file{}, errors.New("it has no name")
	}
	body, err := io.ReadAll(from)
	if err != nil {
		return file{}, err
	}
	return p.dealtWith(ctx, key, func(ctx context.Context) error { return p.bed.Bucket().Put(ctx, key, body) })
}

// approve does what a person does who approves a held file, and once: whoever presses Approve again is told when it was
// done.
func (p *Page) approve(w http.ResponseWriter, r *http.Request) {
	f, ok := p.file(r)
	if !ok {
		http.NotFound(w, r)
		return
	}
	possible := p.approval(r.Context(), row{f, stateOf(f, p.snapshot(), p.onlyChanges())}).Possible
	key := approvedKey(f)
	p.mu.Lock()
	at, begun := p.approving[key]
	if possible && !begun {
		p.approving[key] = time.Now()
	}
	p.mu.Unlock()
	switch {
	case begun:
		p.sendFile(w, r, f, http.StatusConflict, at.Format(time.TimeOnly))
		return
	case !possible:
		p.sendFile(w, r, f, http.StatusConflict, "")
		return
	}
	approving, err := p.dealtWith(r.Context(), key, func(ctx context.Context) error {
		err := p.bed.BucketAs("somebody-at-the-sandbox").Copy(ctx, "imports/"+f.ID+"/source.csv", key)
		if err != nil {
			p.mu.Lock()
			defer p.mu.Unlock()
			delete(p.approving, key) // it can be approved once more
		}
		return err
	})
	switch {
	case errors.Is(err, errLate):
		p.sendHistory(w, r, http.StatusAccepted, takesLong)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	http.Redirect(w, r, approving.Path(), http.StatusSeeOther)
}
