// Package clock tells what time it is in the test bed: the real time, or one that a test sets, so that 120 nights
// need no waiting.
package clock

import (
	"context"
	"sync"
	"time"
)

// A Clock tells the real time until it is set. The zero value is ready to use.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Set stops the clock at t; the zero time lets it run again.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return time.Now()
	}
	return c.at
}

// WaitUntil waits until it is t: a clock that was set goes there at once, one that runs takes its time. The error is
// the context's.
func (c *Clock) WaitUntil(ctx context.Context, t time.Time) error {
	c.mu.Lock()
	if !c.at.IsZero() && c.at.Before(t) {
		c.at = t
	}
	isSet := !c.at.IsZero()
	c.mu.Unlock()
	if isSet {
		return ctx.Err()
	}
	timer := time.NewTimer(time.Until(t))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
