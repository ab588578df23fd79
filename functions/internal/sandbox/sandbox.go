package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/awsfake"
	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/lambdafake"
	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/template"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// The names that things have in the sandbox.
const (
	bucketName = "crewmojo-sandbox"
	secretName = "crewmojo-sandbox-secret"

	importFunction = "ImportEmployeesFunction"
	exportFunction = "ExportReportFunction"
)

// binaries are the functions' programs, by the functions' names in the template.
var binaries = map[string]string{importFunction: "import-employees", exportFunction: "export-report"}

// build compiles the functions for this machine into dir, with the tags that they are deployed with.
func build(ctx context.Context, root, dir string, flags ...string) error {
	for _, name := range slices.Sorted(maps.Values(binaries)) {
		args := append([]string{"build", "-tags", "lambda.norpc", "-o", filepath.Join(dir, name)}, flags...)
		cmd := exec.CommandContext(ctx, "go", append(args, "./functions/"+name)...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go build ./functions/%s: %w\n%s", name, err, out)
		}
	}
	return nil
}

// A sandbox is the whole bundle on this machine: the real functions, wired as the template says, against S3, Secrets
// Manager and Crewmojo on loopback addresses.
type sandbox struct {
	template *template.Template
	aws      *awsfake.Server
	crewmojo *crewmojotest.Server
	runtimes map[string]*lambdafake.Runtime
	temp     string // the functions' temporary directory

	binaries string            // where the functions' programs are
	settings map[string]string // beside the template's
	timeout  time.Duration     // of the functions; 0 is the template's
	log      io.Writer
}

// start starts a sandbox with the binaries in dir. Settings replace what the template says; log receives what the
// functions print, at times two at once.
func start(root, dir string, settings map[string]string, log io.Writer) (*sandbox, error) {
	s := &sandbox{runtimes: map[string]*lambdafake.Runtime{}, binaries: dir, settings: settings, log: log}
	var err error
	s.template, err = template.Read(filepath.Join(root, "template.yaml"), map[string]string{
		"Bucket": bucketName, "CrewmojoSecret": secretName, "NotificationEmail": "hr@example.com", "NotifyAbout": "all",
	})
	if err != nil {
		return nil, err
	}
	if s.temp, err = os.MkdirTemp("", "crewmojo-sandbox-"); err != nil {
		return nil, err
	}
	if s.aws, err = awsfake.NewServer(bucketName); err != nil {
		return nil, err
	}
	s.crewmojo = crewmojotest.NewServer()
	secret, err := json.Marshal(map[string]string{"client_id": crewmojotest.ClientID, "client_secret": crewmojotest.ClientSecret})
	if err != nil {
		return nil, err
	}
	s.aws.SetSecret(secretName, string(secret))
	for name := range binaries {
		if s.runtimes[name], err = s.another(name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// another returns one more instance of a function, as Lambda starts one for each event that meets busy ones.
func (s *sandbox) another(name string) (*lambdafake.Runtime, error) {
	f := s.template.Functions[name]
	env := maps.Clone(f.Env)
	maps.Copy(env, map[string]string{
		"AWS_ENDPOINT_URL":  s.aws.URL,
		"AWS_REGION":        awsfake.Region,
		"CREWMOJO_BASE_URL": s.crewmojo.URL,
		"TMPDIR":            s.temp,
	})
	maps.Copy(env, s.settings)
	timeout := f.Timeout
	if s.timeout != 0 {
		timeout = s.timeout
	}
	return lambdafake.Start(lambdafake.Function{Name: name, Binary: filepath.Join(s.binaries, binaries[name]), Env: env, Timeout: timeout, Log: s.log})
}

// close stops everything, and leaves nothing behind.
func (s *sandbox) close() {
	for _, r := range s.runtimes {
		r.Close()
	}
	s.aws.Close()
	s.crewmojo.Close()
	os.RemoveAll(s.temp)
}

// triggers reports whether the template has an object of this key start the import.
func (s *sandbox) triggers(key string) bool {
	return slices.ContainsFunc(s.template.Functions[importFunction].Prefixes, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

// notify sends the import the event that S3 sends for an object, and returns its answer.
func (s *sandbox) notify(ctx context.Context, created awsfake.Created) ([]byte, error) {
	event, err := s3Event(created)
	if err != nil {
		return nil, err
	}
	return s.runtimes[importFunction].Invoke(ctx, event)
}

// mail returns what somebody is told by mail of an import's answer, line by line; none where nobody is.
func (s *sandbox) mail(answer []byte) ([]string, error) {
	event, err := json.Marshal(map[string]any{
		"source": "lambda", "detail-type": "Lambda Function Invocation Result - Success",
		"detail": map[string]any{"responsePayload": json.RawMessage(answer)},
	})
	if err != nil {
		return nil, err
	}
	var mail []string
	for _, rule := range s.template.Rules {
		lines, err := rule.Message(event)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", rule.Name, err)
		}
		mail = append(mail, lines...)
	}
	return mail, nil
}

// s3Event returns the notification that S3 sends of a new object.
func s3Event(c awsfake.Created) ([]byte, error) {
	type object map[string]any
	return json.Marshal(object{"Records": []object{{
		"eventVersion": "2.5", "eventSource": "aws:s3", "awsRegion": awsfake.Region,
		"eventTime": c.At.UTC().Format("2006-01-02T15:04:05.000Z"), "eventName": c.EventName,
		"s3": object{
			"s3SchemaVersion": "1.0",
			"bucket":          object{"name": c.Bucket, "arn": "arn:aws:s3:::" + c.Bucket},
			"object": object{
				// Keys are form-encoded in events, but for their slashes.
				"key":  strings.ReplaceAll(url.QueryEscape(c.Key), "%2F", "/"),
				"size": c.Size, "eTag": c.ETag, "versionId": c.VersionID, "sequencer": "0066",
			},
		},
	}}})
}

// fire sends the export what EventBridge Scheduler sends for the schedule called name, and returns its answer.
func (s *sandbox) fire(ctx context.Context, name string, at time.Time) ([]byte, error) {
	input, ok := s.template.Functions[exportFunction].Schedules[name]
	if !ok {
		return nil, errors.New("no such schedule: " + name)
	}
	input = strings.ReplaceAll(input, "<aws.scheduler.scheduled-time>", at.UTC().Format(time.RFC3339))
	return s.runtimes[exportFunction].Invoke(ctx, []byte(input))
}
