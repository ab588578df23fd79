package endtoend

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// Random sequences of drops - late, repeated, held, approved, previewed, dying half-way - end as a plain model of the
// rules says: at Crewmojo's, and in what is known.
func TestModel(t *testing.T) {
	for _, settings := range []map[string]string{
		{"FILE_CONTENT": "full", "SEND": "all"},
		{"FILE_CONTENT": "full", "SEND": "changes", "MISSING_EMPLOYEES": "end"},
		{"FILE_CONTENT": "changes", "SEND": "all"},
		{"FILE_CONTENT": "changes", "SEND": "changes"},
	} {
		for seed := range uint64(8) {
			t.Run(fmt.Sprintf("%s/%d", strings.Join(slices.Sorted(maps.Values(settings)), "-"), seed), func(t *testing.T) {
				t.Parallel()
				all := map[string]string{"MAX_INVALID_PERCENT": "100", "MAX_LEAVING_PERCENT": "40", "MAX_JOINING_PERCENT": "60", "MAX_SHRINK_PERCENT": "40"}
				maps.Copy(all, settings)
				p := &play{
					bundle: newBundle(t, all),
					random: rand.New(rand.NewPCG(seed, 1)),
					now:    time.Date(2026, time.January, 1, 21, 0, 0, 0, time.UTC),
					model: model{
						full: settings["FILE_CONTENT"] == "full", end: settings["MISSING_EMPLOYEES"] == "end", onlyChanges: settings["SEND"] == "changes",
						known: map[string]person{}, crewmojo: map[string]person{},
					},
				}
				for range 30 {
					p.step()
				}
				t.Logf("outcomes: %v", p.outcomes)
			})
		}
	}
}

// A person is what a row says of somebody, under their code.
type person struct {
	name, end string
	dropped   time.Time // the drop that it is known from
}

// A model is the rules of the import in their plainest form.
type model struct {
	full, end, onlyChanges bool

	known, crewmojo map[string]person
}

// take does what a drop of file, dropped at a time, is to do, and returns its status.
func (m *model) take(file map[string]person, dropped time.Time, approved, preview bool) string {
	next, sent := maps.Clone(m.known), map[string]person{}
	var employed, present, added, returning, leaving, missing, ending int
	newest := time.Time{}
	for code, k := range m.known {
		if k.dropped.After(newest) {
			newest = k.dropped
		}
		if k.end == "" {
			employed++
		}
		row, inFile := file[code]
		switch {
		case inFile:
			present++
			if k.dropped.After(dropped) {
				continue
			}
			if row.end != "" && k.end == "" {
				leaving++
			}
			if row.end == "" && k.end != "" {
				returning++
			}
		case m.full && k.end == "":
			missing++
			if m.end {
				ending++
				gone := person{k.name, dropped.Format(time.DateOnly), dropped}
				next[code], sent[code] = gone, gone
			}
		}
	}
	for code, row := range file {
		k, isKnown := m.known[code]
		if isKnown && k.dropped.After(dropped) {
			continue
		}
		if !isKnown {
			added++
		}
		row.dropped = dropped
		next[code] = row
		if !m.onlyChanges || !isKnown || k.name != row.name || k.end != row.end {
			sent[code] = row
		}
	}
	over := func(count, of, limit int) bool { return len(m.known) > 0 && count*100 > limit*of }
	trips := over(leaving+ending, employed, 40) || over(added+returning, employed, 60) || m.full && over(missing-added, present+missing, 40)
	switch {
	case preview:
		return "previewed"
	case m.full && newest.After(dropped):
		return "superseded"
	case trips && !approved:
		return "held"
	}
	m.known = next
	maps.Copy(m.crewmojo, sent)
	return "imported"
}

// A play is a sequence of drops, at the bundle and at the model.
type play struct {
	*bundle
	random   *rand.Rand
	now      time.Time
	model    model
	events   []localaws.Created // that were delivered
	held     []heldDrop
	outcomes []string
}

type heldDrop struct {
	id      string
	file    map[string]person
	dropped time.Time
}

func (p *play) step() {
	p.t.Helper()
	p.now = p.now.Add(24 * time.Hour)
	switch n := p.random.IntN(10); {
	case n == 0 && len(p.events) > 0:
		again := p.events[p.random.IntN(len(p.events))]
		p.expect("duplicate", again, false)
	case n == 1 && len(p.held) > 0:
		p.approve()
	default:
		p.drop(n)
	}
	p.check()
}

// drop drops a new file, which may be late, only a preview, or meet with a death.
func (p *play) drop(n int) {
	dropped, key := p.now, "incoming/employees.csv"
	if n == 2 {
		dropped = p.now.Add(-36 * time.Hour)
	}
	if n == 3 {
		key = "preview/employees.csv"
	}
	file := p.file()
	p.AWS.SetTime(dropped)
	created := p.put(key, csvOf(file))
	want := p.model.take(file, dropped, false, n == 3)
	r := p.expect(want, created, n == 4 || n == 5)
	if want == "held" {
		p.held = append(p.held, heldDrop{r.ID, file, dropped})
	}
}

// approve approves a held file, by now perhaps an old one.
func (p *play) approve() {
	h := p.held[p.random.IntN(len(p.held))]
	p.AWS.SetTime(p.now)
	if err := p.Bucket().Copy(p.t.Context(), "imports/"+h.id+"/source.csv", "approved/employees.csv"); err != nil {
		p.t.Fatal(err)
	}
	p.expect(p.model.take(h.file, h.dropped, true, false), p.announced(), false)
}

// expect delivers an event, after a first delivery that dies somewhere on its way if that is asked for.
func (p *play) expect(want string, created localaws.Created, dies bool) outcome.Import {
	p.t.Helper()
	if dies {
		want = p.die(want, created)
	}
	r, err := p.deliver(created)
	if err != nil || string(r.Status) != want {
		p.t.Fatalf("after %v: %s (%s), error %v; want %s", p.outcomes, r.Status, r.Reason, err, want)
	}
	p.outcomes = append(p.outcomes, want)
	p.events = append(p.events, created)
	return r
}

// die delivers an event to a process that dies before or after one of its calls. What the next delivery will say depends
// on whether the result had been written.
func (p *play) die(want string, created localaws.Created) string {
	results := p.results()
	fatal := p.random.IntN(24)
	var underway sync.WaitGroup // a call that had arrived is still answered, and what it writes is written
	step := func(answered bool) {
		if !answered {
			underway.Add(1)
		}
		if fatal--; fatal == 0 {
			p.Runtimes[testbed.ImportFunction].Kill()
		}
		if answered {
			underway.Done()
		}
	}
	p.AWS.OnCall(func(_ string, answered bool) { step(answered) })
	p.Crewmojo.OnCall(func(_ crewmojotest.Endpoint, answered bool) { step(answered) })
	_, _ = p.deliver(created)
	underway.Wait()
	p.AWS.OnCall(nil)
	p.Crewmojo.OnCall(nil)
	p.outcomes = append(p.outcomes, "died")
	if p.results() > results {
		return "duplicate"
	}
	return want
}

// results counts the results that have been written.
func (p *play) results() int {
	keys, err := p.Bucket().Keys(p.t.Context(), "imports/")
	if err != nil {
		p.t.Fatal(err)
	}
	return len(slices.DeleteFunc(keys, func(key string) bool { return !strings.HasSuffix(key, "/result.json") }))
}

// file returns some of a dozen people, as they may be today.
func (p *play) file() map[string]person {
	file := map[string]person{}
	for i := range 12 {
		if p.random.IntN(6) == 0 {
			continue
		}
		row := person{name: fmt.Sprintf("Name%d", p.random.IntN(3))}
		if p.random.IntN(5) == 0 {
			row.end = "2026-12-31"
		}
		file[fmt.Sprintf("E%d", i)] = row
	}
	return file
}

func csvOf(file map[string]person) string {
	text := "firstName,lastName,emailAddress,employeeCode,employmentEndDate\n"
	for _, code := range slices.Sorted(maps.Keys(file)) {
		text += fmt.Sprintf("Person,%s,%s@example.com,%s,%s\n", file[code].name, code, code, file[code].end)
	}
	return text
}

// check holds Crewmojo and what is known against the model.
func (p *play) check() {
	p.t.Helper()
	known := map[string]person{}
	if text := p.object("state/baseline.csv"); text != "" {
		for code, row := range p.rowsOf(text, "employeeCode") {
			dropped, err := time.Parse("20060102T150405Z", row["receivedAt"])
			if err != nil {
				p.t.Fatal(err)
			}
			known[code] = person{row["lastName"], row["employmentEndDate"], dropped}
		}
	}
	if !maps.Equal(known, p.model.known) {
		p.t.Fatalf("after %v known are\n%v\nand should be\n%v", p.outcomes, known, p.model.known)
	}
	crewmojo := map[string]person{}
	for _, row := range p.Crewmojo.Employees() {
		crewmojo[row["employeeCode"]] = person{name: row["lastName"], end: row["employmentEndDate"]}
	}
	want := map[string]person{}
	for code, row := range p.model.crewmojo {
		want[code] = person{name: row.name, end: row.end}
	}
	if !maps.Equal(crewmojo, want) {
		p.t.Fatalf("after %v Crewmojo has\n%v\nand should have\n%v", p.outcomes, crewmojo, want)
	}
	if keys, err := p.Bucket().Keys(p.t.Context(), "incoming/"); err != nil || len(keys) > 0 {
		p.t.Fatalf("after %v there are still %v %v", p.outcomes, keys, err)
	}
}
