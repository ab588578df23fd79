package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// The files that an import leaves under imports/<id>/.
const (
	sourceFile   = "source.csv"
	resultFile   = "result.json"
	rejectedFile = "rejected.csv"
	missingFile  = "missing.csv"
	previewFile  = "preview.csv"
	answerFile   = "answer.txt"
)

const (
	csvType  = "text/csv; charset=utf-8"
	jsonType = "application/json"
	textType = "text/plain; charset=utf-8"
)

func fileOf(id, name string) string { return "imports/" + id + "/" + name }

// finish writes down what has happened, and moves the drop there. The result comes last but for the drop's removal:
// once it is there the drop has been dealt with, and before that everything can be done again.
func (im *importRun) finish(ctx context.Context) error {
	if err := im.writeLists(ctx); err != nil {
		return err
	}
	moved := map[string]string{dropTimeKey: im.drop.dropped.UTC().Format(time.RFC3339)}
	if err := im.Objects.Copy(ctx, im.drop.Version, fileOf(im.result.ID, sourceFile), "text/csv", moved); err != nil {
		return err
	}
	encoded, err := json.MarshalIndent(im.result, "", "  ")
	if err != nil {
		return err
	}
	if err := im.write(ctx, resultFile, jsonType, bytes.NewReader(append(encoded, '\n'))); err != nil {
		return err
	}
	return im.Objects.Delete(ctx, im.drop.Bucket, im.drop.Key, im.drop.etag)
}

// writeLists writes the files for people, each only where there is anything in it.
func (im *importRun) writeLists(ctx context.Context) error {
	if err := im.writeList(ctx, rejectedFile, im.rejected); err != nil {
		return err
	}
	if err := im.writeList(ctx, missingFile, im.missing); err != nil {
		return err
	}
	if im.planned != nil && (im.result.Status == outcome.Held || im.result.Status == outcome.Previewed) {
		for _, content := range im.planned.Contents(im.Settings.OnlyChanges, 0) {
			if err := im.write(ctx, previewFile, csvType, forSpreadsheets(content)); err != nil {
				return err
			}
		}
	}
	if len(im.answer) > 0 {
		return im.write(ctx, answerFile, textType, bytes.NewReader(im.answer))
	}
	return nil
}

// forSpreadsheets returns content with a byte order mark before it, without which Excel gets accents wrong.
func forSpreadsheets(content *io.SectionReader) io.ReadSeeker {
	return io.NewSectionReader(marked{content}, 0, int64(len(byteOrderMark))+content.Size())
}

const byteOrderMark = "\uFEFF"

// marked is content behind a byte order mark.
type marked struct{ content io.ReaderAt }

// ReadAt implements [io.ReaderAt].
func (m marked) ReadAt(p []byte, off int64) (n int, err error) {
	if off < int64(len(byteOrderMark)) {
		n = copy(p, byteOrderMark[off:])
	}
	read, err := m.content.ReadAt(p[n:], off+int64(n)-int64(len(byteOrderMark)))
	return n + read, err
}

func (im *importRun) writeList(ctx context.Context, name string, list *os.File) error {
	size, err := list.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return err
	}
	return im.write(ctx, name, csvType, io.NewSectionReader(list, 0, size))
}

func (im *importRun) write(ctx context.Context, name, contentType string, body io.ReadSeeker) error {
	return im.Objects.Put(ctx, cloud.Put{Bucket: im.drop.Bucket, Key: fileOf(im.result.ID, name), ContentType: contentType, Body: body})
}
