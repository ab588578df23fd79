package importer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// An approval is of bytes: they may be imported although a safeguard has held them. It is kept under their SHA-256, so
// it does not matter how the file came back.
type approval struct {
	Import     string    `json:"import"`     // the ID of the import that was held
	Key        string    `json:"key"`        // that the held file had
	Received   time.Time `json:"received"`   // when its file was received
	ApprovedBy string    `json:"approvedBy"` // the ID of the import that used it; "" for none
}

const approvalKind = "record of a held file"

func approvalKey(sha256 string) string { return "imports/held/" + sha256 + ".json" }

// isUsedBy reports whether an import with another ID has used the approval.
func (a approval) isUsedBy(id string) bool { return a.ApprovedBy != "" && a.ApprovedBy != id }

// findApproval returns the approval of the file's bytes; not found means that they were never held.
func (im *importRun) findApproval(ctx context.Context) (a approval, found bool, err error) {
	object, err := im.job.Objects.Open(ctx, cloud.Version{
		Bucket: im.file.Bucket, Key: approvalKey(im.file.sha256), Kind: approvalKind})
	if errors.Is(err, cloud.ErrNotFound) {
		return a, false, nil
	}
	if err != nil {
		return a, false, err
	}
	defer object.Body.Close()
	if err := json.NewDecoder(object.Body).Decode(&a); err != nil {
		return a, false, fmt.Errorf("read what was held: %w", err)
	}
	return a, true, nil
}

// takeTimeOf gives the approved file the time of the one that was held.
func (im *importRun) takeTimeOf(a approval) {
	im.approval = a
	im.file.received = a.Received
	im.result.Source.Received, im.result.Approves, im.result.ApprovesKey = a.Received, a.Import, a.Key
}

// rememberApproval records that these bytes may be approved, or that they have been.
func (im *importRun) rememberApproval(ctx context.Context) error {
	a := approval{Import: im.result.ID, Key: cmp.Or(im.approval.Key, im.file.Key), Received: im.file.received.UTC()}
	switch {
	case im.mode().approved && im.result.Status == outcome.Imported:
		a = im.approval
		a.ApprovedBy = im.result.ID
	case !im.decision.held:
		return nil
	}
	encoded, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return im.job.Objects.Put(ctx, cloud.Put{
		Bucket: im.file.Bucket, Key: approvalKey(im.file.sha256), Kind: approvalKind, ContentType: jsonType,
		Body: bytes.NewReader(append(encoded, '\n')),
	})
}
