// Package bench measures whole processes beside baselines of the same run: what an import and an export cost.
package bench

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// projectRoot is the top folder, seen from this one.
const projectRoot = "../../.."

// binariesDir holds the functions, built once for all benchmarks.
var binariesDir string

func TestMain(m *testing.M) {
	if name := os.Getenv(programVariable); name != "" {
		runProgram(name)
		return
	}
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "crewmojo-binaries-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		if err := testbed.Build(context.Background(), projectRoot, dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		binariesDir = dir
		defer printRows(os.Stdout)
		return m.Run()
	}())
}
