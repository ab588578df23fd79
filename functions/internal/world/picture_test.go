package world

import (
	"flag"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "draw the README's picture anew")

// picture is what the README shows: the mail about a held file, and its page.
const picture = projectRoot + "/.github/pictures/held.png"

// TestPicture draws, with -update, the golden mail and the golden page of a held file as a browser shows them.
func TestPicture(t *testing.T) {
	if *update {
		drawPicture(t)
	}
	drawn, err := os.Stat(picture)
	if err != nil {
		t.Fatal(err)
	}
	if drawn.Size() > 200_000 {
		t.Errorf("the picture has %d bytes", drawn.Size())
	}
}

func drawPicture(t *testing.T) {
	mails, err := os.ReadFile("../notifier/testdata/held-leaving.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, mail, _ := strings.Cut(string(mails), "=== 31 of 95 ===\n")
	mail, _, ok := strings.Cut(mail, "\n=== ")
	if !ok {
		t.Fatal("there is no mail about 31 of 95")
	}
	sheet := filepath.Join(t.TempDir(), "picture.html")
	text := `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 24px; display: flex; gap: 24px; align-items: flex-start; background: #e8ebef }
pre, iframe { background: #fff; border: 1px solid #c3c9d1; border-radius: 6px }
pre { width: 400px; margin: 0; padding: 16px; font: 14px/1.45 sans-serif; white-space: pre-wrap; overflow-wrap: anywhere }
iframe { width: 700px; height: 890px }
</style><pre>` + html.EscapeString(strings.TrimSpace(mail)) + `</pre>
<iframe srcdoc="` + html.EscapeString(reviewPages(t)["held.html"]) + `"></iframe>`
	if err := os.WriteFile(sheet, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	to, err := filepath.Abs(picture)
	if err != nil {
		t.Fatal(err)
	}
	draw := exec.CommandContext(t.Context(), findBrowser(t), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--user-data-dir="+t.TempDir(), "--window-size=1200,940", "--screenshot="+to, "file://"+sheet)
	if out, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
