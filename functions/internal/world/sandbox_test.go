package world

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sandboxRoom is where the golden pages of the sandbox are.
const sandboxRoom = "../sandbox/page"

// TestSandboxIsAccessible has axe-core look at the pages of the sandbox, as at those of imports.
func TestSandboxIsAccessible(t *testing.T) {
	browser := findBrowser(t)
	looksAccessible(t, browser, probeOf(t, sandboxPages(t), loadAxe(t)))
}

// sandboxPages returns the golden pages by their names, with their style. Their script does not run: it would ask for more.
func sandboxPages(t *testing.T) map[string]string {
	files, err := filepath.Glob(sandboxRoom + "/testdata/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no pages: %v", err)
	}
	style, err := os.ReadFile(sandboxRoom + "/style.css")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		const link = `<link rel="stylesheet" href="/style.css">`
		if !strings.Contains(string(content), link) {
			t.Fatalf("%s has no place for the style", file)
		}
		page := strings.Replace(string(content), link, "<style>"+string(style)+"</style>", 1)
		pages[filepath.Base(file)] = strings.ReplaceAll(page, "<details ", "<details open ")
	}
	return pages
}
