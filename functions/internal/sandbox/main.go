// Sandbox runs the whole bundle on this machine: the real Lambda binaries over the Lambda Runtime API, wired as
// template.yaml says, against S3, Secrets Manager and Crewmojo on loopback addresses.
//
//	go run ./functions/internal/sandbox          shows both jobs at work on the samples in events/
//	go run ./functions/internal/sandbox serve    stays up, and imports what is put into its bucket or its folder
//	go run ./functions/internal/sandbox check F  reads an employee file as the import does, and reports; sends nothing
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Stdout, os.Args[1:])
	switch {
	case errors.Is(err, errHeld): // the report has said why
		os.Exit(2)
	case errors.Is(err, errRejected):
		os.Exit(3)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sandbox:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, args []string) error {
	if len(args) == 2 && args[0] == "check" {
		return check(out, os.Stderr, args[1], os.Getenv)
	}
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
	fmt.Fprint(out, "Building the functions ... ")
	started := time.Now()
	if err := testbed.Build(ctx, root, dir); err != nil {
		return err
	}
	fmt.Fprintf(out, "done in %.1f s\n", time.Since(started).Seconds())
	log, err := os.Create(filepath.Join(dir, "functions.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s, err := testbed.Start(root, dir, nil, log)
	if err != nil {
		return err
	}
	defer s.Close()
	switch {
	case len(args) == 0:
		err = show(ctx, s, out)
	case len(args) == 1 && args[0] == "serve":
		err = serve(ctx, s, out)
	default:
		return errors.New("the commands are serve, and check FILE; without one, both jobs are shown at work")
	}
	if err != nil {
		lines, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%w\n\nThe functions' log:\n%s", err, lines)
	}
	return nil
}
