package roster_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// Random companies send a file a night, and the code must do what the model says: with every figure, row number and
// byte.
func TestModel(t *testing.T) {
	worlds := uint64(250)
	if testing.Short() {
		worlds = 60
	}
	for seed := range worlds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w, base := newModelWorld(seed), &modelBaseline{}
			for night := range 12 {
				if base = w.play(t, night, base); t.Failed() {
					return
				}
				w.live()
			}
		})
	}
}

// play plays one night, and returns the next baseline.
func (w *modelWorld) play(t *testing.T, night int, base *modelBaseline) *modelBaseline {
	set, today := w.set, w.now
	set.approved = w.chance(0.15)
	file, text := w.file()
	file.received = file.received.Truncate(1e9)
	base = w.edited(base)
	m := model(set, file, base)
	explain := func() string {
		return fmt.Sprintf("night %d, %s\nsettings %+v\nbaseline\n%sfile\n%s", night, dayOf(today, set.zone), set, base.text(), text)
	}
	read, err := w.format(set).Read(strings.NewReader(text))
	isRefused := m.plan.Rows.Read == 0 && !set.changes || m.plan.Rows.Read > 0 && m.plan.Rows.Read == m.plan.Rows.Rejected
	if err != nil {
		if !isRefused {
			t.Errorf("refused: %v\n%s", err, explain())
		}
		return base
	}
	known := baselineOf(t, w.saved(base), w.format(set).DateFormat)
	plan := roster.Compare(read, known, roster.Occasion{
		Received: file.received, Zone: set.zone, EndMissing: set.endMissing, Approved: set.approved,
	})
	if (plan.Refusal() != nil) != isRefused {
		t.Errorf("refused: %v; want %v\n%s", plan.Refusal(), isRefused, explain())
	}
	if diff := cmp.Diff(figures(&m.plan), figures(plan), namesAside); diff != "" {
		t.Errorf("figures: want -, got +\n%s\n%s", diff, explain())
	}
	if diff := cmp.Diff(m.differences(), slices.Collect(plan.Differences), namesAside); diff != "" {
		t.Errorf("differences: want -, got +\n%s\n%s", diff, explain())
	}
	if diff := cmp.Diff(m.stillMissing(), slices.Collect(plan.StillMissing)); diff != "" {
		t.Errorf("still missing: want -, got +\n%s\n%s", diff, explain())
	}
	for _, onlyChanges := range []bool{false, true} {
		if diff := cmp.Diff(m.upload(onlyChanges), contentOf(t, plan.Upload(onlyChanges))); diff != "" {
			t.Errorf("upload, only changes %v: want -, got +\n%s\n%s", onlyChanges, diff, explain())
		}
	}
	return w.importIt(t, m, plan, explain)
}

// importIt lets Crewmojo take all of the file, or the first parts of it, and returns the baseline then.
func (w *modelWorld) importIt(t *testing.T, m *modelPlan, plan *roster.Plan, explain func() string) *modelBaseline {
	onlyChanges := w.chance(0.5)
	sendings := m.sendings(onlyChanges)
	parts := plan.Upload(onlyChanges).Parts(int64(200 + w.IntN(5000)))
	accepted := len(parts)
	if w.chance(0.1) {
		accepted = w.IntN(len(parts) + 1)
	}
	sent := 0
	for _, part := range parts[:accepted] {
		sent += part.Len()
	}
	next := m.next(sendings[min(sent, len(sendings)):])
	var written bytes.Buffer
	err := plan.WriteBaseline(&written, roster.Next{
		Environment: "test", ForgetAfter: m.set.forget, NotSent: roster.Join(parts[accepted:]),
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(next.text(), written.String()); diff != "" {
		t.Errorf("the next baseline: want -, got +\n%s\n%s", diff, explain())
	}
	return next
}

// namesAside leaves out the names of others that are only there for people to read.
var namesAside = cmp.Options{
	cmpopts.IgnoreFields(roster.Difference{}, "BeforeName", "AfterName"), cmpopts.IgnoreFields(roster.Reject{}, "Record"),
}

func (w *modelWorld) format(set modelSettings) roster.Format {
	f := roster.Format{Changes: set.changes, AlwaysAllowed: alwaysAllowed}
	if set.dayFirst {
		f.DateFormat = roster.DMY
	}
	if set.exclude != "" {
		f.Exclude = []roster.CellRule{{Header: "Kind", Value: set.exclude}}
	}
	if set.endedWhen != "" {
		f.EndedWhen = []roster.CellRule{{Header: "Standing", Value: set.endedWhen}}
	}
	if set.extra != "" {
		f.ExtraColumns = []string{set.extra}
	}
	return f
}

// edited is a baseline in which somebody has moved the columns.
func (w *modelWorld) edited(base *modelBaseline) *modelBaseline {
	if w.chance(0.8) {
		return base
	}
	moved := &modelBaseline{sent: slices.Clone(base.sent), older: base.older, people: base.people}
	w.Shuffle(len(moved.sent), func(i, j int) { moved.sent[i], moved.sent[j] = moved.sent[j], moved.sent[i] })
	return moved
}

// saved is the text of a baseline, sometimes as a spreadsheet saves it.
func (w *modelWorld) saved(base *modelBaseline) string {
	text := base.text()
	if len(base.sent) == 0 || w.chance(0.8) {
		return strings.TrimPrefix(text, (&modelBaseline{}).text()) // nothing at all before the first import
	}
	text = "\uFEFF" + strings.ReplaceAll(text, "\n", "\r\n")
	if !strings.ContainsAny(text, `";`) {
		text = strings.ReplaceAll(text, ",", ";")
	}
	return text
}

func contentOf(t *testing.T, upload roster.Upload) string {
	all, err := io.ReadAll(upload.Content())
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

// figures are everything that a plan has found, in one order.
func figures(p *roster.Plan) map[string]any {
	all := map[string]any{
		"rows": p.Rows, "changes": p.Changes, "employed": p.Employed, "joining": p.Joining, "cut off": p.CutOff,
		"conflicts": p.Conflicts, "not ended": p.NotEnded, "nameless": p.Nameless,
	}
	for _, problem := range p.Problems {
		all[fmt.Sprint("problem ", problem.Code, " ", problem.Column)] = fmt.Sprint(problem.Count, problem.Rows)
	}
	for _, reject := range p.Rejects {
		all[fmt.Sprintf("reject %d %s %s", reject.Row, reject.Code, reject.Column)] = reject
	}
	for _, rewrite := range p.Rewritten {
		all["rewritten "+rewrite.Column] = rewrite
	}
	slices.Sort(p.Vanished)
	all["vanished"] = fmt.Sprint(p.Vanished)
	return all
}
