package crewmojo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"time"
)

// The waits between attempts are fully jittered: anything from nothing to twice an interval that grows. Its length is
// chosen for clients that fight over tokens, each new one killing the others': shorter ones take more tokens a call
// (TestContention measures it).
const (
	firstInterval   = time.Second
	longestInterval = 8 * time.Second
)

// However much time there is, a call takes no more tokens, and meets nothing but 401 for no longer: each token that it
// takes kills somebody else's.
const (
	maxTokens          = 12
	maxUnauthorizedFor = 2 * time.Minute
)

// Crewmojo may have taken an upload that it did not answer, and mail people each time. The waits grow faster, so that
// these few tries take a minute or two.
const (
	maxUploads    = 5
	uploadsGrowth = 4
)

const tokensLost = "Crewmojo does not honour its own access tokens: something else may be taking tokens with the " +
	"same credentials, and each token ends all others; or the API may not be enabled for this company"

// errOverdue is the failure of a call with an until that has come.
var errOverdue = errors.New("no more time for this call")

// retry runs attempt at call until it succeeds, fails in a way that no retry mends, or the next wait would not end before
// ctx's deadline, or before call.until if that is set.
func (c *Client) retry(ctx context.Context, call call, attempt func() error) error {
	var refused unauthorized
	interval, uploads := firstInterval, 0
	for tries := 1; ; tries++ {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("%s: %w", call.op, err)
		}
		err := attempt()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil && errors.As(err, new(*brokenError)) {
			return fmt.Errorf("%s: %w", call.op, ctx.Err())
		}
		wait := max(rand.N(2*interval), retryAfterOf(err))
		if call.isUpload && mayBeTaken(err) {
			uploads++
			interval *= uploadsGrowth
		} else {
			interval = min(interval*3/2, longestInterval)
		}
		tried := err
		if tries > 1 {
			tried = fmt.Errorf("%w (tried %d times)", err, tries)
		}
		isUnauthorized := refused.count(err)
		resumed := time.Now().Add(wait)
		switch deadline, hasDeadline := ctx.Deadline(); {
		case !transient(err) || uploads >= maxUploads:
			return tried
		case isUnauthorized && refused.tooMany(resumed):
			return fmt.Errorf("%w: %s", tried, tokensLost)
		case !call.until.IsZero() && resumed.After(call.until):
			return fmt.Errorf("%w: %w", errOverdue, tried)
		case hasDeadline && !resumed.Before(deadline):
			return tried
		}
		if err := sleep(ctx, wait); err != nil {
			return fmt.Errorf("%s: %w", call.op, err)
		}
		c.mu.Lock()
		c.stats.Retries++
		c.mu.Unlock()
	}
}

// unauthorized counts the 401 of one call.
type unauthorized struct {
	times int
	since time.Time // of those that nothing else came between
}

// count takes err in, and reports whether it is a 401.
func (u *unauthorized) count(err error) bool {
	if !IsUnauthorized(err) {
		u.since = time.Time{}
		return false
	}
	if u.since.IsZero() {
		u.since = time.Now()
	}
	u.times++
	return true
}

// tooMany reports whether no other token may be taken at the time resumed.
func (u *unauthorized) tooMany(resumed time.Time) bool {
	return u.times >= maxTokens || resumed.Sub(u.since) > maxUnauthorizedFor
}

// sleep waits for d, unless ctx ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// transient reports whether the same call may fare better later. A 401 is a token that somebody else's has killed,
// unless it is the token endpoint that says it: then the credentials are wrong. A 409 is another upload under way.
func transient(err error) bool {
	var api *APIError
	if !errors.As(err, &api) {
		return errors.As(err, new(*brokenError)) && !isCertificateError(err)
	}
	switch api.StatusCode {
	case http.StatusUnauthorized:
		return api.Op != opToken
	case http.StatusConflict, http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return api.StatusCode >= 500
}

// mayBeTaken reports whether an upload that failed may have been taken: it was sent, and the error does not say that it was not.
func mayBeTaken(err error) bool {
	if IsTokenError(err) {
		return false
	}
	if api := (*APIError)(nil); errors.As(err, &api) {
		return api.StatusCode >= 500 || api.StatusCode == http.StatusRequestTimeout
	}
	dialed := (*net.OpError)(nil)
	return !errors.As(err, &dialed) || dialed.Op != "dial"
}

// isCertificateError reports whether the host could not prove who it is: that does not pass by itself, and somebody may
// be listening.
func isCertificateError(err error) bool {
	return errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, new(x509.UnknownAuthorityError)) ||
		errors.As(err, new(x509.HostnameError)) || errors.As(err, new(x509.CertificateInvalidError))
}

func retryAfterOf(err error) time.Duration {
	var api *APIError
	if errors.As(err, &api) {
		return api.RetryAfter
	}
	return 0
}
