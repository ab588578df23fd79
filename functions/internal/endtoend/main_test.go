// Package endtoend tests the bundle from what an HR system puts into the bucket to what people find there: the real
// functions, on the test bed.
package endtoend

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

var update = flag.Bool("update", false, "write what came out into the stories, for a person to read through")

// projectRoot is the top folder, seen from this one.
const projectRoot = "../../.."

// versionVariable is what the Makefile has the linker set to the version of a release, and testVersion what the tests set.
const (
	versionVariable = "github.com/crewmojo-aws/bundle/functions/internal/version.release"
	testVersion     = "1.0.0-test"
)

// binariesDir holds the functions, built once for all tests.
var binariesDir string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "crewmojo-binaries-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		flags := []string{"-ldflags", "-X " + versionVariable + "=" + testVersion}
		if raceEnabled {
			flags = append(flags, "-race")
		}
		if err := testbed.Build(context.Background(), projectRoot, dir, flags...); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		binariesDir = dir
		return m.Run()
	}())
}

// touchSources opens, within a test, what the functions are built from: go test takes a result from its cache unless a
// file has changed that a test has opened.
var touchSources = sync.OnceValue(func() error {
	for _, dir := range []string{"functions", "pkg", "go.mod"} {
		err := filepath.WalkDir(filepath.Join(projectRoot, dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			_, err = os.ReadFile(path)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
})
