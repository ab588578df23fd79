// Release makes a release of the functions, as `make package` asks it to. The same sources, version and Go give the same
// bytes.
//
//	go run ./functions/internal/release pack 1.0.0   builds the functions, and makes dist
//	go run ./functions/internal/release licences     lists the licences of all that goes into the functions
package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// The functions, by their logical ids in the template, and Go's words for the processors that Lambda has, by Lambda's.
var (
	functions = map[string]string{
		"ImportEmployeesFunction": "import-employees", "ExportReportFunction": "export-report", "NotifyFunction": "notify"}
	architectures = map[string]string{"arm64": "arm64", "x86_64": "amd64"}
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, args []string) error {
	switch {
	case len(args) == 2 && args[0] == "pack":
		return pack(out, args[1], "dist")
	case len(args) == 1 && args[0] == "licences":
		return listLicences(out)
	}
	return errors.New("say pack VERSION, or licences")
}

// semantic is a version as https://semver.org has it, without what it calls build metadata: S3 keys and CloudFormation
// outputs show it.
var semantic = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$`)

// pack makes the folder dist of a version, and prints the sums of what is in it.
func pack(out io.Writer, version, dist string) error {
	if !semantic.MatchString(version) {
		return fmt.Errorf("%q is not a version such as 1.0.0 or 1.1.0-rc.1", version)
	}
	if err := errors.Join(os.RemoveAll(dist), os.MkdirAll(dist, 0o755)); err != nil {
		return err
	}
	for logicalID, name := range functions {
		for architecture, goArch := range architectures {
			packed := name + "-" + architecture
			program, err := build(logicalID, version, goArch, filepath.Join("build/package", packed))
			if err != nil {
				return fmt.Errorf("build %s: %w", packed, err)
			}
			if err := zipProgram(program, filepath.Join(dist, packed+".zip")); err != nil {
				return fmt.Errorf("pack %s: %w", packed, err)
			}
			if err := writeBill(program, version, filepath.Join(dist, packed+".cdx.json")); err != nil {
				return fmt.Errorf("list what is in %s: %w", packed, err)
			}
		}
	}
	texts := map[string]func() (string, error){
		"template.yaml":    func() (string, error) { return change("template.yaml", version, releaseTemplate) },
		"release-notes.md": func() (string, error) { return change("CHANGELOG.md", version, releaseNotes) },
		"licences.txt":     licenceTexts,
	}
	for name, text := range texts {
		content, err := text()
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dist, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	sums, err := sumsOf(dist)
	if err != nil {
		return err
	}
	fmt.Fprint(out, sums)
	return os.WriteFile(filepath.Join(dist, "SHA256SUMS"), []byte(sums), 0o644)
}

// build builds a function as the Makefile builds it for its deployment, and returns where the program is.
func build(logicalID, version, goArch, dir string) (string, error) {
	made, err := exec.Command("make", "-s", "build-"+logicalID, "VERSION="+version, "GOARCH="+goArch, "ARTIFACTS_DIR="+dir).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, made)
	}
	return filepath.Join(dir, "bootstrap"), nil
}

// change returns a file of the project as a release has it.
func change(path, version string, do func(text, version string) (string, error)) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return do(string(text), version)
}

// sumsOf returns the SHA-256 sums of the files in dir, as `sha256sum --check` reads them.
func sumsOf(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return "", err
		}
		lines = append(lines, fmt.Sprintf("%x  %s\n", sha256.Sum256(content), entry.Name()))
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	return strings.Join(lines, ""), nil
}
