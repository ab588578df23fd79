package endtoend

import (
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// A large file goes in parts, each with the header row. If Crewmojo refuses the second, the result says how many people the
// first had, the baseline takes over exactly these, and the next file sends the rest.
func TestUploadInParts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"MAX_UPLOAD_MB": "1", "SEND": "changes", "MAX_JOINING_PERCENT": "100"})
	file := employees(1, 40_000, nil)
	var refused atomic.Bool
	w.Crewmojo.OnCall(func(at crewmojotest.Endpoint, answered bool) {
		if at == crewmojotest.Upload && answered && !refused.Swap(true) {
			w.Crewmojo.Fault(crewmojotest.Upload, crewmojotest.Fail(413, "Request Entity Too Large"))
		}
	})
	r := w.importFile("incoming/employees.csv", file)
	w.Crewmojo.OnCall(nil)
	first := strings.Count(string(w.Crewmojo.Files()[0].CSV), "\n") - 1
	if r.Status != outcome.Rejected || r.Uploads != 1 || r.Sent != first || !strings.Contains(r.Reason,
		"part 2 of 3 of the file (status 413); 1 part before it with "+words.Persons(first)+" had been accepted") {
		t.Errorf("%s, %d uploads, %d sent: %s", r.Status, r.Uploads, r.Sent, r.Reason)
	}
	if said := w.object("imports/" + r.ID + "/answer.txt"); !strings.Contains(said, "true") || !strings.Contains(said, "Too Large") {
		t.Errorf("of what Crewmojo answered to two parts, this is kept: %s", said)
	}
	if known := rowsOf(t, w.object("state/baseline.csv"), "employeeCode"); len(known) != first {
		t.Errorf("%d people are in the baseline; want %d", len(known), first)
	}
	if r := w.importFile("incoming/employees.csv", file); r.Status != outcome.Imported || r.Sent != 40_000-first {
		t.Fatalf("%s: %d were sent: %s", r.Status, r.Sent, r.Reason)
	}
	header := strings.SplitAfterN(file, "\n", 2)[0]
	joined := header
	for _, f := range w.Crewmojo.Files() {
		rows, ok := strings.CutPrefix(string(f.CSV), header)
		if !ok || len(f.CSV) > 1_000_000 {
			t.Errorf("a part of %d bytes begins with %.60q", len(f.CSV), f.CSV)
		}
		joined += rows
	}
	if joined != file {
		t.Error("the parts are not the file")
	}
}

// If the second part cannot be sent, the error says that the first has been. The next try sends all of it.
func TestUploadInPartsFailsHalfWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"MAX_UPLOAD_MB": "1", "MAX_JOINING_PERCENT": "100"})
	var failed atomic.Bool
	w.Crewmojo.OnCall(func(at crewmojotest.Endpoint, answered bool) {
		if at == crewmojotest.Upload && answered && !failed.Swap(true) {
			w.Crewmojo.Fault(crewmojotest.Upload, crewmojotest.Answer(http.StatusOK, "text/html", "<html>Down</html>"))
		}
	})
	file := w.put("incoming/employees.csv", employees(1, 40_000, nil))
	_, err := w.deliver(file)
	w.Crewmojo.OnCall(nil)
	first := strings.Count(string(w.Crewmojo.Files()[0].CSV), "\n") - 1
	if err == nil || !strings.Contains(err.Error(), words.AfterSending(first)+": upload employees: crewmojo: the answer is a web page") {
		t.Errorf("error %v", err)
	}
	if r, err := w.deliver(file); err != nil || r.Status != outcome.Imported || r.Sent != 40_000 {
		t.Errorf("%s: %d were sent, error %v", r.Status, r.Sent, err)
	}
}

// Two imports that meet on the baseline merge: neither loses the other's people.
func TestImportsMeet(t *testing.T) {
	t.Parallel()
	b := newWorld(t, map[string]string{"FILE_CONTENT": "changes", "MAX_JOINING_PERCENT": "100"})
	other, err := b.Another(testbed.ImportFunction)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if r := b.importFile("incoming/first.csv", employees(1, 3, nil)); r.Status != "imported" {
		t.Fatal(r)
	}
	ours := b.put("incoming/ours.csv", employees(3, 6, nil))
	theirs := b.put("incoming/theirs.csv", employees(6, 9, nil))
	var met atomic.Bool
	b.AWS.OnCall(func(call string, answered bool) {
		if call != "PUT state/baseline.csv" || answered || met.Swap(true) {
			return
		}
		// Just before we write, somebody else does.
		if _, err := other.Invoke(t.Context(), theirs.Notification()); err != nil {
			t.Error(err)
		}
	})
	if r, err := b.deliver(ours); err != nil || r.Status != "imported" {
		t.Fatal(r, err)
	}
	if known := rowsOf(t, b.object("state/baseline.csv"), "employeeCode"); len(known) != 9 {
		t.Errorf("%d people are known; want 9", len(known))
	}
}

// Some S3 servers refuse to create what has been removed, for ever. An import that cannot write the baseline waits longer each
// time, gives up with an error, and has sent its file once.
func TestConflictsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for range 100 {
		w.AWS.Fault(regexp.MustCompile("^PUT state/"), localaws.S3Error(http.StatusPreconditionFailed, "PreconditionFailed"))
	}
	began := time.Now()
	_, err := w.deliver(w.put("incoming/employees.csv", employees(1, 3, nil)))
	took := time.Since(began)
	if err == nil || !strings.Contains(err.Error(), "write baseline: written by somebody else: other imports keep writing it") {
		t.Errorf("error %v", err)
	}
	puts := 0
	for _, call := range w.AWS.Calls() {
		if call == "PUT state/baseline.csv" {
			puts++
		}
	}
	if puts != 11 || took < time.Second || took > time.Minute {
		t.Errorf("it was tried %d times in %v; want 11 times, each later than the one before", puts, took)
	}
	if sent := len(w.Crewmojo.Files()); sent != 1 {
		t.Errorf("the file was sent %d times", sent)
	}
}

// The error for a bad secret names it, and repeats no part of it.
func TestUselessSecrets(t *testing.T) {
	t.Parallel()
	b := newWorld(t, nil)
	put := b.put("incoming/employees.csv", employees(1, 1, nil))
	for _, test := range []struct {
		secret any
		want   string
	}{
		{[]byte("\x00hush"), "has no string (is it empty, or binary?)"},
		{" ", "has no string (is it empty, or binary?)"},
		{"hush", "is not JSON of that form"},
		{`["hush"]`, "is not JSON of that form"},
		{`{"client_id":{"hush":1}}`, "is not JSON of that form"},
		{`{"client_secret":"hush"}`, "has no client_id"},
		{`{"client_id":"hush","client_secret":" "}`, "has no client_secret"},
		{`{"client_id":"hush","client_secret":"REPLACE-ME"}`, "still holds the placeholder REPLACE-ME"},
	} {
		b.AWS.SetSecret(testbed.SecretName, test.secret)
		_, err := b.deliver(put)
		if err == nil || !strings.Contains(err.Error(), "secret "+testbed.SecretName+" "+test.want) {
			t.Errorf("%v: error %v; want %q", test.secret, err, test.want)
		}
	}
	if strings.Contains(b.log(), "hush") {
		t.Errorf("a secret was told:\n%s", b.log())
	}
}
