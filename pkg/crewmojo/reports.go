package crewmojo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"time"
)

const (
	opReport = "download report"

	typeCSV  = "text/csv"
	typeJSON = "application/json"
)

// A ReportRequest asks for one report.
type ReportRequest struct {
	// Report is the identifier, such as "oneonone.summary"; Crewmojo tells a company which ones it has.
	Report string
	// StartDate and EndDate bound the report: both, or neither. Only their year, month and day count.
	StartDate, EndDate time.Time
	// JSON asks for JSON instead of CSV.
	JSON bool
	// LongRunning asks for a job even if the report takes less than 30 s. It is meant for testing.
	LongRunning bool
}

var reportName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$`)

// CheckReportName reports why name cannot be a report's identifier, or nil: it becomes part of a URL.
func CheckReportName(name string) error {
	if len(name) > 128 || !reportName.MatchString(name) {
		const rule = "letters, digits, - and _, in parts joined by dots, such as oneonone.summary"
		return fmt.Errorf("%.130q is no report identifier: %s", name, rule)
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
	if dateNumber(r.EndDate) < dateNumber(r.StartDate) {
		return nil, errors.New("a report's end date is not before its start date")
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

// A Download is a report that has arrived.
type Download struct {
	// Jobs is how many jobs it took; 0 means that the report came at once.
	Jobs int
	// ContentType is "text/csv" or "application/json": what the report is, whatever the API called it. It may be
	// "text/csv" although JSON was asked for: "Downloading Data & Reports > API" gives polls that content type alone.
	ContentType string
}

// DownloadReport asks for a report and writes the answer to spool, whole. If Crewmojo answers with a job instead, it
// polls the job (every 2 s at first, every 15 s in the end), and asks afresh when the job has taken five minutes.
//
// What arrived is neither an error object nor a web page, and begins as JSON does or is taken for CSV: that it is good
// CSV or JSON is for the caller to check. After an error the spool's content is undefined.
func (c *Client) DownloadReport(ctx context.Context, request ReportRequest, spool Spool) (Download, error) {
	body, err := request.body()
	if err != nil {
		return Download{}, fmt.Errorf("%s: %w", opReport, err)
	}
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	jobs := 0
	for {
		f := fetch{asJSON: request.JSON, spool: spool}
		err := c.do(ctx, call{
			op:      opReport,
			method:  http.MethodPost,
			path:    downloadPath + url.PathEscape(request.Report),
			header:  http.Header{"Content-Type": {typeJSON}},
			body:    bytes.NewReader(body),
			isLong:  true,
			receive: f.receive,
		})
		if err == nil && f.job != "" {
			jobs++
			err = c.await(ctx, request.Report, &f)
		}
		if !errors.Is(err, errOverdue) {
			return Download{Jobs: jobs, ContentType: f.contentType}, err
		}
	}
}

// A fetch is one try at a report: what came of its latest call is either the report, in spool, or a job.
type fetch struct {
	asJSON      bool
	spool       Spool
	job         string    // the job to poll; "" if the report has come
	asked       time.Time // when the call was made that the job is the answer to
	contentType string    // as in [Download]
}

// receive reads an answer that may be a report or a job.
func (f *fetch) receive(r *reply) error {
	body := bufio.NewReaderSize(r.Body, maxAnswer)
	start, err := body.Peek(maxAnswer)
	if err != nil && err != io.EOF {
		return &brokenError{r.op, err}
	}
	if err := r.reportRefusal(start); err != nil {
		return err
	}
	job := ""
	if isWhole := err == io.EOF; isWhole {
		if job, err = jobIn(r.op, start, f.asJSON); err != nil {
			return err
		}
	}
	if job != "" {
		f.job, f.asked = job, r.sent
		return nil
	}
	if f.contentType, err = f.typeOf(r, start); err != nil {
		return err
	}
	if err := receiveReport(r.op, body, f.spool); err != nil {
		return err
	}
	f.job = ""
	return nil
}

// jsonStart is how JSON begins and no CSV does: a heading may begin with a bracket or a brace.
var jsonStart = regexp.MustCompile(`^\x{FEFF}?\s*(\[\s*([\]{]|\[\s*")|\{\s*["}])`)

// wholeStatuses are those of an answer that may be a whole report.
var wholeStatuses = []int{http.StatusOK, http.StatusCreated, http.StatusNonAuthoritativeInfo}

// typeOf returns what a report is that begins with start, whatever it is called, or says why it is not the report asked
// for.
func (f *fetch) typeOf(r *reply, start []byte) (string, error) {
	unlike := func(reason string) (string, error) { return "", &AnswerError{r.op, reason} }
	switch {
	case !slices.Contains(wholeStatuses, r.StatusCode):
		return unlike(fmt.Sprintf("status %d is not that of a whole report", r.StatusCode))
	case r.isPage(start):
		return unlike("the answer is a web page, not a report")
	case !f.asJSON && jsonStart.Match(start):
		return unlike("the answer is JSON, where CSV was asked for")
	case f.asJSON && isBracketed(start):
		return typeJSON, nil
	}
	return typeCSV, nil
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
		return &brokenError{op, source.err}
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
