package world

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestRunbook runs the RUNBOOK's commands as they are printed, against moto's servers, and checks what they do.
func TestRunbook(t *testing.T) {
	for _, program := range []string{"python3", "aws", "jq", "bash"} {
		if _, err := exec.LookPath(program); err != nil {
			skip(t, "%s is not installed", program)
		}
	}
	if exec.Command("python3", "-c", "import boto3, moto.server").Run() != nil {
		skip(t, "Python's boto3 and moto with its server are not installed")
	}
	runbook, err := filepath.Abs(projectRoot + "/RUNBOOK.md")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "python3", "testdata/runbook.py", runbook).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
