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
	announced time.Time // when S3 finished writing the version, as its event says
	region    string    // of the bucket
	principal string    // who wrote the object; it stays in the bucket
	etag      string
	size      int64
	received  time.Time // of an approved file, the time of the one that was held
	sha256    string    // once it has been read
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
			Version: cloud.Version{
				Bucket: record.S3.Bucket.Name, Key: key, ID: record.S3.Object.VersionID, Kind: "source file"},
			announced: record.EventTime.UTC(), received: record.EventTime.UTC(),
			region: record.AWSRegion, principal: record.PrincipalID.PrincipalID,
			etag: quoted(record.S3.Object.ETag), size: record.S3.Object.Size,
		}
		if !f.in(incomingPrefix) && !f.in(approvedPrefix) && !f.in(previewPrefix) && !f.in(seedPrefix) {
			return nil, fmt.Errorf("an object of bucket %s is not under %s, %s, %s or %s: the bucket's notifications must name these prefixes only",
				f.Bucket, incomingPrefix, approvedPrefix, previewPrefix, seedPrefix)
		}
		if f.announced.IsZero() {
			return nil, &WrongEventError{"an S3 record without its eventTime"}
		}
		files = append(files, f)
	}
	return files, nil
}

// quoted returns an ETag as HTTP writes it: S3's events leave the quotes out.
func quoted(etag string) string {
	if etag == "" {
		return ""
	}
	return `"` + etag + `"`
}

func (f *sourceFile) in(prefix string) bool { return strings.HasPrefix(f.Key, prefix) }

// opened takes the file's ETag, size and time from the open object. Some S3 servers give a version another time when it is
// deleted: that is no time at which it was received.
func (f *sourceFile) opened(object *cloud.Object) {
	f.etag, f.size = object.ETag, object.Size
	f.received = f.announced.Truncate(time.Second)
	if modified := object.LastModified.UTC(); modified.Before(f.received) {
		f.received = modified
	}
}

// id names the import of a file: the same for the same object version, however often its event is delivered and whatever has
// become of the version since, and sorted by time.
func (f *sourceFile) id() string {
	sum := sha256.Sum256([]byte(f.Key + "\x00" + f.ID))
	return fmt.Sprintf("%s-%x", f.announced.Format("20060102T150405Z"), sum[:6])
}
