package importer

import (
	"errors"
	"fmt"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/roster"
	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
)

// inWords says what a person should know about a file that was compared: why it is held or would be, or what was not
// done. It is "" if there is nothing to know.
func (im *importRun) inWords(d decision) string {
	newer := "newer file, received on " + words.Moment(im.base.Newest(), im.job.Settings.Zone) + ", has been imported already."
	superseded := !im.mode().changes && im.base.Newest().After(im.file.received)
	held := im.result
	held.Reasons = d.reasons
	explained := strings.TrimSpace(words.Explained(held) + " " + words.OtherSheets(im.content.OtherSheets))
	if im.content.Guessed {
		explained += " " + words.GuessedCharset
	}
	switch {
	case d.status == outcome.Superseded:
		return "A " + newer
	case d.status == outcome.Previewed && superseded:
		return "It would not be sent, because a " + newer
	case d.status == outcome.Previewed && d.held:
		return "It would be held. " + explained
	case d.status == outcome.Held:
		return explained
	case d.send && im.plan.NotEnded > 0:
		return strings.TrimSpace(fmt.Sprintf("Nobody's employment was ended, because %s nobody: the missing people may be in %s. ",
			words.Counted(im.plan.Nameless, "rejected row names", "rejected rows name"),
			words.Either(im.plan.Nameless, "it", "them")) + im.contentInWords())
	}
	return im.contentInWords()
}

// contentInWords says what a person should know about the file's content.
func (im *importRun) contentInWords() string {
	var notes []string
	if sheets := words.OtherSheets(im.content.OtherSheets); sheets != "" {
		notes = append(notes, sheets)
	}
	if absent := im.content.Headers.Absent; len(absent) > 0 {
		notes = append(notes, fmt.Sprintf("The settings name columns that the file does not have: %s.", strings.Join(absent, ", ")))
	}
	if im.content.Guessed {
		notes = append(notes, words.GuessedCharset)
	}
	return strings.Join(notes, " ")
}

// refusalInWords says why a file cannot be used, and what to do about it.
func refusalInWords(r *roster.RefusedError) string {
	said := words.Sentence(r.Error())
	switch r.Why {
	case roster.NoHeader:
		return said + " If the file names them otherwise, name its headers in ColumnMap (COLUMN_MAP)."
	case roster.MissingColumns:
		var pairs []string
		for _, maybe := range r.Maybe {
			pairs = append(pairs, fmt.Sprintf("%s looks like the column for the %s", maybe.Header, inwords.Column(maybe.Column)))
		}
		if len(pairs) == 0 {
			return said + " If the file has it under another name, set that in ColumnMap (COLUMN_MAP)."
		}
		return said + " " + words.Sentence(strings.Join(pairs, ", ")) + " Rename the header, or name it in ColumnMap (COLUMN_MAP)."
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

// whyRefused says the same of the file, whose header may be in another charset if it was not found.
func (im *importRun) whyRefused(r *roster.RefusedError) string {
	said := refusalInWords(r)
	if im.content.Guessed && (r.Why == roster.NoHeader || r.Why == roster.MissingColumns) {
		said += " If its accented letters look wrong, it is not in Windows-1252, which was a guess: set Charset (CHARSET), to " +
			words.SomeCharsets + " for example."
	}
	return said
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
		said += fmt.Sprintf("; %s before it with %s had been accepted.", words.Counted(n, "part", "parts"), words.Persons(sent))
	default:
		said += "; nothing was imported."
	}
	if crewmojo.IsTooLarge(err) {
		return said + " It is too large: MaxUploadMB (MAX_UPLOAD_MB) splits it."
	}
	return said + " Its own words are in answer.txt."
}
