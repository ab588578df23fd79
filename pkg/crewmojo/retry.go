package crewmojo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// retry runs attempt until it succeeds, fails for good, or the next wait would not end before ctx's deadline.
// Waits are fully jittered: anything from nothing to twice an interval that grows. Its length is chosen for clients that
// fight over tokens, each new one killing the others': shorter ones take more tokens a call (TestContention measures it).
func (c *Client) retry(ctx context.Context, op string, attempt func() error) error {
	waits := &backoff.ExponentialBackOff{
		InitialInterval:     time.Second,
		MaxInterval:         8 * time.Second,
		Multiplier:          1.5,
		RandomizationFactor: 1,
	}
	budget := time.Duration(0) // none
	if deadline, ok := ctx.Deadline(); ok {
		budget = max(time.Until(deadline), 1)
	}
	var last error
	attempts := 0
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		attempts++
		last = attempt()
		return struct{}{}, classify(last)
	},
		backoff.WithBackOff(waits),
		backoff.WithMaxElapsedTime(budget),
		backoff.WithNotify(func(error, time.Duration) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.stats.Retries++
		}))
	switch {
	case err == nil:
		return nil
	case last == nil: // the context ended before anything was tried
		return fmt.Errorf("%s: %w", op, err)
	case attempts > 1:
		return fmt.Errorf("%w (tried %d times)", last, attempts)
	}
	return last
}

// classify tells backoff what to do about err: nothing for nil, go on for what may pass, stop for the rest.
func classify(err error) error {
	var api *APIError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &api):
		if api.RetryAfter > 0 && api.transient() {
			return &backoff.RetryAfterError{Duration: api.RetryAfter}
		}
		if api.transient() {
			return err
		}
	case errors.As(err, new(*brokenError)):
		return err
	}
	return backoff.Permanent(err)
}

// transient reports whether the same call may fare better later. A 401 is a token that somebody else's has killed,
// unless it is the token endpoint that says it: then the credentials are wrong.
func (e *APIError) transient() bool {
	switch {
	case e.StatusCode == http.StatusUnauthorized:
		return e.Op != opToken
	case e.StatusCode == http.StatusTooManyRequests, e.StatusCode == http.StatusRequestTimeout:
		return true
	}
	return e.StatusCode >= 500
}
