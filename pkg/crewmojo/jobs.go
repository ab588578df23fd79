package crewmojo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	opPoll = "poll report"

	// "Downloading Data & Reports > API": past five minutes the request must be abandoned and tried again. A job
	// expires after ten: a poll that begins within the five minutes has until then.
	jobPatience = 5 * time.Minute
	firstPoll   = 2 * time.Second
	slowestPoll = 15 * time.Second
)

// await polls a job until its report has arrived. The error is errOverdue if the job's time is over.
func (c *Client) await(ctx context.Context, report string, f *fetch) error {
	until := f.asked.Add(jobPatience)
	for interval := firstPoll; f.job != ""; interval = min(interval*3/2, slowestPoll) {
		wait := interval/2 + rand.N(interval)
		next := time.Now().Add(wait)
		if next.After(until) {
			return errOverdue
		}
		if deadline, ok := ctx.Deadline(); ok && next.After(deadline) {
			return fmt.Errorf("%s: the report was not ready in time: %w", opPoll, context.DeadlineExceeded)
		}
		if err := sleep(ctx, wait); err != nil {
			return fmt.Errorf("%s: %w", opPoll, err)
		}
		err := c.do(ctx, call{
			op:     opPoll,
			method: http.MethodGet,
			path:   c.jobPath(report, f.job),
			// The page gives its polling request this content type, whatever was asked for.
			header:  http.Header{"Content-Type": {typeCSV}},
			isLong:  true,
			until:   until,
			receive: f.receive,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// jobPath returns where a job is polled.
func (c *Client) jobPath(report, job string) string {
	pattern := c.JobPath
	if pattern == "" {
		pattern = DefaultJobPath
	}
	fill := func(part string, escape func(string) string) string {
		return strings.NewReplacer("{report}", escape(report), "{jobId}", escape(job)).Replace(part)
	}
	path, query, _ := strings.Cut(pattern, "?")
	return fill(path, url.PathEscape) + "?" + fill(query, url.QueryEscape)
}

// jobID is what a job's id may be: base64 is.
var jobID = regexp.MustCompile(`^[A-Za-z0-9._~:+/=-]+$`)

const maxJobID = 256 // as a limit within the expression it would take milliseconds to compile

// jobIn returns the job id if said is a "not ready yet": an object with a jobId.
func jobIn(op string, said []byte, asJSON bool) (string, error) {
	o, isOnly := onlyObject(said)
	if !isOnly || o.fields["jobid"] == nil || asJSON && o.isReport() {
		return "", nil
	}
	decoder := json.NewDecoder(bytes.NewReader(o.fields["jobid"]))
	decoder.UseNumber()
	var value any
	_ = decoder.Decode(&value) // it has been read as JSON before
	id := ""
	switch value := value.(type) {
	case string:
		id = strings.TrimSpace(value)
	case json.Number:
		id = value.String()
	}
	// It comes from the network and goes into a URL.
	isDots := func(part string) bool { return part == "." || part == ".." }
	if len(id) > maxJobID || !jobID.MatchString(id) || slices.ContainsFunc(strings.Split(id, "/"), isDots) {
		return "", &AnswerError{op, "the answer's jobId is not a plain identifier"}
	}
	return id, nil
}

// jobFields are the fields of a job that comes in a list, which a row may have too.
var jobFields = []string{"jobid", "status", "state", "jobstatus", "message", "progress", "success"}

// The statuses of what never becomes a report, more of those of a job, and those of a job that is over. Without a jobId a
// report may be about such things.
var (
	failures    = []string{"failed", "fail", "failure", "error", "expired", "cancelled", "canceled", "aborted"}
	jobFailures = append([]string{"timeout", "timedout", "killed", "stopped", "rejected", "terminated"}, failures...)
	jobsDone    = []string{"done", "completed", "complete", "finished", "success", "succeeded", "ready", "ok"}
)

// isReport reports whether an object with a jobId is a report all the same: it holds rows, or none and is done, or it is
// itself a row with a column of that name.
func (o object) isReport() bool {
	for name, value := range o.fields {
		if o.inList && !slices.Contains(jobFields, name) {
			return true
		}
		var list []json.RawMessage
		if value[0] != '[' || json.Unmarshal(value, &list) != nil {
			continue
		}
		if len(list) == 0 && o.hasStatus(jobsDone) || len(list) > 0 && strings.Contains("[{", string(list[0][:1])) {
			return true
		}
	}
	return false
}

// hasFailed reports whether the object says that its report never comes.
func (o object) hasFailed() bool {
	switch isJob := o.fields["jobid"] != nil; {
	case o.inList && (!isJob || o.isReport()):
		return false
	case !isJob:
		return slices.Contains(failures, plainWord(o.text("status")))
	}
	return o.hasStatus(jobFailures) || o.hasFilled("failed", "error", "errors", "errormessage")
}

func (o object) hasStatus(words []string) bool {
	return slices.ContainsFunc([]string{"status", "state", "jobstatus"}, func(name string) bool {
		return slices.Contains(words, plainWord(o.text(name)))
	})
}

func (o object) hasFilled(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		var value any
		return json.Unmarshal(o.fields[name], &value) == nil && isFilled(value)
	})
}

// plainWord returns a word without regard to case, hyphens, underscores and blanks.
func plainWord(text string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(text))
}

var saysNothing = regexp.MustCompile(`(?i)^\s*((0|no)( (rows?|errors?|failures?|problems?|issues?|warnings?))?|false|none|null|ok)?\s*$`)

// isFilled reports whether a value of JSON says anything: null, false, 0, "" and what holds nothing else do not.
func isFilled(value any) bool {
	switch value := value.(type) {
	case []any:
		return slices.ContainsFunc(value, isFilled)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(value)), isFilled)
	case string:
		return !saysNothing.MatchString(value)
	}
	return value != nil && value != false && value != 0.0
}
