package crewmojo

import (
	"context"
	"errors"
	"net/http"
	"regexp"
)

const opUpload = "upload employees"

// refusedRows finds what APIs say of rows that they did not take: a count or a list of failures, or a row's own failure.
var refusedRows = regexp.MustCompile(`(?i)"(` +
	`((has|row|total)_?)?(fail|reject|error|invalid)[a-z_]*"\s*:\s*("?[1-9]|true|\[\s*[^]\s]|\{\s*")` +
	`|success"\s*:\s*"?(false|0)` +
	`|(status|status_?code|http_?error_?code)"\s*:\s*"?([45][0-9][0-9]|fail|error|reject|invalid)` +
	`)`)

// MentionsRefusedRows reports whether the answer to an upload that was accepted seems to tell of rows that were not. What
// Crewmojo says of rows is not published: this is for people to look at the answer, and for nothing else.
func MentionsRefusedRows(answer []byte) bool {
	return isBracketed(answer) && refusedRows.Match(answer)
}

// UploadEmployees sends an employee file: UTF-8 CSV with a header row of the columns under "Uploading Users & Teams >
// API". Any 2xx is taken as accepted, unless it is a web page, or JSON that says "success":"false" or has an
// httpErrorCode of 400 or more. Accepted most likely means queued: Crewmojo mails a summary to the company's admins
// when it has applied the file.
//
// The answer is what Crewmojo said, its first 64 KiB, of a success as well as of an error; nil if it said nothing. It
// may repeat rows of the file: never log it. The error is an [*APIError] if Crewmojo refused; see [IsRefused] and
// [IsTooLarge].
func (c *Client) UploadEmployees(ctx context.Context, csv Content) (answer []byte, err error) {
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	path := c.UploadPath
	if path == "" {
		path = DefaultUploadPath
	}
	err = c.do(ctx, call{
		op:     opUpload,
		method: http.MethodPost,
		path:   path,
		header: http.Header{"Content-Type": {"text/csv"}, "Accept": {"application/json"}},
		body:   csv,

		isUpload: true,
		receive: func(r *reply) error {
			said, err := r.read()
			answer = said[:min(len(said), maxAnswer)]
			if err == nil && r.isPage(said) {
				return &AnswerError{opUpload, "the answer is a web page"}
			}
			return err
		},
	})
	if api := (*APIError)(nil); errors.As(err, &api) {
		answer = api.Answer
	}
	return answer, err
}
