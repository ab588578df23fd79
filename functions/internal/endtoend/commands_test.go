package endtoend

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

func (s *story) start(ts *testscript.TestScript, args []string) (string, error) {
	settings := map[string]string{}
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			ts.Fatalf("%s is no setting", arg)
		}
		settings[name] = value
	}
	s.world = startWorld(script{ts}, s.dir, settings)
	return "", nil
}

func (s *story) setClock(ts *testscript.TestScript, args []string) (string, error) {
	at, err := time.Parse(time.RFC3339, args[0])
	ts.Check(err)
	s.Clock.Set(at)
	return "", nil
}

func (s *story) putFile(ts *testscript.TestScript, args []string) (string, error) {
	s.last = s.put(args[1], ts.ReadFile(args[0]))
	return "", nil
}

func (s *story) drop(ts *testscript.TestScript, args []string) (string, error) {
	s.last = s.put(args[1], ts.ReadFile(args[0]))
	return s.redeliver(ts, nil)
}

func (s *story) copyObject(ts *testscript.TestScript, args []string) (string, error) {
	s.last = s.copy(args[0], args[1])
	return s.redeliver(ts, nil)
}

func (s *story) deleteObject(_ *testscript.TestScript, args []string) (string, error) {
	return "", s.Bucket().Delete(context.Background(), args[0])
}

func (s *story) redeliver(*testscript.TestScript, []string) (string, error) {
	return s.ask(testbed.ImportFunction, s.last.Notification())
}

func (s *story) announce(ts *testscript.TestScript, _ []string) (string, error) {
	s.invokeAsync(ts, testbed.ImportFunction, s.last.Notification())
	events := s.Delivered("Outcomes")
	var last struct {
		Detail struct {
			Answer outcome.Imports `json:"responsePayload"`
		} `json:"detail"`
	}
	ts.Check(json.Unmarshal(events[len(events)-1], &last))
	if done := last.Detail.Answer.Imports; len(done) > 0 {
		s.id = done[len(done)-1].ID
	}
	return "", nil
}

// invokeAsync invokes a function as somebody does who does not wait, and goes on when all is over.
func (s *story) invokeAsync(ts *testscript.TestScript, function string, event []byte) {
	_, err := s.InvokeAsync(function, event)
	ts.Check(err)
	ts.Check(s.Settle(context.Background()))
}

func (s *story) approve(ts *testscript.TestScript, args []string) (string, error) {
	s.last = s.copy(args[0], args[1])
	return s.announce(ts, nil)
}

func (s *story) request(ts *testscript.TestScript, args []string) (string, error) {
	s.invokeAsync(ts, testbed.ExportFunction, []byte(ts.ReadFile(args[0])))
	return "", nil
}

// requestIDs differ from one run to the next.
var requestIDs = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

func (s *story) delivered(_ *testscript.TestScript, args []string) (string, error) {
	var out bytes.Buffer
	for _, message := range s.Delivered(args[0]) {
		fmt.Fprintf(s.told, "%s\n", message)
		if err := json.Indent(&out, message, "", "  "); err != nil {
			return "", err
		}
		out.WriteByte('\n')
	}
	return requestIDs.ReplaceAllString(clockwork.ReplaceAllString(out.String(), "$1$3…$2"), "…"), nil
}

func (s *story) event(ts *testscript.TestScript, args []string) (string, error) {
	return s.ask(testbed.ImportFunction, []byte(ts.ReadFile(args[0])))
}

// clockwork is what differs from one run to the next.
var clockwork = regexp.MustCompile(`("startedAt": ").*(",)|("durationMs": )\d+`)

var idPattern = regexp.MustCompile(`\d{8}T\d{6}Z-[0-9a-f]{12}`)

// ask returns a function's answer, readable.
func (s *story) ask(function string, event []byte) (string, error) {
	answer, err := s.invoke(function, event)
	if err != nil {
		if id := idPattern.FindString(err.Error()); id != "" {
			s.id = id
		}
		return "", err
	}
	var response outcome.Imports
	if err := json.Unmarshal(answer, &response); err == nil && len(response.Imports) > 0 {
		s.id = response.Imports[len(response.Imports)-1].ID
	}
	var readable bytes.Buffer
	if err := json.Indent(&readable, answer, "", "  "); err != nil {
		return "", err
	}
	return clockwork.ReplaceAllString(readable.String(), "$1$3…$2") + "\n", nil
}

func (s *story) report(ts *testscript.TestScript, args []string) (string, error) {
	report := crewmojotest.Report{CSV: ts.ReadFile(args[1])}
	if len(args) > 2 {
		report.JSON = ts.ReadFile(args[2])
	}
	if len(args) > 3 {
		var err error
		report.Polls, err = strconv.Atoi(args[3])
		ts.Check(err)
	}
	s.Crewmojo.SetReport(args[0], report)
	return "", nil
}

func (s *story) exportReport(ts *testscript.TestScript, args []string) (string, error) {
	return s.ask(testbed.ExportFunction, []byte(ts.ReadFile(args[0])))
}

func (s *story) schedule(ts *testscript.TestScript, args []string) (string, error) {
	at, err := time.Parse(time.RFC3339, args[1])
	ts.Check(err)
	answer, err := s.Fire(context.Background(), args[0], at)
	return string(answer) + "\n", err
}

func (s *story) fault(ts *testscript.TestScript, args []string) (string, error) {
	status, err := strconv.Atoi(args[1])
	ts.Check(err)
	fault := crewmojotest.Fail(status, http.StatusText(status))
	if len(args) > 2 {
		fault = crewmojotest.Answer(status, contentTypes[filepath.Ext(args[2])], ts.ReadFile(args[2]))
	}
	s.Crewmojo.Fault(crewmojotest.Endpoint(args[0]), fault)
	return "", nil
}

// s3Codes are what S3 most likely means by a status.
var s3Codes = map[int]string{
	http.StatusForbidden: "AccessDenied", http.StatusNotFound: "NoSuchKey", http.StatusConflict: "ConditionalRequestConflict",
	http.StatusPreconditionFailed: "PreconditionFailed", http.StatusInternalServerError: "InternalError",
	http.StatusServiceUnavailable: "SlowDown",
}

// contentTypes are what an answer from a file says that it is.
var contentTypes = map[string]string{".csv": "text/csv", ".json": "application/json", ".html": "text/html"}

func (s *story) s3fault(ts *testscript.TestScript, args []string) (string, error) {
	status, err := strconv.Atoi(args[2])
	ts.Check(err)
	s.AWS.Fault(regexp.MustCompile("^"+args[0]+" "+regexp.QuoteMeta(args[1])), localaws.S3Error(status, s3Codes[status]))
	return "", nil
}

func (s *story) remember(*testscript.TestScript, []string) (string, error) {
	s.remembered = s.last
	return "", nil
}

func (s *story) deliverRemembered(*testscript.TestScript, []string) (string, error) {
	return s.ask(testbed.ImportFunction, s.remembered.Notification())
}

func (s *story) secret(_ *testscript.TestScript, args []string) (string, error) {
	s.AWS.SetSecret(testbed.SecretName, args[0])
	return "", nil
}

func (s *story) printObject(_ *testscript.TestScript, args []string) (string, error) {
	body, _, err := s.Bucket().Get(context.Background(), args[0])
	isForPeople := strings.HasPrefix(args[0], "imports/") && strings.HasSuffix(args[0], ".csv") &&
		!strings.HasSuffix(args[0], "/source.csv")
	if err == nil && isForPeople && !strings.HasPrefix(string(body), byteOrderMark) {
		return "", fmt.Errorf("%s has no byte order mark, and a spreadsheet would get its accents wrong", args[0])
	}
	if strings.HasSuffix(args[0], "result.json") {
		fmt.Fprintf(s.told, "%s\n", body)
	}
	return strings.TrimPrefix(string(body), byteOrderMark), err
}

func (s *story) headers(_ *testscript.TestScript, args []string) (string, error) {
	_, headers, err := s.Bucket().Get(context.Background(), args[0])
	var lines []string
	for name, value := range headers {
		if value != "" {
			lines = append(lines, name+": "+value+"\n")
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, ""), err
}

func (s *story) listObjects(*testscript.TestScript, []string) (string, error) {
	listed := strings.Join(append(s.objects(""), ""), "\n")
	if s.id != "" {
		listed = strings.ReplaceAll(listed, s.id, "$id")
	}
	return listed, nil
}

func (s *story) mail(*testscript.TestScript, []string) (string, error) {
	var text strings.Builder
	for _, m := range s.AWS.Published()[s.mails:] {
		s.mails++
		fmt.Fprintf(&text, "To: %s\nSubject: %s\n\n%s\n", readers[m.TopicARN], m.Subject, m.Text)
	}
	readable := requestIDs.ReplaceAllString(text.String(), "…")
	return idPattern.ReplaceAllString(readable, "$$id"), nil
}

// readers are who the topics are for.
var readers = map[string]string{
	localaws.TopicARN(testbed.PeopleTopic): "the HR admin", localaws.TopicARN(testbed.OperatorsTopic): "on call",
}

func (s *story) sent(_ *testscript.TestScript, args []string) (string, error) {
	files := s.Crewmojo.Files()
	if len(args) == 0 {
		return fmt.Sprintln(len(files)), nil
	}
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 || n > len(files) {
		return "", fmt.Errorf("%d files were sent", len(files))
	}
	return string(files[n-1].CSV), nil
}

func (s *story) asked(*testscript.TestScript, []string) (string, error) {
	var lines strings.Builder
	for _, request := range s.Crewmojo.ReportRequests() {
		fmt.Fprintf(&lines, "%s\n", request)
	}
	return lines.String(), nil
}

func (s *story) calls(*testscript.TestScript, []string) (string, error) {
	var lines strings.Builder
	for _, call := range s.Crewmojo.Calls() {
		fmt.Fprintf(&lines, "%s %d\n", call.Endpoint, call.Status)
	}
	return lines.String(), nil
}

func (s *story) printLog(*testscript.TestScript, []string) (string, error) { return s.log(), nil }
