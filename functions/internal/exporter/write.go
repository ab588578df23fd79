package exporter

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// export gets one report, checks it, and writes it, unless it is there already or would replace far more rows.
func (r *run) export(ctx context.Context, x export) (outcome.Report, error) {
	started := time.Now()
	report := r.resultOf(x)
	before, err := r.look(ctx, report.Key)
	if err != nil {
		return outcome.Report{}, err
	}
	if before.isOf(r.id) {
		report.Status, report.Rows, report.Bytes = outcome.Unchanged, before.rows, before.bytes
		return report, nil
	}
	file, is, err := r.download(ctx, x, &report)
	if err != nil {
		return outcome.Report{}, err
	}
	defer file.Close()
	if err := r.doubt(ctx, x, is); err != nil {
		return outcome.Report{}, err
	}
	if err := r.place(ctx, x, &report, before, file, is); err != nil {
		return outcome.Report{}, err
	}
	if report.Status == outcome.Exported {
		r.rememberColumns(ctx, x, is)
	}
	report.DurationMs = time.Since(started).Milliseconds()
	return report, nil
}

// resultOf returns the result of an export that goes well, as far as it is known before.
func (r *run) resultOf(x export) outcome.Report {
	start, end := x.span.dates()
	return outcome.Report{
		Status: outcome.Exported, Report: x.report, StartDate: start, EndDate: end, Format: x.form.format,
		Bucket: r.Settings.Bucket, Key: r.Settings.Prefix + x.key(),
	}
}

// A written is an object that an earlier export has written; the zero value is none.
type written struct {
	request string // the ID of the Lambda request that wrote it
	rows    int    // 0 also if the object does not say
	bytes   int64
	etag    string
}

// isOf reports whether the request called id wrote the object.
func (w written) isOf(id string) bool { return id != "" && w.request == id }

// look returns what is under a key now.
func (r *run) look(ctx context.Context, key string) (written, error) {
	object, err := r.Objects.Head(ctx, cloud.Version{Bucket: r.Settings.Bucket, Key: key, Kind: "report"})
	if errors.Is(err, cloud.ErrNotFound) {
		return written{}, nil
	}
	if err != nil {
		return written{}, err
	}
	rows, _ := strconv.Atoi(object.Metadata["rows"]) // a person may have put the object there
	return written{object.Metadata["request"], rows, object.Size, object.ETag}, nil
}

// smallReport is how many rows a report may have and lose all the same.
const smallReport = 10

// isShrunk reports whether a report with so many rows must not replace one with so many before.
func isShrunk(before, rows, maxPercent int) bool {
	return before > smallReport && (rows == 0 || rows*100 < before*(100-maxPercent))
}

// maxConflicts is how often a report is placed anew because another invocation has written under its key meanwhile.
const maxConflicts = 10

// place writes a report under its key, or under _held if it must not replace what is there. What is there is what
// before says, or else is looked at again: two invocations side by side must not take a report backwards either.
func (r *run) place(
	ctx context.Context, x export, report *outcome.Report, before written, file *os.File, is found,
) error {
	key := report.Key
	for attempt := 0; ; attempt++ {
		report.Status, report.Key, report.RowsBefore = outcome.Exported, key, 0
		if isShrunk(before.rows, is.rows, r.Settings.MaxShrinkPercent) {
			report.Status, report.Key, report.RowsBefore = outcome.Held, r.Settings.Prefix+heldFolder+x.key(), before.rows
		}
		err := r.write(ctx, x, *report, before.etag, file, is)
		if !errors.Is(err, cloud.ErrConflict) || attempt == maxConflicts {
			return err
		}
		if before, err = r.look(ctx, key); err != nil {
			return err
		}
	}
}

// download gets a report, and returns it checked and in x's form, as a file to be read from its start. It notes in the
// result how the report came, and what it is.
func (r *run) download(ctx context.Context, x export, report *outcome.Report) (*os.File, found, error) {
	received, err := invocation.TempFile()
	if err != nil {
		return nil, found{}, err
	}
	answer, err := r.client.DownloadReport(ctx, x.ask(), received)
	if err != nil {
		received.Close()
		return nil, found{}, err
	}
	file, is, err := inForm(x.form, answer.ContentType == "text/csv", received)
	if err != nil {
		received.Close()
		return nil, found{}, err
	}
	if is.converted {
		report.ConvertedFrom = formatCSV
	}
	report.Rows, report.Bytes, report.Jobs = is.rows, is.bytes, answer.Jobs
	return file, is, nil
}

// inForm checks what was received, and returns what to write: received itself, or a file in its place.
func inForm(f form, isCSV bool, received *os.File) (*os.File, found, error) {
	if isCSV {
		if err := toUTF8(received); err != nil {
			return nil, found{}, err
		}
	}
	if _, err := received.Seek(0, io.SeekStart); err != nil {
		return nil, found{}, err
	}
	if f == (form{format: formatCSV}) {
		is, err := convert(f, isCSV, received, io.Discard)
		if err != nil {
			return nil, found{}, err
		}
		return received, is, received.Truncate(is.bytes)
	}
	out, err := invocation.TempFile()
	if err != nil {
		return nil, found{}, err
	}
	is, err := convert(f, isCSV, received, out)
	if err != nil {
		out.Close()
		return nil, found{}, err
	}
	return out, is, received.Close()
}

// write writes a report's object, whole or not at all: a held one in any case, another only if the object under its key
// still is the one with etag, "" for none. If it is not, the error is [cloud.ErrConflict].
func (r *run) write(
	ctx context.Context, x export, report outcome.Report, etag string, file *os.File, is found,
) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	put := cloud.Put{
		Bucket: report.Bucket, Key: report.Key, Kind: "report", ContentType: x.form.contentType(), Body: file, SHA256: is.sha256[:],
		Metadata: map[string]string{
			"report": x.report, "start-date": report.StartDate, "end-date": report.EndDate, "request": r.id,
			"rows": strconv.Itoa(is.rows), "columns": strconv.Itoa(len(is.columns)), "sha256": hex.EncodeToString(is.sha256[:]),
		},
	}
	if report.Status == outcome.Held {
		return r.Objects.Put(ctx, put)
	}
	return r.Objects.Replace(ctx, put, etag)
}
