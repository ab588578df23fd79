package outcome

// What may become of a report. The third is [Held]: it has far fewer rows than the object that it would replace.
const (
	Exported  Status = "exported"  // written
	Unchanged Status = "unchanged" // an earlier attempt of the same request has written it
)

// A Report tells what has become of one report over one range of days: one object.
type Report struct {
	Status        Status `json:"status"`
	Report        string `json:"report"`    // its identifier
	StartDate     string `json:"startDate"` // YYYY-MM-DD; "" if it was asked for without dates
	EndDate       string `json:"endDate"`
	Format        string `json:"format"`                  // csv, json or ndjson
	ConvertedFrom string `json:"convertedFrom,omitempty"` // "csv" if Crewmojo sent that although JSON was asked for
	Bucket        string `json:"bucket"`
	Key           string `json:"key"`
	Rows          int    `json:"rows"`                 // without the heading
	RowsBefore    int    `json:"rowsBefore,omitempty"` // of a held report: of the object that it would replace
	Bytes         int64  `json:"bytes"`                // of the object
	Jobs          int    `json:"jobs"`                 // that Crewmojo took for it; 0 if the report came at once
	DurationMs    int64  `json:"durationMs"`
}

// Reports is what the function export-report answers: a result for each object that the event asks for, the newest
// days first.
type Reports struct {
	Reports []Report `json:"reports"`
	Omitted int      `json:"omitted,omitempty"` // results of reports that are there, too many for one answer
}
