// Package telemetry is what the functions say about themselves: log lines and metrics, both JSON on standard output.
// Neither ever holds a secret, a token or personal data.
package telemetry

import (
	"context"
	"log/slog"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// NewLogger returns a logger that adds the request ID to each line, and makes it the default, so that what the Lambda
// library logs has the same form. Lines below least are not written. Lambda itself must be told to keep all lines: it
// takes metrics for log lines of the level INFO.
func NewLogger(least slog.Level) *slog.Logger {
	logger := slog.New(leveled{lambdacontext.NewLogHandler(), least})
	slog.SetDefault(logger)
	return logger
}

// leveled is a handler without the lines below a level.
type leveled struct {
	slog.Handler
	least slog.Level
}

// Enabled implements [slog.Handler].
func (h leveled) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= h.least && h.Handler.Enabled(ctx, level)
}

// WithAttrs implements [slog.Handler].
func (h leveled) WithAttrs(attrs []slog.Attr) slog.Handler {
	return leveled{h.Handler.WithAttrs(attrs), h.least}
}

// WithGroup implements [slog.Handler].
func (h leveled) WithGroup(name string) slog.Handler {
	return leveled{h.Handler.WithGroup(name), h.least}
}
