package invocation

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
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
