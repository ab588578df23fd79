package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// codeBucket is the parameter that only a released template has: CloudFormation takes a function's code from a bucket.
const codeBucket = `  CodeBucket:
    Type: String
    AllowedPattern: ^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$
    ConstraintDescription: must be the name of a bucket
    Description: Your bucket, in this region, that holds the files of this release under crewmojo-VERSION/.
`

// releaseTemplate returns the template of a release: its functions' code is in a bucket under crewmojo-VERSION/, packed
// for each architecture, and its output Version says which version it is.
func releaseTemplate(text, version string) (string, error) {
	const builtBySAM = ":\n    Type: AWS::Serverless::Function\n    Metadata:\n      BuildMethod: makefile\n    Properties:\n"
	type edit struct{ from, to string }
	edits := []edit{
		{"    CodeUri: .\n", ""},
		{"\nParameters:\n", "\nParameters:\n" + strings.ReplaceAll(codeBucket, "VERSION", version)},
		{"    ParameterGroups:\n", "    ParameterGroups:\n      - Label: { default: This release }\n        Parameters: [CodeBucket]\n"},
		{"    Value: devel\n", "    Value: " + version + "\n"},
	}
	for _, id := range slices.Sorted(maps.Keys(functions)) {
		edits = append(edits, edit{"\n  " + id + builtBySAM, fmt.Sprintf("\n  %s:\n    Type: AWS::Serverless::Function\n    Properties:\n"+
			"      CodeUri:\n        Bucket: !Ref CodeBucket\n        Key: !Sub crewmojo-%s/%s-${Architecture}.zip\n",
			id, version, functions[id])})
	}
	for _, e := range edits {
		if n := strings.Count(text, e.from); n != 1 {
			return "", fmt.Errorf("the template has %d times, not once: %q", n, e.from)
		}
		text = strings.Replace(text, e.from, e.to, 1)
	}
	return text, nil
}

// releaseNotes returns the changes of a version, without their heading. A pre-release has those of its release.
func releaseNotes(changelog, version string) (string, error) {
	version, _, _ = strings.Cut(version, "-")
	for _, section := range strings.Split("\n"+changelog, "\n## ")[1:] {
		heading, notes, _ := strings.Cut(section, "\n")
		if name, _, _ := strings.Cut(heading, " "); name == version {
			return strings.TrimSpace(notes) + "\n", nil
		}
	}
	return "", fmt.Errorf("CHANGELOG.md has no section %s", version)
}
