package version

import (
	"runtime/debug"
	"testing"
)

func TestOfBuild(t *testing.T) {
	const commit = "3f2a9c81d04b7e0c5a1b2c3d4e5f60718293a4b5"
	for _, test := range []struct {
		recorded []debug.BuildSetting
		want     string
	}{
		{nil, "devel"},
		{[]debug.BuildSetting{{Key: "vcs.revision", Value: commit}, {Key: "vcs.modified", Value: "false"}}, "devel+3f2a9c81d04b"},
		{[]debug.BuildSetting{{Key: "vcs.revision", Value: commit}, {Key: "vcs.modified", Value: "true"}}, "devel+3f2a9c81d04b.modified"},
	} {
		if got := ofBuild(&debug.BuildInfo{Settings: test.recorded}); got != test.want {
			t.Errorf("%v: %s, want %s", test.recorded, got, test.want)
		}
	}
	if got := ofBuild(nil); got != "devel" {
		t.Errorf("nothing is recorded: %s", got)
	}
}

func TestRelease(t *testing.T) {
	t.Cleanup(func() { release = "" })
	release = "1.0.0"
	if got := String(); got != "1.0.0" {
		t.Errorf("%s, want 1.0.0", got)
	}
}
