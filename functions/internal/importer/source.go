package importer

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
)

// The prefix under which a file is put says what becomes of it.
const (
	incomingPrefix = "incoming/" // imported
	approvedPrefix = "approved/" // a person has approved a file that was held
	previewPrefix  = "preview/"  // only looked at
	seedPrefix     = "seed/"     // becomes the baseline without being sent
)

// A sourceFile is one object version that an event announced.
type sourceFile struct {
	cloud.Version
	created time.Time // the time of the object; until it is open, that of the event

	// Of the object, once it is open.
	etag     string
	size     int64
	received time.Time // created, or for an approved file the time of the one that was held
	sha256   string    // once it has been read
}

// sourcesOf returns the files that an event announces. A key outside the prefixes is an error: the notification is set
// up wrongly, and such files would never be imported.
func sourcesOf(event events.S3Event) ([]sourceFile, error) {
	var files []sourceFile
	for _, record := range event.Records {
		key := record.S3.Object.URLDecodedKey
		if !strings.HasPrefix(record.EventName, "ObjectCreated:") || strings.HasSuffix(key, "/") {
			continue
		}
		f := sourceFile{
			Version: cloud.Version{Bucket: record.S3.Bucket.Name, Key: key, ID: record.S3.Object.VersionID},
			created: record.EventTime.UTC(),
		}
		if !f.in(incomingPrefix) && !f.in(approvedPrefix) && !f.in(previewPrefix) && !f.in(seedPrefix) {
			return nil, fmt.Errorf("an object of bucket %s is not under %s, %s, %s or %s: the bucket's notifications must name these prefixes only",
				f.Bucket, incomingPrefix, approvedPrefix, previewPrefix, seedPrefix)
		}
		files = append(files, f)
	}
	return files, nil
}

func (f *sourceFile) in(prefix string) bool { return strings.HasPrefix(f.Key, prefix) }

// opened takes the file's size and times from the open object.
func (f *sourceFile) opened(object *cloud.Object) {
	f.etag, f.size = object.ETag, object.Size
	f.created = object.LastModified.UTC()
	f.received = f.created
}

// id names the import of a file: the same for the same object version, however often it is announced, and sorted by time.
func (f *sourceFile) id() string {
	sum := sha256.Sum256([]byte(f.Key + "\x00" + f.ID))
	return fmt.Sprintf("%s-%x", f.created.Format("20060102T150405Z"), sum[:6])
}
