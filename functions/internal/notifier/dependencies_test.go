package notifier

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Notify is small: it knows the jobs by their results alone, and links neither S3 nor a template engine. Those look
// methods up by name, which keeps the linker from leaving out what is not used:
// https://github.com/golang/go/issues/72895
func TestDependencies(t *testing.T) {
	const module = "github.com/crewmojo-aws/bundle"
	listed, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-tags", "lambda.norpc",
		module+"/functions/notify").Output()
	if err != nil {
		t.Fatal(err)
	}
	dependencies := strings.Fields(string(listed))
	if !slices.Contains(dependencies, module+"/functions/internal/outcome") {
		t.Fatalf("outcome is not among %q", dependencies)
	}
	for _, not := range []string{
		"github.com/aws/aws-sdk-go-v2/service/s3", "text/template", "html/template",
		module + "/functions/internal/importer", module + "/functions/internal/exporter", module + "/pkg/roster",
	} {
		if slices.Contains(dependencies, not) {
			t.Errorf("notify depends on %s", not)
		}
	}
}
