package main

import (
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A Status is what has become of a drop.
type Status string

const (
	Imported   Status = "imported"   // Crewmojo accepted the upload
	Rejected   Status = "rejected"   // the file cannot be used
	Held       Status = "held"       // a safeguard tripped; nothing was sent
	Superseded Status = "superseded" // a full file, and a newer drop has been imported already
	Duplicate  Status = "duplicate"  // this object version was dealt with already
	Gone       Status = "gone"       // the object version is no longer there
	Previewed  Status = "previewed"  // only looked at
)

// A Result tells what has become of a drop. It holds no personal data, so it may be logged and sent to anybody.
type Result struct {
	ID          string           `json:"id"`
	Status      Status           `json:"status"`
	Reason      string           `json:"reason"`
	Source      Source           `json:"source"`
	Environment string           `json:"environment"`
	Charset     string           `json:"charset"`
	Delimiter   string           `json:"delimiter"`
	Columns     roster.Columns   `json:"columns"`
	Rows        roster.Rows      `json:"rows"`
	Changes     roster.Changes   `json:"changes"`
	Uploads     int              `json:"uploads"`
	Problems    []roster.Problem `json:"problems"`
	StartedAt   time.Time        `json:"startedAt"`
	DurationMs  int64            `json:"durationMs"`
}

// A Source is the object that was dropped.
type Source struct {
	Bucket       string    `json:"bucket"`
	Key          string    `json:"key"`
	VersionID    string    `json:"versionId"`
	Size         int64     `json:"size"`
	LastModified time.Time `json:"lastModified"`
}

// A Response is what the function answers: a result for each drop.
type Response struct {
	Imports []Result `json:"imports"`
}

func newResult(d *drop, environment string, started time.Time) Result {
	return Result{
		ID:          d.id(d.lastModified),
		Source:      Source{d.Bucket, d.Key, d.ID, d.size, d.lastModified},
		Environment: environment,
		Columns:     roster.Columns{Mapped: map[string]string{}, Sent: []string{}, Dropped: []string{}},
		Problems:    []roster.Problem{},
		StartedAt:   started.UTC(),
	}
}
