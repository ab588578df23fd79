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

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// NewLogger returns a logger that adds the request ID to each line, and makes it the default, so that what the Lambda
// library logs has the same form. AWS_LAMBDA_LOG_LEVEL and AWS_LAMBDA_LOG_FORMAT are honoured.
func NewLogger() *slog.Logger {
	logger := lambdacontext.NewLogger()
	slog.SetDefault(logger)
	return logger
}

// Emit writes values of this moment to standard output, in CloudWatch's embedded metric format: namespace Crewmojo,
// dimension Function, which is the function's name.
func Emit(metrics ...Metric) { emit(os.Stdout, time.Now(), metrics) }

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

func emit(to io.Writer, now time.Time, metrics []Metric) {
	type definition struct {
		Name string
		Unit Unit
	}
	line := map[string]any{"Function": lambdacontext.FunctionName}
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
	// Numbers and names always encode; a standard output that is gone cannot be told to anybody.
	encoded, _ := json.Marshal(line)
	_, _ = to.Write(append(encoded, '\n'))
}

// EmitCalls writes what an invocation's calls to Crewmojo took; client is nil where it made none.
func EmitCalls(client *crewmojo.Client) {
	if client == nil {
		return
	}
	stats := client.Stats()
	Emit(
		Metric{"TokensTaken", Count, int64(stats.Tokens)},
		Metric{"TokensLost", Count, int64(stats.TokensLost)},
		Metric{"Retries", Count, int64(stats.Retries)},
	)
}
