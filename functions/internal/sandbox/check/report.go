package check

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/terminal"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// most is how many rows of anything are printed.
const most = 20

// A report is what a person reads.
type report struct {
	out   io.Writer
	style terminal.Style
}

func (r report) line(label, format string, args ...any) {
	line := fmt.Sprintf("  %-9s %s", label, fmt.Sprintf(format, args...))
	fmt.Fprintln(r.out, strings.TrimRight(line, " "))
}

// print prints how the file was read, and what was found.
func (r report) print(path string, c importer.Checked) {
	fmt.Fprintln(r.out, r.style.Bold(path))
	if text := textInWords(c); text != "" {
		r.line("text", "%s", text)
	}
	r.columns(c)
	if rows := c.Result.Rows; rows.Read > 0 {
		said := fmt.Sprintf("%d read, %d accepted, %d rejected", rows.Read, rows.Accepted, rows.Rejected)
		for _, more := range []struct {
			count int
			words string
		}{{rows.Excluded, "excluded"}, {rows.Merged, "merged into another row of the same person"}, {rows.Former, "of people who had left before"}} {
			if more.count > 0 {
				said += fmt.Sprintf(", %d %s", more.count, more.words)
			}
		}
		r.line("rows", "%s", said)
	}
	if c.Refused == nil || c.Refused.Why != roster.WrongDates { // the choices show the dates
		r.rejects(c.Rejects)
	}
	for i, problem := range c.Result.Problems {
		if code := roster.Code(problem.Code); code.IsWarning() && i < most {
			r.line("warning", "%s: %s", where(problem), roster.Sentence(code, ""))
		}
	}
	if c.Plan != nil && !c.First {
		changes := c.Result.Changes
		r.line("changes", "%d new, %d changed, %d unchanged, %d leaving, %d returning, %d missing, %d ended", changes.Added,
			changes.Changed, changes.Unchanged, changes.Leaving, changes.Returning, changes.Missing, changes.Ended)
		r.people(c.Plan)
	}
}

var delimiters = map[string]string{",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}

// textInWords says how the file is written.
func textInWords(c importer.Checked) string {
	switch words, known := delimiters[c.Result.Delimiter]; {
	case c.File.Charset == roster.Workbook:
		return "an Excel workbook"
	case known:
		return c.File.Charset + ", with " + words + " between the cells"
	}
	return ""
}

// columns prints how each header was understood.
func (r report) columns(c importer.Checked) {
	examples := examplesOf(c.Plan)
	understood, ignored := 0, []string{}
	for _, h := range c.File.Header {
		switch {
		case h.Text == "":
		case h.Column == "":
			ignored = append(ignored, shown(h.Text))
		case understood < most:
			understood++
			example := ""
			if value := examples[h.Column]; value != "" {
				example = ", such as " + shown(value)
			}
			r.line("column", "%s is sent as %s%s", shown(h.Text), h.Column, example)
		}
	}
	if len(ignored) > 0 && c.Refused == nil {
		r.line("ignored", "%s", listed(ignored))
	}
}

// examplesOf returns the first value of each column in the first rows that would be sent.
func examplesOf(p *roster.Plan) map[string]string {
	example := map[string]string{}
	if p == nil {
		return example
	}
	upload := p.Upload(false)
	row := 0
	for cells := range upload.Rows {
		for i, column := range upload.Columns() {
			example[column] = cmp.Or(example[column], cells[i])
		}
		if row++; row == 100 {
			break
		}
	}
	return example
}

// listed lists texts, the first ones if they are many.
func listed(texts []string) string {
	if more := len(texts) - most; more > 0 {
		return strings.Join(texts[:most], ", ") + fmt.Sprintf(", and %d more", more)
	}
	return strings.Join(texts, ", ")
}

// shown returns what a file says as it is printed: nothing in it steers the terminal.
func shown(text string) string {
	const longest = 60
	if chars := []rune(text); len(chars) > longest {
		text = string(chars[:longest]) + "..."
	}
	return fmt.Sprintf("%q", text)
}

// rejects prints the first rejected cells, with what is in them.
func (r report) rejects(rejects []roster.Reject) {
	for _, reject := range rejects[:min(len(rejects), most)] {
		cell := reject.Column
		if reject.Value != "" {
			cell += " " + shown(reject.Value)
		}
		r.line("rejected", "row %d, %s: %s", reject.Row, cmp.Or(cell, "the whole row"), roster.Sentence(reject.Code, reject.Detail))
	}
	if more := len(rejects) - most; more > 0 {
		r.line("", "and %d more", more)
	}
}

// where says which rows have a problem, and in which column.
func where(p outcome.Problem) string {
	const few = 5
	var rows []string
	for _, row := range p.Rows[:min(len(p.Rows), few)] {
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

// people prints who joins, leaves, is missing and changes.
func (r report) people(p *roster.Plan) {
	count := map[roster.Kind]int{}
	for d := range p.Differences {
		count[d.Kind]++
		if count[d.Kind] > most {
			continue
		}
		change := ""
		if d.Column != "" {
			change = fmt.Sprintf(", %s: %s -> %s", d.Column, shown(d.Before), shown(d.After))
		}
		r.line(string(d.Kind), "%s %s%s", shown(d.FirstName+" "+d.LastName), d.ID, change)
	}
	for _, kind := range []roster.Kind{roster.Joiner, roster.Leaver, roster.Rehire, roster.Missing, roster.Ended, roster.Changed} {
		if more := count[kind] - most; more > 0 {
			r.line("", "and %d more lines of %q", more, string(kind))
		}
	}
}

// verdict prints what would become of the file, and why.
func (r report) verdict(c importer.Checked) {
	words := map[outcome.Status]string{
		outcome.Imported: r.style.Good("imported"), outcome.Held: r.style.Warn("held"), outcome.Rejected: r.style.Bad("rejected"),
	}
	fmt.Fprintf(r.out, "\nThis file would be %s. Nothing was sent.\n", cmp.Or(words[c.Result.Status], string(c.Result.Status)))
	if c.Result.Reason != "" {
		fmt.Fprintln(r.out, inItsWords(c.Result.Reason, c.File.Header))
	}
}

// columnLetter fits what results call a column whose header must not leave the bucket.
var columnLetter = regexp.MustCompile(`"?\b[Cc]olumn [A-Z]{1,3}\b"?`)

// inItsWords returns a reason with the file's own headers in place of letters.
func inItsWords(reason string, header []roster.Heading) string {
	return columnLetter.ReplaceAllStringFunc(reason, func(letter string) string {
		for _, h := range header {
			if strings.EqualFold(string(h.Label), strings.Trim(letter, `"`)) && h.Text != "" {
				return shown(h.Text)
			}
		}
		return letter
	})
}

// advice prints what to do, and ends with what to run next.
func (r report) advice(c command, a advice) {
	if len(a.notes) > 0 {
		fmt.Fprintln(r.out)
	}
	for _, note := range a.notes {
		fmt.Fprintln(r.out, note)
	}
	for i, choice := range a.choices {
		title := "Run next"
		if len(a.choices) > 1 {
			title = fmt.Sprintf("Choice %d", i+1)
		}
		if choice.when != "" {
			title += ", " + choice.when
		}
		fmt.Fprintf(r.out, "\n%s:\n  %s\n", r.style.Bold(title), c.with(choice.settings))
		r.overrides(choice.settings)
	}
	switch {
	case a.done == nil:
	case len(a.choices) > 0:
		fmt.Fprintf(r.out, "\n%s, to send only what is sent now, as README.md says under Deploy:\n  make deploy\n", r.style.Bold("Or run"))
		r.overrides(a.done)
	default:
		fmt.Fprintf(r.out, "\n%s, as README.md says under Deploy:\n  make deploy\n", r.style.Bold("Run next"))
		r.overrides(a.done)
	}
}

// overrides prints settings as samconfig.toml has them.
func (r report) overrides(v values) {
	lines := v.overrides()
	if len(lines) == 0 {
		fmt.Fprintln(r.out, "The default settings suit this file: samconfig.toml needs none for it.")
		return
	}
	fmt.Fprintf(r.out, "%s\n  %s\n", r.style.Dim("with these lines in parameter_overrides of samconfig.toml:"), strings.Join(lines, "\n  "))
}
