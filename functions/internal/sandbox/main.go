// Sandbox runs the whole bundle on this machine: the real Lambda binaries over the Lambda Runtime API, wired as
// template.yaml says, against S3, Secrets Manager and Crewmojo on loopback addresses. See usage.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/check"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

const usage = `Run it from the top folder of the project:

  go run ./functions/internal/sandbox             show the functions at work on the samples in events/ (make run)
  go run ./functions/internal/sandbox check FILE  say what an import would make of an employee file (make check)
  go run ./functions/internal/sandbox serve       keep the functions up, for files of your own (make sandbox)

check and serve take the settings of the import as environment variables, such as DATE_FORMAT=DD/MM/YYYY; "make help" lists
them. check also takes BASELINE, the name of a baseline to compare the file with, and REVIEW, the name of a file to write the
review page to. It exits with 0 if the file would be imported, 2 if it would be held, 3 if it would be rejected, and 1 if
it could not be checked.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Stdout, os.Args[1:])
	switch {
	case errors.Is(err, check.ErrHeld): // the report has said why
		os.Exit(2)
	case errors.Is(err, check.ErrRejected):
		os.Exit(3)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sandbox:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, args []string) error {
	if len(args) == 0 {
		return withBed(ctx, out, defaults, show)
	}
	switch command := args[0]; {
	case slices.Contains([]string{"help", "-h", "-help", "--help"}, command):
		fmt.Fprint(out, usage)
		return nil
	case command == "check" && len(args) == 2:
		return check.Run(out, os.Stderr, args[1], os.Getenv)
	case command == "serve" && len(args) == 1:
		set, err := settingsOf(os.LookupEnv)
		if err != nil {
			return err
		}
		return withBed(ctx, out, set, func(ctx context.Context, s *testbed.Bed, out io.Writer) error {
			return serve(ctx, s, set, out)
		})
	}
	return fmt.Errorf("there is no such command\n\n%s", usage)
}

// defaults are the defaults of the template that the test bed would otherwise replace.
var defaults = map[string]string{"NotifyAbout": "problems"}

// withBed compiles the functions, starts everything on this machine, and does something with it.
func withBed(
	ctx context.Context, out io.Writer, settings map[string]string, do func(context.Context, *testbed.Bed, io.Writer) error,
) error {
	root, err := filepath.Abs(".")
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(root, "template.yaml")); err != nil {
		return errors.New("run it from the top folder of the project, where template.yaml is")
	}
	dir, err := os.MkdirTemp("", "crewmojo-binaries-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := build(ctx, out, root, dir); err != nil {
		if ctx.Err() != nil {
			return nil // somebody has pressed Ctrl-C
		}
		return err
	}
	log, err := os.Create(filepath.Join(dir, "functions.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s, err := testbed.Start(root, dir, settings, log)
	if err != nil {
		return err
	}
	defer s.Close()
	switch err := do(ctx, s, out); {
	case ctx.Err() != nil:
		return nil // somebody has pressed Ctrl-C
	case err != nil:
		lines, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%w\n\nThe functions' log:\n%s", err, lines)
	}
	return nil
}

// build compiles the functions, and says so of each.
func build(ctx context.Context, out io.Writer, root, dir string) error {
	for _, name := range slices.Sorted(maps.Values(testbed.Binaries)) {
		fmt.Fprintf(out, "Compiling the function %-21s", name+" ...")
		started := time.Now()
		if err := testbed.BuildOne(ctx, root, dir, name); err != nil {
			return err
		}
		fmt.Fprintf(out, "%.1f s\n", time.Since(started).Seconds())
	}
	return nil
}
