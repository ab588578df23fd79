package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// knownKey is where the known roster is kept.
const knownKey = "state/baseline.csv"

// An importRun is one drop on its way. The file, what is known and the lists for people are spooled to temporary files.
type importRun struct {
	*Importer
	drop   *drop
	result outcome.Import

	planned *roster.Plan // nil where the file cannot be used
	known   known
	answer  []byte // Crewmojo's own words, where it refused

	spool, rejected, missing *os.File
}

// known is the known roster as it was read.
type known struct {
	*io.SectionReader
	file *os.File
	etag string // "" where there is none
}

func (i *Importer) newImport(d *drop, result outcome.Import) (*importRun, error) {
	im := &importRun{Importer: i, drop: d, result: result}
	for _, file := range []**os.File{&im.spool, &im.rejected, &im.missing, &im.known.file} {
		f, err := invocation.TempFile()
		if err != nil {
			im.close()
			return nil, err
		}
		*file = f
	}
	return im, nil
}

func (im *importRun) close() {
	for _, file := range []*os.File{im.spool, im.rejected, im.missing, im.known.file} {
		if file != nil {
			file.Close()
		}
	}
}

// plan reads the file, asking for what is known meanwhile, and works out what it would do. Nothing has been done yet when it
// returns.
func (im *importRun) plan(ctx context.Context, object *cloud.Object) error {
	knownCtx, cancel := context.WithCancel(ctx)
	defer cancel()
	// Its content is read only when the file has been: two streams at once cost more than they gain.
	known := make(chan openedKnown, 1)
	go func() { known <- im.openKnown(knownCtx) }()
	file, err := im.Settings.Format.Read(sizedReader{object.Body, object.Size}, im.spool, im.rejected)
	im.result.Charset, im.result.Delimiter = file.Charset, file.Delimiter
	im.result.Columns, im.result.Rows, im.result.Problems = outcome.Columns(file.Columns), rowsOf(file.Rows), problemsOf(file.Problems)
	if err != nil {
		cancel()
		(<-known).close()
		if im.refuses(err) {
			return nil
		}
		return fmt.Errorf("read %s: %w", im.drop.Key, err)
	}
	if err := im.readKnown(ctx, <-known); err != nil {
		return err
	}
	drop := roster.Drop{Time: im.drop.dropped, Full: im.Settings.Full, EndMissing: im.Settings.EndMissing}
	im.planned, err = file.Compare(im.known, drop, im.missing)
	if errors.Is(err, roster.ErrDamaged) {
		im.forget(ctx, err)
		if err := empty(im.missing); err != nil {
			return err
		}
		im.planned, err = file.Compare(im.known, drop, im.missing)
	}
	if !im.refuses(err) && err != nil {
		return fmt.Errorf("compare with %s: %w", knownKey, err)
	}
	im.result.Rows, im.result.Changes, im.result.Problems = rowsOf(im.planned.Rows), changesOf(im.planned.Changes), problemsOf(im.planned.Problems)
	return nil
}

// A sizedReader tells how much there is to be read.
type sizedReader struct {
	io.Reader
	size int64
}

func (r sizedReader) Size() int64 { return r.size }

// refuses makes a file that cannot be used at all the run's result, and reports whether it is one.
func (im *importRun) refuses(err error) bool {
	refused := (*roster.RefusedError)(nil)
	if !errors.As(err, &refused) {
		return false
	}
	im.result.Status, im.result.Reason = outcome.Rejected, refused.Reason
	return true
}

// An openedKnown is S3's answer to who is known.
type openedKnown struct {
	object *cloud.Object
	err    error
}

func (im *importRun) openKnown(ctx context.Context) openedKnown {
	object, err := im.Objects.Open(ctx, cloud.Version{Bucket: im.drop.Bucket, Key: knownKey})
	return openedKnown{object, err}
}

func (o openedKnown) close() {
	if o.err == nil {
		o.object.Body.Close()
	}
}

// readKnown reads the known roster that was opened; where there is none yet, this is the first import.
func (im *importRun) readKnown(ctx context.Context, opened openedKnown) error {
	defer opened.close()
	im.known.SectionReader, im.known.etag = io.NewSectionReader(im.known.file, 0, 0), ""
	if errors.Is(opened.err, cloud.ErrNotFound) {
		im.Log.WarnContext(ctx, "no known roster: taken for a first import", "import", im.result.ID)
		return nil
	}
	if opened.err != nil {
		return opened.err
	}
	if err := empty(im.known.file); err != nil {
		return err
	}
	size, err := io.Copy(im.known.file, opened.object.Body)
	if err != nil {
		return fmt.Errorf("read %s: %w", knownKey, err)
	}
	im.known.SectionReader, im.known.etag = io.NewSectionReader(im.known.file, 0, size), opened.object.ETag
	return nil
}

// forget goes on without a known roster that cannot be read; what is written will replace it.
func (im *importRun) forget(ctx context.Context, why error) {
	im.Log.WarnContext(ctx, "the known roster is damaged: taken for a first import", "import", im.result.ID, "error", why.Error())
	im.known.SectionReader = io.NewSectionReader(im.known.file, 0, 0)
}

// act carries the plan out, unless the judgement is that nothing is to be sent.
func (im *importRun) act(ctx context.Context, connect func() (*crewmojo.Client, error)) error {
	if im.result.Status != "" {
		return nil
	}
	if err := im.upload(ctx, connect); err != nil {
		if api := (*crewmojo.APIError)(nil); errors.As(err, &api) && crewmojo.IsRefused(err) {
			im.result.Status, im.answer = outcome.Rejected, api.Answer
			im.result.Reason = fmt.Sprintf("Crewmojo refused the file (status %d); its own words are in answer.txt", api.StatusCode)
			return nil
		}
		if crewmojo.IsTooLarge(err) {
			return fmt.Errorf("%w: set MAX_UPLOAD_MB, to send large files in parts", err)
		}
		return err
	}
	im.result.Status = outcome.Imported
	if im.Settings.EndMissing && im.planned.Changes.Missing > 0 && im.planned.Strangers > 0 {
		im.result.Reason = fmt.Sprintf("nobody's employment was ended: the missing people may be among the %d rejected rows that cannot be told to be anybody's", im.planned.Strangers)
	}
	return im.writeKnown(ctx)
}

// upload sends the file, in as many parts as the settings ask for; a file without changes may need none.
func (im *importRun) upload(ctx context.Context, connect func() (*crewmojo.Client, error)) error {
	for _, part := range im.planned.Contents(im.Settings.OnlyChanges, im.Settings.MaxUpload) {
		client, err := connect()
		if err != nil {
			return err
		}
		if err := client.UploadEmployees(ctx, part); err != nil {
			return err
		}
		im.result.Uploads++
	}
	return nil
}

// writeKnown remembers who is known now. Where another import has done so in the meantime, both are merged.
func (im *importRun) writeKnown(ctx context.Context) error {
	merged, err := invocation.TempFile()
	if err != nil {
		return err
	}
	defer merged.Close()
	for {
		if err := im.merge(ctx, merged); err != nil {
			return fmt.Errorf("merge into %s: %w", knownKey, err)
		}
		err := im.Objects.Replace(ctx, cloud.Put{Bucket: im.drop.Bucket, Key: knownKey, ContentType: csvType, Body: merged}, im.known.etag)
		if !errors.Is(err, cloud.ErrConflict) {
			return err
		}
		if err := im.readKnown(ctx, im.openKnown(ctx)); err != nil {
			return err
		}
	}
}

// merge writes the known roster as it is to be, and leaves merged at its beginning.
func (im *importRun) merge(ctx context.Context, merged *os.File) error {
	for {
		if err := empty(merged); err != nil {
			return err
		}
		err := im.planned.WriteKnown(im.known, merged)
		if errors.Is(err, roster.ErrDamaged) {
			im.forget(ctx, err)
			continue
		}
		if err != nil {
			return err
		}
		_, err = merged.Seek(0, io.SeekStart)
		return err
	}
}

// empty makes a file as it was at first.
func empty(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.Seek(0, io.SeekStart)
	return err
}
