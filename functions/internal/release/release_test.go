package main

import (
	"archive/zip"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

const projectRoot = "../../../"

func TestVersions(t *testing.T) {
	for version, ok := range map[string]bool{
		"1.0.0": true, "1.1.0-rc.1": true, "10.20.30": true,
		"": false, "v1.0.0": false, "1.0": false, "1.0.0+5": false, "01.0.0": false, "1.0.0 -x": false, "1.0.0\n": false, "$(id)": false,
	} {
		if semantic.MatchString(version) != ok {
			t.Errorf("%q: want %v", version, ok)
		}
	}
}

// The template of a release takes each function's code from the bucket, as it was packed for the architecture, and the
// rest is as it was.
func TestReleaseTemplate(t *testing.T) {
	text, err := os.ReadFile(projectRoot + "template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	released, err := releaseTemplate(string(text), "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Globals    map[string]map[string]yaml.Node `yaml:"Globals"`
		Parameters map[string]map[string]yaml.Node `yaml:"Parameters"`
		Outputs    map[string]struct {
			Value yaml.Node `yaml:"Value"`
		} `yaml:"Outputs"`
		Resources map[string]struct {
			Metadata yaml.Node `yaml:"Metadata"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal([]byte(released), &template); err != nil {
		t.Fatal(err)
	}
	if _, ok := template.Globals["Function"]["CodeUri"]; ok {
		t.Error("the code of all functions is where SAM would build it")
	}
	if _, ok := template.Parameters["CodeBucket"]["Default"]; ok || template.Parameters["CodeBucket"] == nil {
		t.Error("there is no parameter CodeBucket that must be given")
	}
	for id, name := range functions {
		if strings.Count(released, "Key: !Sub crewmojo-1.2.3/"+name+"-${Architecture}.zip\n") != 1 || template.Resources[id].Metadata.Kind != 0 {
			t.Errorf("%s is not as it was packed", id)
		}
	}
	if said := template.Outputs["Version"].Value.Value; said != "1.2.3" {
		t.Errorf("the output Version is %q", said)
	}
	if _, err := releaseTemplate(strings.ReplaceAll(string(text), "BuildMethod: makefile", "BuildMethod: go1.x"), "1.2.3"); err == nil {
		t.Error("a template that is built in another way is taken")
	}
}

func TestReleaseNotes(t *testing.T) {
	const changelog = "# Changes\n\nNewest first.\n\n## 1.1.0 (unreleased)\n\n- Two.\n- Three.\n\n## 1.0.0 (2026-12-01)\n\n- One.\n"
	for version, want := range map[string]string{
		"1.1.0": "- Two.\n- Three.\n", "1.1.0-rc.1": "- Two.\n- Three.\n", "1.0.0": "- One.\n", "1.0": "", "1": "", "2.0.0": "",
	} {
		got, err := releaseNotes(changelog, version)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, error %v; want %q", version, got, err, want)
		}
	}
}

func TestZipProgram(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	var made []string
	for i, mode := range []os.FileMode{0o600, 0o777} { // neither the mode nor the time of the file matters
		to := filepath.Join(dir, "packed.zip")
		os.Remove(program)
		if err := os.WriteFile(program, []byte("#!"), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(program, time.Time{}, time.Unix(int64(i)*1e9, 0)); err != nil {
			t.Fatal(err)
		}
		if err := zipProgram(program, to); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(to)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, string(content))
		archive, err := zip.OpenReader(to)
		if err != nil {
			t.Fatal(err)
		}
		if f := archive.File[0]; len(archive.File) != 1 || f.Name != "bootstrap" || f.Mode() != 0o755 {
			t.Errorf("it has %s, %v", f.Name, f.Mode())
		}
		archive.Close()
	}
	if made[0] != made[1] {
		t.Error("the same program gives other bytes")
	}
}

// A bill follows from the sources: its time is theirs, and its serial number changes with its content alone.
func TestReproducibleBill(t *testing.T) {
	bill := func(version, hash string) map[string]any {
		made, err := reproducible([]byte(`{"bomFormat":"CycloneDX","metadata":{"tools":[{"name":"t","hashes":[{"content":"`+hash+`"}]}]},
			"components":[{"name":"a","version":"`+version+`"}]}`), time.Unix(1795564800, 0))
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(made, &fields); err != nil {
			t.Fatal(err)
		}
		return fields
	}
	first := bill("v1", "a")
	if at := first["metadata"].(map[string]any)["timestamp"]; at != "2026-11-25T00:00:00Z" {
		t.Errorf("its time is %v", at)
	}
	serial := first["serialNumber"].(string)
	// The form that CycloneDX's schema asks for; 8 and one of 8, 9, a, b are RFC 9562's version and variant.
	if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(serial) {
		t.Errorf("its serial number is %s", serial)
	}
	if other := bill("v1", "b")["serialNumber"]; other != serial {
		t.Error("the serial number depends on the tool's build")
	}
	if other := bill("v2", "a")["serialNumber"]; other == serial {
		t.Error("another content has the same serial number")
	}
}

func TestLicences(t *testing.T) {
	for text, want := range map[string]string{
		"Apache License\nVersion 2.0":                                               "Apache-2.0",
		"Permission is hereby granted, free\nof charge, to any person":              "MIT",
		"Redistribution and use in source and binary forms ... Neither the name of": "BSD-3-Clause",
		"Redistribution and use in source\n\tand binary forms":                      "BSD-2-Clause",
		"All rights reserved.":                                                      "",
	} {
		if got := licenceOf(map[string]string{"LICENSE": text}); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	t.Chdir(projectRoot)
	all, err := licenceTexts()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Crewmojo on AWS: LICENSE", "github.com/aws/aws-lambda-go v", "github.com/aws/smithy-go v", "NOTICE",
		"internal/sync/singleflight/LICENSE", "golang.org/x/text v", "the Go standard library go1",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("there is nothing about %s", want)
		}
	}
	if strings.Contains(all, "gofakes3") || strings.Count(all, "TERMS AND CONDITIONS FOR USE") > 5 {
		t.Error("there is what the functions do not contain, or the same text again and again")
	}
}
