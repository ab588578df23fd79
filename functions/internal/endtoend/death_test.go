package endtoend

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// countSteps calls do before and after every call that the functions make, with the number of the step, from 1.
func (w *world) countSteps(do func(step int64)) {
	var steps atomic.Int64
	w.AWS.OnCall(func(string, bool) { do(steps.Add(1)) })
	w.Crewmojo.OnCall(func(crewmojotest.Endpoint, bool) { do(steps.Add(1)) })
}

// dieAtEveryStep counts the steps of a run without a death, which must be at least so many, and then lets a run die at
// each.
func dieAtEveryStep(t *testing.T, least int64, run func(deadly int64) (steps int64)) {
	t.Helper()
	steps := run(0)
	if steps < least {
		t.Fatalf("it makes %d steps", steps)
	}
	for deadly := int64(1); deadly <= steps; deadly++ {
		run(deadly)
	}
	t.Logf("%d steps", steps)
}

// An import that dies before or after any of its calls is done once in effect when the event is delivered again, and
// leaves nothing undone.
func TestImportSurvivesDeathAtEveryStep(t *testing.T) {
	first := employees(1, 20, nil)
	second := strings.Replace(employees(1, 19, nil), "Person,Number7,", "Person,Renamed,", 1) + "Person,,nobody@example.com,E021,\n"
	run := func(deadly int64) (steps int64) {
		b := newWorld(t, map[string]string{"SEND": "changes"})
		b.importFile("incoming/first.csv", first)
		put := b.put("incoming/second.csv", second)
		var reached atomic.Int64
		b.countSteps(func(step int64) {
			reached.Store(step)
			if step == deadly {
				b.Runtimes[testbed.ImportFunction].Kill()
			}
		})
		died, err := b.deliver(put)
		if (err == nil) != (deadly == 0) {
			t.Fatalf("step %d: %v %v", deadly, died, err)
		}
		b.AWS.OnCall(nil)
		b.Crewmojo.OnCall(nil)
		r, err := b.deliver(put)
		if err != nil || r.Status != "imported" && r.Status != "duplicate" {
			t.Errorf("step %d: delivered again it is %s (%s) %v", deadly, r.Status, r.Reason, err)
		}
		checkImported(t, b, deadly, r.ID, second)
		return reached.Load()
	}
	dieAtEveryStep(t, 20, run)
}

// checkImported checks what is true of the second file, however often its import was begun.
func checkImported(t *testing.T, b *world, step int64, id, source string) {
	t.Helper()
	if keys := b.objects("incoming/"); len(keys) > 0 {
		t.Errorf("step %d: %v is still there", step, keys)
	}
	if b.object("imports/"+id+"/source.csv") != source {
		t.Errorf("step %d: source.csv is not the file", step)
	}
	if !strings.Contains(b.object("imports/"+id+"/result.json"), `"status": "imported"`) {
		t.Errorf("step %d: result.json is %s", step, b.object("imports/"+id+"/result.json"))
	}
	const rejected = "row,key,firstName,lastName,column,problem,value,explanation\n" +
		"21,E021,Person,,lastName,missing-value,,This cell must not be empty.\n"
	if list := b.object("imports/" + id + "/rejected.csv"); list != rejected {
		t.Errorf("step %d: rejected.csv is %s", step, list)
	}
	known := rowsOf(t, b.object("state/baseline.csv"), "employeeCode")
	if len(known) != 20 || known["E007"]["lastName"] != "Renamed" {
		t.Errorf("step %d: known are %v", step, known)
	}
	if people := b.Crewmojo.Employees(); len(people) != 20 || people[6]["lastName"] != "Renamed" {
		t.Errorf("step %d: Crewmojo has %v", step, people)
	}
}

// An export that dies before or after any of its calls leaves no half report, and the next one writes the whole.
func TestExportSurvivesDeathAtEveryStep(t *testing.T) {
	const key = "reports/r/csv/period=none/date=2026-11-23/r.csv"
	report := "a,b\n" + strings.Repeat("1,2\n", 50_000)
	const event = `{"report":"r","scheduledTime":"2026-11-23T06:00:00Z"}`
	run := func(deadly int64) (steps int64) {
		b := newWorld(t, nil)
		b.Crewmojo.SetReport("r", crewmojotest.Report{CSV: report})
		var reached atomic.Int64
		b.countSteps(func(step int64) {
			reached.Store(step)
			if step == deadly {
				b.Runtimes[testbed.ExportFunction].Kill()
			}
		})
		_, err := b.export(event)
		if (err == nil) != (deadly == 0) {
			t.Fatalf("step %d: %v", deadly, err)
		}
		b.AWS.OnCall(nil)
		b.Crewmojo.OnCall(nil)
		if half := b.object(key); half != "" && half != report {
			t.Errorf("step %d: %d bytes of a report were written", deadly, len(half))
		}
		if _, err := b.export(event); err != nil || b.object(key) != report {
			t.Errorf("step %d: the next export: %v", deadly, err)
		}
		return reached.Load()
	}
	dieAtEveryStep(t, 8, run)
}

// When Lambda takes the environment away, the current invocation ends at once, says so, and leaves the file; then the
// process ends.
func TestSIGTERM(t *testing.T) {
	t.Parallel()
	b := newWorld(t, nil)
	reached, ended := make(chan struct{}), make(chan bool)
	b.Crewmojo.Fault(crewmojotest.Upload, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		close(reached)
		<-r.Context().Done()
	})
	go func() {
		<-reached
		ended <- b.Runtimes[testbed.ImportFunction].Terminate()
	}()
	put := b.put("incoming/employees.csv", employees(1, 3, nil))
	_, err := b.deliver(put)
	if failed := (*localambda.FunctionError)(nil); !errors.As(err, &failed) || failed.Type != "StoppedError" ||
		!strings.HasPrefix(failed.Message, "stopped by Lambda (SIGTERM) before the work was done: import ") {
		t.Errorf("error %v", err)
	}
	if !<-ended {
		t.Error("the process went on, and had to be killed")
	}
	if b.object("incoming/employees.csv") == "" {
		t.Error("the file has gone")
	}
	if r, err := b.deliver(put); err != nil || r.Status != "imported" {
		t.Errorf("delivered again: %v %v", r, err)
	}
	began := time.Now()
	if !b.Runtimes[testbed.ImportFunction].Terminate() || time.Since(began) > 400*time.Millisecond {
		t.Errorf("a process without anything to do took %v", time.Since(began))
	}
}

// If nothing listens at all, the function says so before Lambda ends it, and the file stays where it is.
func TestNothingListens(t *testing.T) {
	t.Parallel()
	b := newWorld(t, nil)
	b.Timeout = faultTimeout
	function, err := b.Another(testbed.ImportFunction)
	if err != nil {
		t.Fatal(err)
	}
	defer function.Close()
	event := b.put("incoming/employees.csv", employees(1, 3, nil)).Notification()
	b.Crewmojo.Close()
	_, err = function.Invoke(t.Context(), event)
	if failed := (*localambda.FunctionError)(nil); !errors.As(err, &failed) || failed.Type != "ImportError" ||
		!strings.Contains(failed.Message, "get token: ") ||
		!strings.Contains(failed.Message, "connection refused (tried ") {
		t.Errorf("error %v", err)
	}
	if b.object("incoming/employees.csv") == "" {
		t.Error("the file has gone")
	}
}

// Twenty invocations side by side on one credential - imports, exports, and polled jobs, each call taking 5 to 200 ms
// - all finish.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	b := newWorld(t, map[string]string{"FILE_CONTENT": "changes", "MAX_JOINING_PERCENT": "100"})
	b.Crewmojo.SetReport("quick", crewmojotest.Report{CSV: "a,b\n"})
	b.Crewmojo.SetReport("slow", crewmojotest.Report{CSV: "a,b\n", Polls: 2})
	b.Crewmojo.OnCall(func(crewmojotest.Endpoint, bool) { time.Sleep((5*time.Millisecond + rand.N(195*time.Millisecond)) / 2) })
	var group sync.WaitGroup
	for i := range 20 {
		name, event := testbed.ExportFunction, []byte(`{"report":"quick"}`)
		switch {
		case i < 10:
			name = testbed.ImportFunction
			event = b.put(fmt.Sprintf("incoming/%d.csv", i), employees(i*10+1, i*10+10, nil)).Notification()
		case i < 15:
			event = []byte(`{"report":"slow"}`)
		}
		function, err := b.Another(name)
		if err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			defer function.Close()
			if _, err := function.Invoke(t.Context(), event); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	b.Crewmojo.OnCall(nil)
	if known := rowsOf(t, b.object("state/baseline.csv"), "employeeCode"); len(known) != 100 || len(b.Crewmojo.Employees()) != 100 {
		t.Errorf("%d people are known, and Crewmojo has %d; want 100", len(known), len(b.Crewmojo.Employees()))
	}
	calls := map[crewmojotest.Endpoint]int{}
	for _, call := range b.Crewmojo.Calls() {
		calls[call.Endpoint]++
	}
	t.Logf("calls: %v", calls)
}
