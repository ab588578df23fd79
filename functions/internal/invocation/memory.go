package invocation

import (
	"runtime/debug"
	"strconv"
)

// limitMemory lets the garbage collector work harder before the heap reaches what Lambda allows, at which the process
// is killed without a word. GOMEMLIMIT, which the Go runtime itself obeys, says otherwise.
func limitMemory(lookup func(name string) (string, bool)) {
	if limit := memoryLimit(lookup); limit > 0 {
		debug.SetMemoryLimit(limit)
	}
}

// memoryLimit returns 85 % of AWS_LAMBDA_FUNCTION_MEMORY_SIZE, in bytes: what the code and other things than the heap
// take fits into the rest. It is 0 if nothing is to be limited.
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
