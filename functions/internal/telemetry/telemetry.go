// Package telemetry is what the functions tell about themselves: log lines and metrics, both JSON on standard output.
// Neither ever holds a secret, a token, or anything of a person.
package telemetry

import (
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// NewLogger returns a logger that adds the request ID to each line, and makes it the default, so that what the Lambda
// library logs has the same form. AWS_LAMBDA_LOG_LEVEL and AWS_LAMBDA_LOG_FORMAT are honoured.
func NewLogger() *slog.Logger {
	logger := lambdacontext.NewLogger()
	slog.SetDefault(logger)
	return logger
}

// Metrics writes CloudWatch embedded metric format: namespace Crewmojo, dimension Function.
type Metrics struct {
	Function string
	Out      io.Writer // nil means standard output
}

// A Unit is a CloudWatch unit.
type Unit string

const (
	Count        Unit = "Count"
	Bytes        Unit = "Bytes"
	Milliseconds Unit = "Milliseconds"
)

// A Metric is one value of one metric.
type Metric struct {
	Name  string
	Unit  Unit
	Value int64
}

// Emit writes values of this moment as one line.
func (m Metrics) Emit(now time.Time, metrics ...Metric) {
	type definition struct {
		Name string
		Unit Unit
	}
	line := map[string]any{"Function": m.Function}
	var definitions []definition
	for _, metric := range metrics {
		definitions = append(definitions, definition{metric.Name, metric.Unit})
		line[metric.Name] = metric.Value
	}
	line["_aws"] = map[string]any{
		"Timestamp": now.UnixMilli(),
		"CloudWatchMetrics": []any{map[string]any{
			"Namespace": "Crewmojo", "Dimensions": [][]string{{"Function"}}, "Metrics": definitions,
		}},
	}
	out := m.Out
	if out == nil {
		out = os.Stdout
	}
	// Numbers and names always encode; a standard output that is gone cannot be told to anybody.
	encoded, _ := json.Marshal(line)
	_, _ = out.Write(append(encoded, '\n'))
}
