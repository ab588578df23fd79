package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A module is one whose code goes into the functions.
type module struct {
	path, version, dir string
	packages           []string // the folders of those of its packages that do
}

// modules returns what goes into the functions besides the project itself: the modules, by their paths, and Go's own
// library at the end.
func modules() ([]module, error) {
	const line = "{{$package := .Dir}}{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}\t{{$package}}{{end}}{{end}}"
	args := []string{"list", "-deps", "-tags", "lambda.norpc", "-f", line}
	for _, name := range functions {
		args = append(args, "./functions/"+name)
	}
	listed, err := goCommand(args...)
	if err != nil {
		return nil, err
	}
	var found []module
	for _, line := range slices.Sorted(strings.Lines(listed)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 4 {
			continue // of the project itself, or of Go
		}
		if len(found) == 0 || found[len(found)-1].path != fields[0] {
			found = append(found, module{path: fields[0], version: fields[1], dir: fields[2]})
		}
		last := &found[len(found)-1]
		last.packages = append(last.packages, fields[3])
	}
	goEnv, err := goCommand("env", "GOVERSION", "GOROOT")
	if err != nil {
		return nil, err
	}
	version, root, _ := strings.Cut(strings.TrimSpace(goEnv), "\n")
	return append(found, module{path: "the Go standard library", version: version, dir: root}), nil
}

// goCommand returns what the go command says of the functions as they are built for Lambda.
func goCommand(args ...string) (string, error) {
	command := exec.Command("go", args...)
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	var problems bytes.Buffer
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, problems.String())
	}
	return string(out), nil
}

// texts returns the texts that a module and its packages come with and that must be passed on, by their files' paths.
func (m module) texts() (map[string]string, error) {
	found := map[string]string{}
	for _, dir := range append([]string{m.dir}, m.packages...) {
		for _, pattern := range []string{"LICENSE*", "COPYING*", "NOTICE*", "PATENTS*"} {
			files, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				return nil, err
			}
			for _, file := range files {
				text, err := os.ReadFile(file)
				if err != nil {
					return nil, err
				}
				path, err := filepath.Rel(m.dir, file)
				if err != nil {
					return nil, err
				}
				found[path] = string(text)
			}
		}
	}
	return found, nil
}

// licenceOf returns the SPDX name of a licence, known by a phrase of its text; "" if it is not known here.
func licenceOf(texts map[string]string) string {
	all := strings.Join(strings.Fields(strings.Join(slices.Collect(maps.Values(texts)), " ")), " ")
	for _, known := range []struct{ phrase, name string }{
		{"Apache License", "Apache-2.0"},
		{"Permission is hereby granted, free of charge", "MIT"},
		{"Neither the name of", "BSD-3-Clause"},
		{"Redistribution and use in source and binary forms", "BSD-2-Clause"},
	} {
		if strings.Contains(all, known.phrase) {
			return known.name
		}
	}
	return ""
}

// listLicences prints the licence of each module. One that is not known here is an error: somebody must read it.
func listLicences(out io.Writer) error {
	found, err := modules()
	if err != nil {
		return err
	}
	var unknown []error
	for _, m := range found {
		texts, err := m.texts()
		if err != nil {
			return err
		}
		licence := licenceOf(texts)
		if licence == "" {
			unknown = append(unknown, fmt.Errorf("the licence of %s is not known here", m.path))
			continue
		}
		fmt.Fprintf(out, "%-14s%s %s\n", licence, m.path, m.version)
	}
	return errors.Join(unknown...)
}

// licenceTexts returns the licences and notices of all that is in a release, each text once, below what it is for. The
// project's own come first.
func licenceTexts() (string, error) {
	found, err := modules()
	if err != nil {
		return "", err
	}
	var order []string // of the texts
	parts := map[string][]string{}
	for _, m := range slices.Insert(found, 0, module{path: "Crewmojo on AWS", dir: "."}) {
		texts, err := m.texts()
		if err != nil {
			return "", err
		}
		if len(texts) == 0 {
			return "", fmt.Errorf("%s has no licence", m.path)
		}
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			text := strings.TrimSpace(texts[name])
			if parts[text] == nil {
				order = append(order, text)
			}
			parts[text] = append(parts[text], strings.TrimSpace(m.path+" "+m.version)+": "+name)
		}
	}
	rule := strings.Repeat("=", 80) + "\n"
	var all strings.Builder
	all.WriteString("The functions contain the following, under these licences.\n")
	for _, text := range order {
		all.WriteString("\n" + rule + strings.Join(parts[text], "\n") + "\n" + rule + "\n" + text + "\n")
	}
	return all.String(), nil
}
