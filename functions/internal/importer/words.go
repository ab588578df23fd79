package importer

import (
	"errors"
	"fmt"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// inWords says what a person should know about a file that was compared: why it is held or would be, or what was not
// done. It is "" if there is nothing to know.
func (im *importRun) inWords(d decision) string {
	newer := fmt.Sprintf("A newer file, received on %s, has been imported already.",
		im.base.Newest().UTC().Format("2 January 2006 at 15:04 UTC"))
	superseded := !im.mode().changes && im.base.Newest().After(im.file.received)
	switch {
	case d.status == outcome.Superseded:
		return newer
	case d.status == outcome.Previewed && superseded:
		return "Would be superseded. " + newer
	case d.status == outcome.Previewed && d.held:
		return "Would be held. " + reasonsInWords(d.reasons)
	case d.status == outcome.Held:
		return reasonsInWords(d.reasons)
	case d.send && im.plan.NotEnded > 0:
		return fmt.Sprintf("Nobody's employment was ended, because %s nobody: the missing people may be in %s.",
			count(im.plan.Nameless, "rejected row names", "rejected rows name"), verb(im.plan.Nameless, "it", "them"))
	}
	return im.contentInWords()
}

// contentInWords says what a person should know about the file's content.
func (im *importRun) contentInWords() string {
	var notes []string
	if absent := im.content.Headers.Absent; len(absent) > 0 {
		notes = append(notes, fmt.Sprintf("The settings name columns that the file does not have: %s.", strings.Join(absent, ", ")))
	}
	if im.content.Guessed {
		notes = append(notes, "The file is not UTF-8. It was read as Windows-1252, which is a guess: Charset (CHARSET) sets another.")
	}
	return strings.Join(notes, " ")
}

// reasonsInWords says which safeguards hold a file.
func reasonsInWords(reasons []outcome.Reason) string {
	var sentences []string
	for _, r := range reasons {
		sentences = append(sentences, reasonInWords(r))
	}
	return strings.Join(sentences, " ")
}

func reasonInWords(r outcome.Reason) string {
	limit := fmt.Sprintf("; the limit is %d %%.", r.Limit)
	switch r.Code {
	case reasonInvalid:
		return fmt.Sprintf("%d of %s cannot be used", r.Count, count(r.Of, "row", "rows")) + limit
	case reasonLeaving:
		return fmt.Sprintf("%d of %s would leave or %s missing",
			r.Count, count(r.Of, "employee", "employees"), verb(r.Count, "is", "are")) + limit
	case reasonJoining:
		return fmt.Sprintf("%s would join or come back, and %s so far",
			count(r.Count, "person", "people"), count(r.Of, "person is employed", "people are employed")) + limit
	case reasonRewritten:
		return fmt.Sprintf("%s would change for %d of %s", r.Column, r.Count, count(r.Of, "employee", "employees")) + limit
	case reasonVanished:
		return fmt.Sprintf("The column %s, which the last import sent, is missing or empty, although people have values in it.", r.Column)
	case reasonUnmappedEnd:
		return fmt.Sprintf("The column %q seems to say who has left, and it is not sent: people who have left would be sent as employed. "+
			"Say in ColumnMap (COLUMN_MAP) or EndedWhen (ENDED_WHEN) what it is.", r.Column)
	case reasonCutOff:
		return "The last row of the file looks cut, so rows may be missing behind it."
	case reasonBaseline:
		return "The baseline, " + baselineKey + ", cannot be read, so there is nothing to compare the file with. Approve the file to replace it."
	case reasonEnvironment:
		return "The baseline, " + baselineKey + ", is of Crewmojo's other environment. " +
			"Approve the file to replace it, or put a file under " + seedPrefix + " first."
	}
	return r.Code
}

// count writes a number with its noun.
func count(n int, one, many string) string { return fmt.Sprintf("%d %s", n, verb(n, one, many)) }

// verb returns the form that goes with a number.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// refusalInWords says why a file cannot be used, and what to do about it.
func refusalInWords(r *roster.RefusedError) string {
	said := sentence(r.Error())
	switch r.Why {
	case roster.NoHeader:
		return said + " Other headers can be named in ColumnMap (COLUMN_MAP)."
	case roster.MissingColumns:
		var pairs []string
		for _, maybe := range r.Maybe {
			pairs = append(pairs, fmt.Sprintf("%s looks like %s", maybe.Header, maybe.Column))
		}
		if len(pairs) > 0 {
			said += " " + sentence(strings.Join(pairs, ", "))
		}
		return said + " Rename the header, or name it in ColumnMap (COLUMN_MAP)."
	case roster.TwoColumns:
		return said + " Rename one of them, or name the right one in ColumnMap (COLUMN_MAP)."
	case roster.WrongDates:
		var formats []string
		for _, f := range r.Formats {
			formats = append(formats, f.String())
		}
		return said + " Set DateFormat (DATE_FORMAT) to " + strings.Join(formats, " or ") + "."
	}
	return said
}

// sentence makes a sentence of what an error says.
func sentence(text string) string {
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// refusedInWords says that Crewmojo has refused a file, or part n of it, counted from 0.
func refusedInWords(err error, parts, n, sent int) string {
	said := "Crewmojo refused the file"
	if parts > 1 {
		said = fmt.Sprintf("Crewmojo refused part %d of %d of the file", n+1, parts)
	}
	if api := (*crewmojo.APIError)(nil); errors.As(err, &api) {
		said += fmt.Sprintf(" (status %d)", api.StatusCode)
	}
	switch {
	case n > 0:
		said += fmt.Sprintf("; %s before it with %s had been accepted.", count(n, "part", "parts"), count(sent, "person", "people"))
	default:
		said += "; nothing was imported."
	}
	if crewmojo.IsTooLarge(err) {
		return said + " It is too large: MaxUploadMB (MAX_UPLOAD_MB) splits it."
	}
	return said + " Its own words are in answer.txt."
}
