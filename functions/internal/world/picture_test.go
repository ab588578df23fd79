package world

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "draw the README's picture anew")

// picture is what the README shows: the mail about a held file, and its page. Next to it is the digest of both, so that it is
// noticed if they have changed since it was drawn.
const (
	picture       = projectRoot + "/.github/pictures/held.png"
	pictureDigest = projectRoot + "/.github/pictures/held.sha256"
)

// TestPicture draws, with -update, the golden mail and the golden page of a held file as a browser shows them.
func TestPicture(t *testing.T) {
	sheet := pictureSheet(t)
	sum := sha256.Sum256([]byte(sheet))
	digest := hex.EncodeToString(sum[:]) + "\n"
	if *update {
		drawPicture(t, sheet)
		if err := os.WriteFile(pictureDigest, []byte(digest), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if drawnOf, err := os.ReadFile(pictureDigest); err != nil || string(drawnOf) != digest {
		t.Errorf("the mail or the page has changed since the picture was drawn (%v): draw it anew with -update", err)
	}
	drawn, err := os.Stat(picture)
	if err != nil {
		t.Fatal(err)
	}
	if drawn.Size() > 200_000 {
		t.Errorf("the picture has %d bytes", drawn.Size())
	}
}

// pictureSheet is the page that the picture shows.
func pictureSheet(t *testing.T) string {
	mails, err := os.ReadFile("../notifier/testdata/held-leaving.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, mail, _ := strings.Cut(string(mails), "=== a team was sold ===\n")
	mail, _, ok := strings.Cut(mail, "\n=== ")
	if !ok {
		t.Fatal("there is no mail about the team that was sold")
	}
	return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 24px; display: flex; gap: 24px; align-items: flex-start; background: #e8ebef }
pre, iframe { background: #fff; border: 1px solid #c3c9d1; border-radius: 6px }
pre { width: 400px; margin: 0; padding: 16px; font: 14px/1.45 sans-serif; white-space: pre-wrap; overflow-wrap: anywhere }
iframe { width: 700px; height: 710px }
</style><pre>` + html.EscapeString(strings.TrimSpace(mail)) + `</pre>
<iframe srcdoc="` + html.EscapeString(reviewPages(t)["held.html"]) + `"></iframe>`
}

func drawPicture(t *testing.T, text string) {
	sheet := filepath.Join(t.TempDir(), "picture.html")
	if err := os.WriteFile(sheet, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	to, err := filepath.Abs(picture)
	if err != nil {
		t.Fatal(err)
	}
	draw := exec.CommandContext(t.Context(), findBrowser(t), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--user-data-dir="+t.TempDir(), "--window-size=1200,760", "--screenshot="+to, "file://"+sheet)
	if out, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
