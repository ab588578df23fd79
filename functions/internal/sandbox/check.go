package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// What a check says of a file that would not be imported as it is.
var (
	errHeld     = errors.New("the file would be held")
	errRejected = errors.New("the file would be rejected")
)

// check reads an employee file as the import does, with the settings that the function reads, and BASELINE for the file to
// compare it with, and reports for the person who owns the file what would become of it. Nothing is sent, and nothing kept.
func check(out, progress io.Writer, path string, setting func(string) string) error {
	defaults := map[string]string{"CREWMOJO_SECRET_ID": "not needed", "CREWMOJO_ENVIRONMENT": "test"}
	set, err := importer.ReadSettings(settings.From(func(name string) (string, bool) {
		value := cmp.Or(setting(name), defaults[name])
		return value, value != ""
	}))
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	var base io.Reader
	if name := setting("BASELINE"); name != "" {
		opened, err := os.Open(name)
		if err != nil {
			return err
		}
		defer opened.Close()
		base = opened
	}
	watched := &watchedFile{File: file, size: info.Size(), to: progress, next: time.Now().Add(2 * time.Second)}
	checked, err := importer.Check(set, watched, base, time.Now())
	if err != nil {
		return err
	}
	reportCheck(out, set.Format, path, checked)
	reportNext(out, path, setting, checked)
	switch checked.Result.Status {
	case outcome.Held:
		return errHeld
	case outcome.Rejected:
		return errRejected
	}
	return nil
}

// reportCheck prints what was found.
func reportCheck(out io.Writer, format roster.Format, path string, c importer.Checked) {
	p, r := printer{out: out}, c.Result
	fmt.Fprintln(out, path)
	p.line("text", "%s, with %s between the cells, dates as %s",
		r.Charset, cmp.Or(delimiters[r.Delimiter], "nothing recognised"), format.DateFormat)
	for _, header := range slices.Sorted(maps.Keys(r.Columns.Mapped)) {
		p.line("header", "%s is taken for %s", header, r.Columns.Mapped[header])
	}
	if len(r.Columns.Sent) > 0 {
		p.line("sent", "%s", strings.Join(r.Columns.Sent, ", "))
	}
	for _, header := range r.Columns.Ignored {
		note := ""
		if column := roster.LooksLike(header); column != "" && !slices.Contains(r.Columns.Sent, column) {
			note = " - is it " + column + "?"
		}
		p.line("ignored", "%s%s", header, note)
	}
	if r.Rows.Read > 0 {
		p.line("rows", "%d read, %d accepted, %d rejected", r.Rows.Read, r.Rows.Accepted, r.Rows.Rejected)
	}
	reportRejects(p, c.Rejects)
	for _, problem := range r.Problems {
		if code := roster.Code(problem.Code); code.IsWarning() {
			p.line("warning", "%s: %s", where(problem), roster.Sentence(code, ""))
		}
	}
	if c.Plan != nil && r.Changes != (outcome.Changes{Added: r.Changes.Added}) {
		p.line("changes", "%d new, %d changed, %d leaving, %d returning, %d missing",
			r.Changes.Added, r.Changes.Changed, r.Changes.Leaving, r.Changes.Returning, r.Changes.Missing)
	}
	words := map[outcome.Status]string{outcome.Imported: "imported", outcome.Held: "held", outcome.Rejected: "rejected"}
	fmt.Fprintf(out, "\nThis file would be %s. Nothing was sent.\n", cmp.Or(words[r.Status], string(r.Status)))
	if r.Reason != "" {
		fmt.Fprintln(out, r.Reason)
	}
}

// reportRejects prints the first rejected cells, with what is in them.
func reportRejects(p printer, rejects []roster.Reject) {
	const most = 20
	for _, r := range rejects[:min(len(rejects), most)] {
		cell := r.Column
		if r.Value != "" {
			cell += fmt.Sprintf(" %q", r.Value)
		}
		p.line("rejected", "row %d, %s: %s", r.Row, cmp.Or(cell, "the whole row"), roster.Sentence(r.Code, r.Detail))
	}
	if more := len(rejects) - most; more > 0 {
		p.line("", "and %d more", more)
	}
}

// reportNext prints what to run next, and what to put into samconfig.toml.
func reportNext(out io.Writer, path string, setting func(string) string, c importer.Checked) {
	next := map[string]string{}
	for _, name := range checkSettings {
		if value := setting(name); value != "" {
			next[name] = value
		}
	}
	if suggested := suggestedMap(c); suggested != "" {
		next["COLUMN_MAP"] = strings.Join(slices.DeleteFunc([]string{next["COLUMN_MAP"], suggested}, func(s string) bool { return s == "" }), ",")
	}
	if c.Refused != nil && len(c.Refused.Formats) == 1 {
		next["DATE_FORMAT"] = c.Refused.Formats[0].String()
	}
	command, lines := "make check FILE="+shellQuoted(path), ""
	changed := false
	for _, name := range slices.Sorted(maps.Keys(next)) {
		changed = changed || next[name] != setting(name)
		command += " " + name + "=" + shellQuoted(next[name])
		lines += fmt.Sprintf("  %s,\n", settings.Override(name, next[name]))
	}
	if changed {
		fmt.Fprintf(out, "\nTry next:\n  %s\n", command)
	}
	if lines != "" {
		fmt.Fprintf(out, "\nIn parameter_overrides of samconfig.toml:\n%s", lines)
	}
}

// checkSettings are the settings that change what an import makes of a file.
var checkSettings = []string{"COLUMN_MAP", "EXTRA_COLUMNS", "VALUE_MAP", "EXCLUDE", "ENDED_WHEN", "DATE_FORMAT",
	"CHARSET", "FILE_CONTENT", "MISSING_EMPLOYEES", "ALWAYS_ALLOWED", "MAX_INVALID_PERCENT", "MAX_LEAVING_PERCENT",
	"MAX_JOINING_PERCENT", "MAX_REWRITTEN_PERCENT", "TIMEZONE"}

// suggestedMap returns the pairs of COLUMN_MAP that would find columns which the file most likely has.
func suggestedMap(c importer.Checked) string {
	var pairs []string
	for _, header := range c.Result.Columns.Ignored {
		if column := roster.LooksLike(header); column != "" && !slices.Contains(c.Result.Columns.Sent, column) {
			pairs = append(pairs, settings.Pair(header, column))
		}
	}
	return strings.Join(pairs, ",")
}

// shellQuoted returns a text as a shell takes it for one word.
func shellQuoted(text string) string {
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:") == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\\''`) + "'"
}

// where says which rows have a problem, and in which column.
func where(p outcome.Problem) string {
	const most = 5
	var rows []string
	for _, row := range p.Rows[:min(len(p.Rows), most)] {
		rows = append(rows, fmt.Sprint(row))
	}
	text := "row " + strings.Join(rows, ", ")
	if more := p.Count - len(rows); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	if p.Column != "" {
		text += ", " + p.Column
	}
	return text
}

var delimiters = map[string]string{",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}

// A watchedFile tells how far it has been read, if that takes long.
type watchedFile struct {
	*os.File
	size, read int64
	to         io.Writer
	next       time.Time
}

func (w *watchedFile) Read(p []byte) (int, error) {
	n, err := w.File.Read(p)
	w.read += int64(n)
	if now := time.Now(); now.After(w.next) && w.size > 0 {
		w.next = now.Add(2 * time.Second)
		fmt.Fprintf(w.to, "... %d %%\n", w.read*100/w.size)
	}
	return n, err
}
