package clock

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestSetClockNeedsNoWaiting(t *testing.T) {
	var c Clock
	if off := time.Since(c.Now()); off < 0 || off > time.Minute {
		t.Errorf("a clock that was not set is off by %v", off)
	}
	night := time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC)
	c.Set(night)
	began := time.Now()
	for i := range 120 {
		if err := c.WaitUntil(t.Context(), night.AddDate(0, 0, i)); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > time.Second || !c.Now().Equal(night.AddDate(0, 0, 119)) {
		t.Errorf("after 120 nights, which took %v, it is %v", took, c.Now())
	}
	if err := c.WaitUntil(t.Context(), night); err != nil || !c.Now().Equal(night.AddDate(0, 0, 119)) {
		t.Errorf("the clock went back to %v (%v)", c.Now(), err)
	}
}

func TestRunningClockTakesItsTime(t *testing.T) {
	var c Clock
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := c.WaitUntil(ctx, time.Now().Add(time.Hour)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it did not wait: %v", err)
	}
}
