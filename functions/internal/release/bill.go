package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// billTool makes a software bill of materials from what Go has recorded in a program.
const billTool = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"

// writeBill writes the bill of materials of a program, in CycloneDX's JSON.
func writeBill(program, version, to string) error {
	epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH must be the time of the sources in seconds since 1970: %w", err)
	}
	tool := exec.Command("go", "run", billTool, "bin", "-json", "-std", "-licenses", "-short-purls",
		"-noserial", "-notimestamp", "-version", "v"+version, program)
	var problems bytes.Buffer
	tool.Stderr = &problems
	made, err := tool.Output()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, problems.String())
	}
	bill, err := reproducible(made, time.Unix(epoch, 0))
	if err != nil {
		return err
	}
	return os.WriteFile(to, bill, 0o644)
}

// reproducible returns a bill with the time of the sources and a serial number that follows from the rest of it, and
// without the hashes of the tool, which differ from one machine to the next.
func reproducible(bill []byte, sources time.Time) ([]byte, error) {
	var fields map[string]any
	if err := json.Unmarshal(bill, &fields); err != nil {
		return nil, err
	}
	metadata, ok := fields["metadata"].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the bill has no metadata")
	}
	metadata["timestamp"] = sources.UTC().Format(time.RFC3339)
	tools, _ := metadata["tools"].([]any)
	for _, tool := range tools {
		if tool, ok := tool.(map[string]any); ok {
			delete(tool, "hashes")
		}
	}
	content, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	fields["serialNumber"] = "urn:uuid:" + uuidOf(content)
	out, err := json.MarshalIndent(fields, "", "  ")
	return append(out, '\n'), err
}

// uuidOf returns a UUID that follows from content: version 8 of RFC 9562, with the first bits of its SHA-256 sum.
func uuidOf(content []byte) string {
	sum := sha256.Sum256(content)
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
