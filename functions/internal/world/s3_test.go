package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// TestS3Server runs the functions against an S3 server that is not the project's own.
func TestS3Server(t *testing.T) {
	programs := t.TempDir()
	if err := testbed.Build(t.Context(), projectRoot, programs); err != nil {
		t.Fatal(err)
	}
	t.Run("full files", func(t *testing.T) {
		g := startGateway(t)
		bed := startBed(t, g, programs, nil)
		t.Run("import", func(t *testing.T) { importFiles(t, g, bed) })
		t.Run("export", func(t *testing.T) { exportReport(t, g, bed) })
		t.Run("two versions of a key", func(t *testing.T) { importTwoVersions(t, g, bed) })
	})
	t.Run("approval of a large file", func(t *testing.T) {
		g := startGateway(t)
		approveLargeFile(t, g, startBed(t, g, programs, nil))
	})
	t.Run("changes", func(t *testing.T) {
		g := startGateway(t)
		bed := startBed(t, g, programs, map[string]string{
			"FILE_CONTENT": "changes", "MAX_JOINING_PERCENT": "100", "MAX_LEAVING_PERCENT": "100"})
		t.Run("redelivery", func(t *testing.T) { redeliverChanges(t, g, bed) })
		t.Run("many at once", func(t *testing.T) { importAtOnce(t, g, bed) })
	})
}

// importFiles has a file imported, announced twice, held, and approved.
func importFiles(t *testing.T, g *gateway, bed *testbed.Bed) {
	// A key may hold what URLs and forms write in another way.
	const key = "incoming/HR export + 100% Zürich; v=1.csv"
	g.put(t, key, company(30, 0))
	created := g.created(t, key)
	first := deliver(t, bed, created)
	wantStatus(t, first, outcome.Imported)
	if n := len(bed.Crewmojo.Employees()); n != 30 {
		t.Errorf("Crewmojo has %d employees after the first file; want 30", n)
	}
	if !bytes.Equal(g.get(t, "imports/"+first.ID+"/source.csv"), company(30, 0)) {
		t.Error("source.csv is not the file as it was put")
	}
	var kept outcome.Import
	err := json.Unmarshal(g.get(t, "imports/"+first.ID+"/result.json"), &kept)
	if err != nil || kept.Status != outcome.Imported {
		t.Errorf("result.json says %q, error %v", kept.Status, err)
	}
	if lines := bytes.Count(g.get(t, "state/baseline.csv"), []byte("\n")); lines != 31 {
		t.Errorf("the baseline has %d lines; want a header and 30 people", lines)
	}
	if g.has(t, key) {
		t.Error("the file is still under incoming/")
	}

	// S3 may announce an object more than once. Versitygw gives a version the time at which it was deleted.
	time.Sleep(time.Until(created.At.Add(2 * time.Second)))
	wantStatus(t, deliver(t, bed, created), outcome.Duplicate)
	wantUploads(t, bed, 1)

	// More leave than a safeguard lets pass.
	g.put(t, "incoming/employees.csv", company(30, 12))
	held := deliver(t, bed, g.created(t, "incoming/employees.csv"))
	wantStatus(t, held, outcome.Held)
	wantUploads(t, bed, 1)

	// Whoever approves copies the file, as the S3 console does.
	g.copy(t, "imports/"+held.ID+"/source.csv", "approved/employees.csv")
	wantStatus(t, deliver(t, bed, g.created(t, "approved/employees.csv")), outcome.Imported)
	wantUploads(t, bed, 2)
	left := 0
	for _, person := range bed.Crewmojo.Employees() {
		if person["employmentEndDate"] != "" {
			left++
		}
	}
	if left != 12 {
		t.Errorf("%d people have left in Crewmojo; want 12", left)
	}
}

// exportReport exports a report twice: the second run replaces the first one's object with the same bytes.
func exportReport(t *testing.T, g *gateway, bed *testbed.Bed) {
	const report = "manager,employee,completed\nAda,Grace,1\n"
	bed.Crewmojo.SetReport("oneonone.summary", crewmojotest.Report{CSV: report})
	event := []byte(`{"report":"oneonone.summary","period":"previous-month","scheduledTime":"2026-11-01T06:00:00Z"}`)
	for range 2 {
		if _, err := bed.Runtimes[testbed.ExportFunction].Invoke(t.Context(), event); err != nil {
			t.Fatal(err)
		}
	}
	keys := g.keys(t, "reports/oneonone.summary/", "oneonone.summary.csv")
	if len(keys) != 1 || !strings.Contains(keys[0], "start=2026-10-01/end=2026-10-31") {
		t.Fatalf("the report is under %q; want one key, of October", keys)
	}
	if got := g.get(t, keys[0]); string(got) != report {
		t.Errorf("the object is %q; want the report", got)
	}
}

// startBed starts the functions, whose programs are in a folder and which use the gateway for S3, and the test bed for all else.
func startBed(t *testing.T, g *gateway, programs string, settings map[string]string) *testbed.Bed {
	t.Helper()
	all := map[string]string{
		"AWS_ENDPOINT_URL_S3":   g.URL,
		"AWS_ACCESS_KEY_ID":     gatewayKey,
		"AWS_SECRET_ACCESS_KEY": gatewaySecret,
	}
	maps.Copy(all, settings)
	var log bytes.Buffer
	bed, err := testbed.Start(projectRoot, programs, all, &log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		bed.Close()
		if t.Failed() {
			t.Logf("the functions said:\n%s", log.String())
		}
	})
	return bed
}

// company returns a file of so many employees. Some of them have left.
func company(people, left int) []byte {
	var file bytes.Buffer
	file.WriteString("firstName,lastName,emailAddress,employeeCode,employmentStartDate,employmentEndDate\n")
	for i := range people {
		end := ""
		if i < left {
			end = "2026-06-30"
		}
		fmt.Fprintf(&file, "Ada,Nr %d,ada%d@example.com,E%03d,2020-01-31,%s\n", i, i, i, end)
	}
	return file.Bytes()
}

// deliver sends the import S3's event for an object, and returns what became of the file.
func deliver(t *testing.T, bed *testbed.Bed, created localaws.Created) outcome.Import {
	t.Helper()
	answer, err := bed.Notify(t.Context(), created)
	if err != nil {
		t.Fatal(err)
	}
	var response outcome.Imports
	if err := json.Unmarshal(answer, &response); err != nil || len(response.Imports) != 1 {
		t.Fatalf("the import answered %s, error %v", answer, err)
	}
	return response.Imports[0]
}

func wantStatus(t *testing.T, result outcome.Import, want outcome.Status) {
	t.Helper()
	if result.Status != want {
		t.Fatalf("%s was %s (%s); want %s", result.Source.Key, result.Status, result.Reason, want)
	}
}

func wantUploads(t *testing.T, bed *testbed.Bed, want int) {
	t.Helper()
	if got := len(bed.Crewmojo.Files()); got != want {
		t.Fatalf("Crewmojo was sent %d files; want %d", got, want)
	}
}
