package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// An importRun is the import of one file.
type importRun struct {
	job     *Importer
	connect connector
	file    sourceFile
	result  outcome.Import

	approval approval
	content  *roster.File
	base     baseline
	plan     *roster.Plan // nil if the file cannot be used
	rejects  []roster.Reject
	refused  *roster.RefusedError // why the file cannot be used; nil if it can
	decision decision
	answers  []byte // Crewmojo's own words
}

func (im *importRun) mode() mode {
	preview := im.job.Settings.DryRun || im.file.in(previewPrefix)
	return mode{
		changes:  im.job.Settings.Format.Changes && !im.file.in(seedPrefix),
		approved: im.file.in(approvedPrefix),
		preview:  preview,
		seed:     im.file.in(seedPrefix) && !preview,
	}
}

// run finds out what becomes of the file, writes the lists for people, and acts.
func (im *importRun) run(ctx context.Context, object *cloud.Object, replaced bool) error {
	d, err := im.examine(ctx, object, replaced)
	if err != nil {
		return err
	}
	im.decision = d
	// The lists come first: once the baseline has changed, the comparison could not be made again.
	if err := im.writeLists(ctx); err != nil {
		return err
	}
	done, err := im.act(ctx, d)
	if err != nil && im.result.Sent > 0 {
		err = fmt.Errorf("%s: %w", words.AfterSending(im.result.Sent), err)
	}
	im.result.Status, im.result.Reason, im.result.Reasons = done.status, done.reason, done.reasons
	return err
}

// examine reads the file, compares it with the baseline, and decides what becomes of it. It changes nothing outside.
func (im *importRun) examine(ctx context.Context, object *cloud.Object, replaced bool) (decision, error) {
	err := im.read(object)
	refused, isRefused := errors.AsType[*roster.RefusedError](err)
	switch {
	case err != nil && !isRefused:
		return decision{}, fmt.Errorf("read the file: %w", err)
	case replaced && !isRefused:
		return verdict(outcome.Superseded, "A newer file with the same name has come."), nil
	case im.mode().approved:
		a, found, err := im.findApproval(ctx)
		switch {
		case err != nil:
			return decision{}, err
		case !found:
			return rejection(outcome.ReasonNeverHeld, words.NeverHeld), nil
		}
		im.takeTimeOf(a)
		if a.isUsedBy(im.result.ID) {
			return verdict(outcome.Duplicate, "This file was approved before, and imported then."), nil
		}
	}
	if isRefused {
		return im.refuse(refused), nil
	}
	if err := im.readBaseline(ctx); err != nil {
		return decision{}, err
	}
	return im.weigh(), nil
}

// weigh compares a file that has been read with the baseline, and decides.
func (im *importRun) weigh() decision {
	im.compare(im.mode().approved)
	if refused := im.plan.Refusal(); refused != nil {
		return im.refuse(refused)
	}
	d := decide(im.plan, im.base.state(im.job.Settings.Crewmojo.Environment), im.file.received, im.mode(), im.job.Settings.Limits)
	if d.held && !d.send {
		// An approval may end people who are missing, and sends addresses that were handed on: whoever decides must see that.
		im.compare(true)
	}
	d.reason = im.inWords(d)
	return d
}

// verdict is a decision that one sentence explains.
func verdict(status outcome.Status, reason string) decision {
	return decision{status: status, reason: reason, reasons: []outcome.Reason{}}
}

// refuse is the decision about a file that cannot be used at all.
func (im *importRun) refuse(refused *roster.RefusedError) decision {
	im.refused = refused
	d := rejection(string(refused.Why), im.whyRefused(refused))
	if refused.Why == roster.MissingColumns {
		d.reasons = nil
		for _, column := range refused.Missing {
			d.reasons = append(d.reasons, outcome.Reason{Code: string(refused.Why), Column: column})
		}
	}
	return d
}

// rejection is the decision that a file cannot be used.
func rejection(code, reason string) decision {
	return decision{status: outcome.Rejected, reason: reason, reasons: []outcome.Reason{{Code: code}}}
}

// A keyState is what has become of a file's key since the file was put there.
type keyState int

const (
	keyUnchanged keyState = iota
	keyReplaced           // a newer version has come
	keyRemoved
)

// findNewest finds out whether the file is still the newest of its key. If each file is everybody, only the newest counts.
func (im *importRun) findNewest(ctx context.Context) (keyState, error) {
	if im.file.ID == "" || im.mode().changes {
		return keyUnchanged, nil
	}
	newest, err := im.job.Objects.Current(ctx, im.file.Version)
	switch {
	case errors.Is(err, cloud.ErrNotFound):
		return keyRemoved, nil
	case err == nil && newest != im.file.ID:
		return keyReplaced, nil
	}
	return keyUnchanged, err
}

// read reads the file to its end, so that its SHA-256 is known too.
func (im *importRun) read(object *cloud.Object) error {
	sum := sha256.New()
	body := io.TeeReader(object.Body, sum)
	format := im.job.Settings.Format
	format.Changes = im.mode().changes
	file, err := format.Read(sized{body, object.Size})
	if _, restErr := io.Copy(io.Discard, body); restErr != nil {
		return restErr
	}
	im.file.sha256 = hex.EncodeToString(sum.Sum(nil))
	im.result.Source.SHA256 = im.file.sha256
	im.content, im.rejects = file, file.Rejects
	im.describe(file)
	return err
}

// A sized reader tells how much there is to read.
type sized struct {
	io.Reader
	size int64
}

func (s sized) Size() int64 { return s.size }

// planAgainst compares the file with a baseline. A seed, and an approved file that follows another environment's baseline,
// replace it: they are compared with nothing.
func (im *importRun) planAgainst(b baseline, approved bool) *roster.Plan {
	base := b.Baseline
	if im.mode().seed || im.mode().approved && b.state(im.job.Settings.Crewmojo.Environment).otherEnvironment {
		base = &roster.Baseline{}
	}
	return roster.Compare(im.content, base, im.occasion(approved))
}

// compare makes the file's plan: as of one that a person has approved, or has not.
func (im *importRun) compare(approved bool) {
	im.plan = im.planAgainst(im.base, approved)
	im.rejects = im.plan.Rejects
	im.result.Rows, im.result.Changes = outcome.Rows(im.plan.Rows), outcome.Changes(im.plan.Changes)
	im.result.Problems = problemsOf(im.plan.Problems)
	im.result.SameRejects = len(im.rejects) > 0 && digestOf(im.rejects) == im.base.rejects
}

func (im *importRun) occasion(approved bool) roster.Occasion {
	return roster.Occasion{
		Received: im.file.received, Zone: im.job.Settings.Zone, EndMissing: im.job.Settings.EndMissing, Approved: approved,
	}
}

// describe says in the result how the file was read.
func (im *importRun) describe(file *roster.File) {
	r := &im.result
	r.Charset, r.Delimiter, r.OtherSheets = file.Charset, file.Delimiter, file.OtherSheets
	r.Rows, r.Problems = outcome.Rows(file.Rows), problemsOf(file.Problems)
	r.Columns.Sent = append(r.Columns.Sent, file.Headers.Sent...)
	for label, column := range file.Headers.Mapped {
		r.Columns.Mapped[string(label)] = column
	}
	for _, label := range file.Headers.Ignored {
		r.Columns.Ignored = append(r.Columns.Ignored, string(label))
	}
}

func problemsOf(problems []roster.Problem) []outcome.Problem {
	of := make([]outcome.Problem, len(problems))
	for i, p := range problems {
		of[i] = outcome.Problem{Code: string(p.Code), Column: p.Column, Count: p.Count, Rows: p.Rows}
	}
	return of
}
