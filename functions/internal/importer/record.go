package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// The files that an import leaves under imports/<id>/.
const (
	copyFile     = "source.csv"
	resultFile   = "result.json"
	rejectedFile = "rejected.csv"
	changesFile  = "changes.csv"
	uploadFile   = "upload.csv"
	answerFile   = "answer.txt"
)

const (
	csvType  = "text/csv; charset=utf-8"
	jsonType = "application/json"
	textType = "text/plain; charset=utf-8"
)

func pathOf(id, name string) string { return "imports/" + id + "/" + name }

// record writes what happened, and moves the file there. The result comes last but for the removal of the file: once it
// is there the file has been dealt with, and before that everything can be done again.
func (im *importRun) record(ctx context.Context, replaced bool) error {
	if err := im.write(ctx, answerFile, textType, im.answers); err != nil {
		return err
	}
	if err := im.rememberApproval(ctx); err != nil {
		return err
	}
	metadata := map[string]string{"received": im.file.received.UTC().Format(time.RFC3339)}
	if err := im.job.Objects.Copy(ctx, im.file.Version, pathOf(im.result.ID, copyFile), "text/csv", metadata); err != nil {
		return err
	}
	encoded, err := json.MarshalIndent(im.result, "", "  ")
	if err != nil {
		return err
	}
	if err := im.write(ctx, resultFile, jsonType, append(encoded, '\n')); err != nil {
		return err
	}
	if replaced {
		return nil // what is there now is the newer file, even with the same content
	}
	return im.job.Objects.Delete(ctx, im.file.Bucket, im.file.Key, im.file.etag)
}

// writeLists writes the files for people, each only if there is anything in it.
func (im *importRun) writeLists(ctx context.Context) error {
	rejected := rejectedList(im.rejects, im.result.Rows.Rejected, im.result.Delimiter)
	if err := im.write(ctx, rejectedFile, csvType, rejected); err != nil {
		return err
	}
	if im.plan != nil && im.base.Len() > 0 { // otherwise everybody is new
		if err := im.write(ctx, changesFile, csvType, changesList(im.plan, im.result.Delimiter)); err != nil {
			return err
		}
	}
	if im.decision.status == outcome.Held || im.decision.status == outcome.Previewed {
		upload := uploadList(im.plan.Upload(im.job.Settings.OnlyChanges), im.result.Delimiter)
		if err := im.write(ctx, uploadFile, csvType, upload); err != nil {
			return err
		}
	}
	return nil
}

// write writes one of the import's files, unless it is empty.
func (im *importRun) write(ctx context.Context, name, contentType string, text []byte) error {
	if len(text) == 0 {
		return nil
	}
	return im.job.Objects.Put(ctx, cloud.Put{Bucket: im.file.Bucket, Key: pathOf(im.result.ID, name), ContentType: contentType, Body: bytes.NewReader(text)})
}
