package endtoend

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// A schedule one of whose days fails is tried again by Lambda, and asks only for that day: its other days are there. Nothing is
// left in the queue of failed events.
func TestScheduleIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.Clock.Set(time.Date(2026, time.November, 24, 6, 0, 0, 0, time.UTC))
	w.Crewmojo.SetReport("oneonone.summary", crewmojotest.Report{CSV: "a,b\n1,2\n", JSON: `[{"a":1}]`})
	downloads := 0
	w.Crewmojo.OnCall(func(at crewmojotest.Endpoint, answered bool) {
		if at == crewmojotest.Download && answered {
			if downloads++; downloads == 3 {
				w.Crewmojo.Fault(crewmojotest.Download, crewmojotest.Fail(http.StatusBadRequest, "Invalid data received"))
			}
		}
	})
	input := strings.ReplaceAll(w.Template.Functions[testbed.ExportFunction].Schedules["OneOnOneSummary"],
		"<aws.scheduler.scheduled-time>", "2026-11-24T06:00:00Z")
	if _, err := w.InvokeAsync(testbed.ExportFunction, []byte(input)); err != nil {
		t.Fatal(err)
	}
	if err := w.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	days := w.objects("reports/oneonone.summary/ndjson/by=day/day=")
	if len(days) != 7 || downloads != 8 {
		t.Errorf("%d downloads, and these days are there: %v", downloads, days)
	}
	log := w.log()
	if failed := strings.Count(log, `"message":"export failed","report":"oneonone.summary","part":"2026-11-20"`); failed != 1 {
		t.Errorf("2026-11-20 failed %d times:\n%s", failed, log)
	}
	if unchanged := strings.Count(log, `"message":"export","status":"unchanged"`); unchanged != 6 {
		t.Errorf("the retry found %d of 6 days", unchanged)
	}
	if left := w.Delivered("FailedEvents"); len(left) > 0 {
		t.Errorf("failed three times: %s", left)
	}
}
