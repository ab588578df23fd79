package exporter

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
)

// An Exporter handles the events that ask for a report.
type Exporter struct {
	Settings Settings
	Objects  *cloud.Objects
	Secrets  *cloud.Secrets
	Log      *slog.Logger
}

// A Response is what the function answers: which report was written where.
type Response struct {
	Report     string `json:"report"`
	StartDate  string `json:"startDate"` // "" where the report has no dates
	EndDate    string `json:"endDate"`
	Format     string `json:"format"`
	Bucket     string `json:"bucket"`
	Key        string `json:"key"`
	Rows       int    `json:"rows"` // without the heading; of JSON, the elements of the top-level array
	Bytes      int64  `json:"bytes"`
	Jobs       int    `json:"jobs"`
	DurationMs int64  `json:"durationMs"`
}

// An ExportError is a report that could not be exported. Nothing was written.
type ExportError struct {
	Report string
	Err    error
}

func (e *ExportError) Error() string { return fmt.Sprintf("export %s: %v", e.Report, e.Err) }
func (e *ExportError) Unwrap() error { return e.Err }

// Handle fetches the report that an event asks for, checks it, and writes it.
func (e *Exporter) Handle(ctx context.Context, event json.RawMessage) (Response, error) {
	ctx, cancel := invocation.WithMargin(ctx)
	defer cancel()
	started := time.Now()
	o, err := parseRequest(event, started)
	if err != nil {
		e.Log.ErrorContext(ctx, "export failed", "error", err.Error())
		return Response{}, err
	}
	response, err := e.export(ctx, o)
	if err != nil {
		err = &ExportError{o.report, invocation.Explain(err)}
		e.Log.ErrorContext(ctx, "export failed", "report", o.report, "error", err.Error())
		return Response{}, err
	}
	response.DurationMs = time.Since(started).Milliseconds()
	e.Log.InfoContext(ctx, "export", "report", response.Report, "startDate", response.StartDate, "endDate", response.EndDate, "key", response.Key,
		"rows", response.Rows, "bytes", response.Bytes, "jobs", response.Jobs, "durationMs", response.DurationMs)
	telemetry.Emit(
		telemetry.Metric{Name: "Reports", Unit: telemetry.Count, Value: 1},
		telemetry.Metric{Name: "ReportRows", Unit: telemetry.Count, Value: int64(response.Rows)},
		telemetry.Metric{Name: "ReportBytes", Unit: telemetry.Bytes, Value: response.Bytes},
		telemetry.Metric{Name: "ExportDuration", Unit: telemetry.Milliseconds, Value: response.DurationMs},
	)
	return response, nil
}

// export does the work. Nothing is written before the whole report is there and has been checked.
func (e *Exporter) export(ctx context.Context, o order) (Response, error) {
	credentials, err := e.Secrets.Credentials(ctx, e.Settings.Crewmojo.SecretID)
	if err != nil {
		return Response{}, err
	}
	received, err := invocation.TempFile()
	if err != nil {
		return Response{}, err
	}
	defer received.Close()
	client := e.Settings.Crewmojo.Client(credentials)
	defer telemetry.EmitCalls(client)
	download, err := client.DownloadReport(ctx, o.request(), received)
	if err != nil {
		return Response{}, err
	}
	file, found, err := prepare(o, received)
	if err != nil {
		return Response{}, err
	}
	defer file.Close() // where it is what was received, it is closed twice, which does no harm
	response := Response{Report: o.report, Format: o.format, Bucket: e.Settings.Bucket, Key: o.key(e.Settings.Prefix), Rows: found.rows, Bytes: found.bytes, Jobs: download.Jobs}
	if !o.start.IsZero() {
		response.StartDate, response.EndDate = o.start.Format(time.DateOnly), o.end.Format(time.DateOnly)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Response{}, err
	}
	err = e.Objects.Put(ctx, cloud.Put{
		Bucket: response.Bucket, Key: response.Key, ContentType: o.contentType(), Body: file, SHA256: found.sha256[:],
		Metadata: map[string]string{
			"report": o.report, "start-date": response.StartDate, "end-date": response.EndDate,
			"rows": strconv.Itoa(found.rows), "columns": strconv.Itoa(len(found.columns)), "sha256": hex.EncodeToString(found.sha256[:]),
		},
	})
	if err != nil {
		return Response{}, err
	}
	return response, e.compareColumns(ctx, o, found.columns)
}

// prepare checks what was received, and returns it as it is to be written: often just so.
func prepare(o order, received *os.File) (*os.File, found, error) {
	if _, err := received.Seek(0, io.SeekStart); err != nil {
		return nil, found{}, err
	}
	if o.isVerbatim() {
		f, err := convert(o, received, io.Discard)
		return received, f, err
	}
	out, err := invocation.TempFile()
	if err != nil {
		return nil, found{}, err
	}
	f, err := convert(o, received, out)
	if err != nil {
		out.Close()
		return nil, found{}, err
	}
	return out, f, nil
}
