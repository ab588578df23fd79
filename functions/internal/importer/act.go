package importer

import (
	"context"
	"fmt"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// act carries the decision out.
func (im *importRun) act(ctx context.Context) error {
	if im.decision.status == outcome.Seeded {
		return im.writeBaseline(ctx, roster.Upload{})
	}
	if !im.decision.send {
		return nil
	}
	parts := im.plan.Upload(im.Settings.OnlyChanges).Parts(im.Settings.MaxUpload)
	for n, part := range parts {
		err := im.upload(ctx, part)
		if crewmojo.IsRefused(err) {
			return im.refused(ctx, err, parts, n)
		}
		if err != nil {
			return err
		}
		im.result.Uploads++
		im.result.Sent += part.Len()
	}
	return im.writeBaseline(ctx, roster.Upload{})
}

// upload sends one part of the file.
func (im *importRun) upload(ctx context.Context, part roster.Upload) error {
	client, err := im.connect()
	if err != nil {
		return err
	}
	answer, err := client.UploadEmployees(ctx, part.Content())
	im.answers = append(im.answers, answer...)
	return err
}

// refused ends an import of which Crewmojo refuses the part that is numbered n, from 0. The baseline takes over the people in
// the parts before it, and nobody else.
func (im *importRun) refused(ctx context.Context, err error, parts []roster.Upload, n int) error {
	im.result.Status = outcome.Rejected
	im.result.Reason = refusedInWords(err, len(parts), n, im.result.Sent)
	if n == 0 {
		return nil
	}
	notSent := roster.Join(parts[n:])
	if err := im.writeBaseline(ctx, notSent); err != nil {
		return fmt.Errorf("after Crewmojo has refused part %d: %w", n+1, err)
	}
	return nil
}
