package crewmojo

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// An APIError is a refusal by the API: a status other than 2xx, or a 2xx whose body says that the call failed.
type APIError struct {
	Op         string        // the call: "get token", "upload employees", "download report", "poll report"
	StatusCode int           // the HTTP status; if that was 2xx, the httpErrorCode of the body, if it is such a status
	RetryAfter time.Duration // how long the API asked us to wait; 0 if it did not
	Answer     []byte        // the body, its first 64 KiB. It may echo a row of the file: never log it
}

// Error names the call and the status, and quotes the API only if it used one of its documented messages.
func (e *APIError) Error() string {
	said := http.StatusText(e.StatusCode)
	if e.StatusCode/100 == 2 {
		said = "but the answer says that it failed"
	}
	for o := range objectsIn(e.Answer) {
		switch message := o.text("errormessage"); message {
		case "Invalid data received", "Unauthorized", "Error generating access token":
			said = message
		}
	}
	return strings.TrimSpace(fmt.Sprintf("%s: crewmojo: %d %s", e.Op, e.StatusCode, said))
}

// IsUnauthorized reports whether the API answered 401: from the token endpoint, wrong credentials; elsewhere, tokens
// that newer ones have killed, or that it does not honour for another reason.
func IsUnauthorized(err error) bool { return hasStatus(err, http.StatusUnauthorized) }

// IsTokenError reports whether the call failed because no access token could be had: no other call would fare better.
func IsTokenError(err error) bool {
	var refused *APIError
	var senseless *AnswerError
	var broken *brokenError
	return errors.As(err, &refused) && refused.Op == opToken || errors.As(err, &senseless) && senseless.Op == opToken ||
		errors.As(err, &broken) && broken.op == opToken
}

// IsPollError reports whether the call failed when a job was polled, in a way that a wrong [Client.JobPath] explains:
// the API does not publish where jobs are polled.
func IsPollError(err error) bool {
	var refused *APIError
	var senseless *AnswerError
	if errors.As(err, &refused) && refused.Op == opPoll {
		switch refused.StatusCode {
		case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed:
			return true
		}
	}
	return errors.As(err, &senseless) && senseless.Op == opPoll
}

// IsTooLarge reports whether the API answered 413: the upload must be split.
func IsTooLarge(err error) bool { return hasStatus(err, http.StatusRequestEntityTooLarge) }

// IsRefused reports whether the API received what was sent and will not have it: 400, 413, 422, another 4xx, or a 2xx
// that says so in its body. It has not refused if the credentials, the token or the path are wrong (401, 403, 404, 405),
// or if it could not be asked (407, 408, 425, 429; without JSON also 402, 411, 414, 417, 431, 451, which say nothing of
// what was sent). A 409 that lasts is a refusal.
func IsRefused(err error) bool {
	var e *APIError
	if !errors.As(err, &e) || e.Op == opToken {
		return false
	}
	switch e.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusProxyAuthRequired, http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	case http.StatusPaymentRequired, http.StatusLengthRequired, http.StatusRequestURITooLong, http.StatusExpectationFailed,
		http.StatusRequestHeaderFieldsTooLarge, http.StatusUnavailableForLegalReasons:
		return isBracketed(e.Answer)
	}
	return e.StatusCode/100 == 4 || e.StatusCode/100 == 2
}

func hasStatus(err error, status int) bool {
	var e *APIError
	return errors.As(err, &e) && e.StatusCode == status
}

// An AnswerError is an answer that makes no sense: an HTML page where the API answers in JSON, a token answer without a
// token.
type AnswerError struct {
	Op     string // the call, as in [APIError]
	Reason string
}

func (e *AnswerError) Error() string { return fmt.Sprintf("%s: crewmojo: %s", e.Op, e.Reason) }

// A brokenError is a connection that could not be made, or broke before the whole answer was there.
type brokenError struct {
	op  string
	err error
}

func (e *brokenError) Unwrap() error { return e.err }

// Error says what is wrong, but not if net/http may have quoted an answer that it cannot read, which may hold
// people's data.
func (e *brokenError) Error() string {
	err := e.err
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	for _, known := range []error{io.EOF, io.ErrUnexpectedEOF, errStalled} {
		if errors.Is(err, known) {
			return fmt.Sprintf("%s: no whole answer: %v", e.op, known)
		}
	}
	if errors.As(err, new(net.Error)) || isCertificateError(err) || errors.Is(err, http.ErrSchemeMismatch) {
		return fmt.Sprintf("%s: no answer: %v", e.op, err)
	}
	return e.op + ": the connection broke, or the answer cannot be read as HTTP"
}

// maxRetryAfter is longer than anybody waits.
const maxRetryAfter = 24 * time.Hour

// retryAfter reads a Retry-After header: seconds, or a date (RFC 9110, 10.2.3).
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second))
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, min(time.Until(date), maxRetryAfter))
	}
	return 0
}
