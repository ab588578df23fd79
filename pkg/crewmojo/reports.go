package crewmojo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	opReport = "download report"
	opPoll   = "poll report"

	// "Downloading Data & Reports > API": past five minutes the request is to be abandoned and tried again.
	jobPatience = 5 * time.Minute
	firstPoll   = 2 * time.Second
	slowestPoll = 15 * time.Second
)

// A ReportRequest asks for one report.
type ReportRequest struct {
	// Report is the identifier, such as "oneonone.summary"; Crewmojo tells a company which ones it has.
	Report string
	// StartDate and EndDate bound the report: both, or neither. Only their year, month and day count.
	StartDate, EndDate time.Time
	// JSON asks for JSON instead of CSV.
	JSON bool
	// LongRunning asks for a job even where the report takes less than 30 s. It is meant for testing.
	LongRunning bool
}

var reportName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$`)

// CheckReportName reports why name cannot be a report's identifier, or nil: it becomes part of a URL.
func CheckReportName(name string) error {
	if len(name) > 128 || !reportName.MatchString(name) {
		return fmt.Errorf("%.130q is no report identifier: letters, digits, - and _, in parts joined by dots, such as oneonone.summary", name)
	}
	return nil
}

// body returns the request as the API takes it: dates are numbers, yyyymmdd.
func (r ReportRequest) body() ([]byte, error) {
	if err := CheckReportName(r.Report); err != nil {
		return nil, err
	}
	if r.StartDate.IsZero() != r.EndDate.IsZero() {
		return nil, errors.New("a report has a start date and an end date, or neither")
	}
	var fields struct {
		StartDate   int    `json:"startDate,omitempty"`
		EndDate     int    `json:"endDate,omitempty"`
		ContentType string `json:"contentType,omitempty"`
		JobID       bool   `json:"jobId,omitempty"`
	}
	if !r.StartDate.IsZero() {
		fields.StartDate, fields.EndDate = dateNumber(r.StartDate), dateNumber(r.EndDate)
	}
	if r.JSON {
		fields.ContentType = "json"
	}
	fields.JobID = r.LongRunning
	return json.Marshal(fields)
}

func dateNumber(t time.Time) int {
	year, month, day := t.Date()
	return year*10000 + int(month)*100 + day
}

// A Spool takes a report as it arrives, and is emptied when it breaks off half-way: an *os.File is one.
type Spool interface {
	io.WriteSeeker
	Truncate(size int64) error
}

// DownloadReport asks for a report and writes the answer to spool, whole. Where Crewmojo answers with a job instead, it
// polls the job (every 2 s at first, every 15 s in the end), and asks afresh when the job has taken five minutes. It
// returns how many jobs that took; 0 means that the report came at once.
//
// What arrived is the body of a 200 that is neither an error object nor a web page: that it is good CSV or JSON is for
// the caller to check. After an error the spool's content is undefined.
func (c *Client) DownloadReport(ctx context.Context, request ReportRequest, spool Spool) (jobs int, err error) {
	body, err := request.body()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", opReport, err)
	}
	for {
		job, err := c.fetch(ctx, call{
			op:     opReport,
			method: http.MethodPost,
			path:   "/v1/integrations/download/" + url.PathEscape(request.Report),
			header: http.Header{"Content-Type": {"application/json"}},
			body:   bytes.NewReader(body),
		}, request.JSON, spool)
		if job == "" || err != nil {
			return jobs, err
		}
		jobs++
		done, err := c.await(ctx, job, request.JSON, spool)
		if done || err != nil {
			return jobs, err
		}
	}
}

// await polls job until its report has arrived; not done means that its time is over.
func (c *Client) await(ctx context.Context, job string, asJSON bool, spool Spool) (done bool, err error) {
	path := c.JobPath
	if path == "" {
		path = DefaultJobPath
	}
	path = strings.ReplaceAll(path, "{jobId}", url.PathEscape(job))
	giveUp := time.Now().Add(jobPatience)
	for wait := firstPoll; time.Now().Before(giveUp); wait = min(wait*3/2, slowestPoll) {
		if err := sleep(ctx, wait/2+rand.N(wait)); err != nil {
			return false, err
		}
		job, err := c.fetch(ctx, call{op: opPoll, method: http.MethodGet, path: path}, asJSON, spool)
		if job == "" || err != nil {
			return err == nil, err
		}
	}
	return false, nil
}

// sleep waits for d, or fails at once where the context's deadline would come first.
func sleep(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return fmt.Errorf("%s: the report was not ready in time: %w", opPoll, context.DeadlineExceeded)
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", opPoll, context.Cause(ctx))
	}
}

// fetch sends call, whose answer is a report, which goes to spool, or a job, whose id it returns.
func (c *Client) fetch(ctx context.Context, call call, asJSON bool, spool Spool) (job string, err error) {
	call.receive = func(resp *http.Response) error {
		body := bufio.NewReaderSize(resp.Body, maxAnswer)
		start, peekErr := body.Peek(maxAnswer)
		if peekErr != nil && peekErr != io.EOF {
			return &brokenError{fmt.Errorf("%s: %w", call.op, peekErr)}
		}
		if whole := peekErr == io.EOF; whole {
			if err := checkErrorBody(call.op, resp, start); err != nil {
				return err
			}
			if job, err = parseJob(call.op, start); job != "" || err != nil {
				return err
			}
		}
		if err := checkKind(call.op, resp, start, asJSON); err != nil {
			return err
		}
		return receiveReport(call.op, body, spool)
	}
	err = c.do(ctx, call)
	return job, err
}

func receiveReport(op string, body io.Reader, spool Spool) error {
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	if err := spool.Truncate(0); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	source := &source{Reader: body}
	_, err := io.Copy(spool, source)
	if source.err != nil {
		return &brokenError{fmt.Errorf("%s: the answer broke off: %w", op, source.err)}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// A source remembers its error, to tell a connection that broke from a disk that is full.
type source struct {
	io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != io.EOF {
		s.err = err
	}
	return n, err
}

// jobID is what a job's id may be, up to maxJobID bytes: a limit within the expression would take milliseconds to compile.
var jobID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._~:-]*$`)

const maxJobID = 256

// parseJob returns the job id where body is a "not ready yet": an object with a jobId, and beside it nothing but plain
// values. A report that happens to have a field of that name is an array, or holds one.
func parseJob(op string, body []byte) (string, error) {
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) != nil || object["jobId"] == nil {
		return "", nil
	}
	for _, value := range object {
		if value[0] == '{' || value[0] == '[' {
			return "", nil
		}
	}
	id := string(object["jobId"])
	if text, err := strconv.Unquote(id); err == nil {
		id = text
	}
	// It comes from the network and goes into a URL.
	if len(id) > maxJobID || !jobID.MatchString(id) {
		return "", &AnswerError{op, "the answer's jobId is no plain identifier"}
	}
	return id, nil
}

// checkKind refuses an answer that cannot be the report asked for.
func checkKind(op string, resp *http.Response, start []byte, asJSON bool) error {
	start = bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\uFEFF")), " \t\r\n")
	isJSON := len(start) > 0 && (start[0] == '{' || start[0] == '[')
	switch {
	case len(start) > 0 && start[0] == '<', strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html"):
		return &AnswerError{op, "the answer is a web page, not a report"}
	case asJSON && !isJSON:
		return &AnswerError{op, "the answer is not JSON, as was asked for"}
	case !asJSON && isJSON:
		return &AnswerError{op, "the answer is JSON, where CSV was asked for"}
	}
	return nil
}
