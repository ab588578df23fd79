package crewmojo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
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

// jobIn returns the job id if said is a "not ready yet": an object with a jobId. A JSON report that has such a field is
// a list, or holds one.
func jobIn(op string, said []byte, asJSON bool) (string, error) {
	o, isOnly := onlyObject(said)
	if !isOnly || o.fields["jobid"] == nil {
		return "", nil
	}
	for _, value := range o.fields {
		if asJSON && (o.inList || value[0] == '[') {
			return "", nil
		}
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
