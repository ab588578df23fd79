package localambda

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/loopback"
)

// A Runtime runs one function, one invocation at a time, in one process that stays warm between them.
type Runtime struct {
	function Function
	server   *http.Server
	address  string

	invoking sync.Mutex

	mu      sync.Mutex
	current *invocation
	process *exec.Cmd
	next    chan *invocation // to be fetched by this process, and by none before it whose connection is still open
	exited  chan struct{}
}

type invocation struct {
	id       string
	payload  []byte
	deadline time.Time
	done     chan answer
}

type answer struct {
	payload []byte
	err     error
}

// Start makes a function ready; its process starts with the first invocation.
func Start(f Function) (*Runtime, error) {
	if err := f.checkEnvironment(); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	f.Log = keepLogs(f.Log, f.LogLevel)
	r := &Runtime{function: f, address: listener.Addr().String()}
	r.server = &http.Server{Handler: loopback.Only(r.api())}
	go func() { _ = r.server.Serve(listener) }()
	return r, nil
}

// Close ends the process and the server.
func (r *Runtime) Close() {
	r.Kill()
	_ = r.server.Close()
}

// Kill ends the process at once, as a machine that goes away does.
func (r *Runtime) Kill() {
	if process, exited := r.running(); process != nil {
		_ = process.Kill()
		<-exited
	}
}

// Terminate ends the process as Lambda does when it takes the environment away: by SIGTERM, and half a second later
// by SIGKILL. It reports whether the process ended before that.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown
func (r *Runtime) Terminate() bool {
	process, exited := r.running()
	if process == nil {
		return true
	}
	_ = process.Signal(syscall.SIGTERM)
	select {
	case <-exited:
		return true
	case <-time.After(500 * time.Millisecond):
		r.Kill()
		return false
	}
}

// Pid returns the number of the process, or 0 if none has been started.
func (r *Runtime) Pid() int {
	process, _ := r.running()
	if process == nil {
		return 0
	}
	return process.Pid
}

func (r *Runtime) running() (*os.Process, chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.process == nil {
		return nil, nil
	}
	return r.process.Process, r.exited
}

// Invoke sends one event and waits for the answer. A function that fails answers with a [*FunctionError].
func (r *Runtime) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	return r.invoke(ctx, NewID(), payload)
}

func (r *Runtime) invoke(ctx context.Context, id string, payload []byte) ([]byte, error) {
	r.invoking.Lock()
	defer r.invoking.Unlock()
	in := &invocation{id: id, payload: payload, deadline: time.Now().Add(r.function.Timeout), done: make(chan answer, 1)}
	r.mu.Lock()
	r.current = in
	r.mu.Unlock()
	a, fetched := r.await(ctx, in)
	if !fetched && ctx.Err() == nil {
		// The process ended before it took the event: Lambda gives the event to a new one, once.
		a, _ = r.await(ctx, in)
	}
	return a.payload, a.err
}

// await starts the process if none runs, gives it an event, and waits for the answer. It reports whether the event
// was taken.
func (r *Runtime) await(ctx context.Context, in *invocation) (a answer, fetched bool) {
	next, exited, err := r.start()
	if err != nil {
		return answer{err: err}, true
	}
	timeout := time.NewTimer(time.Until(in.deadline))
	defer timeout.Stop()
	for {
		select {
		case next <- in:
			next = nil
		case a := <-in.done:
			return a, true
		case <-exited:
			select {
			case a := <-in.done:
				return a, true
			default:
				return answer{err: r.exitError(in.id)}, next == nil
			}
		case <-timeout.C:
			r.Kill()
			message := fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", in.id, r.function.Timeout.Seconds())
			return answer{err: &FunctionError{TimeoutError, message}}, true
		case <-ctx.Done():
			r.Kill()
			return answer{err: context.Cause(ctx)}, true
		}
	}
}

// exitError is what Lambda says of a process that has ended. A lack of memory shows as "signal: killed".
// https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
func (r *Runtime) exitError(id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	cause := "Runtime exited without providing a reason"
	if state := r.process.ProcessState; !state.Success() {
		cause = "Runtime exited with error: " + state.String()
	}
	return &FunctionError{ExitError, "RequestId: " + id + " Error: " + cause}
}

// start starts the process if none runs, and returns where it fetches events from, and what is closed when it ends.
func (r *Runtime) start() (next chan *invocation, exited chan struct{}, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.process != nil {
		select {
		case <-r.exited:
		default:
			return r.next, r.exited, nil
		}
	}
	process := exec.Command(r.function.Binary)
	process.Stdout, process.Stderr = r.function.Log, r.function.Log
	process.Env = r.function.environment(r.address)
	if err := process.Start(); err != nil {
		return nil, nil, err
	}
	r.process, r.next, r.exited = process, make(chan *invocation), make(chan struct{})
	go func(exited chan struct{}) {
		_ = process.Wait()
		close(exited)
	}(r.exited)
	return r.next, r.exited, nil
}
