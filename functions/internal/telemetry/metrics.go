package telemetry

import (
	"encoding/json"
	"io"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// The names of the metrics. Alarms, the dashboard and other people's own refer to them.
const (
	// Of import-employees. Each file counts as one of Imports, and as one of what has become of it.
	Imports           = "Imports"
	ImportsImported   = "ImportsImported"
	ImportsRejected   = "ImportsRejected"
	ImportsHeld       = "ImportsHeld"
	ImportsSuperseded = "ImportsSuperseded"
	ImportsDuplicate  = "ImportsDuplicate"
	ImportsGone       = "ImportsGone"
	ImportsPreviewed  = "ImportsPreviewed"
	ImportsSeeded     = "ImportsSeeded"
	RowsAccepted      = "RowsAccepted"
	RowsRejected      = "RowsRejected"
	Leaving           = "Leaving"
	Missing           = "Missing"
	ImportDuration    = "ImportDuration"

	// Of export-report.
	Reports              = "Reports"
	ReportsHeld          = "ReportsHeld"
	ReportRows           = "ReportRows"
	ReportBytes          = "ReportBytes"
	ReportColumnsChanged = "ReportColumnsChanged"
	ExportDuration       = "ExportDuration"

	// Of notify: how many topics nobody has confirmed that they want the messages of.
	UnheardTopics = "UnheardTopics"

	// Of import and export: their calls to Crewmojo.
	TokensTaken = "TokensTaken"
	TokensLost  = "TokensLost"
	Retries     = "Retries"
)

// importsByStatus are the metrics that count files by what has become of them.
var importsByStatus = map[outcome.Status]string{
	outcome.Imported:   ImportsImported,
	outcome.Rejected:   ImportsRejected,
	outcome.Held:       ImportsHeld,
	outcome.Superseded: ImportsSuperseded,
	outcome.Duplicate:  ImportsDuplicate,
	outcome.Gone:       ImportsGone,
	outcome.Previewed:  ImportsPreviewed,
	outcome.Seeded:     ImportsSeeded,
}

// ImportsOf returns the name of the metric that counts the files of a status.
func ImportsOf(status outcome.Status) string { return importsByStatus[status] }

// A Unit is a CloudWatch unit.
type Unit string

// The units that are in use.
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

// Emit writes values of this moment to standard output, in CloudWatch's embedded metric format: namespace Crewmojo,
// dimension Function, which is the function's name. They are written at every log level.
func Emit(metrics ...Metric) { emit(os.Stdout, time.Now(), metrics) }

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
	// Numbers and names always encode. If standard output is gone, nobody can be told.
	encoded, _ := json.Marshal(line)
	_, _ = to.Write(append(encoded, '\n'))
}

// EmitCalls writes what an invocation's calls to Crewmojo took; client is nil if it made none.
func EmitCalls(client *crewmojo.Client) {
	if client == nil {
		return
	}
	stats := client.Stats()
	Emit(
		Metric{TokensTaken, Count, int64(stats.Tokens)},
		Metric{TokensLost, Count, int64(stats.TokensLost)},
		Metric{Retries, Count, int64(stats.Retries)},
	)
}
