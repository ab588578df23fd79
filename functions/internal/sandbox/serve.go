package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// serve stays up until it is interrupted: it imports what is put into the bucket or into a folder, and shows a status
// page.
func serve(ctx context.Context, s *testbed.Bed, out io.Writer) error {
	s.Crewmojo.SetReport("oneonone.summary", sampleReport)
	folder, err := os.MkdirTemp("", "crewmojo-files-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, prefix := range s.Template.Functions[testbed.ImportFunction].Prefixes {
		if err := os.Mkdir(filepath.Join(folder, prefix), 0o700); err != nil {
			return err
		}
	}
	status := &statusPage{Bed: s}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: status.handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	fmt.Fprintf(out, `The bundle is up. Its status page: http://%s/

Put a file of your own, from another terminal, into a folder:

  cp events/employees.csv %s/incoming/

or into the bucket, as an HR system does:

  AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox AWS_REGION=%s \
    aws --endpoint-url %s s3 cp events/employees.csv s3://%s/incoming/

  curl --upload-file events/employees.csv %s/%s/incoming/employees.csv

Under preview/ instead of incoming/, nothing is sent. Fire a schedule by its name:

  curl -X POST http://%s/schedules/OneOnOneSummary

Ctrl-C ends it, and leaves nothing behind.
`, listener.Addr(), folder, localaws.Region, s.AWS.URL, testbed.BucketName, s.AWS.URL, testbed.BucketName, listener.Addr())
	outcomes := s.Watch(ctx)
	go watchFolder(ctx, s, folder, out)
	p := printer{ctx, s, out}
	for {
		select {
		case o := <-outcomes:
			status.add(o)
			fmt.Fprintf(out, "\ns3://%s/%s\n", o.Created.Bucket, o.Created.Key)
			if err := p.print(o); err != nil {
				fmt.Fprintf(out, "   failed     %v\n", err)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// watchFolder moves files from the folder to the bucket, under the same prefix. It waits until a file that is being
// written no longer changes.
func watchFolder(ctx context.Context, s *testbed.Bed, folder string, out io.Writer) {
	type state struct {
		size    int64
		changed time.Time
	}
	seen := map[string]state{}
	for ctx.Err() == nil {
		paths, _ := filepath.Glob(filepath.Join(folder, "*", "*"))
		for _, path := range paths {
			info, err := os.Stat(path)
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			now := state{info.Size(), info.ModTime()}
			if seen[path] != now {
				seen[path] = now
				continue
			}
			delete(seen, path)
			if err := take(ctx, s, folder, path); err != nil {
				fmt.Fprintln(out, err)
			}
		}
		select {
		case <-time.After(300 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

func take(ctx context.Context, s *testbed.Bed, folder, path string) error {
	body, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	key := filepath.ToSlash(strings.TrimPrefix(path, folder+string(filepath.Separator)))
	if err := s.Bucket().Put(ctx, key, body); err != nil {
		return err
	}
	return os.Remove(path)
}

// fireNamed fires a schedule of the template, and returns what the export answered.
func fireNamed(ctx context.Context, s *testbed.Bed, name string) (string, error) {
	answer, err := s.Fire(ctx, name, time.Now())
	if err != nil {
		return "", err
	}
	var done outcome.Reports
	if err := json.Unmarshal(answer, &done); err != nil {
		return "", err
	}
	rows := 0
	for _, report := range done.Reports {
		rows += report.Rows
	}
	return fmt.Sprintf("%d rows in %d objects, the newest in s3://%s/%s", rows, len(done.Reports), testbed.BucketName, done.Reports[0].Key), nil
}
