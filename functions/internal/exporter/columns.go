package exporter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
)

// columns are what one layout is known to have. They are kept next to its objects, and compared to tell people before
// a table in BI breaks. They are what reports have in the place of a heading, which may be anything: never log them.
type columns struct {
	names      []string // nil for none
	wereKnown  bool     // before this invocation
	unreadable bool     // S3 did not say; nothing is compared or written
	isSettled  bool     // a report of this invocation, with newer days, has set them
}

// merge returns the columns that are known after a report, and whether they are others than before. A CSV has exactly
// its heading. Elements of JSON may leave fields out and order them as they like, so only a field that was never there
// is a change. It comes behind those that are known: a table names columns by their places where it must, and none may
// get the name of another.
func (c columns) merge(is found) (names []string, changed bool) {
	if is.isCSV {
		return is.columns, !slices.Equal(c.names, is.columns)
	}
	names = slices.Clone(c.names)
	for _, name := range is.columns {
		if !slices.Contains(c.names, name) {
			names = append(names, name)
		}
	}
	if len(names) > maxFields {
		return c.names, false
	}
	return names, len(names) > len(c.names)
}

// columnsPatience bounds each look at the columns, so that an S3 that does not answer costs no report its time.
const columnsPatience = 5 * time.Second

// columnsOf returns what is known of x's layout, which is read once in an invocation.
func (r *run) columnsOf(ctx context.Context, x export) *columns {
	if known := r.columns[x.folder()]; known != nil {
		return known
	}
	ctx, cancel := context.WithTimeout(ctx, columnsPatience)
	defer cancel()
	names, err := r.readColumns(ctx, x)
	if err != nil {
		r.Log.WarnContext(ctx, "the columns of the last report cannot be read", "report", x.report, "error", err.Error())
	}
	known := &columns{names: names, wereKnown: len(names) > 0, unreadable: err != nil && !errors.Is(err, errNotColumns)}
	r.columns[x.folder()] = known
	return known
}

// errNotColumns means that somebody has written something else over the columns.
var errNotColumns = errors.New(columnsName + " is not a list of names")

// readColumns returns the columns that are kept of x's layout, or none.
func (r *run) readColumns(ctx context.Context, x export) (names []string, err error) {
	key := r.Settings.Prefix + x.folder() + columnsName
	object, err := r.Objects.Open(ctx, cloud.Version{Bucket: r.Settings.Bucket, Key: key, Kind: columnsName})
	if errors.Is(err, cloud.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer object.Body.Close()
	body, err := io.ReadAll(io.LimitReader(object.Body, maxWhole))
	if err != nil {
		return nil, err
	}
	if json.Unmarshal(body, &names) != nil {
		return nil, errNotColumns
	}
	return names, nil
}

// rememberColumns compares a report that has been written with what its layout is known to have, and keeps what is new.
// Whatever goes wrong here is a warning: the report is there.
func (r *run) rememberColumns(ctx context.Context, x export, is found) {
	known := r.columnsOf(ctx, x)
	isOlder := is.isCSV && (known.isSettled || r.request.backfill && known.wereKnown)
	saysNothing := is.wasCSV() && is.rows == 0 // it may be a message that nobody has recognized
	if known.unreadable || isOlder || saysNothing || len(is.columns) == 0 || len(is.columns) > maxFields {
		return
	}
	known.isSettled = true
	names, changed := known.merge(is)
	if !changed {
		return
	}
	if known.wereKnown && !r.request.backfill {
		r.Log.WarnContext(ctx, "the report's columns have changed", "report", x.report, "layout", x.folder(),
			"columnsBefore", len(known.names), "columnsNow", len(names))
		telemetry.Emit(telemetry.Metric{Name: telemetry.ReportColumnsChanged, Unit: telemetry.Count, Value: 1})
	}
	known.names = names
	ctx, cancel := context.WithTimeout(ctx, columnsPatience)
	defer cancel()
	if err := r.writeColumns(ctx, x, names); err != nil {
		r.Log.WarnContext(ctx, "the report's columns cannot be kept", "report", x.report, "error", err.Error())
	}
}

// writeColumns keeps a layout's columns, and the table over it. The columns go last: if the table cannot be written,
// the next report tries again.
func (r *run) writeColumns(ctx context.Context, x export, names []string) error {
	encoded, err := json.MarshalIndent(names, "", "  ")
	if err != nil {
		return err
	}
	if x.each != "" {
		location := "s3://" + r.Settings.Bucket + "/" + r.Settings.Prefix + x.folder()
		sql := tableSQL(x, location, names)
		if err := r.put(ctx, x, tableName, "application/sql", []byte(sql)); err != nil {
			return err
		}
	}
	return r.put(ctx, x, columnsName, "application/json", append(encoded, '\n'))
}

// put writes one of the files next to the objects of x's layout.
func (r *run) put(ctx context.Context, x export, name, contentType string, body []byte) error {
	return r.Objects.Put(ctx, cloud.Put{
		Bucket: r.Settings.Bucket, Key: r.Settings.Prefix + x.folder() + name, Kind: name, ContentType: contentType,
		Body: bytes.NewReader(body),
	})
}
