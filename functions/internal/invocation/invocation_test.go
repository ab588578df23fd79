package invocation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda/messages"
)

func TestExplain(t *testing.T) {
	full := fmt.Errorf("download report: %w", &os.PathError{Op: "write", Path: "/tmp/crewmojo-1", Err: syscall.ENOSPC})
	if err := Explain(full); !strings.Contains(err.Error(), "raise the template's parameter TemporaryStorageMB") {
		t.Errorf("a full disk: %v", err)
	}
	if err := Explain(context.Canceled); err != context.Canceled {
		t.Errorf("something else: %v", err)
	}
}

func TestWithMargin(t *testing.T) {
	for timeout, want := range map[time.Duration]time.Duration{15 * time.Minute: 3 * time.Second, 4 * time.Second: time.Second} {
		lambda, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		ours, cancel := WithMargin(lambda)
		defer cancel()
		end, _ := lambda.Deadline()
		deadline, ok := ours.Deadline()
		if left := end.Sub(deadline); !ok || left > want || left < want-50*time.Millisecond {
			t.Errorf("of %v, %v are left; want %v", timeout, left, want)
		}
	}
	if _, ok := mustMargin(t, context.Background()).Deadline(); ok {
		t.Error("there was no deadline, and now there is one")
	}
}

func mustMargin(t *testing.T, ctx context.Context) context.Context {
	ctx, cancel := WithMargin(ctx)
	t.Cleanup(cancel)
	return ctx
}

func TestTempFileHasNoName(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	f, err := TempFile()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("somebody's data"); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("there is %v, error %v", left, err)
	}
}

func TestMemoryLimit(t *testing.T) {
	for _, test := range []struct {
		env  map[string]string
		want int64
	}{
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256"}, 228_170_137}, // 85 % of 256 MiB
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "10240"}, 9_126_805_504},
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "GOMEMLIMIT": "100MiB"}, 0},
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "GOMEMLIMIT": "off"}, 0},
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "much"}, 0},
		{nil, 0}, // not in Lambda
	} {
		got := memoryLimit(func(name string) (string, bool) { value, ok := test.env[name]; return value, ok })
		if got != test.want {
			t.Errorf("%v: %d, want %d", test.env, got, test.want)
		}
	}
}

// The limit is the garbage collector's own.
func TestLimitMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	limitMemory(func(name string) (string, bool) {
		return map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1000"}[name], name == "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"
	})
	if limit := debug.SetMemoryLimit(-1); limit != 850<<20 {
		t.Errorf("the limit is %d", limit)
	}
}

func TestStoppedError(t *testing.T) {
	failed := errors.New("import 1: upload employees: context canceled")
	ctx, stop := context.WithCancelCause(t.Context())
	if err := stoppedError(ctx, failed); err != failed {
		t.Errorf("nothing was stopped: %v", err)
	}
	stop(errStopped)
	below, cancel := WithMargin(ctx)
	defer cancel()
	err := stoppedError(below, failed)
	if answer := (messages.InvokeResponse_Error{}); !errors.As(err, &answer) || answer.Type != "StoppedError" || !answer.ShouldExit ||
		answer.Message != "stopped by Lambda (SIGTERM) before the work was done: "+failed.Error() {
		t.Errorf("answered is %+v", err)
	}
	if err := stoppedError(ctx, nil); err != nil {
		t.Errorf("the work was done: %v", err)
	}
}
