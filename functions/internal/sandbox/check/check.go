// Package check tells the owner of an employee file what an import would make of it, and what to set so that it is imported.
// Nothing is sent, and nothing leaves the machine; so what it prints may repeat what the file says.
package check

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/terminal"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
)

// What a check says of a file that would not be imported as it is.
var (
	ErrHeld     = errors.New("the file would be held")
	ErrRejected = errors.New("the file would be rejected")
)

// Settings are the import's settings that change what becomes of a file.
var Settings = []string{"COLUMN_MAP", "EXTRA_COLUMNS", "VALUE_MAP", "EXCLUDE", "ENDED_WHEN", "DATE_FORMAT", "CHARSET",
	"FILE_CONTENT", "MISSING_EMPLOYEES", "TIMEZONE", "FORGET_AFTER_DAYS", "SEND", "MAX_UPLOAD_MB", "MAX_INVALID_PERCENT",
	"MAX_LEAVING_PERCENT", "MAX_JOINING_PERCENT", "MAX_REWRITTEN_PERCENT", "ALWAYS_ALLOWED", "CREWMOJO_ENVIRONMENT"}

// The variables of a check that are no settings of the import.
const (
	baselineVariable = "BASELINE" // the name of a baseline to compare the file with
	reviewVariable   = "REVIEW"   // the name of a file to write the review page to
)

// Run reads the file at path as the import does, with the settings that lookup returns, and reports what would become of it:
// to out the report, to progress how far it has come. The error is ErrHeld or ErrRejected if the file would not be imported;
// any other says what to do about settings or files that cannot be used.
func Run(out, progress io.Writer, path string, lookup func(string) string) error {
	given := valuesOf(lookup)
	page := lookup(reviewVariable)
	if err := Misspelt(lookup("MAKEFLAGS"), Settings); err != nil {
		return err
	}
	job := job{path: path, baseline: lookup(baselineVariable), progress: progress, now: time.Now()}
	if page != "" && (path == page || strings.ToLower(filepath.Ext(page)) != ".html") {
		return fmt.Errorf("%s is written anew, so it must be another file than the one that is checked, and end in .html: %[1]s=page.html",
			reviewVariable)
	}
	checked, err := job.check(given)
	if err != nil {
		return err
	}
	r := report{out: out, style: terminal.StyleOf(out)}
	r.print(path, checked)
	if page != "" {
		if err := os.WriteFile(page, checked.Review(), 0o600); err != nil {
			return fmt.Errorf("write the review page: %w", err)
		}
		r.line("page", "%s is the page that HR would get. It names people: delete it when you have read it.", page)
	}
	r.verdict(checked)
	job.progress = io.Discard
	r.advice(command{path, job.baseline, page}, advise(given, checked, job.check))
	switch checked.Result.Status {
	case outcome.Held, outcome.Superseded:
		return ErrHeld
	case outcome.Rejected:
		return ErrRejected
	}
	return nil
}

// A job is a file to check.
type job struct {
	path, baseline string
	progress       io.Writer
	now            time.Time
}

// check checks the file with settings.
func (j job) check(given values) (importer.Checked, error) {
	set, err := given.read()
	if err != nil {
		return importer.Checked{}, err
	}
	file, err := open("FILE", j.path)
	if err != nil {
		return importer.Checked{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return importer.Checked{}, err
	}
	var base io.Reader
	if j.baseline != "" {
		opened, err := open(baselineVariable, j.baseline)
		if err != nil {
			return importer.Checked{}, err
		}
		defer opened.Close()
		base = opened
	}
	watched := &watchedFile{File: file, size: info.Size(), to: j.progress, next: j.now.Add(2 * time.Second)}
	return importer.Check(set, j.path, watched, base, j.now)
}

// open opens the file that a variable names, or says what to do if there is none.
func open(variable, path string) (*os.File, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s here. Give its path, in quotes if it holds blanks, and with $$ for each $: %s='my export.csv'", path, variable)
	case err != nil:
		return nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, fmt.Errorf("%s is a folder; name one file in it: %s=%[1]s/export.csv", path, variable)
	}
	return file, nil
}

// Values are settings, by the names of their variables.
type values map[string]string

func valuesOf(lookup func(string) string) values {
	given := values{}
	for _, name := range Settings {
		if value := strings.TrimSpace(lookup(name)); value != "" {
			given[name] = value
		}
	}
	return given
}

// read reads the settings as the import does, or says which ones are wrong, each on a line.
func (v values) read() (importer.Settings, error) {
	set, err := importer.ReadSettings(settings.From(func(name string) (string, bool) {
		value := cmp.Or(v[name], notNeeded[name])
		return value, value != ""
	}))
	if wrong, ok := errors.AsType[*settings.WrongSettingsError](err); ok {
		return set, fmt.Errorf("these settings cannot be used; correct them and run it again:\n  %s", strings.Join(wrong.Settings, "\n  "))
	}
	return set, err
}

// Misspelt returns an error if a person who ran make gave a setting by another name than that of its variable, such as the
// name of its parameter: it would have no effect. The flags are MAKEFLAGS, where make has what was on its command line.
func Misspelt(flags string, names []string) error {
	plain := func(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
	for _, word := range strings.Fields(strings.ReplaceAll(flags, `\ `, "_")) {
		given, _, isVariable := strings.Cut(word, "=")
		if !isVariable || slices.Contains(names, given) {
			continue
		}
		for _, name := range names {
			if distance(plain(given), plain(name)) < 2 {
				return fmt.Errorf("%s is no setting here: write %s", given, name)
			}
		}
	}
	return nil
}

// notNeeded are settings that the import requires and a check does without.
var notNeeded = map[string]string{"CREWMOJO_SECRET_ID": "none", "CREWMOJO_ENVIRONMENT": "test"}

// A watchedFile tells how far it has been read, if that takes long.
type watchedFile struct {
	*os.File
	size, read int64
	to         io.Writer
	next       time.Time
}

// Size lets memory be set aside.
func (w *watchedFile) Size() int64 { return w.size }

// Read implements [io.Reader].
func (w *watchedFile) Read(p []byte) (int, error) {
	n, err := w.File.Read(p)
	w.read += int64(n)
	if now := time.Now(); now.After(w.next) && w.size > 0 {
		w.next = now.Add(2 * time.Second)
		fmt.Fprintf(w.to, "... %d %%\n", w.read*100/w.size)
	}
	return n, err
}
