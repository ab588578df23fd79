// Package localambda runs Lambda functions on this machine: the real binaries, over the Lambda Runtime API.
package localambda

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A Function is what Lambda is told about a function.
type Function struct {
	Name    string
	Binary  string
	Env     map[string]string
	Timeout time.Duration
	Log     io.Writer // what the function prints
}

// A Runtime runs one function, one invocation at a time, in one process that stays warm between them.
type Runtime struct {
	function Function
	server   *http.Server
	address  string

	invoking sync.Mutex

	mu      sync.Mutex
	next    chan *invocation // to be fetched by the process
	current *invocation
	process *exec.Cmd
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

// A FunctionError is what a function answers when it fails.
type FunctionError struct {
	Type    string `json:"errorType"`
	Message string `json:"errorMessage"`
}

func (e *FunctionError) Error() string { return e.Message }

// Start makes a function ready; its process starts with the first invocation.
func Start(f Function) (*Runtime, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &Runtime{function: f, address: listener.Addr().String(), next: make(chan *invocation)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", r.serveNext)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", r.serveResponse)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", r.serveError)
	// A function that wants a SIGTERM before it is killed registers as an extension for no events.
	mux.HandleFunc("POST /2020-01-01/extension/register", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Lambda-Extension-Identifier", f.Name)
		fmt.Fprint(w, "{}")
	})
	mux.HandleFunc("GET /2020-01-01/extension/event/next", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	r.server = &http.Server{Handler: mux}
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

// Terminate ends the process as Lambda does that takes the environment away: by SIGTERM, and half a second later for good.
func (r *Runtime) Terminate() {
	if process, _ := r.running(); process != nil {
		_ = process.Signal(syscall.SIGTERM)
		time.Sleep(500 * time.Millisecond)
		r.Kill()
	}
}

// Pid returns the number of the process, or 0 where none has been started.
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
	r.invoking.Lock()
	defer r.invoking.Unlock()
	exited, err := r.start()
	if err != nil {
		return nil, err
	}
	in := &invocation{id: newRequestID(), payload: payload, deadline: time.Now().Add(r.function.Timeout), done: make(chan answer, 1)}
	r.mu.Lock()
	r.current = in
	r.mu.Unlock()
	timeout := time.NewTimer(r.function.Timeout)
	defer timeout.Stop()
	next := r.next
	for {
		select {
		case next <- in:
			next = nil
		case a := <-in.done:
			return a.payload, a.err
		case <-exited:
			select {
			case a := <-in.done:
				return a.payload, a.err
			default:
				return nil, &FunctionError{"Runtime.ExitError", "the process of " + r.function.Name + " has ended"}
			}
		case <-timeout.C:
			r.Kill()
			return nil, &FunctionError{"Sandbox.Timedout", fmt.Sprintf("task timed out after %v", r.function.Timeout)}
		case <-ctx.Done():
			r.Kill()
			return nil, context.Cause(ctx)
		}
	}
}

// start starts the process where none runs.
func (r *Runtime) start() (exited chan struct{}, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.process != nil {
		select {
		case <-r.exited:
		default:
			return r.exited, nil
		}
	}
	process := exec.Command(r.function.Binary)
	process.Stdout, process.Stderr = r.function.Log, r.function.Log
	process.Env = Environment(r.function.Name, r.address)
	for name, value := range r.function.Env {
		process.Env = append(process.Env, name+"="+value)
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	r.process, r.exited = process, make(chan struct{})
	go func(exited chan struct{}) {
		_ = process.Wait()
		close(exited)
	}(r.exited)
	return r.exited, nil
}

// Environment returns the variables that Lambda itself sets for a function, whose Runtime API is at address.
func Environment(name, address string) []string {
	return []string{
		"AWS_LAMBDA_RUNTIME_API=" + address,
		"AWS_LAMBDA_FUNCTION_NAME=" + name,
		"AWS_LAMBDA_LOG_FORMAT=JSON",
		"AWS_ACCESS_KEY_ID=sandbox",
		"AWS_SECRET_ACCESS_KEY=sandbox",
	}
}

func (r *Runtime) serveNext(w http.ResponseWriter, req *http.Request) {
	select {
	case in := <-r.next:
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", in.id)
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(in.deadline.UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:"+r.function.Name)
		_, _ = w.Write(in.payload)
	case <-req.Context().Done():
	}
}

func (r *Runtime) serveResponse(w http.ResponseWriter, req *http.Request) {
	payload, err := io.ReadAll(req.Body)
	r.answer(w, req.PathValue("id"), answer{payload, err})
}

func (r *Runtime) serveError(w http.ResponseWriter, req *http.Request) {
	failed := &FunctionError{}
	if err := json.NewDecoder(req.Body).Decode(failed); err != nil {
		failed.Message = err.Error()
	}
	r.answer(w, req.PathValue("id"), answer{nil, failed})
}

func (r *Runtime) answer(w http.ResponseWriter, id string, a answer) {
	r.mu.Lock()
	in := r.current
	r.mu.Unlock()
	if in == nil || in.id != id {
		http.Error(w, "no such invocation", http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusAccepted)
	in.done <- a
}

func newRequestID() string {
	id := strings.ToLower(rand.Text())
	return id[:8] + "-" + id[8:12] + "-" + id[12:16] + "-" + id[16:20] + "-" + id[20:26]
}
