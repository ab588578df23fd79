// Package outcome holds the results of both jobs as types, and nothing else. The importer, the exporter, the notifier
// and the sandbox share it. A result holds no personal data, so it may be logged and sent to anybody.
package outcome

import "time"

// A Status is what has become of a file.
type Status string

const (
	Imported   Status = "imported"   // Crewmojo accepted the upload
	Rejected   Status = "rejected"   // the file cannot be used
	Held       Status = "held"       // a safeguard has held the file; nothing was sent
	Superseded Status = "superseded" // a full file, and a newer one has been imported already
	Duplicate  Status = "duplicate"  // this object version was dealt with already
	Gone       Status = "gone"       // the object version is no longer there
	Previewed  Status = "previewed"  // only looked at
	Seeded     Status = "seeded"     // became the baseline, and was not sent
)

// An Import tells what has become of one source file. events/result.schema.json is its schema.
type Import struct {
	ID          string    `json:"id"`
	Status      Status    `json:"status"`
	Reason      string    `json:"reason"`  // for a person; "" if there is nothing to know
	Reasons     []Reason  `json:"reasons"` // why the file is held, would be, or was rejected
	Source      Source    `json:"source"`
	Approves    string    `json:"approves"`    // the ID of the held import that this file approves; "" for none
	ApprovesKey string    `json:"approvesKey"` // the key that the held file had; "" for none
	Environment string    `json:"environment"`
	Charset     string    `json:"charset"`
	Delimiter   string    `json:"delimiter"`
	OtherSheets int       `json:"otherSheets"` // of a workbook, that look like employees too, and were not read
	Columns     Columns   `json:"columns"`
	Rows        Rows      `json:"rows"`
	SameRejects bool      `json:"sameRejects"` // the same people have the same problems as in the last import
	Changes     Changes   `json:"changes"`
	EndsMissing bool      `json:"endsMissing"` // the employment of people who stay missing is ended, as MISSING_EMPLOYEES says
	Uploads     int       `json:"uploads"`     // requests that Crewmojo accepted
	Sent        int       `json:"sent"`        // people in those requests
	Problems    []Problem `json:"problems"`
	Version     string    `json:"version"` // of the function, such as 1.0.0 or devel+3f2a9c81d04b
	StartedAt   time.Time `json:"startedAt"`
	DurationMs  int64     `json:"durationMs"`
}

// A Source is the object that a file came as.
type Source struct {
	Bucket    string    `json:"bucket"`
	Key       string    `json:"key"`
	VersionID string    `json:"versionId"`
	Size      int64     `json:"size"` // bytes
	SHA256    string    `json:"sha256"`
	Received  time.Time `json:"received"`
}

// Columns says how a file's columns were understood.
type Columns struct {
	Mapped  map[string]string `json:"mapped"`  // headers that are not spelled like Crewmojo's column, and that column
	Sent    []string          `json:"sent"`    // in the order in which they are sent
	Ignored []string          `json:"ignored"` // headers, or letters such as "column H", of columns that are not sent
}

// Rows counts a file's rows, without its header.
type Rows struct {
	Read       int `json:"read"`
	Accepted   int `json:"accepted"`
	Rejected   int `json:"rejected"`
	Merged     int `json:"merged"`     // further rows of a person who has another one
	Former     int `json:"former"`     // of people who left before they were ever in the baseline
	Excluded   int `json:"excluded"`   // kept out by EXCLUDE
	Superseded int `json:"superseded"` // of people whom a newer file has brought
}

// Changes counts what a file changes compared with the baseline.
type Changes struct {
	Added        int `json:"added"`
	Changed      int `json:"changed"`
	Unchanged    int `json:"unchanged"` // these three add up to the accepted rows
	Leaving      int `json:"leaving"`
	Returning    int `json:"returning"`
	Missing      int `json:"missing"`
	StillMissing int `json:"stillMissing"`
	Ended        int `json:"ended"`
}

// A Problem is one kind of problem in one column, and how many rows have it.
type Problem struct {
	Code   string `json:"code"`
	Column string `json:"column"` // "" if it is not about one column
	Count  int    `json:"count"`
	Rows   []int  `json:"rows"` // the first 20; the header is row 1
}

// Imports is what the function import-employees answers: a result for each file that the event announced.
type Imports struct {
	Imports []Import `json:"imports"`
}
