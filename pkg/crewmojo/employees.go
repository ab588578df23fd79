package crewmojo

import (
	"context"
	"errors"
	"net/http"
)

const opUpload = "upload employees"

// UploadEmployees sends an employee file: UTF-8 CSV with a header row of the columns under "Uploading Users & Teams >
// API". Any 2xx is taken as accepted, unless it is a web page, or JSON that says "success":"false" or has an
// httpErrorCode of 400 or more. Accepted most likely means queued: Crewmojo mails a summary to the company's admins
// when it has applied the file.
//
// The answer is what Crewmojo said, of a success its first MiB, of an error its first 64 KiB; nil if it said nothing. It
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
			answer = said
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
