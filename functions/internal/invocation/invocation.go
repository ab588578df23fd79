// Package invocation is what all functions do when they are invoked: they take events, stop before the deadline, bound
// their memory, and use temporary files that are gone when the invocation ends.
package invocation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"

	"github.com/crewmojo-aws/bundle/functions/internal/version"
)

// Start logs the version, runs handler for one event after the other, and does not return. When Lambda takes the environment away, by
// SIGTERM, the context of the current invocation ends, so that it still answers what became of it; then the process
// ends, and takes no other event.
func Start[Event, Answer any](handler func(context.Context, Event) (Answer, error)) {
	limitMemory(os.LookupEnv)
	slog.Info("start", "version", version.String())
	ctx, stop := context.WithCancelCause(context.Background())
	var busy sync.Mutex
	lambda.StartWithOptions(
		func(ctx context.Context, event Event) (answer Answer, err error) {
			if cause := context.Cause(ctx); errors.Is(cause, errStopped) {
				return answer, stoppedError(ctx, cause)
			}
			busy.Lock()
			defer busy.Unlock()
			answer, err = handler(ctx, event)
			return answer, stoppedError(ctx, err)
		},
		lambda.WithContext(ctx),
		lambda.WithEnableSIGTERM(func() {
			isIdle := busy.TryLock()
			stop(errStopped)
			if !isIdle {
				busy.Lock()
				time.Sleep(toAnswer)
			}
			os.Exit(0)
		}),
	)
}

// toAnswer is how long the Lambda library gets to hand over the last answer. Lambda ends what goes on half a second after
// SIGTERM: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown
const toAnswer = 100 * time.Millisecond

var errStopped = errors.New("stopped by Lambda (SIGTERM) before the work was done")

// stoppedError returns err. If the environment was taken away, it returns an error that says so, after which the Lambda
// library ends the process: the context of a later invocation would have ended already.
func stoppedError(ctx context.Context, err error) error {
	if err == nil || !errors.Is(context.Cause(ctx), errStopped) {
		return err
	}
	message := errStopped.Error()
	if text := err.Error(); text != message {
		message += ": " + text
	}
	return messages.InvokeResponse_Error{Type: "StoppedError", Message: message, ShouldExit: true}
}

// Refuse answers every event with err, and does not return. It is for a function with wrong settings: if the process
// ended instead, the record of the failed event would not say why.
func Refuse(err error) {
	Start(func(ctx context.Context, _ json.RawMessage) (any, error) {
		slog.ErrorContext(ctx, "cannot start", "error", err.Error())
		return nil, err
	})
}

// margin is the time that is kept at the end of an invocation to say what happened.
const margin = 3 * time.Second

// WithMargin returns ctx with a deadline a little before Lambda's, which ends the process without a word.
func WithMargin(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(margin, time.Until(deadline)/4)))
}

// TempFile returns an empty file in the temporary directory that has no name: its space is free again when it is closed
// or the process is killed.
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

// Explain returns err with what an operator can do about it, if that is known.
func Explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w: the function's temporary storage is full; raise the template's parameter TemporaryStorageMB",
			err)
	}
	return err
}
