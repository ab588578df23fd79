package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// Values come as CloudWatch's embedded metric format has them, in one line.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
func TestEmit(t *testing.T) {
	var out bytes.Buffer
	emit(&out, time.UnixMilli(1795467901123), []Metric{{ImportsHeld, Count, 1}, {ImportDuration, Milliseconds, 1234}})
	if lines := strings.Count(out.String(), "\n"); lines != 1 || !strings.HasSuffix(out.String(), "\n") {
		t.Errorf("%d lines: %s", lines, &out)
	}
	var got, want any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	err := json.Unmarshal([]byte(`{"Function":"","ImportsHeld":1,"ImportDuration":1234,
"_aws":{"Timestamp":1795467901123,"CloudWatchMetrics":[{
		"Namespace":"Crewmojo","Dimensions":[["Function"]],
		"Metrics":[{"Name":"ImportsHeld","Unit":"Count"},{"Name":"ImportDuration","Unit":"Milliseconds"}]}]}}`), &want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Whatever becomes of a file is counted under a name of its own.
func TestImportsOf(t *testing.T) {
	names := map[string]outcome.Status{}
	for _, status := range []outcome.Status{
		outcome.Imported, outcome.Rejected, outcome.Held, outcome.Superseded,
		outcome.Duplicate, outcome.Gone, outcome.Previewed, outcome.Seeded,
	} {
		name := ImportsOf(status)
		if other, taken := names[name]; taken || !strings.EqualFold(name, "Imports"+string(status)) {
			t.Errorf("%s is counted as %q, as is %q", status, name, other)
		}
		names[name] = status
	}
}

// Lines below the level are not written, whoever has made a logger of the logger.
func TestLevels(t *testing.T) {
	for least, want := range map[slog.Level]string{
		slog.LevelDebug: "DEBUG INFO WARN ERROR", slog.LevelInfo: "INFO WARN ERROR", slog.LevelWarn: "WARN ERROR",
		slog.LevelError: "ERROR",
	} {
		var out bytes.Buffer
		handler := leveled{slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: onlyLevel}), least}
		for _, logger := range []*slog.Logger{
			slog.New(handler), slog.New(handler).With("a", 1), slog.New(handler).WithGroup("g")} {
			out.Reset()
			for _, level := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
				logger.Log(context.Background(), level, "m")
			}
			if got := strings.Join(strings.Fields(strings.ReplaceAll(out.String(), "level=", "")), " "); got != want {
				t.Errorf("from %v on are written %q, want %q", least, got, want)
			}
		}
	}
}

func onlyLevel(_ []string, a slog.Attr) slog.Attr {
	if a.Key != slog.LevelKey {
		return slog.Attr{}
	}
	return a
}
