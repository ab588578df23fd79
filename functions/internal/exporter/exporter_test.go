package exporter

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// A place is an exporter with S3, Secrets Manager and Crewmojo on loopback addresses.
type place struct {
	*Exporter
	t        *testing.T
	aws      *localaws.Server
	crewmojo *crewmojotest.Server
	log      *bytes.Buffer
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, crewmojo: crewmojotest.NewServer(), log: &bytes.Buffer{}}
	t.Cleanup(p.crewmojo.Close)
	var err error
	if p.aws, err = localaws.NewServer("bucket"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.aws.Close)
	p.aws.SetSecret("secret", fmt.Sprintf(`{"client_id":%q,"client_secret":%q}`, crewmojotest.ClientID, crewmojotest.ClientSecret))
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": p.aws.URL, "AWS_REGION": localaws.Region, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
	} {
		t.Setenv(name, value)
	}
	variables := map[string]string{
		"CREWMOJO_SECRET_ID": "secret", "CREWMOJO_ENVIRONMENT": "test", "CREWMOJO_BASE_URL": p.crewmojo.URL, "REPORTS_BUCKET": "bucket",
	}
	p.Exporter = &Exporter{Log: slog.New(slog.NewJSONHandler(p.log, nil))}
	p.Settings, err = ReadSettings(settings.From(func(name string) (string, bool) { value, ok := variables[name]; return value, ok }))
	if err != nil {
		t.Fatal(err)
	}
	if p.Objects, p.Secrets, err = cloud.Connect(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

// invoke invokes the exporter as the Lambda request called id, and returns what became of each object, such as
// "exported 2026-11-23 unchanged 2026-11-22".
func (p *place) invoke(ctx context.Context, id, event string) (string, error) {
	answer, err := p.Handle(lambdacontext.NewContext(ctx, &lambdacontext.LambdaContext{AwsRequestID: id}), json.RawMessage(event))
	var words []string
	for _, r := range answer.Reports {
		words = append(words, string(r.Status), r.StartDate)
		if r.Status == outcome.Unchanged && (r.Rows == 0 || r.Bytes == 0) {
			p.t.Errorf("an unchanged report does not say what it is: %+v", r)
		}
	}
	return strings.Join(words, " "), err
}

// asked returns how often Crewmojo was asked for a report, and how many tokens it gave.
func (p *place) asked() (reports, tokens int) {
	for _, call := range p.crewmojo.Calls() {
		switch call.Endpoint {
		case crewmojotest.Download:
			reports++
		case crewmojotest.Token:
			tokens++
		}
	}
	return reports, tokens
}

const threeDays = `{"report":"r","startDate":"2026-11-21","endDate":"2026-11-23","each":"day"}`

// Lambda invokes a request that failed again, under the same ID: what it has written stays, and is not asked for again.
func TestRetrySkipsWhatIsThere(t *testing.T) {
	p := newPlace(t)
	p.crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n"})
	if done, err := p.invoke(t.Context(), "before", threeDays); done != "exported 2026-11-23 exported 2026-11-22 exported 2026-11-21" || err != nil {
		t.Fatalf("%s %v", done, err)
	}
	p.crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n3,4\n"})
	second := 0
	p.crewmojo.OnCall(func(at crewmojotest.Endpoint, answered bool) {
		if at == crewmojotest.Download && !answered {
			if second++; second == 1 {
				p.crewmojo.Fault(crewmojotest.Download, crewmojotest.Fail(http.StatusBadRequest, "Invalid data received"))
			}
		}
	})
	_, err := p.invoke(t.Context(), "first", threeDays)
	if err == nil || !strings.HasPrefix(err.Error(), "export r 2026-11-22: download report: crewmojo: 400 ") {
		t.Fatalf("error %v", err)
	}
	before, _ := p.asked()
	if done, err := p.invoke(t.Context(), "first", threeDays); done != "unchanged 2026-11-23 exported 2026-11-22 unchanged 2026-11-21" || err != nil {
		t.Errorf("the retry: %s %v", done, err)
	}
	if after, _ := p.asked(); after != before+1 {
		t.Errorf("the retry asked for %d reports", after-before)
	}
	if done, err := p.invoke(t.Context(), "another", threeDays); done != "exported 2026-11-23 exported 2026-11-22 exported 2026-11-21" || err != nil {
		t.Errorf("another request: %s %v", done, err)
	}
}

// When time runs out, what is there is there, and the error names the dates that are left.
func TestTimeRunsOut(t *testing.T) {
	p := newPlace(t)
	p.crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n"})
	p.crewmojo.OnCall(func(at crewmojotest.Endpoint, answered bool) {
		if reports, _ := p.asked(); at == crewmojotest.Download && !answered && reports == 2 {
			time.Sleep(3 * time.Second)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	done, err := p.invoke(ctx, "1", threeDays)
	if done != "exported 2026-11-23" || err == nil {
		t.Fatalf("%s %v", done, err)
	}
	if got := err.Error(); !strings.HasPrefix(got, "export r 2026-11-22: download report: ") || !strings.HasSuffix(got, "; these are left: r 2026-11-21 to 2026-11-22") {
		t.Errorf("error %s", got)
	}
}

// One of several exports gets its part of the time, and never less than a job of Crewmojo's needs.
func TestShareOf(t *testing.T) {
	for _, test := range []struct {
		left   time.Duration
		among  int
		want   time.Duration
		isRest bool
	}{
		{15 * time.Minute, 1, 15 * time.Minute, true},
		{15 * time.Minute, 2, 7*time.Minute + 30*time.Second, false},
		{15 * time.Minute, 7, 6 * time.Minute, false},
		{5 * time.Minute, 7, 5 * time.Minute, true},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), test.left)
		share, done, isRest := shareOf(ctx, test.among)
		until, _ := share.Deadline()
		if got := time.Until(until); got > test.want || got < test.want-10*time.Second || isRest != test.isRest {
			t.Errorf("%+v: %v, the rest: %v", test, got, isRest)
		}
		done()
		cancel()
	}
}

// Ten reports take one token and one look at the secret.
func TestTenReportsTakeOneToken(t *testing.T) {
	p := newPlace(t)
	var names []string
	for i := range 10 {
		names = append(names, fmt.Sprintf("report-%d", i))
		p.crewmojo.SetReport(names[i], crewmojotest.Report{CSV: "a,b\n1,2\n"})
	}
	event, err := json.Marshal(map[string]any{"reports": names, "period": "yesterday"})
	if err != nil {
		t.Fatal(err)
	}
	if done, err := p.invoke(t.Context(), "1", string(event)); strings.Count(done, "exported") != 10 || err != nil {
		t.Errorf("%s %v", done, err)
	}
	secrets := strings.Count(strings.Join(p.aws.Calls(), "\n"), "GetSecretValue")
	if reports, tokens := p.asked(); reports != 10 || tokens != 1 || secrets != 1 {
		t.Errorf("%d reports, %d tokens, %d looks at the secret", reports, tokens, secrets)
	}
}

// Wrong credentials are wrong for every report: they are tried once, and all reports are named.
func TestWrongCredentialsStopEverything(t *testing.T) {
	p := newPlace(t)
	p.aws.SetSecret("secret", `{"client_id":"somebody","client_secret":"wrong"}`)
	done, err := p.invoke(t.Context(), "1", threeDays)
	want := "export r 2026-11-23: get token: crewmojo: 401 Unauthorized; these are left: r 2026-11-21 to 2026-11-23"
	if done != "" || err == nil || err.Error() != want {
		t.Errorf("%s %v", done, err)
	}
	if _, tokens := p.asked(); tokens != 1 {
		t.Errorf("%d tokens were asked for", tokens)
	}
}

// A report that holds names where its heading should be is written, and nothing of it is told.
func TestColumnsAreNeverLogged(t *testing.T) {
	p := newPlace(t)
	for _, report := range []string{"Grace,grace@example.com\n1,2\n", "Ada,ada@example.com\n1,2\n"} {
		p.crewmojo.SetReport("r", crewmojotest.Report{CSV: report})
		if _, err := p.invoke(t.Context(), "1", `{"report":"r","period":"yesterday"}`); err != nil {
			t.Fatal(err)
		}
		p.invoke(t.Context(), "2", `{"report":"r","period":"yesterday","format":"json"}`)
	}
	if told := p.log.String(); strings.Contains(told, "Grace") || strings.Contains(told, "example.com") || strings.Contains(told, "Ada") {
		t.Error(told)
	}
}

// repeated is a text of any size that takes no memory: a start, so many rows, and an end.
type repeated struct {
	start, row, end string
	rows            int
}

func (r repeated) size() int64 { return int64(len(r.start) + len(r.row)*r.rows + len(r.end)) }

// ReadAt implements [io.ReaderAt].
func (r repeated) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) && at < r.size() {
		text, from := r.start, int(at)
		if body := int(at) - len(r.start); body >= len(r.row)*r.rows {
			text, from = r.end, body-len(r.row)*r.rows
		} else if body >= 0 {
			text, from = r.row, body%len(r.row)
		}
		copied := copy(p[n:], text[from:])
		n, at = n+copied, at+int64(copied)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
