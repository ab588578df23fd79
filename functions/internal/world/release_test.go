package world

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// TestRelease makes a release, and does with it what people do.
func TestRelease(t *testing.T) {
	version := latestVersion(t)
	dir := makeRelease(t, version)
	dist := filepath.Join(dir, "dist")
	t.Run("reproducible", func(t *testing.T) { compareFolders(t, dist, filepath.Join(makeRelease(t, version), "dist")) })
	t.Run("sums", func(t *testing.T) {
		check := exec.Command("sha256sum", "--check", "--strict", "SHA256SUMS")
		check.Dir = dist
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	})
	t.Run("import", func(t *testing.T) { importWithRelease(t, dist, version) })
	t.Run("deploy", func(t *testing.T) { deployRelease(t, dir, version) })
}

// latestVersion returns the newest version that the CHANGELOG has.
func latestVersion(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(projectRoot + "/CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+)\b`).FindSubmatch(text)
	if found == nil {
		t.Fatal("CHANGELOG.md has no version")
	}
	return string(found[1])
}

// makeRelease makes a release from a copy of the sources, in a folder of its own, and returns the folder.
func makeRelease(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "Makefile", "LICENSE", "CHANGELOG.md", "template.yaml"} {
		text, err := os.ReadFile(filepath.Join(projectRoot, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"functions", "pkg"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(projectRoot, name))); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.CommandContext(t.Context(), "make", "package", "VERSION="+version)
	command.Dir = dir
	command.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1795564800")
	if out, err := command.CombinedOutput(); err != nil {
		if bytes.Contains(out, []byte("cyclonedx-gomod")) && bytes.Contains(out, []byte("dial tcp")) {
			skip(t, "cyclonedx-gomod cannot be had")
		}
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// compareFolders fails unless both folders have the same files with the same bytes.
func compareFolders(t *testing.T, one, other string) {
	t.Helper()
	names := map[string]bool{}
	for _, dir := range []string{one, other} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			names[entry.Name()] = true
		}
	}
	if len(names) < 15 {
		t.Errorf("there are only %d files", len(names))
	}
	for name := range names {
		first, err := os.ReadFile(filepath.Join(one, name))
		if err != nil {
			t.Error(err)
		}
		if second, err := os.ReadFile(filepath.Join(other, name)); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s is not the same in both, error %v", name, err)
		}
	}
}

// importWithRelease has the packed functions import a file.
func importWithRelease(t *testing.T, dist, version string) {
	architecture, ok := map[string]string{"amd64": "x86_64", "arm64": "arm64"}[runtime.GOARCH]
	if !ok || runtime.GOOS != "linux" {
		skip(t, "the functions run on Linux alone")
	}
	binaries := t.TempDir()
	for _, name := range testbed.Binaries {
		unpack(t, filepath.Join(dist, name+"-"+architecture+".zip"), filepath.Join(binaries, name))
	}
	bed, err := testbed.Start(projectRoot, binaries, nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer bed.Close()
	created := make(chan localaws.Created, 10)
	bed.AWS.OnCreate(func(c localaws.Created) { created <- c })
	if err := bed.Bucket().Put(t.Context(), "incoming/employees.csv", company(5, 0)); err != nil {
		t.Fatal(err)
	}
	answer, err := bed.Notify(t.Context(), <-created)
	if err != nil {
		t.Fatal(err)
	}
	var done outcome.Imports
	if err := json.Unmarshal(answer, &done); err != nil {
		t.Fatal(err)
	}
	if got := done.Imports[0]; got.Status != outcome.Imported || got.Version != version {
		t.Errorf("version %s: the file is %s", got.Version, got.Status)
	}
}

// unpack writes the program of a deployment package to a file.
func unpack(t *testing.T, from, to string) {
	t.Helper()
	archive, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	if len(archive.File) != 1 || archive.File[0].Name != "bootstrap" || archive.File[0].Mode() != 0o755 {
		t.Fatalf("%s has %v", from, archive.File)
	}
	program, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	content, err := io.ReadAll(program)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o755); err != nil {
		t.Fatal(err)
	}
}

// deployRelease runs the commands that the README gives for a release, for either kind of processor.
func deployRelease(t *testing.T, dir, version string) {
	python := findMoto(t)
	if _, err := exec.LookPath("aws"); err != nil {
		skip(t, "the AWS CLI is not installed")
	}
	readme, err := os.ReadFile(projectRoot + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile("(?s)aws s3 cp .*?\n *```").Find(readme)
	if n := bytes.Count(commands, []byte("\naws ")) + bytes.Count(commands, []byte("\n   aws ")); n != 1 {
		t.Fatalf("the README has %d commands after the first: %s", n, commands)
	}
	script := strings.NewReplacer("BUCKET", "code-bucket", "1.0.0", version, "```", "").Replace(string(commands))
	for architecture, parameter := range map[string]string{"arm64": "", "x86_64": " Architecture=x86_64"} {
		deploy := exec.CommandContext(t.Context(), python, "testdata/deploy.py", dir, "code-bucket")
		deploy.Stdin = strings.NewReader(strings.TrimSpace(script) + parameter + "\n")
		made := runStack(t, deploy)
		if made.Outputs["Version"] != version {
			t.Errorf("the output Version is %q", made.Outputs["Version"])
		}
		for _, name := range testbed.Binaries {
			packed, err := os.ReadFile(filepath.Join(dir, "dist", name+"-"+architecture+".zip"))
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(packed)
			if !made.runs(base64.StdEncoding.EncodeToString(sum[:])) {
				t.Errorf("no function runs %s for %s: %v", name, architecture, made.Programs)
			}
		}
	}
}
