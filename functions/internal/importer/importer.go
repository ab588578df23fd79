// Package importer imports source files, one after the other: it reads a file, compares it with the baseline, decides,
// acts, and records what happened.
package importer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
	"github.com/crewmojo-aws/bundle/functions/internal/version"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// An Importer handles the S3 events that announce files.
type Importer struct {
	Settings Settings
	Objects  *cloud.Objects
	Secrets  *cloud.Secrets
	Log      *slog.Logger
}

// An ImportError is an import that failed for a reason that trying again, or an operator, can remove. The file is still
// where it was put.
type ImportError struct {
	ID  string
	Err error
}

func (e *ImportError) Error() string { return fmt.Sprintf("import %s: %v", e.ID, e.Err) }
func (e *ImportError) Unwrap() error { return e.Err }

// A connector returns the invocation's client. It reads the secret when it is first called.
type connector func() (*crewmojo.Client, error)

// Handle imports the files that an event announces, one after the other. What is wrong with a file is a result. An
// error means that trying again, or an operator, can help: Lambda delivers the event again, and the files that have
// been dealt with are duplicates then.
func (i *Importer) Handle(ctx context.Context, raw json.RawMessage) (outcome.Imports, error) {
	ctx, cancel := invocation.WithMargin(ctx)
	defer cancel()
	answer := outcome.Imports{Imports: []outcome.Import{}}
	if i.Settings.Warning != "" {
		i.Log.WarnContext(ctx, i.Settings.Warning)
	}
	event, err := readEvent(raw)
	if err != nil {
		return answer, err
	}
	files, err := sourcesOf(event)
	if err != nil {
		return answer, err
	}
	var client *crewmojo.Client
	connect := sync.OnceValues(func() (*crewmojo.Client, error) {
		credentials, err := i.Secrets.Credentials(ctx, i.Settings.Crewmojo.SecretID)
		if err == nil {
			client = i.Settings.Crewmojo.Client(credentials)
		}
		return client, err
	})
	defer func() { telemetry.EmitCalls(client) }()
	var failed []error
	for _, file := range files {
		result, err := i.importFile(ctx, file, connect)
		if err != nil {
			err = &ImportError{result.ID, invocation.Explain(err)}
			i.Log.ErrorContext(ctx, "import failed", "import", result.ID, "error", err.Error())
			failed = append(failed, err)
			continue
		}
		i.report(ctx, result)
		answer.Imports = append(answer.Imports, result)
	}
	switch len(failed) {
	case 0:
		return answer, nil
	case 1:
		return answer, failed[0]
	}
	return answer, errors.Join(failed...)
}

// importFile deals with one file. Until its result is written, everything can be done again; from then on the file is a
// duplicate, even if S3 has not kept its version.
func (i *Importer) importFile(ctx context.Context, file sourceFile, connect connector) (outcome.Import, error) {
	started := time.Now()
	result := i.newResult(file, started)
	object, err := i.Objects.Open(ctx, file.Version)
	isThere := !errors.Is(err, cloud.ErrNotFound)
	if isThere && err != nil {
		return result, err
	}
	if isThere {
		defer object.Body.Close()
		file.opened(object)
		result = i.newResult(file, started)
	}
	done, err := i.Objects.Exists(ctx, cloud.Version{Bucket: file.Bucket, Key: pathOf(result.ID, resultFile), Kind: resultFile})
	switch {
	case err != nil:
		return result, err
	case done:
		result.Status, result.Reason = outcome.Duplicate, "This file has been dealt with already: see its result.json."
		return result, i.removeAgain(ctx, file)
	case !isThere:
		return goneResult(result), nil
	}
	im := &importRun{job: i, connect: connect, file: file, result: result}
	newest, err := im.findNewest(ctx)
	if err != nil || newest == keyRemoved {
		return goneResult(result), err
	}
	err = im.run(ctx, object, newest == keyReplaced)
	im.result.DurationMs = time.Since(started).Milliseconds()
	if err != nil {
		return im.result, err
	}
	return im.result, im.record(ctx, newest == keyReplaced)
}

// removeAgain removes a file that has been dealt with, if it is still there: the import may have ended before it could. What
// is there now may be a newer file, even one with the same content.
func (i *Importer) removeAgain(ctx context.Context, file sourceFile) error {
	current, err := i.Objects.Current(ctx, file.Version)
	switch {
	case errors.Is(err, cloud.ErrNotFound) || err == nil && current != file.ID:
		return nil
	case err != nil:
		return err
	}
	return i.Objects.Delete(ctx, file.Version, file.etag)
}

// newResult starts the result of a file.
func (i *Importer) newResult(f sourceFile, started time.Time) outcome.Import {
	return outcome.Import{
		ID:          f.id(),
		Reasons:     []outcome.Reason{},
		Source:      outcome.Source{Bucket: f.Bucket, Key: f.Key, VersionID: f.ID, Size: f.size, Received: f.received},
		Environment: i.Settings.Crewmojo.Environment,
		EndsMissing: i.Settings.EndMissing,
		Columns:     outcome.Columns{Mapped: map[string]string{}, Sent: []string{}, Ignored: []string{}},
		Problems:    []outcome.Problem{},
		Version:     version.String(),
		StartedAt:   started.UTC(),
	}
}

func goneResult(r outcome.Import) outcome.Import {
	r.Status, r.Reason = outcome.Gone, "The object is not in the bucket any more, and was never imported."
	return r
}

// report logs a result and counts it.
func (i *Importer) report(ctx context.Context, r outcome.Import) {
	i.Log.InfoContext(ctx, "import", "import", r.ID, "status", r.Status, "reason", r.Reason, "environment", r.Environment,
		"size", r.Source.Size, "rows", r.Rows, "changes", r.Changes, "uploads", r.Uploads, "durationMs", r.DurationMs)
	telemetry.Emit(
		telemetry.Metric{Name: telemetry.Imports, Unit: telemetry.Count, Value: 1},
		telemetry.Metric{Name: telemetry.ImportsOf(r.Status), Unit: telemetry.Count, Value: 1},
		telemetry.Metric{Name: telemetry.RowsAccepted, Unit: telemetry.Count, Value: int64(r.Rows.Accepted)},
		telemetry.Metric{Name: telemetry.RowsRejected, Unit: telemetry.Count, Value: int64(r.Rows.Rejected)},
		telemetry.Metric{Name: telemetry.Leaving, Unit: telemetry.Count, Value: int64(r.Changes.Leaving)},
		telemetry.Metric{Name: telemetry.Missing, Unit: telemetry.Count, Value: int64(r.Changes.Missing)},
		telemetry.Metric{Name: telemetry.ImportDuration, Unit: telemetry.Milliseconds, Value: r.DurationMs},
	)
}
