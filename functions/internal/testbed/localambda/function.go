// Package localambda runs Lambda functions on this machine: the real binaries, over the Lambda Runtime API, invoked
// as a caller does who waits, or asynchronously with retries and destinations. Where Lambda is strict or odd, so is
// this; each oddity names the page that documents it.
package localambda

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// A Function is what Lambda is told about a function.
type Function struct {
	Name     string
	Binary   string
	Env      map[string]string
	Timeout  time.Duration
	MemoryMB int       // 0 for 128
	LogLevel string    // the least application log level that Lambda keeps; "" for INFO
	Log      io.Writer // what the function prints
}

// ARN returns the function's ARN in invocation records and in the Runtime API: that of its newest code.
func (f Function) ARN() string {
	return "arn:aws:lambda:eu-central-1:000000000000:function:" + f.Name
}

// A FunctionError is what a function answers when it fails, or what Lambda answers in its place.
type FunctionError struct {
	Type    string `json:"errorType"`
	Message string `json:"errorMessage"`
}

func (e *FunctionError) Error() string { return e.Message }

// What Lambda answers in a function's place.
const (
	ExitError    = "Runtime.ExitError"             // the process has ended; for want of memory too
	TimeoutError = "Sandbox.Timedout"              // it took longer than its timeout
	SizeError    = "Function.ResponseSizeTooLarge" // its answer is too large
)

// maxResponse is the size of an answer at most, in bytes:
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxResponse = 6<<20 + 100

// maxEnvironment is the size of all variables of a function at most, in bytes of their JSON:
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxEnvironment = 4096

// checkEnvironment refuses more variables than Lambda takes for a function.
func (f Function) checkEnvironment() error {
	encoded, err := json.Marshal(f.Env)
	if err == nil && len(encoded) > maxEnvironment {
		err = fmt.Errorf("the settings of %s have %d bytes: Lambda takes %d", f.Name, len(encoded), maxEnvironment)
	}
	return err
}

// Environment returns the variables that Lambda itself sets for a function, whose Runtime API is at address.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
func Environment(name, address string) []string {
	return []string{
		"AWS_LAMBDA_RUNTIME_API=" + address,
		"AWS_LAMBDA_FUNCTION_NAME=" + name,
		"AWS_LAMBDA_LOG_FORMAT=JSON",
		"AWS_ACCESS_KEY_ID=" + name, // so that the local AWS knows whose role makes a call
		"AWS_SECRET_ACCESS_KEY=sandbox",
	}
}

// environment returns all variables of a function: Lambda's, and then the function's own.
func (f Function) environment(address string) []string {
	memory, level := f.MemoryMB, f.LogLevel
	if memory == 0 {
		memory = 128
	}
	if level == "" {
		level = "INFO"
	}
	env := append(Environment(f.Name, address),
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE="+strconv.Itoa(memory), "AWS_LAMBDA_LOG_LEVEL="+level)
	for name, value := range f.Env {
		env = append(env, name+"="+value)
	}
	return env
}

// NewID returns an ID such as requests and events have: a random UUID.
func NewID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
