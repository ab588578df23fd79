package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// An importRun is one file on its way.
type importRun struct {
	*Importer
	connect connector
	file    sourceFile
	result  outcome.Import

	replaced bool // a newer version of the file's key has come
	approval approval
	content  *roster.File
	base     baseline
	plan     *roster.Plan // nil if the file cannot be used
	rejects  []roster.Reject
	decision decision
	answers  []byte // Crewmojo's own words
}

// begin starts the result of a file whose object is known.
func (im *importRun) begin(started time.Time) {
	f := &im.file
	im.result = outcome.Import{
		ID:          f.id(f.created),
		Reasons:     []outcome.Reason{},
		Source:      outcome.Source{Bucket: f.Bucket, Key: f.Key, VersionID: f.ID, Size: f.size, Received: f.created},
		Environment: im.Settings.Crewmojo.Environment,
		Columns:     outcome.Columns{Mapped: map[string]string{}, Sent: []string{}, Ignored: []string{}},
		Problems:    []outcome.Problem{},
		StartedAt:   started.UTC(),
	}
}

func (im *importRun) mode() mode {
	preview := im.Settings.DryRun || im.file.in(previewPrefix)
	return mode{
		changes:  im.Settings.Format.Changes && !im.file.in(seedPrefix),
		approved: im.file.in(approvedPrefix),
		preview:  preview,
		seed:     im.file.in(seedPrefix) && !preview,
	}
}

// run reads the file, compares it with the baseline, decides, and acts. It fails only where trying again, or an operator, can
// help.
func (im *importRun) run(ctx context.Context, object *cloud.Object) error {
	if err := im.findNewer(ctx); err != nil || im.result.Status == outcome.Gone {
		return err
	}
	err := im.read(object)
	if refusal := (*roster.RefusedError)(nil); errors.As(err, &refusal) {
		im.result.Status, im.result.Reason = outcome.Rejected, refusalInWords(refusal)
		return im.writeLists(ctx)
	}
	if err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	if im.replaced {
		im.result.Status, im.result.Reason = outcome.Superseded, "A newer file with the same name has come."
		return nil
	}
	if im.mode().approved {
		if done, err := im.findApproval(ctx); done || err != nil {
			return err
		}
	}
	if err := im.readBaseline(ctx); err != nil {
		return err
	}
	im.compare()
	if err := im.plan.Check(); err != nil {
		im.result.Status, im.result.Reason = outcome.Rejected, refusalInWords(err.(*roster.RefusedError))
		return im.writeLists(ctx)
	}
	im.decision = decide(im.plan, im.base.state(im), im.file.received, im.mode(), im.Settings.Limits)
	im.result.Status, im.result.Reasons = im.decision.status, im.decision.reasons
	im.result.Reason = im.inWords()
	// The lists come first: once the baseline has changed, the comparison could not be made again.
	if err := im.writeLists(ctx); err != nil {
		return err
	}
	return im.act(ctx)
}

// findNewer finds out whether a newer version of the file's key has come, or the key was deleted. If each file is everybody,
// only the newest version counts.
func (im *importRun) findNewer(ctx context.Context) error {
	if im.file.ID == "" || im.mode().changes {
		return nil
	}
	current, err := im.Objects.Current(ctx, im.file.Bucket, im.file.Key)
	if errors.Is(err, cloud.ErrNotFound) {
		im.result.Status, im.result.Reason = outcome.Gone, goneReason
		return nil
	}
	im.replaced = err == nil && current != im.file.ID
	return err
}

// read reads the file to its end, so that its SHA-256 is known too.
func (im *importRun) read(object *cloud.Object) error {
	sum := sha256.New()
	body := io.TeeReader(object.Body, sum)
	format := im.Settings.Format
	format.Changes = im.mode().changes
	file, err := format.Read(sized{body, object.Size})
	if _, restErr := io.Copy(io.Discard, body); restErr != nil {
		return restErr
	}
	im.file.sha256 = hex.EncodeToString(sum.Sum(nil))
	im.result.Source.SHA256 = im.file.sha256
	im.describe(file)
	im.content, im.rejects = file, file.Rejects
	return err
}

// A sized reader tells how much there is to read.
type sized struct {
	io.Reader
	size int64
}

func (s sized) Size() int64 { return s.size }

// compare makes the plan of the file.
func (im *importRun) compare() {
	base := im.base.Baseline
	if im.mode().seed || im.mode().approved && im.base.state(im).otherEnvironment {
		base = &roster.Baseline{}
	}
	im.plan = roster.Compare(im.content, base, im.occasion())
	im.rejects = im.plan.Rejects
	im.result.Rows, im.result.Changes = rowsOf(im.plan.Rows), changesOf(im.plan.Changes)
	im.result.Problems = problemsOf(im.plan.Problems)
	im.result.SameRejects = len(im.rejects) > 0 && digestOf(im.rejects) == im.base.rejects
}

func (im *importRun) occasion() roster.Occasion {
	return roster.Occasion{Received: im.file.received, Zone: im.Settings.Zone, EndMissing: im.Settings.EndMissing, Approved: im.mode().approved}
}

// describe tells in the result what was made of the file.
func (im *importRun) describe(file *roster.File) {
	r := &im.result
	r.Charset, r.Delimiter = file.Charset, file.Delimiter
	r.Rows, r.Problems = rowsOf(file.Rows), problemsOf(file.Problems)
	r.Columns.Sent = append(r.Columns.Sent, file.Headers.Sent...)
	for label, column := range file.Headers.Mapped {
		r.Columns.Mapped[string(label)] = column
	}
	for _, label := range file.Headers.Ignored {
		r.Columns.Ignored = append(r.Columns.Ignored, string(label))
	}
}

func rowsOf(r roster.Rows) outcome.Rows          { return outcome.Rows(r) }
func changesOf(c roster.Changes) outcome.Changes { return outcome.Changes(c) }

func problemsOf(problems []roster.Problem) []outcome.Problem {
	of := make([]outcome.Problem, len(problems))
	for i, p := range problems {
		of[i] = outcome.Problem{Code: string(p.Code), Column: p.Column, Count: p.Count, Rows: p.Rows}
	}
	return of
}
