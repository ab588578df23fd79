// Package bench measures what the functions cost, as they are deployed: whole processes, as ratios to a floor that was
// measured in the same run. `make bench` runs it in short mode, `make bench-all` with the large files too.
package bench

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// projectRoot is the top folder, seen from this one.
const projectRoot = "../../.."

// Folders with programs, built once for all benchmarks.
var (
	functionsDir string // the functions, for this machine
	arm64Dir     string // the functions, for AWS's Arm processors
	floorDir     string // the transfer floor, under the functions' names: the test bed takes it for them
	othersDir    string // what else is measured
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		return m.Run() // nothing is measured, so there is nothing to build
	}
	dir, err := os.MkdirTemp("", "crewmojo-bench-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	functionsDir, arm64Dir, floorDir, othersDir = dir+"/functions", dir+"/arm64", dir+"/floor", dir+"/others"
	if err := buildAll(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer printTables(os.Stdout)
	return m.Run()
}

func buildAll() error {
	const testdata = "internal/bench/testdata/"
	for logicalID, name := range testbed.Binaries {
		if err := build(logicalID, name, runtime.GOARCH, filepath.Join(functionsDir, name)); err != nil {
			return err
		}
		if err := build(logicalID, name, "arm64", filepath.Join(arm64Dir, name)); err != nil {
			return err
		}
		floor := testdata + "floor"
		if logicalID == testbed.NotifyFunction {
			floor = name // an event that fails is tried again minutes later, and the benchmark would wait for that
		}
		if err := build(logicalID, floor, runtime.GOARCH, filepath.Join(floorDir, name)); err != nil {
			return err
		}
	}
	for _, name := range []string{"emptyfunction", "straightforward"} {
		if err := build(testbed.ImportFunction, testdata+name, runtime.GOARCH, filepath.Join(othersDir, name)); err != nil {
			return err
		}
	}
	return nil
}

// build builds a program below functions/ as the Makefile builds the function of this logical id for its deployment.
func build(logicalID, path, arch, to string) error {
	dir := to + ".build"
	cmd := exec.Command("make", "-s", "build-"+logicalID, "FUNCTION="+path, "GOARCH="+arch, "ARTIFACTS_DIR="+dir)
	cmd.Dir = projectRoot
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", path, err, out)
	}
	return os.Rename(filepath.Join(dir, "bootstrap"), to)
}
