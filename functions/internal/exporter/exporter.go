// Package exporter handles one request for reports: it gets each report from Crewmojo, checks it, and writes it to S3
// for BI. Nothing appears under a key before the whole report has arrived and has been checked.
package exporter

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// An Exporter handles the events that ask for reports.
type Exporter struct {
	Settings Settings
	Objects  *cloud.Objects
	Secrets  *cloud.Secrets
	Log      *slog.Logger
}

// A run is one invocation.
type run struct {
	*Exporter
	request request
	id      string // of the Lambda request; the same in a retry
	client  *crewmojo.Client
	columns map[string]*columns // by the layout's folder
}

// Handle exports what an event asks for. If anything could not be exported, the answer is an [ExportError], after
// everything else has been done.
func (e *Exporter) Handle(ctx context.Context, event json.RawMessage) (outcome.Reports, error) {
	ctx, cancel := invocation.WithMargin(ctx)
	defer cancel()
	request, err := parseRequest(event, time.Now())
	if err != nil {
		e.Log.ErrorContext(ctx, "export failed", "error", err.Error())
		return outcome.Reports{}, err
	}
	credentials, err := e.Secrets.Credentials(ctx, e.Settings.Crewmojo.SecretID)
	if err != nil {
		err = &ExportError{left: request.exports(), cause: err}
		e.Log.ErrorContext(ctx, "export failed", "error", err.Error())
		return outcome.Reports{}, err
	}
	client := e.Settings.Crewmojo.Client(credentials)
	defer telemetry.EmitCalls(client)
	r := &run{e, request, requestID(ctx), client, map[string]*columns{}}
	return r.exportAll(ctx)
}

// exportAll does one export after the other. One that fails does not stop the others, unless they would fail as well:
// time has run out, or Crewmojo gives no token. But what is left of the same report waits until all others have been done:
// a report that always takes all its time would leave none for them. One that is answered 401 to the end may be the only
// one; if it is so again, after all others, the tokens are to blame.
func (r *run) exportAll(ctx context.Context) (outcome.Reports, error) {
	done := outcome.Reports{Reports: []outcome.Report{}}
	failed := &ExportError{}
	exports := r.request.exports()
	unauthorized := map[string]bool{} // by report
	for i, x := range exports {
		share, cancel, isRest := shareOf(ctx, len(exports)-i)
		report, err := r.export(share, x)
		cancel()
		if err == nil {
			done.Reports = append(done.Reports, report)
			r.tell(ctx, report)
			continue
		}
		err = explain(err)
		r.Log.ErrorContext(ctx, "export failed", "report", x.report, "part", x.part(), "error", err.Error())
		isOver := ctx.Err() != nil || isRest && errors.Is(err, context.DeadlineExceeded)
		isUnauthorized := crewmojo.IsUnauthorized(err)
		if isOver || crewmojo.IsTokenError(err) || isUnauthorized && unauthorized[x.report] {
			failed.stop(exports[i:], err)
			break
		}
		unauthorized[x.report] = isUnauthorized
		failed.add(x, err)
		putLast(exports[i+1:], x.report)
	}
	return bounded(done), failed.orNil()
}

// putLast moves the exports of a report behind the others.
func putLast(exports []export, report string) {
	isOf := func(x export) int {
		if x.report == report {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(exports, func(a, b export) int { return isOf(a) - isOf(b) })
}

// maxAnswer bounds the answer, in bytes: Lambda hands it to the event bus with the event around it, and drops what is
// over 256 KB. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
const maxAnswer = 200_000

// bounded leaves out of an answer what is too much for it: of what needs nobody, the oldest days first, and then what
// is held.
func bounded(done outcome.Reports) outcome.Reports {
	size := 0
	kept := map[int]bool{}
	for _, wantHeld := range []bool{true, false} {
		for i, report := range done.Reports {
			if isHeld := report.Status == outcome.Held; isHeld != wantHeld {
				continue
			}
			encoded, _ := json.Marshal(report) // plain data always encodes
			if size += len(encoded) + 1; size <= maxAnswer-100 {
				kept[i] = true
			}
		}
	}
	short := outcome.Reports{Reports: []outcome.Report{}, Omitted: len(done.Reports) - len(kept)}
	for i, report := range done.Reports {
		if kept[i] {
			short.Reports = append(short.Reports, report)
		}
	}
	return short
}

// patience is the least time that one of several exports gets: more than the five minutes after which a job of
// Crewmojo's is asked for afresh.
const patience = 6 * time.Minute

// shareOf returns a context for one of so many exports that are left, so that one that never ends leaves time for the
// others; and whether its time is all the time that is left.
func shareOf(ctx context.Context, left int) (share context.Context, cancel context.CancelFunc, isRest bool) {
	deadline, ok := ctx.Deadline()
	if !ok {
		share, cancel = context.WithCancel(ctx)
		return share, cancel, true
	}
	share, cancel = context.WithTimeout(ctx, max(patience, time.Until(deadline)/time.Duration(left)))
	until, _ := share.Deadline()
	return share, cancel, until.Equal(deadline)
}

// tell logs and counts what has become of a report.
func (r *run) tell(ctx context.Context, report outcome.Report) {
	r.Log.InfoContext(ctx, "export", "status", report.Status, "report", report.Report,
		"startDate", report.StartDate, "endDate", report.EndDate, "format", report.Format,
		"convertedFrom", report.ConvertedFrom, "rows", report.Rows, "bytes", report.Bytes, "jobs", report.Jobs,
		"durationMs", report.DurationMs)
	switch report.Status {
	case outcome.Held:
		telemetry.Emit(telemetry.Metric{Name: telemetry.ReportsHeld, Unit: telemetry.Count, Value: 1})
	case outcome.Exported:
		telemetry.Emit(
			telemetry.Metric{Name: telemetry.Reports, Unit: telemetry.Count, Value: 1},
			telemetry.Metric{Name: telemetry.ReportRows, Unit: telemetry.Count, Value: int64(report.Rows)},
			telemetry.Metric{Name: telemetry.ReportBytes, Unit: telemetry.Bytes, Value: report.Bytes},
			telemetry.Metric{Name: telemetry.ExportDuration, Unit: telemetry.Milliseconds, Value: report.DurationMs},
		)
	}
}

// wrongNames are what Crewmojo, or a gateway in front of it, answers for a report that it does not have.
var wrongNames = []int{http.StatusBadRequest, http.StatusNotFound}

// explain returns err with what an operator can do about it, if that is known.
func explain(err error) error {
	var refused *crewmojo.APIError
	switch {
	case crewmojo.IsTokenError(err):
	case crewmojo.IsPollError(err):
		return &hintedError{err, "CrewmojoJobPath (CREWMOJO_JOB_PATH) may be wrong: ask Crewmojo where jobs are polled"}
	case errors.As(err, &refused) && slices.Contains(wrongNames, refused.StatusCode):
		return &hintedError{err, "the report's name may be wrong: Crewmojo tells you which reports you have"}
	}
	return invocation.Explain(err)
}

// requestID returns the ID of the Lambda request, or "" outside of Lambda.
func requestID(ctx context.Context) string {
	lambda, ok := lambdacontext.FromContext(ctx)
	if !ok {
		return ""
	}
	return lambda.AwsRequestID
}
