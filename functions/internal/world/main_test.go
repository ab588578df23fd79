// Package world tests the bundle against programs that others wrote and that Go alone does not bring: a real S3 server,
// and CloudFormation as far as moto plays it. `make test-world` runs it. A part that cannot be had here is skipped,
// with one line that says what is missing.
package world

import (
	"fmt"
	"os"
	"testing"
)

// projectRoot is the top folder, seen from this one.
const projectRoot = "../../.."

// TestMain runs nothing unless TEST_WORLD is set: `make test` needs Go alone.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_WORLD") == "" {
		fmt.Println("skipped: only make test-world runs these tests")
		return
	}
	os.Exit(m.Run())
}

// skip ends a test that cannot be run here. The line is printed without -v too.
func skip(t *testing.T, format string, values ...any) {
	fmt.Printf("skipped %s: %s\n", t.Name(), fmt.Sprintf(format, values...))
	t.SkipNow()
}
