package importer

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
)

// Where drops are put says what is to be done with them.
const (
	incomingPrefix = "incoming/" // imported
	approvedPrefix = "approved/" // imported without the safeguards: a person has looked
	previewPrefix  = "preview/"  // only looked at
)

// dropTimeKey is the object metadata by which a moved file carries its time along.
const dropTimeKey = "received-time"

// A drop is one object version that an event announced.
type drop struct {
	cloud.Version
	announced time.Time // the event's own time

	// Of the object, once it is open.
	etag         string
	size         int64
	lastModified time.Time
	dropped      time.Time // lastModified, or for an approved file that of the first drop
}

// dropsOf returns the drops that event announces. A key outside the three prefixes is an error: the notification is set
// up wrongly, and nothing would ever come of such drops.
func dropsOf(event events.S3Event) ([]drop, error) {
	var drops []drop
	for _, record := range event.Records {
		key := record.S3.Object.URLDecodedKey
		if !strings.HasPrefix(record.EventName, "ObjectCreated:") || strings.HasSuffix(key, "/") {
			continue
		}
		d := drop{Version: cloud.Version{Bucket: record.S3.Bucket.Name, Key: key, ID: record.S3.Object.VersionID}, announced: record.EventTime}
		if !d.in(incomingPrefix) && !d.in(approvedPrefix) && !d.in(previewPrefix) {
			return nil, fmt.Errorf("object %s of bucket %s is not under %s, %s or %s: the bucket's notification must name these prefixes only",
				key, d.Bucket, incomingPrefix, approvedPrefix, previewPrefix)
		}
		drops = append(drops, d)
	}
	return drops, nil
}

func (d *drop) in(prefix string) bool { return strings.HasPrefix(d.Key, prefix) }

// opened takes over what the open object says of the drop.
func (d *drop) opened(object *cloud.Object) {
	d.etag, d.size, d.lastModified = object.ETag, object.Size, object.LastModified.UTC()
	d.dropped = d.lastModified
	if first, err := time.Parse(time.RFC3339, object.Metadata[dropTimeKey]); err == nil && d.in(approvedPrefix) {
		d.dropped = first
	}
}

// id names the import of a drop: the same for the same object version, however often it is announced, and sorted by time.
func (d *drop) id(at time.Time) string {
	sum := sha256.Sum256([]byte(d.Key + "\x00" + d.ID))
	return fmt.Sprintf("%s-%x", at.UTC().Format("20060102T150405Z"), sum[:6])
}
