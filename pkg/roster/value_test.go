package roster_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A plan is a value: whatever is asked of it, in whatever order, and whatever else the file and the baseline are compared
// with meanwhile, it answers the same.
func TestPlansAreValues(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w, base := newModelWorld(seed), &modelBaseline{}
			for night := range 3 {
				base = w.play(t, night, base)
				w.live()
			}
			file, text := w.file()
			occasion := roster.Occasion{Received: file.received, Zone: w.set.zone, EndMissing: w.set.endMissing, Approved: true}
			read, known := w.readBoth(t, text, base)
			want := answersOf(t, roster.Compare(read, known, occasion), slices.Values([]int{0, 1, 2, 3, 4}))

			read, known = w.readBoth(t, text, base)
			var all sync.WaitGroup
			for range 4 {
				order := w.Perm(5)
				order = append(order, w.Perm(5)...)
				all.Go(func() {
					later := occasion
					later.Received, later.Approved = later.Received.AddDate(0, 0, 30), false
					answersOf(t, roster.Compare(read, &roster.Baseline{}, occasion), slices.Values(order))
					answersOf(t, roster.Compare(read, known, later), slices.Values(order))
					if diff := cmp.Diff(want, answersOf(t, roster.Compare(read, known, occasion), slices.Values(order))); diff != "" {
						t.Errorf("in the order %v: want -, got +\n%s", order, diff)
					}
				})
			}
			all.Wait()
		})
	}
}

func (w *modelWorld) readBoth(t *testing.T, file string, base *modelBaseline) (*roster.File, *roster.Baseline) {
	t.Helper()
	format := w.format(w.set)
	read, err := format.Read(strings.NewReader(file))
	if err != nil && !roster.IsRefused(err) {
		t.Fatal(err)
	}
	known, err := roster.ReadBaseline(strings.NewReader(base.text()), format.DateFormat)
	if err != nil {
		t.Fatal(err)
	}
	return read, known
}

// answersOf asks a plan for everything, in an order that names each question at least once.
func answersOf(t *testing.T, plan *roster.Plan, order func(func(int) bool)) map[string]string {
	answers := map[string]string{"figures": exported(plan)}
	for question := range order {
		switch question {
		case 0, 1:
			upload := plan.Upload(question == 0)
			parts := upload.Parts(700)
			joined := roster.Join(parts)
			answers[fmt.Sprint("upload ", question)] = contentOf(t, upload)
			if len(parts) > 0 && contentOf(t, joined) != contentOf(t, upload) {
				t.Error("the parts do not join to the upload")
			}
		case 2, 3:
			next := roster.Next{Environment: "test", ForgetAfter: 400}
			if parts := plan.Upload(false).Parts(700); question == 3 {
				next.NotSent = roster.Join(parts[len(parts)/2:])
			}
			var text bytes.Buffer
			if err := plan.WriteBaseline(&text, next); err != nil {
				t.Error(err)
			}
			answers[fmt.Sprint("baseline ", question)] = text.String()
		case 4:
			answers["differences"] = fmt.Sprint(slices.Collect(plan.Differences))
			for range plan.Differences {
				break // whoever wants only the first one may stop
			}
		}
	}
	return answers
}

// Nobody's row in the baseline changes by being read and written: a file of changes that brings nobody leaves every byte.
func TestBaselinesStay(t *testing.T) {
	for seed := range uint64(20) {
		w, base := newModelWorld(seed), &modelBaseline{}
		for night := range 4 {
			base = w.play(t, night, base)
			w.live()
		}
		if len(base.people) == 0 {
			continue
		}
		format := roster.Format{Changes: true}
		if last := base.sent[len(base.sent)-1]; !slices.Contains(roster.Columns, last) {
			format.ExtraColumns = []string{last}
		}
		nobody, err := format.Read(strings.NewReader(line(base.sent)))
		if err != nil {
			t.Fatal(err)
		}
		known, err := roster.ReadBaseline(strings.NewReader(base.text()), roster.YMD)
		if err != nil {
			t.Fatal(err)
		}
		var written bytes.Buffer
		plan := roster.Compare(nobody, known, roster.Occasion{Received: w.now, Zone: w.set.zone})
		if err := plan.WriteBaseline(&written, roster.Next{Environment: "production"}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(base.text(), written.String()); diff != "" {
			t.Errorf("seed %d: want -, got +\n%s", seed, diff)
		}
	}
}
