package exporter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
)

// compareColumns holds the report's columns against those of the last one, which are kept beside the reports under a
// name that BI tools pass over, and tells where they differ: a table in BI is about to break.
func (e *Exporter) compareColumns(ctx context.Context, o order, columns []string) error {
	key := e.Settings.Prefix + o.report + "/_columns-" + o.format + ".json"
	if len(columns) == 0 {
		return nil // JSON without any element
	}
	last, err := e.lastColumns(ctx, key)
	if err != nil || slices.Equal(last, columns) {
		return err
	}
	if last != nil {
		e.Log.WarnContext(ctx, "the report's columns have changed", "report", o.report, "were", last, "are", columns)
		telemetry.Emit(telemetry.Metric{Name: telemetry.ReportColumnsChanged, Unit: telemetry.Count, Value: 1})
	}
	encoded, err := json.Marshal(columns)
	if err != nil {
		return err
	}
	return e.Objects.Put(ctx, cloud.Put{Bucket: e.Settings.Bucket, Key: key, ContentType: "application/json", Body: bytes.NewReader(encoded)})
}

// lastColumns returns the columns kept under key, or nil where there are none.
func (e *Exporter) lastColumns(ctx context.Context, key string) (columns []string, err error) {
	object, err := e.Objects.Open(ctx, cloud.Version{Bucket: e.Settings.Bucket, Key: key})
	if errors.Is(err, cloud.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer object.Body.Close()
	if err := json.NewDecoder(object.Body).Decode(&columns); err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return columns, nil
}
