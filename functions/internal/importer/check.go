package importer

import (
	"errors"
	"io"
	"path"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A Checked file is what an import would make of it, for the person who owns the file. All but Result may hold what the
// file says of people.
type Checked struct {
	Result  outcome.Import // its status is Imported, Held, Rejected or Superseded
	File    *roster.File
	Plan    *roster.Plan // nil if the file cannot be used
	Rejects []roster.Reject
	Refused *roster.RefusedError // why it cannot be used; nil if it can
	First   bool                 // there is no baseline, so everybody is new

	run *importRun
}

// Check reads, compares and decides as an import of a file that is received now does, and does nothing else. The name
// is the file's, for people; base is a baseline, or nil for none.
func Check(set Settings, name string, src, base io.Reader, received time.Time) (Checked, error) {
	set.DryRun = false
	job := &Importer{Settings: set}
	file := sourceFile{announced: received, received: received}
	file.Bucket, file.Key = "YOUR-BUCKET", incomingPrefix+path.Base(name)
	im := &importRun{job: job, file: file, result: job.newResult(file, received), base: baseline{Baseline: &roster.Baseline{}}}
	content, err := set.Format.Read(src)
	im.content, im.rejects = content, content.Rejects
	im.describe(content)
	if refused, ok := errors.AsType[*roster.RefusedError](err); ok {
		im.decision = im.refuse(refused)
	} else if err != nil {
		return Checked{}, err
	} else {
		if err := im.readCheckedBaseline(base); err != nil {
			return Checked{}, err
		}
		im.decision = im.weigh()
	}
	d := im.decision
	im.result.Status, im.result.Reason, im.result.Reasons = d.status, d.reason, d.reasons
	return Checked{
		Result: im.result, File: content, Plan: im.plan, Rejects: im.rejects, Refused: im.refused, run: im,
		First: im.base.Len() == 0 && !im.base.broken,
	}, nil
}

// Review returns the page that the import would leave of the file if it were put under preview/.
func (c Checked) Review() []byte {
	im := *c.run
	im.file.Key = previewPrefix + path.Base(im.file.Key)
	im.result.Source.Key = im.file.Key
	if im.result.Status == outcome.Imported || im.result.Status == outcome.Held {
		im.result.Status = outcome.Previewed
	}
	return im.review()
}

func (im *importRun) readCheckedBaseline(base io.Reader) error {
	if base == nil {
		return nil
	}
	read, err := roster.ReadBaseline(base, im.job.Settings.Format.DateFormat)
	if errors.Is(err, roster.ErrBaseline) {
		im.base.broken = true
		return nil
	}
	if err == nil {
		im.base.Baseline = read
	}
	return err
}
