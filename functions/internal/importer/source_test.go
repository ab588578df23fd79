package importer

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
)

// created is a record of S3 as its events have it.
func created(key, version string) events.S3EventRecord {
	r := events.S3EventRecord{EventName: "ObjectCreated:Put", EventTime: today.Add(700 * time.Millisecond)}
	r.S3.Bucket.Name = "bucket"
	r.S3.Object = events.S3Object{Key: key, URLDecodedKey: key, VersionID: version, ETag: "0123"}
	return r
}

// Only new objects are files, and folders of the console are none. A key under no prefix, or no time, is a wrong notification.
func TestSourcesOf(t *testing.T) {
	removed := created("incoming/a.csv", "1")
	removed.EventName = "ObjectRemoved:Delete"
	event := events.S3Event{Records: []events.S3EventRecord{
		created("incoming/a.csv", "1"), created("incoming/", "1"), removed, created("seed/b.csv", ""), created("approved/c d.csv", "2"),
	}}
	files, err := sourcesOf(event)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, f := range files {
		got += fmt.Sprintln(f.Key, f.ID, f.etag)
	}
	if want := "incoming/a.csv 1 \"0123\"\nseed/b.csv  \"0123\"\napproved/c d.csv 2 \"0123\"\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	timeless := created("incoming/a.csv", "1")
	timeless.EventTime = time.Time{}
	for _, wrong := range []events.S3EventRecord{created("reports/a.csv", "1"), created("a-incoming/a.csv", "1"), timeless} {
		if _, err := sourcesOf(events.S3Event{Records: []events.S3EventRecord{wrong}}); err == nil {
			t.Errorf("%s of %v was taken", wrong.S3.Object.Key, wrong.EventTime)
		}
	}
}

// An import has one ID for one object version, whatever becomes of the version; it sorts by the time of the object.
func TestImportIDs(t *testing.T) {
	idOf := func(key, version string, modified time.Time) string {
		files, err := sourcesOf(events.S3Event{Records: []events.S3EventRecord{created(key, version)}})
		if err != nil {
			t.Fatal(err)
		}
		before := files[0].id()
		files[0].opened(&cloud.Object{ETag: "other", LastModified: modified})
		if after := files[0].id(); after != before {
			t.Errorf("%s was %s, and is %s", key, before, after)
		}
		return before
	}
	// The digits: printf 'incoming/a.csv\0001' | sha256sum
	id := idOf("incoming/a.csv", "1", today)
	if want := "20261123T210000Z-df7e236cf336"; id != want {
		t.Errorf("%s; want %s", id, want)
	}
	if again := idOf("incoming/a.csv", "1", yesterday); again != id {
		t.Errorf("the same version is %s and %s", id, again)
	}
	if idOf("incoming/a.csv", "2", today) == id || idOf("incoming/b.csv", "1", today) == id {
		t.Error("another version has the same ID")
	}
}

// A file was received when its object was written, in whole seconds, as S3 tells times: a version that is deleted and
// gets a later time was not received then.
func TestReceived(t *testing.T) {
	for _, test := range []struct{ modified, want time.Time }{
		{today, today}, {yesterday, yesterday}, {today.Add(time.Hour), today}, {today.In(time.FixedZone("", 3600)), today},
	} {
		f := sourceFile{announced: today.Add(700 * time.Millisecond)}
		f.opened(&cloud.Object{LastModified: test.modified})
		if f.received != test.want {
			t.Errorf("announced %v, modified %v: received %v; want %v", f.announced, test.modified, f.received, test.want)
		}
	}
}
