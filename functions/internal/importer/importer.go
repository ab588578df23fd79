package importer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// An Importer handles the S3 events that announce drops.
type Importer struct {
	Settings Settings
	Objects  *cloud.Objects
	Secrets  *cloud.Secrets
	Log      *slog.Logger
}

// An ImportError is an import that could not be finished, where trying again or an operator can help. The drop is still
// where it was dropped.
type ImportError struct {
	ID  string
	Err error
}

func (e *ImportError) Error() string { return fmt.Sprintf("import %s: %v", e.ID, e.Err) }
func (e *ImportError) Unwrap() error { return e.Err }

// Handle imports the drops that an event announces, one after the other. What is wrong with a file is a result; the
// error is for what trying again, or an operator, can help: then the event is delivered again, and the drops that have
// been dealt with are duplicates.
func (i *Importer) Handle(ctx context.Context, event events.S3Event) (outcome.Imports, error) {
	ctx, cancel := invocation.WithMargin(ctx)
	defer cancel()
	response := outcome.Imports{Imports: []outcome.Import{}}
	drops, err := dropsOf(event)
	if err != nil {
		return response, err
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
	for _, d := range drops {
		result, err := i.importDrop(ctx, d, connect)
		if err != nil {
			err = &ImportError{result.ID, invocation.Explain(err)}
			i.Log.ErrorContext(ctx, "import failed", "import", result.ID, "error", err.Error())
			failed = append(failed, err)
			continue
		}
		i.report(ctx, result)
		response.Imports = append(response.Imports, result)
	}
	switch len(failed) {
	case 0:
		return response, nil
	case 1:
		return response, failed[0]
	}
	return response, errors.Join(failed...)
}

// importDrop deals with one drop: it makes the whole plan, judges it, and acts on it. Connect returns the invocation's
// client; the secret is read when that is first needed.
func (i *Importer) importDrop(ctx context.Context, d drop, connect func() (*crewmojo.Client, error)) (outcome.Import, error) {
	started := time.Now()
	object, err := i.Objects.Open(ctx, d.Version)
	if errors.Is(err, cloud.ErrNotFound) {
		d.lastModified = d.announced.UTC()
		result := newResult(&d, i.Settings.Crewmojo.Environment, started)
		result.Status, result.Reason = outcome.Gone, "the object version of the event is not in the bucket any more, and was never imported"
		return result, nil
	}
	if err != nil {
		return outcome.Import{ID: d.id(d.announced)}, err
	}
	defer object.Body.Close()
	d.opened(object)
	result := newResult(&d, i.Settings.Crewmojo.Environment, started)
	done, err := i.Objects.Exists(ctx, d.Bucket, fileOf(result.ID, resultFile))
	if err != nil {
		return result, err
	}
	if done {
		result.Status, result.Reason = outcome.Duplicate, "this object version was dealt with already; see its result.json"
		return result, i.Objects.Delete(ctx, d.Bucket, d.Key, d.etag)
	}
	im, err := i.newImport(&d, result)
	if err != nil {
		return result, err
	}
	defer im.close()
	if err := im.plan(ctx, object); err != nil {
		return result, err
	}
	im.judge()
	if err := im.act(ctx, connect); err != nil {
		return result, err
	}
	im.result.DurationMs = time.Since(started).Milliseconds()
	return im.result, im.finish(ctx)
}

// report logs a result and counts it.
func (i *Importer) report(ctx context.Context, r outcome.Import) {
	i.Log.InfoContext(ctx, "import", "import", r.ID, "status", r.Status, "reason", r.Reason, "environment", r.Environment,
		"size", r.Source.Size, "rows", r.Rows, "changes", r.Changes, "uploads", r.Uploads, "durationMs", r.DurationMs)
	telemetry.Emit(
		telemetry.Metric{Name: "Imports", Unit: telemetry.Count, Value: 1},
		telemetry.Metric{Name: "Imports" + strings.ToUpper(string(r.Status[:1])) + string(r.Status[1:]), Unit: telemetry.Count, Value: 1},
		telemetry.Metric{Name: "RowsAccepted", Unit: telemetry.Count, Value: int64(r.Rows.Accepted)},
		telemetry.Metric{Name: "RowsRejected", Unit: telemetry.Count, Value: int64(r.Rows.Rejected)},
		telemetry.Metric{Name: "Leaving", Unit: telemetry.Count, Value: int64(r.Changes.Leaving)},
		telemetry.Metric{Name: "Missing", Unit: telemetry.Count, Value: int64(r.Changes.Missing)},
		telemetry.Metric{Name: "ImportDuration", Unit: telemetry.Milliseconds, Value: r.DurationMs},
	)
}
