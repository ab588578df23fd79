package world

import (
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const axeCore = "axe-core@4.14.1"

// reviewRoom is where the golden pages of imports are.
const reviewRoom = "../review"

// TestReviewIsAccessible has a browser show the page of each kind of import, by day on a desk and by night on a phone, and
// axe-core look for what somebody could not see, read, hear or reach (WCAG 2.2 AA).
func TestReviewIsAccessible(t *testing.T) {
	browser := findBrowser(t)
	looksAccessible(t, browser, probeOf(t, reviewPages(t), loadAxe(t)))
}

// looksAccessible has the browser show the probe by day and by night, and reports what axe-core says of each page.
func looksAccessible(t *testing.T, browser, probe string) {
	for mode, options := range map[string][]string{
		"by day":   {"--window-size=1400,2000", "--blink-settings=preferredColorScheme=1"},
		"by night": {"--window-size=500,1000", "--blink-settings=preferredColorScheme=0"},
	} {
		t.Run(mode, func(t *testing.T) {
			for page, found := range look(t, browser, probe, options) {
				if found.Passes < 10 {
					t.Errorf("%s: axe-core found only %d rules that apply: has it seen the page?", page, found.Passes)
				}
				for _, v := range found.Violations {
					t.Errorf("%s: %s: %s, as in %s", page, v.ID, v.Help, v.Nodes[0].HTML)
				}
			}
		})
	}
}

// reviewPages returns the golden pages by their names, with their style, and without their policy, under which axe-core
// could not run.
func reviewPages(t *testing.T) map[string]string {
	files, err := filepath.Glob(reviewRoom + "/testdata/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no pages: %v", err)
	}
	style, err := os.ReadFile(reviewRoom + "/style.css")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before, rest, _ := strings.Cut(string(content), `<meta http-equiv="Content-Security-Policy"`)
		_, after, ok := strings.Cut(rest, ">\n")
		if !ok || !strings.Contains(after, "<style>\n</style>") {
			t.Fatalf("%s has no policy, or no place for the style", file)
		}
		pages[filepath.Base(file)] = before + strings.Replace(after, "<style>\n", "<style>\n"+string(style), 1)
	}
	return pages
}

// findBrowser returns the path of a browser that can run without a screen.
func findBrowser(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	skip(t, "neither Chromium nor Chrome is installed")
	return ""
}

// loadAxe returns the script of axe-core, which npm brings.
func loadAxe(t *testing.T) string {
	npm, err := exec.LookPath("npm")
	if err != nil {
		skip(t, "npm is not installed")
	}
	dir := t.TempDir()
	install := exec.CommandContext(t.Context(), npm, "install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", axeCore)
	if out, err := install.CombinedOutput(); err != nil {
		t.Log(string(out))
		skip(t, "npm cannot load %s", axeCore)
	}
	script, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// probeOf writes a page that shows the others, one after the other, and at the end what axe-core says of them.
func probeOf(t *testing.T, pages map[string]string, axe string) (file string) {
	encoded, err := json.Marshal(pages) // with every < escaped
	if err != nil {
		t.Fatal(err)
	}
	probe := `<!doctype html><html lang="en"><script>` + axe + `</script><script>
const pages = ` + string(encoded) + `, found = {};
(async () => {
  for (const [name, page] of Object.entries(pages)) {
    document.documentElement.innerHTML = page;
    const {passes, violations} = await axe.run(document);
    found[name] = {passes: passes.length, violations};
  }
  document.body.innerHTML = '` + verdictStart + verdictEnd + `';
  document.body.firstChild.textContent = JSON.stringify(found);
})();
</script></html>`
	file = filepath.Join(t.TempDir(), "probe.html")
	if err := os.WriteFile(file, []byte(probe), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// The verdict stands between these on the probe.
const (
	verdictStart = `<pre id="axe">`
	verdictEnd   = `</pre>`
)

// A verdict is what axe-core says of a page.
type verdict struct {
	Passes     int // rules that apply, and are kept
	Violations []struct {
		ID, Help string
		Nodes    []struct{ HTML string }
	}
}

// look has the browser show the probe, and returns the verdicts on its pages.
func look(t *testing.T, browser, probe string, options []string) map[string]verdict {
	t.Helper()
	options = append(options, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=60000", "--dump-dom", "file://"+probe)
	shown, err := exec.CommandContext(t.Context(), browser, options...).Output()
	if err != nil {
		t.Fatalf("the browser ended with %v", err)
	}
	_, rest, _ := strings.Cut(string(shown), verdictStart)
	text, _, ok := strings.Cut(rest, verdictEnd)
	var found map[string]verdict
	if err := json.Unmarshal([]byte(html.UnescapeString(text)), &found); !ok || err != nil {
		t.Fatalf("axe-core gave no verdict: %v", err)
	}
	return found
}
