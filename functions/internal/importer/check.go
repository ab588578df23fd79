package importer

import (
	"errors"
	"io"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A Checked file is what an import would make of it, for the person who owns the file. Rejects and File hold what the file
// says of people.
type Checked struct {
	Result  outcome.Import // its status is Imported, Held or Rejected
	File    *roster.File
	Plan    *roster.Plan // nil if the file cannot be used
	Rejects []roster.Reject
	Refused *roster.RefusedError // why it cannot be used; nil if it can
}

// Check reads, compares and decides as an import of a file that is received now does, and does nothing else. The base is a
// baseline; nil is none.
func Check(set Settings, src, base io.Reader, received time.Time) (Checked, error) {
	job := &Importer{Settings: set}
	file := sourceFile{created: received, received: received}
	file.Key = incomingPrefix + "file"
	im := &importRun{job: job, file: file, result: job.newResult(file, received), base: baseline{Baseline: &roster.Baseline{}}}
	c := Checked{}
	content, err := set.Format.Read(src)
	im.content, im.rejects = content, content.Rejects
	im.describe(content)
	d := decision{}
	if refused, ok := errors.AsType[*roster.RefusedError](err); ok {
		c.Refused, d = refused, rejection(string(refused.Why), refusalInWords(refused))
	} else if err != nil {
		return c, err
	} else {
		if err := im.readCheckedBaseline(base); err != nil {
			return c, err
		}
		d = im.weigh()
		c.Refused = im.plan.Refusal()
	}
	im.result.Status, im.result.Reason, im.result.Reasons = d.status, d.reason, d.reasons
	c.Result, c.File, c.Plan, c.Rejects = im.result, content, im.plan, im.rejects
	return c, nil
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
