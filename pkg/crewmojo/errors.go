package crewmojo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxAnswer bounds the answers that are read into memory: tokens, job ids, errors. Theirs are a few hundred bytes.
const maxAnswer = 64 << 10

// An APIError is a refusal by the API: a status other than 2xx, or a 2xx whose body says "success":"false".
type APIError struct {
	Op         string        // the call: "get token", "upload employees", "download report", "poll report"
	StatusCode int           // the HTTP status; where that was 2xx, the httpErrorCode of the body if it has one
	RetryAfter time.Duration // how long the API asked us to wait; 0 where it did not
	Answer     []byte        // the body, its first 64 KiB. It may echo a row of the file: never log it
}

// Error names the call and the status, and quotes the API only where it used one of its documented messages.
func (e *APIError) Error() string {
	said := http.StatusText(e.StatusCode)
	if body, ok := parseErrorBody(e.Answer); ok {
		switch body.Message {
		case "Invalid data received", "Unauthorized", "Error generating access token":
			said = body.Message
		}
		if e.StatusCode/100 == 2 {
			said = "but the answer says that it failed"
		}
	}
	return fmt.Sprintf("%s: crewmojo: %d %s", e.Op, e.StatusCode, said)
}

// IsUnauthorized reports whether the API answered 401: from the token endpoint, wrong credentials; elsewhere, a token
// that a newer one has killed.
func IsUnauthorized(err error) bool { return hasStatus(err, http.StatusUnauthorized) }

// IsTooLarge reports whether the API answered 413: the upload has to be split.
func IsTooLarge(err error) bool { return hasStatus(err, http.StatusRequestEntityTooLarge) }

// IsRefused reports whether the API received the data and will not have it: 400, or a 2xx that says so in its body.
func IsRefused(err error) bool {
	var e *APIError
	return errors.As(err, &e) && (e.StatusCode == http.StatusBadRequest || e.StatusCode/100 == 2)
}

func hasStatus(err error, status int) bool {
	var e *APIError
	return errors.As(err, &e) && e.StatusCode == status
}

// An AnswerError is a 2xx answer that makes no sense: an HTML page, a token answer without a token.
type AnswerError struct {
	Op     string // the call, as in [APIError]
	Reason string
}

func (e *AnswerError) Error() string { return fmt.Sprintf("%s: crewmojo: %s", e.Op, e.Reason) }

// A brokenError is a connection that could not be made, or broke before the whole answer was there.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }

// errorBody is what the API sends with every error. Success is the string "false" ("Crewmojo API": Errors); a boolean
// is understood as well.
type errorBody struct {
	Success any    `json:"success"`
	Code    int    `json:"httpErrorCode"`
	Message string `json:"errorMessage"`
}

// parseErrorBody reports whether body is an error object.
func parseErrorBody(body []byte) (errorBody, bool) {
	var e errorBody
	if json.Unmarshal(body, &e) != nil {
		return errorBody{}, false
	}
	said, isString := e.Success.(string)
	return e, e.Success == false || isString && strings.EqualFold(said, "false")
}

// newAPIError reads the answer of a call that failed.
func newAPIError(op string, resp *http.Response) *APIError {
	// What cannot be read of an error's body changes nothing about the error.
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	return &APIError{Op: op, StatusCode: resp.StatusCode, RetryAfter: retryAfter(resp.Header), Answer: body}
}

// readAnswer reads a small 2xx answer, or the first 64 KiB of a larger one; an error object is an error.
func readAnswer(op string, resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, &brokenError{fmt.Errorf("%s: %w", op, err)}
	}
	return body, checkErrorBody(op, resp, body)
}

// checkErrorBody returns an [APIError] where body, that came with a 2xx, is an error object.
func checkErrorBody(op string, resp *http.Response, body []byte) error {
	e, failed := parseErrorBody(body)
	if !failed {
		return nil
	}
	status := resp.StatusCode
	if e.Code != 0 {
		status = e.Code
	}
	return &APIError{Op: op, StatusCode: status, RetryAfter: retryAfter(resp.Header), Answer: body}
}

// retryAfter reads a Retry-After header: seconds, or a date (RFC 9110, 10.2.3).
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(date))
	}
	return 0
}
