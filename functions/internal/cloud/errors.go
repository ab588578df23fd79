package cloud

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/smithy-go"
)

var (
	// ErrNotFound means that there is no such object, or no such version of it.
	ErrNotFound = errors.New("not found")
	// ErrConflict means that somebody else has written or removed the object in the meantime, or is about to.
	ErrConflict = errors.New("written by somebody else")
)

// wrap says what was being done to what kind of object, and turns the errors that callers must know into [ErrNotFound]
// and [ErrConflict].
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func (v Version) wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		switch api.ErrorCode() {
		case "NoSuchKey", "NoSuchVersion", "NotFound":
			err = ErrNotFound
		case "PreconditionFailed", "ConditionalRequestConflict":
			err = ErrConflict
		}
	}
	return fmt.Errorf("%s %s: %w", doing, v.Kind, hidden(err, v.Key))
}

// hidden returns err with a key left out of its text: S3's denials name the object, and net/http's errors its URL.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
func hidden(err error, key string) error {
	if err == nil || key == "" {
		return err
	}
	return &keylessError{err, strings.NewReplacer(key, "...", escaped(key), "...").Replace(err.Error())}
}

// A keylessError is an error whose text names no key.
type keylessError struct {
	err  error
	text string
}

func (e *keylessError) Error() string { return e.text }
func (e *keylessError) Unwrap() error { return e.err }
