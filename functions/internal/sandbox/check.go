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

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// errNotFit is the outcome of a check that finds a file which could not be imported as it is.
var errNotFit = errors.New("the file cannot be imported as it is")

// check reads an employee file as the import does, with the settings COLUMN_MAP, EXTRA_COLUMNS and DATE_FORMAT, and reports for a
// person what would become of it. Nothing is sent, and nothing kept.
func check(out, progress io.Writer, path string, setting func(string) string) error {
	format, err := roster.ParseFormat(setting)
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
	spool, err := os.CreateTemp("", "crewmojo-check-")
	if err != nil {
		return err
	}
	defer spool.Close()
	defer os.Remove(spool.Name())
	r, err := format.Read(&watchedFile{File: file, size: info.Size(), to: progress, next: time.Now().Add(2 * time.Second)}, spool, io.Discard)
	refused := (*roster.RefusedError)(nil)
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	rows, problems := r.Rows, r.Problems
	if refused == nil {
		plan, err := r.Compare(strings.NewReader(""), roster.Drop{Time: time.Now(), Full: true}, io.Discard)
		if err != nil {
			return err
		}
		rows, problems = plan.Rows, plan.Problems
	}
	reportCheck(out, format, path, r, rows, problems)
	if refused != nil {
		fmt.Fprintf(out, "\nThis file cannot be used: %s\n", refused.Reason)
		return errNotFit
	}
	fmt.Fprintln(out, "\nThis file can be imported. Nothing was sent.")
	return nil
}

// reportCheck prints what was found.
func reportCheck(out io.Writer, format roster.Format, path string, r *roster.Roster, rows roster.Rows, problems []roster.Problem) {
	p := printer{out: out}
	fmt.Fprintln(out, path)
	p.line("text", "%s, with %s between the cells, dates as %s", r.Charset, cmp.Or(delimiters[r.Delimiter], "nothing recognised"), format.DateFormat)
	for _, header := range slices.Sorted(maps.Keys(r.Columns.Mapped)) {
		p.line("header", "%s is taken for %s", header, r.Columns.Mapped[header])
	}
	if len(r.Columns.Sent) > 0 {
		p.line("sent", "%s", strings.Join(r.Columns.Sent, ", "))
	}
	var suggested []string
	for _, header := range r.Columns.Ignored {
		note := ""
		if column := roster.LooksLike(header); column != "" && !slices.Contains(r.Columns.Sent, column) {
			note = " - is it " + column + "?"
			suggested = append(suggested, header+"="+column)
		}
		p.line("left out", "%s%s", header, note)
	}
	if rows.Read > 0 {
		p.line("rows", "%d read, %d accepted, %d rejected", rows.Read, rows.Accepted, rows.Rejected)
	}
	for _, problem := range problems {
		label, what := "rejected", inPlainWords[problem.Code]
		if what.warning {
			label = "warning"
		}
		p.line(label, "%s: %s", where(problem), what.words)
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

// inPlainWords says what a problem is to somebody who has the file before them.
var inPlainWords = map[roster.Code]struct {
	words   string
	warning bool
}{
	roster.MissingValue:   {words: "it is empty, and must not be"},
	roster.InvalidEmail:   {words: "it is not an email address"},
	roster.InvalidDate:    {words: "it is not a date as DATE_FORMAT says"},
	roster.DateOrder:      {words: "the end is before the start"},
	roster.DuplicateKey:   {words: "an earlier row is the same person"},
	roster.DuplicateEmail: {words: "an earlier row has the same address under another code"},
	roster.ColumnCount:    {words: "it has more or fewer cells than the header"},
	roster.MalformedRow:   {words: "a quote is not closed, or the row is over 1 MiB"},
	roster.DamagedCode:    {words: "a spreadsheet has made a number of this code"},
	roster.UnknownManager: {"the manager is not in the file", true},
	roster.SelfManager:    {"somebody is their own manager", true},
	roster.ManagerCycle:   {"the managers go round in a circle", true},
}

// A watchedFile tells how far it has been read, where that takes long.
type watchedFile struct {
	*os.File
	size, read int64
	to         io.Writer
	next       time.Time
}

// Size is for [roster.Format.Read].
func (w *watchedFile) Size() int64 { return w.size }

func (w *watchedFile) Read(p []byte) (int, error) {
	n, err := w.File.Read(p)
	w.read += int64(n)
	if now := time.Now(); now.After(w.next) && w.size > 0 {
		w.next = now.Add(2 * time.Second)
		fmt.Fprintf(w.to, "... %d %%\n", w.read*100/w.size)
	}
	return n, err
}
