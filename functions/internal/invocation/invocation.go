// Package invocation is what both functions do about being invoked: they take events, stay clear of the deadline, and have
// files that go when the invocation ends.
package invocation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
)

// Start runs handler for one event after the other. When Lambda takes the environment away, by SIGTERM, the context of the
// invocation under way ends, so that it still answers what became of it.
func Start(handler any) {
	ctx, stop := context.WithCancel(context.Background())
	lambda.StartWithOptions(handler, lambda.WithContext(ctx), lambda.WithEnableSIGTERM(stop))
}

// margin is what is left of an invocation when its work has to be over: enough to say what happened.
const margin = 3 * time.Second

// WithMargin returns ctx with a deadline a little before Lambda's, which ends the process without a word.
func WithMargin(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(margin, time.Until(deadline)/4)))
}

// TempFile returns an empty file under the temporary directory that has no name any more: its space is free again when
// it is closed, and also when the process is killed.
func TempFile() (*os.File, error) {
	f, err := os.CreateTemp("", "crewmojo-")
	if err != nil {
		return nil, fmt.Errorf("temporary file: %w", err)
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, fmt.Errorf("temporary file: %w", err)
	}
	return f, nil
}

// Explain returns err with what an operator can do about it, where that is known.
func Explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w: the function's temporary storage is full; raise the template's parameter TemporaryStorageMB", err)
	}
	return err
}
