package invocation

import (
	"runtime/debug"
	"strconv"
)

// limitMemory makes the garbage collector work harder before the heap reaches what Lambda allows: beyond that, Lambda
// kills the process without a word. GOMEMLIMIT, which the Go runtime itself obeys, overrides it.
func limitMemory(lookup func(name string) (string, bool)) {
	if limit := memoryLimit(lookup); limit > 0 {
		debug.SetMemoryLimit(limit)
	}
}

// memoryLimit returns 85 % of AWS_LAMBDA_FUNCTION_MEMORY_SIZE, in bytes: the rest is for the code and for whatever is
// not on the heap. It is 0 if there is no limit to set.
func memoryLimit(lookup func(name string) (string, bool)) int64 {
	if _, ok := lookup("GOMEMLIMIT"); ok {
		return 0
	}
	text, _ := lookup("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") // MiB, whatever the console calls them
	size, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return size << 20 * 85 / 100
}
