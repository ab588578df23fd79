// Package testbed is the whole bundle on one machine: the real functions, wired as template.yaml says, over the
// Lambda Runtime API, against S3, Secrets Manager, SNS and Crewmojo on loopback addresses, at a time that tests may
// set.
package testbed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/loopback"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// The names that things have in the sandbox.
const (
	BucketName = "crewmojo-sandbox"
	SecretName = "crewmojo-sandbox-secret"

	ImportFunction = "ImportEmployeesFunction"
	ExportFunction = "ExportReportFunction"
	NotifyFunction = "NotifyFunction"
)

// Binaries are the functions' programs, by the functions' names in the template.
var Binaries = map[string]string{ImportFunction: "import-employees", ExportFunction: "export-report", NotifyFunction: "notify"}

// The topics of those who are told, by their logical ids in the template.
const (
	PeopleTopic    = "PeopleTopic"    // the HR admin
	OperatorsTopic = "OperatorsTopic" // on call
)

// Build compiles the functions for this machine into dir, with the tags that they are deployed with.
func Build(ctx context.Context, root, dir string, flags ...string) error {
	for _, name := range slices.Sorted(maps.Values(Binaries)) {
		if err := BuildOne(ctx, root, dir, name, flags...); err != nil {
			return err
		}
	}
	return nil
}

// BuildOne compiles one of the [Binaries].
func BuildOne(ctx context.Context, root, dir, name string, flags ...string) error {
	args := append([]string{"build", "-tags", "lambda.norpc", "-o", filepath.Join(dir, name)}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, "./functions/"+name)...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./functions/%s: %w\n%s", name, err, out)
	}
	return nil
}

// A Bed is the whole bundle on this machine: the real functions, wired as the template says, against S3, Secrets
// Manager, SNS and Crewmojo.
type Bed struct {
	Template *template.Template
	Clock    *clock.Clock // of S3, of events, and of what is invoked asynchronously
	AWS      *localaws.Server
	Crewmojo *crewmojotest.Server
	Runtimes map[string]*localambda.Runtime
	Temp     string        // the functions' temporary directory
	Timeout  time.Duration // of the functions; 0 is the template's

	binaries string            // where the functions' programs are
	settings map[string]string // besides the template's
	log      io.Writer
	async    localambda.Async
	outbox   outbox
	needs    needs
	keys     localaws.Keys

	delivering sync.Mutex
	telling    sync.Mutex // what is published between two deliveries is about the first
}

// Start starts a bed with the binaries in dir. Settings replace what the template says: its parameters under their
// own names, such as LogLevel, and variables of the functions under theirs, such as LOG_LEVEL. Log receives what the
// functions print, at times two at once.
func Start(root, dir string, settings map[string]string, log io.Writer) (*Bed, error) {
	s := &Bed{
		Runtimes: map[string]*localambda.Runtime{}, Clock: &clock.Clock{}, binaries: dir, settings: map[string]string{}, log: log}
	s.async.Clock = s.Clock
	parameters := map[string]string{
		"Bucket": BucketName, "Bucket.Arn": "arn:aws:s3:::" + BucketName, "CrewmojoSecret": SecretName,
		"NotificationEmail": "hr@example.com", "OperatorEmail": "on-call@example.com", "NotifyAbout": "all",
		PeopleTopic: localaws.TopicARN(PeopleTopic), OperatorsTopic: localaws.TopicARN(OperatorsTopic),
	}
	for name, value := range settings {
		if name == strings.ToUpper(name) {
			s.settings[name] = value
		} else {
			parameters[name] = value
		}
	}
	var err error
	if s.Template, err = template.Read(filepath.Join(root, "template.yaml"), parameters); err != nil {
		return nil, err
	}
	if s.Temp, err = os.MkdirTemp("", "crewmojo-sandbox-"); err != nil {
		return nil, err
	}
	if s.AWS, err = localaws.NewServer(BucketName, s.Clock); err != nil {
		return nil, err
	}
	s.AWS.Allow(s.isAllowed)
	s.keys = localaws.Keys{Bucket: parameters["BucketKeyArn"], Secrets: parameters["SecretKeyArn"], Topics: parameters["OperationsKeyArn"]}
	s.AWS.Encrypt(s.keys)
	s.Crewmojo = crewmojotest.NewServer(loopback.Only)
	secret, err := json.Marshal(map[string]string{
		"client_id": crewmojotest.ClientID, "client_secret": crewmojotest.ClientSecret})
	if err != nil {
		return nil, err
	}
	s.AWS.SetSecret(SecretName, string(secret))
	for _, topic := range []string{PeopleTopic, OperatorsTopic} {
		s.AWS.SetTopic(localaws.TopicARN(topic), 1, 0)
	}
	for name := range Binaries {
		if s.Runtimes[name], err = s.Another(name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Another returns one more instance of a function, as Lambda starts one for each event that meets busy ones.
func (s *Bed) Another(name string) (*localambda.Runtime, error) {
	f := s.Template.Functions[name]
	env := maps.Clone(f.Env)
	maps.Copy(env, map[string]string{
		"AWS_ENDPOINT_URL":  s.AWS.URL,
		"AWS_REGION":        localaws.Region,
		"CREWMOJO_BASE_URL": s.Crewmojo.URL,
		"TMPDIR":            s.Temp,
	})
	maps.Copy(env, s.settings)
	timeout := f.Timeout
	if s.Timeout != 0 {
		timeout = s.Timeout
	}
	return localambda.Start(localambda.Function{
		Name: name, Binary: filepath.Join(s.binaries, Binaries[name]), Env: env, Timeout: timeout,
		MemoryMB: f.MemoryMB, LogLevel: f.LogLevel, Log: s.log,
	})
}

// Close stops everything, and leaves nothing behind.
func (s *Bed) Close() {
	for _, r := range s.Runtimes {
		r.Close()
	}
	s.AWS.Close()
	s.Crewmojo.Close()
	os.RemoveAll(s.Temp)
}

// Triggers reports whether the template has an object of this key start the import.
func (s *Bed) Triggers(key string) bool {
	return slices.ContainsFunc(s.Template.Functions[ImportFunction].Prefixes,
		func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

// Notify sends the import the event that S3 sends for an object, and returns its answer.
func (s *Bed) Notify(ctx context.Context, created localaws.Created) ([]byte, error) {
	return s.Runtimes[ImportFunction].Invoke(ctx, created.Notification())
}

// Fire sends the export what EventBridge Scheduler sends for the schedule called name, and returns its answer.
func (s *Bed) Fire(ctx context.Context, name string, at time.Time) ([]byte, error) {
	event, err := s.Scheduled(name, at)
	if err != nil {
		return nil, err
	}
	return s.Runtimes[ExportFunction].Invoke(ctx, event)
}

// Scheduled returns the event that EventBridge Scheduler sends for the schedule called name.
func (s *Bed) Scheduled(name string, at time.Time) ([]byte, error) {
	input, ok := s.Template.Functions[ExportFunction].Schedules[name]
	if !ok {
		return nil, errors.New("no such schedule: " + name)
	}
	return []byte(strings.ReplaceAll(input, "<aws.scheduler.scheduled-time>", at.UTC().Format(time.RFC3339))), nil
}
