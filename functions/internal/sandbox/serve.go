package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/page"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// serve stays up until it is interrupted: it imports what is put into the bucket or into a folder, and shows a page. The
// settings are those of the bed that were set.
func serve(ctx context.Context, s *testbed.Bed, set map[string]string, out io.Writer) error {
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
	shown := page.New(s, inLines(set), sampleReport)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: shown.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	address := "http://" + listener.Addr().String()
	welcome(out, s, set, address, folder)
	deliveries := s.Watch(ctx)
	go watchFolder(ctx, s, folder, out)
	for {
		select {
		case d := <-deliveries:
			told(out, d, address+shown.Add(d))
		case <-ctx.Done():
			fmt.Fprintln(out, "\nThe sandbox has ended, and has left nothing behind.")
			return nil
		}
	}
}

// welcome says what one can do now.
func welcome(out io.Writer, s *testbed.Bed, set map[string]string, address, folder string) {
	if len(set) > 0 {
		fmt.Fprintf(out, "Settings: %s\n", strings.Join(inLines(set), "  "))
	}
	fmt.Fprintf(out, `
The bundle is up. Open its page, and drop a file on it:

  %s/

Or put a file into a folder, from another terminal:

  cp events/employees.csv %s/incoming/

or into the bucket, as an HR system does:

  AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox AWS_REGION=%s \
    aws --endpoint-url %s s3 cp events/employees.csv s3://%s/incoming/
  curl --upload-file events/employees.csv %[4]s/%[5]s/incoming/employees.csv

Under preview/ instead of incoming/, nothing is sent. Reports, by a schedule's name or by an event's fields:

  curl -X POST %[1]s/schedules/OneOnOneSummary
  curl -d report=oneonone.summary -d period=last-7-days -d each=day -d format=csv %[1]s/reports

Ctrl-C ends it, and leaves nothing behind.
`, address, folder, localaws.Region, s.AWS.URL, testbed.BucketName)
}

// told says in a few lines what has become of a file, and where there is more.
func told(out io.Writer, d testbed.Delivery, address string) {
	fmt.Fprintf(out, "\n%s %s\n", d.Created.At.Local().Format(time.TimeOnly), printable(d.Created.Key))
	if r, err := d.Result(); err != nil {
		fmt.Fprintf(out, "  failed    %s\n", printable(err.Error()))
	} else {
		fmt.Fprintf(out, "  %-9s %d rows read, %d accepted, %d rejected\n",
			r.Status, r.Rows.Read, r.Rows.Accepted, r.Rows.Rejected)
		if r.Reason != "" {
			fmt.Fprintf(out, "  because   %s\n", printable(r.Reason))
		}
	}
	for _, mail := range d.Mails {
		fmt.Fprintf(out, "  mail      %s\n", mail.Subject)
	}
	fmt.Fprintf(out, "  more      %s\n", address)
}

// printable returns a text so that no terminal obeys what is in it.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '?'
		}
		return r
	}, text)
}
