package localambda

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"sync"
	"time"
)

// logLevels are the application log levels, the least important first.
var logLevels = map[string]int{"TRACE": 0, "DEBUG": 1, "INFO": 2, "WARN": 3, "ERROR": 4, "FATAL": 5}

// keepLogs returns a writer that passes on to w the lines that Lambda sends to CloudWatch: those of a level or above,
// where the log format is JSON. "" is INFO, the default of the JSON format.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
func keepLogs(w io.Writer, level string) io.Writer {
	least, ok := logLevels[level]
	if !ok {
		least = logLevels["INFO"]
	}
	if w == nil || least <= logLevels["DEBUG"] {
		return w // nothing that the functions print is dropped, so they may write to it themselves
	}
	return &logFilter{to: w, least: least}
}

type logFilter struct {
	to    io.Writer
	least int

	mu   sync.Mutex
	rest []byte // the beginning of a line
}

// Write implements [io.Writer].
func (f *logFilter) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rest = append(f.rest, p...)
	for {
		line, rest, isWhole := bytes.Cut(f.rest, []byte("\n"))
		if !isWhole {
			return len(p), nil
		}
		if levelOf(line) >= f.least {
			if _, err := f.to.Write(append(bytes.Clone(line), '\n')); err != nil {
				return 0, err
			}
		}
		f.rest = rest
	}
}

// levelOf returns what Lambda takes a line's level for: INFO, unless the line is a JSON object with a level that it
// knows and a timestamp of RFC 3339. Metrics have neither.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
func levelOf(line []byte) int {
	var fields struct {
		Level     string `json:"level"`
		Timestamp string `json:"timestamp"`
	}
	if err := json.Unmarshal(line, &fields); err != nil {
		return logLevels["INFO"]
	}
	level, ok := logLevels[strings.ToUpper(fields.Level)]
	if _, err := time.Parse(time.RFC3339, fields.Timestamp); err != nil || !ok {
		return logLevels["INFO"]
	}
	return level
}
