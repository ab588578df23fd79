package exporter

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// The error names what failed for which reason, and which dates are left, as ranges that an event can ask for.
func TestExportError(t *testing.T) {
	r, err := parseRequest([]byte(`{"reports":["a","b"],"startDate":"2026-11-16","endDate":"2026-11-20","each":"day"}`), now)
	if err != nil {
		t.Fatal(err)
	}
	x := r.exports() // of a and b: the 20th, 19th, 18th, 17th, 16th
	damaged, late := errors.New("the report is damaged"), context.DeadlineExceeded
	for want, failed := range map[string]ExportError{
		"export a 2026-11-20: the report is damaged": {failed: []failure{{x[0], damaged}}},
		"export a 2026-11-19 to 2026-11-20, 2026-11-17 and b 2026-11-20: the report is damaged": {
			failed: []failure{{x[0], damaged}, {x[1], damaged}, {x[2], damaged}, {x[6], damaged}}},
		"export b 2026-11-16: context deadline exceeded": {left: x[9:], cause: late},
		"export b 2026-11-20: the report is damaged; export b 2026-11-18: context deadline exceeded; " +
			"these are left: b 2026-11-16 to 2026-11-18 and a 2026-11-16 to 2026-11-17": {
			failed: []failure{{x[1], damaged}}, left: x[5:], cause: late},
	} {
		if got := failed.orNil(); got == nil || got.Error() != want {
			t.Errorf("got  %v\nwant %s", got, want)
		} else if failed.cause != nil && !errors.Is(got, late) {
			t.Errorf("%v has lost its cause", got)
		}
	}
	if err := new(ExportError).orNil(); err != nil {
		t.Errorf("nothing failed, and it says %v", err)
	}
}

// In a back-fill each day may be damaged in its own way. The error names every day, and as many causes as anybody reads.
func TestExportErrorIsBounded(t *testing.T) {
	r, err := parseRequest([]byte(`{"report":"a","startDate":"2017-01-01","endDate":"2026-11-20","each":"day"}`), now)
	if err != nil {
		t.Fatal(err)
	}
	failed := &ExportError{}
	for i, x := range r.exports() {
		failed.add(x, fmt.Errorf("the report is damaged: row %d has 1 cells, the heading 2", i))
	}
	const end = "row 19 has 1 cells, the heading 2; export a 2017-01-01 to 2026-10-31: other causes, which the function's log has"
	if text := failed.Error(); len(text) > 3000 || !strings.HasSuffix(text, end) {
		t.Errorf("%d bytes: %s", len(text), text[max(0, len(text)-200):])
	}
}

// A report that is asked for as a whole is named by itself.
func TestExportErrorOfAReport(t *testing.T) {
	r, err := parseRequest([]byte(`{"reports":["a","b"],"period":"yesterday"}`), now)
	if err != nil {
		t.Fatal(err)
	}
	failed := ExportError{left: r.exports(), cause: errors.New("get token: crewmojo: 401 Unauthorized")}
	if want := "export a: get token: crewmojo: 401 Unauthorized; these are left: a and b"; failed.Error() != want {
		t.Errorf("got  %v\nwant %s", failed.Error(), want)
	}
}
