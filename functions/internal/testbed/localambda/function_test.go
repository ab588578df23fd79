package localambda

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

// TestMain is the tests or, in a process that a test has started, the function under test.
func TestMain(m *testing.M) {
	if os.Getenv("IS_FUNCTION") != "" {
		lambda.Start(function)
	}
	os.Exit(m.Run())
}

// A request says what the function is to do.
type request struct{ Do string }

type response struct{ RequestID string }

type refusedError struct{}

func (refusedError) Error() string { return "the function has refused" }

func function(ctx context.Context, r request) (any, error) {
	lc, _ := lambdacontext.FromContext(ctx)
	switch r.Do {
	case "fail":
		return nil, refusedError{}
	case "exit":
		os.Exit(3)
	case "run out of memory":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "hang":
		<-make(chan int)
	case "panic":
		panic("the function has panicked")
	case "answer at length":
		return strings.Repeat("x", 7<<20), nil
	case "tell the environment":
		return os.Getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") + " " + os.Getenv("AWS_LAMBDA_LOG_LEVEL"), nil
	}
	return response{lc.AwsRequestID}, nil
}

// start starts the function.
func start(t *testing.T) *Runtime { return startWithin(t, time.Minute) }

// startWithin starts the function with a timeout.
func startWithin(t *testing.T, timeout time.Duration) *Runtime {
	t.Helper()
	r, err := Start(Function{
		Name: "Test", Binary: os.Args[0], Env: map[string]string{"IS_FUNCTION": "1"},
		Timeout: timeout, MemoryMB: 256, LogLevel: "DEBUG",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func eventTo(do string) []byte { return []byte(`{"do":"` + do + `"}`) }

// Whatever a function does, its caller is told what Lambda says of it, and the next invocation works.
func TestInvoke(t *testing.T) {
	const id = `[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`
	for _, test := range []struct{ do, kind, message string }{
		{"fail", "refusedError", "the function has refused"},
		{"panic", "string", "the function has panicked"},
		{"exit", ExitError, "RequestId: " + id + " Error: Runtime exited with error: exit status 3"},
		{"run out of memory", ExitError, "RequestId: " + id + " Error: Runtime exited with error: signal: killed"},
		{"hang", TimeoutError, `RequestId: ` + id + ` Error: Task timed out after 1\.00 seconds`},
		{"answer at length", SizeError, `Response payload size exceeded maximum allowed payload size \(6291556 bytes\)\.`},
	} {
		r := start(t)
		if test.do == "hang" {
			r = startWithin(t, time.Second)
		}
		_, err := r.Invoke(t.Context(), eventTo(test.do))
		failed := (*FunctionError)(nil)
		if !errors.As(err, &failed) || failed.Type != test.kind || !regexp.MustCompile("^"+test.message+"$").MatchString(failed.Message) {
			t.Errorf("%s: %#v", test.do, err)
		}
		answer, err := r.Invoke(t.Context(), eventTo(""))
		if want := regexp.MustCompile(`^\{"RequestID":"` + id + `"\}$`); err != nil || !want.Match(answer) {
			t.Errorf("after %s: %s %v", test.do, answer, err)
		}
	}
	if answer, err := start(t).Invoke(t.Context(), eventTo("tell the environment")); err != nil || string(answer) != `"256 DEBUG"` {
		t.Errorf("the function sees %s %v", answer, err)
	}
}

// A program that cannot start is started once more, and then the caller is told.
func TestFunctionThatCannotStart(t *testing.T) {
	dir := t.TempDir()
	program := "#!/bin/sh\necho started >>" + dir + "/starts\nexit 1\n"
	if err := os.WriteFile(dir+"/program", []byte(program), 0o700); err != nil {
		t.Fatal(err)
	}
	r, err := Start(Function{Name: "Test", Binary: dir + "/program", Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	_, err = r.Invoke(t.Context(), eventTo(""))
	failed := (*FunctionError)(nil)
	if !errors.As(err, &failed) || failed.Type != ExitError ||
		!strings.HasSuffix(failed.Message, "Runtime exited with error: exit status 1") {
		t.Errorf("error %v", err)
	}
	if starts, err := os.ReadFile(dir + "/starts"); err != nil || string(starts) != "started\nstarted\n" {
		t.Errorf("%q %v", starts, err)
	}
}

// A process that does not end by itself within half a second of SIGTERM is killed.
func TestTerminate(t *testing.T) {
	r := start(t)
	if !r.Terminate() {
		t.Error("there was nothing to terminate")
	}
	if _, err := r.Invoke(t.Context(), eventTo("")); err != nil {
		t.Fatal(err)
	}
	began, pid := time.Now(), r.Pid()
	if !r.Terminate() {
		t.Error("SIGTERM did not end it, and it does nothing about SIGTERM")
	}
	if time.Since(began) > 400*time.Millisecond {
		t.Errorf("it took %v", time.Since(began))
	}
	if _, err := r.Invoke(t.Context(), eventTo("")); err != nil || r.Pid() == pid {
		t.Errorf("the next invocation: %v, process %d after %d", err, r.Pid(), pid)
	}
}

func TestLogLevels(t *testing.T) {
	lines := []struct{ line, level string }{
		{`{"level":"TRACE","timestamp":"2026-11-23T21:05:01Z","message":"m"}`, "TRACE"},
		{`{"level":"debug","timestamp":"2026-11-23T21:05:01.123456789+01:00"}`, "DEBUG"},
		{`{"level":"INFO","timestamp":"2026-11-23T21:05:01Z"}`, "INFO"},
		{`{"level":"WARN","timestamp":"2026-11-23T21:05:01Z"}`, "WARN"},
		{`{"level":"ERROR","timestamp":"2026-11-23T21:05:01Z"}`, "ERROR"},
		{`{"level":"FATAL","timestamp":"2026-11-23T21:05:01Z"}`, "FATAL"},
		{`{"level":"ERROR"}`, "INFO"}, // no timestamp
		{`{"level":"ERROR","timestamp":"2026-11-23 21:05:01"}`, "INFO"},
		{`{"level":"ERROR","timestamp":1795467901}`, "INFO"},
		{`{"level":"DEBUG","time":"2026-11-23T21:05:01Z"}`, "INFO"},
		{`{"level":"CRITICAL","timestamp":"2026-11-23T21:05:01Z"}`, "INFO"},
		{`{"timestamp":"2026-11-23T21:05:01Z"}`, "INFO"},
		{`{"_aws":{"Timestamp":1795467901000},"Imports":1}`, "INFO"}, // a metric
		{`2026/11/23 21:05:01 ERROR: no JSON at all`, "INFO"},
	}
	for level, least := range map[string]int{"DEBUG": 0, "INFO": 2, "": 2, "WARN": 3, "ERROR": 4, "FATAL": 5} {
		var kept, want strings.Builder
		w := keepLogs(&kept, level)
		for _, line := range lines {
			// Lines may arrive in pieces, and several at once.
			for piece := range strings.SplitAfterSeq(line.line+"\n", ",") {
				fmt.Fprint(w, piece)
			}
			if logLevels[line.level] >= least {
				want.WriteString(line.line + "\n")
			}
		}
		if kept.String() != want.String() {
			t.Errorf("of level %q are kept\n%s\nand should be\n%s", level, &kept, &want)
		}
	}
}

// Lambda takes no more than 4 KB of variables, names and values together. The deployment fails then.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
func TestLongSettings(t *testing.T) {
	for length, want := range map[int]bool{3000: true, 4096: false} {
		r, err := Start(Function{Name: "f", Env: map[string]string{"COLUMN_MAP": strings.Repeat("x", length)}})
		if (err == nil) != want {
			t.Errorf("%d bytes: %v", length, err)
		}
		if err == nil {
			r.Close()
		}
	}
}
