package world

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// importTwoVersions has two versions of one key imported at once: only the newer one counts.
func importTwoVersions(t *testing.T, g *gateway, bed *testbed.Bed) {
	const key = "incoming/twice.csv"
	for round := range 3 {
		older := g.putAndAnnounce(t, key, company(30, 13))
		time.Sleep(1100 * time.Millisecond) // files are ordered by the second
		newer := g.putAndAnnounce(t, key, company(30, 12))
		results := deliverAtOnce(t, bed, older, newer)
		// If the newer one has been imported and removed by then, the older one's key is gone.
		if s := results[0].Status; s != outcome.Superseded && s != outcome.Gone {
			t.Errorf("round %d: the older version is %s (%s)", round, s, results[0].Reason)
		}
		wantStatus(t, results[1], outcome.Imported)
		if g.has(t, key) {
			t.Errorf("round %d: the file is still under incoming/", round)
		}
	}
}

// approveLargeFile has a file of more than 8 MB held, and approved by a copy in parts: its ETag is not that of the file
// that was held, and is no MD5, but its bytes are the same.
func approveLargeFile(t *testing.T, g *gateway, bed *testbed.Bed) {
	const people = 150_000
	wantStatus(t, deliver(t, bed, g.putAndAnnounce(t, "incoming/large.csv", company(people, 0))), outcome.Imported)
	file := company(people, people/2)
	if len(file) < 8<<20 {
		t.Fatalf("the file has only %d bytes", len(file))
	}
	held := deliver(t, bed, g.putAndAnnounce(t, "incoming/large.csv", file))
	wantStatus(t, held, outcome.Held)
	g.copyInParts(t, "imports/"+held.ID+"/source.csv", "approved/large.csv", len(file), 5<<20)
	announced := g.created(t, "approved/large.csv")
	announced.EventName = "ObjectCreated:CompleteMultipartUpload"
	approved := deliver(t, bed, announced)
	wantStatus(t, approved, outcome.Imported)
	if approved.Approves != held.ID || !approved.Source.Received.Equal(held.Source.Received) {
		t.Errorf("it approves %q, received %v; want %q, %v",
			approved.Approves, approved.Source.Received, held.ID, held.Source.Received)
	}
	if !bytes.Equal(g.get(t, "imports/"+approved.ID+"/source.csv"), file) {
		t.Error("source.csv is not the file as it was put")
	}
}

// redeliverChanges announces a file of changes again after a later one, when its version has the time of its removal: sent
// again, it would undo what the later one has changed.
func redeliverChanges(t *testing.T, g *gateway, bed *testbed.Bed) {
	first := g.putAndAnnounce(t, "incoming/changes.csv", company(3, 0))
	imported := deliver(t, bed, first)
	wantStatus(t, imported, outcome.Imported)
	time.Sleep(1100 * time.Millisecond)
	wantStatus(t, deliver(t, bed, g.putAndAnnounce(t, "incoming/changes.csv", company(3, 2))), outcome.Imported)
	again := deliver(t, bed, first)
	wantStatus(t, again, outcome.Duplicate)
	if again.ID != imported.ID {
		t.Errorf("the import was %s, and delivered again it is %s", imported.ID, again.ID)
	}
	wantUploads(t, bed, 2)
}

// importAtOnce has files of different people imported at once: the baseline has them all, besides those who were there.
func importAtOnce(t *testing.T, g *gateway, bed *testbed.Bed) {
	before := bytes.Count(g.get(t, "state/baseline.csv"), []byte("\n"))
	var files []localaws.Created
	const people, count = 10, 16
	for i := range count {
		file := bytes.ReplaceAll(company(people, 0), []byte(",E"), fmt.Appendf(nil, ",F%d-", i))
		file = bytes.ReplaceAll(file, []byte("@example.com"), fmt.Appendf(nil, "@%d.example.com", i))
		files = append(files, g.putAndAnnounce(t, fmt.Sprintf("incoming/%d.csv", i), file))
	}
	for _, r := range deliverAtOnce(t, bed, files...) {
		wantStatus(t, r, outcome.Imported)
	}
	if lines := bytes.Count(g.get(t, "state/baseline.csv"), []byte("\n")); lines != before+count*people {
		t.Errorf("the baseline has %d lines; want %d and %d people more", lines, before, count*people)
	}
}

// deliverAtOnce sends each event to an instance of the import of its own, all at once.
func deliverAtOnce(t *testing.T, bed *testbed.Bed, events ...localaws.Created) []outcome.Import {
	t.Helper()
	results, errs := make([]outcome.Import, len(events)), make([]error, len(events))
	var group sync.WaitGroup
	for i, event := range events {
		function, err := bed.Another(testbed.ImportFunction)
		if err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			defer function.Close()
			answer, err := function.Invoke(t.Context(), event.Notification())
			results[i], errs[i] = testbed.Delivery{Created: event, Answer: answer, Err: err}.Result()
		})
	}
	group.Wait()
	for i, err := range errs {
		if err != nil {
			t.Fatalf("%s: %v", events[i].Key, err)
		}
	}
	return results
}
