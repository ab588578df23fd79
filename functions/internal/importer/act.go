package importer

import (
	"context"
	"fmt"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// act carries a decision out, and returns what has become of it: Crewmojo may refuse the file.
func (im *importRun) act(ctx context.Context, d decision) (decision, error) {
	switch {
	case d.status == outcome.Seeded:
		return d, im.writeBaseline(ctx, roster.Upload{})
	case !d.send:
		return d, nil
	}
	parts := im.plan.Upload(im.job.Settings.OnlyChanges).Parts(im.job.Settings.MaxUpload)
	mentioned := ""
	for n, part := range parts {
		answer, err := im.upload(ctx, part)
		if crewmojo.IsRefused(err) {
			d = rejection(outcome.ReasonRefused, refusedInWords(err, len(parts), n, im.result.Sent))
			return d, im.keepAccepted(ctx, parts, n)
		}
		if err != nil {
			return d, err
		}
		im.result.Uploads++
		im.result.Sent += part.Len()
		switch {
		case crewmojo.MentionsError(answer):
			mentioned = words.ErrorMentioned
		case crewmojo.MentionsRefusedRows(answer) && mentioned == "":
			mentioned = words.RowsNotTaken
		}
	}
	d.reason = strings.TrimSpace(mentioned + " " + d.reason)
	return d, im.writeBaseline(ctx, roster.Upload{})
}

// upload sends one part of the file, and returns Crewmojo's answer.
func (im *importRun) upload(ctx context.Context, part roster.Upload) ([]byte, error) {
	client, err := im.connect()
	if err != nil {
		return nil, err
	}
	answer, err := client.UploadEmployees(ctx, part.Content())
	im.answers = append(im.answers, answer...)
	return answer, err
}

// keepAccepted writes the people of the first n parts, which Crewmojo has accepted, to the baseline, and nobody else.
func (im *importRun) keepAccepted(ctx context.Context, parts []roster.Upload, n int) error {
	if n == 0 {
		return nil
	}
	if err := im.writeBaseline(ctx, roster.Join(parts[n:])); err != nil {
		return fmt.Errorf("after Crewmojo has refused part %d: %w", n+1, err)
	}
	return nil
}
