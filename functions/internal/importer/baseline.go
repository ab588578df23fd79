package importer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// baselineKey is where the baseline is.
const baselineKey = "state/baseline.csv"

// A baseline is the baseline as it was read.
type baseline struct {
	*roster.Baseline
	etag    string // "" if there is none
	broken  bool   // it cannot be read
	rejects string // the digest of what the last import rejected
}

// state returns what the decision must know about the baseline.
func (b baseline) state(environment string) baselineState {
	return baselineState{
		first:  b.Len() == 0 && !b.broken,
		broken: b.broken,
		otherEnvironment: slices.ContainsFunc(b.Environments(), func(written string) bool {
			return written != "" && written != environment
		}),
		newest: b.Newest(),
	}
}

// rejectsKey is the metadata of the baseline that holds the digest of what the last import rejected.
const rejectsKey = "rejects"

// digestOf returns a digest of who was rejected for what, in any order of the rows; "" if nobody was.
func digestOf(rejects []roster.Reject) string {
	if len(rejects) == 0 {
		return ""
	}
	var lines []string
	for _, r := range rejects {
		lines = append(lines, fmt.Sprintf("%q %s %s", r.ID, r.Column, r.Code))
	}
	slices.Sort(lines)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}

// readBaseline reads what the last imports sent. Without a baseline, this is the first import.
func (im *importRun) readBaseline(ctx context.Context) error {
	im.base = baseline{Baseline: &roster.Baseline{}}
	object, err := im.job.Objects.Open(ctx, cloud.Version{Bucket: im.file.Bucket, Key: baselineKey, Kind: "baseline"})
	if errors.Is(err, cloud.ErrNotFound) {
		im.job.Log.WarnContext(ctx, "there is no baseline: this counts as the first import", "import", im.result.ID)
		return nil
	}
	if err != nil {
		return err
	}
	defer object.Body.Close()
	im.base.etag, im.base.rejects = object.ETag, object.Metadata[rejectsKey]
	read, err := roster.ReadBaseline(sized{object.Body, object.Size}, im.job.Settings.Format.DateFormat)
	if errors.Is(err, roster.ErrBaseline) {
		im.job.Log.WarnContext(ctx, "the baseline cannot be read", "import", im.result.ID, "error", err.Error())
		im.base.broken = true
		return nil
	}
	if err != nil {
		return err
	}
	im.base.Baseline = read
	return nil
}

// maxConflicts is how often an import writes the baseline again because another one has written it in the meantime.
const maxConflicts = 10

// writeBaseline makes the next baseline. If another import has written one in the meantime, the file is compared with that.
func (im *importRun) writeBaseline(ctx context.Context, notSent roster.Upload) error {
	plan := im.plan
	for attempt := 0; ; attempt++ {
		err := im.replaceBaseline(ctx, plan, notSent)
		if !errors.Is(err, cloud.ErrConflict) {
			return err
		}
		if attempt == maxConflicts {
			return fmt.Errorf("%w: other imports keep writing it", err)
		}
		select {
		case <-time.After(rand.N(100 * time.Millisecond << min(attempt, 5))):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if err := im.readBaseline(ctx); err != nil {
			return err
		}
		plan = im.planAgainst(im.base, im.mode().approved)
	}
}

// replaceBaseline writes the baseline, unless another import has written one since this one was read.
func (im *importRun) replaceBaseline(ctx context.Context, plan *roster.Plan, notSent roster.Upload) error {
	file, err := invocation.TempFile()
	if err != nil {
		return err
	}
	defer file.Close()
	next := roster.Next{Environment: im.job.Settings.Crewmojo.Environment, ForgetAfter: im.job.Settings.ForgetAfter, NotSent: notSent}
	if err := plan.WriteBaseline(file, next); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return im.job.Objects.Replace(ctx, cloud.Put{
		Bucket: im.file.Bucket, Key: baselineKey, Kind: "baseline", ContentType: csvType, Body: file,
		Metadata: map[string]string{rejectsKey: digestOf(im.rejects)},
	}, im.base.etag)
}
