// Package version says which version of the functions a program is.
package version

import "runtime/debug"

// release is the version of a release, such as 1.0.0; the Makefile has the linker set it. It is empty in other builds.
var release string

// String returns the version of a release, such as 1.0.0. Any other build is devel, with its commit if Go has recorded
// it, such as devel+3f2a9c81d04b, and with .modified behind it if the sources were not as committed.
func String() string {
	if release != "" {
		return release
	}
	info, _ := debug.ReadBuildInfo()
	return ofBuild(info)
}

// ofBuild returns the version of a build that is no release.
func ofBuild(info *debug.BuildInfo) string {
	recorded := map[string]string{}
	if info != nil {
		for _, s := range info.Settings {
			recorded[s.Key] = s.Value
		}
	}
	version := "devel"
	if commit := recorded["vcs.revision"]; commit != "" {
		version += "+" + commit[:min(12, len(commit))]
		if recorded["vcs.modified"] == "true" {
			version += ".modified"
		}
	}
	return version
}
