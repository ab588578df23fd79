package crewmojo

import (
	"context"
	"net/http"
)

const opUpload = "upload employees"

// UploadEmployees sends an employee file: UTF-8 CSV with a header row of the columns under "Uploading Users & Teams >
// API". Any 2xx is taken as accepted, unless its body says "success":"false". Accepted most likely means queued:
// Crewmojo mails a summary to the company's admins when it has applied the file.
//
// The error is an [*APIError] where Crewmojo refused; see [IsRefused] and [IsTooLarge].
func (c *Client) UploadEmployees(ctx context.Context, csv Content) error {
	path := c.UploadPath
	if path == "" {
		path = DefaultUploadPath
	}
	return c.do(ctx, call{
		op:     opUpload,
		method: http.MethodPost,
		path:   path,
		header: http.Header{"Content-Type": {"text/csv"}, "Accept": {"application/json"}},
		body:   csv,
		receive: func(resp *http.Response) error {
			_, err := readAnswer(opUpload, resp)
			return err
		},
	})
}
