package main

import (
	"archive/zip"
	"bytes"
	"os"
	"time"
)

// zipTime is the time of every entry: the earliest that a ZIP can have.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// zipProgram writes a deployment package: a program under the name that Lambda's runtime provided.al2023 starts.
// https://docs.aws.amazon.com/lambda/latest/dg/golang-package.html
func zipProgram(program, to string) error {
	content, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Deflate, Modified: zipTime}
	header.SetMode(0o755)
	entry, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	if _, err := entry.Write(content); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return os.WriteFile(to, packed.Bytes(), 0o644)
}
