package localambda

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// api serves the Runtime API, by which a process takes events and answers them, and as much of the Extensions API as
// it needs.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
func (r *Runtime) api() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", r.serveNext)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", r.serveResponse)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", r.serveError)
	// A function that wants a SIGTERM before it is killed registers as an extension for no events.
	mux.HandleFunc("POST /2020-01-01/extension/register", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Lambda-Extension-Identifier", r.function.Name)
		fmt.Fprint(w, "{}")
	})
	mux.HandleFunc("GET /2020-01-01/extension/event/next",
		func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	return mux
}

func (r *Runtime) serveNext(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	next := r.next
	r.mu.Unlock()
	select {
	case in := <-next:
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", in.id)
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(in.deadline.UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", r.function.ARN())
		_, _ = w.Write(in.payload)
	case <-req.Context().Done():
	}
}

func (r *Runtime) serveResponse(w http.ResponseWriter, req *http.Request) {
	payload, err := io.ReadAll(req.Body)
	if len(payload) > maxResponse {
		message := fmt.Sprintf("Response payload size exceeded maximum allowed payload size (%d bytes).", maxResponse)
		r.answer(w, req.PathValue("id"), http.StatusRequestEntityTooLarge, answer{nil, &FunctionError{SizeError, message}})
		return
	}
	r.answer(w, req.PathValue("id"), http.StatusAccepted, answer{payload, err})
}

func (r *Runtime) serveError(w http.ResponseWriter, req *http.Request) {
	failed := &FunctionError{}
	if err := json.NewDecoder(req.Body).Decode(failed); err != nil {
		failed.Message = err.Error()
	}
	r.answer(w, req.PathValue("id"), http.StatusAccepted, answer{nil, failed})
}

// answer takes the answer to the current invocation, and tells the process with what status.
func (r *Runtime) answer(w http.ResponseWriter, id string, status int, a answer) {
	r.mu.Lock()
	in := r.current
	r.mu.Unlock()
	if in == nil || in.id != id {
		http.Error(w, `{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}`, http.StatusBadRequest)
		return
	}
	w.WriteHeader(status)
	select {
	case in.done <- a:
	default: // it has been answered
	}
}
