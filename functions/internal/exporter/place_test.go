package exporter

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
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
	if p.aws, err = localaws.NewServer("bucket", &clock.Clock{}); err != nil {
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

// object returns an object's text.
func (p *place) object(key string) string {
	p.t.Helper()
	object, err := p.Objects.Open(p.t.Context(), cloud.Version{Bucket: "bucket", Key: key})
	if err != nil {
		p.t.Fatal(err)
	}
	defer object.Body.Close()
	body, err := io.ReadAll(object.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(body)
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
