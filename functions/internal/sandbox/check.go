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

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// errNotFit is the outcome of a check that finds a file which could not be imported as it is.
var errNotFit = errors.New("the file cannot be imported as it is")

// check reads an employee file as the import does, with the settings COLUMN_MAP, EXTRA_COLUMNS and DATE_FORMAT, and reports for a
// person what would become of it. Nothing is sent, and nothing kept.
func check(out, progress io.Writer, path string, setting func(string) string) error {
	source := settings.From(func(name string) (string, bool) { return setting(name), true })
	format := settings.ReadFormat(source)
	if err := source.Err(); err != nil {
		return err
	}
	opened, err := os.Open(path)
	if err != nil {
		return err
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		return err
	}
	file, err := format.Read(&watchedFile{File: opened, size: info.Size(), to: progress, next: time.Now().Add(2 * time.Second)})
	if err != nil && !roster.IsRefused(err) {
		return err
	}
	rows, problems := file.Rows, file.Problems
	if err == nil {
		plan := roster.Compare(file, &roster.Baseline{}, roster.Occasion{Received: time.Now()})
		rows, problems = plan.Rows, plan.Problems
		if refused := plan.Refusal(); refused != nil {
			err = refused
		}
	}
	reportCheck(out, format, path, file, rows, problems)
	if err != nil {
		fmt.Fprintf(out, "\nThis file cannot be used: %v\n", err)
		reportSuggestions(out, err)
		return errNotFit
	}
	fmt.Fprintln(out, "\nThis file can be imported. Nothing was sent.")
	return nil
}

// reportSuggestions prints which headers may be the columns that a refused file lacks.
func reportSuggestions(out io.Writer, err error) {
	refused := (*roster.RefusedError)(nil)
	if errors.As(err, &refused) {
		for _, maybe := range refused.Maybe {
			fmt.Fprintf(out, "%s looks like %s\n", maybe.Header, maybe.Column)
		}
	}
}

// reportCheck prints what was found.
func reportCheck(out io.Writer, format roster.Format, path string, file *roster.File, rows roster.Rows, problems []roster.Problem) {
	p := printer{out: out}
	fmt.Fprintln(out, path)
	p.line("text", "%s, with %s between the cells, dates as %s", file.Charset, cmp.Or(delimiters[file.Delimiter], "nothing recognised"), format.DateFormat)
	for _, header := range slices.Sorted(maps.Keys(file.Headers.Mapped)) {
		p.line("header", "%s is taken for %s", header, file.Headers.Mapped[header])
	}
	if len(file.Headers.Sent) > 0 {
		p.line("sent", "%s", strings.Join(file.Headers.Sent, ", "))
	}
	var suggested []string
	for _, label := range file.Headers.Ignored {
		note := ""
		if column := roster.LooksLike(string(label)); column != "" && !slices.Contains(file.Headers.Sent, column) {
			note = " - is it " + column + "?"
			suggested = append(suggested, string(label)+"="+column)
		}
		p.line("ignored", "%s%s", label, note)
	}
	if rows.Read > 0 {
		p.line("rows", "%d read, %d accepted, %d rejected", rows.Read, rows.Accepted, rows.Rejected)
	}
	for _, problem := range problems {
		label := "rejected"
		if problem.Code.IsWarning() {
			label = "warning"
		}
		p.line(label, "%s: %s", where(problem), roster.Sentence(problem.Code, ""))
	}
	if len(suggested) > 0 {
		p.line("try", "COLUMN_MAP=%q", strings.Join(suggested, ","))
	}
}

// where says which rows have a problem, and in which column.
func where(p roster.Problem) string {
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

// A watchedFile tells how far it has been read, where that takes long.
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
