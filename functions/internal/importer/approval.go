package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// An approval is of bytes: these may be imported although a safeguard has held them. It is kept under their SHA-256, so that
// it does not matter how the file came back.
type approval struct {
	Import     string    `json:"import"`     // the ID of the import that was held
	Received   time.Time `json:"received"`   // when its file was received
	ApprovedBy string    `json:"approvedBy"` // the ID of the import that made use of it; "" for none
}

func approvalKey(sha256 string) string { return "imports/held/" + sha256 + ".json" }

// findApproval takes the approved file for the one that was held. Done means that the result is clear: these bytes were
// never held, or have been imported already.
func (im *importRun) findApproval(ctx context.Context) (done bool, err error) {
	object, err := im.Objects.Open(ctx, cloud.Version{Bucket: im.file.Bucket, Key: approvalKey(im.file.sha256)})
	if errors.Is(err, cloud.ErrNotFound) {
		im.result.Status = outcome.Rejected
		im.result.Reason = "This file was never held, so there is nothing to approve: put it under incoming/."
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer object.Body.Close()
	if err := json.NewDecoder(object.Body).Decode(&im.approval); err != nil {
		return false, fmt.Errorf("read what was held: %w", err)
	}
	im.file.received = im.approval.Received
	im.result.Source.Received, im.result.Approves = im.approval.Received, im.approval.Import
	if by := im.approval.ApprovedBy; by != "" && by != im.result.ID {
		im.result.Status, im.result.Reason = outcome.Duplicate, "This file was approved before, and imported then."
		return true, nil
	}
	return false, nil
}

// rememberApproval writes down that these bytes may be approved, or that they have been.
func (im *importRun) rememberApproval(ctx context.Context) error {
	a := approval{Import: im.result.ID, Received: im.file.received.UTC()}
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
	return im.Objects.Put(ctx, cloud.Put{
		Bucket: im.file.Bucket, Key: approvalKey(im.file.sha256), ContentType: jsonType, Body: bytes.NewReader(append(encoded, '\n')),
	})
}
