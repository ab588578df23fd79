package crewmojo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// A call is one API call, which may be sent several times.
type call struct {
	op       string // names the call in errors: "upload employees"
	method   string
	path     string // may have a query
	header   http.Header
	body     Content            // nil for none
	patience time.Duration      // how long the answer may take to begin; 0 means answerPatience
	isLong   bool               // the answer may be of any length, and take any time while it moves
	until    time.Time          // no attempt begins after it; zero means that only the context's deadline counts
	isUpload bool               // each attempt may have been taken, whatever came of it
	receive  func(*reply) error // reads the body of a 2xx answer
}

// A reply is what came back for one attempt at a call.
type reply struct {
	*http.Response
	op   string
	sent time.Time // when the attempt began
}

// Content is a body of known size that can be read more than once: *bytes.Reader, *strings.Reader and
// *io.SectionReader are.
type Content interface {
	io.ReaderAt
	Size() int64
}

// A content marks its errors, which are not the network's.
type content struct{ io.Reader }

func (c content) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = &contentError{err}
	}
	return n, err
}

type contentError struct{ err error }

func (e *contentError) Error() string { return e.err.Error() }

// do sends call with a valid token until it is answered for good.
func (c *Client) do(ctx context.Context, call call) error {
	return c.retry(ctx, call, func() error {
		token, err := c.validToken(ctx)
		if err != nil {
			return err
		}
		err = c.send(ctx, call, "Bearer "+*token)
		if IsUnauthorized(err) {
			c.lost(token)
		}
		return err
	})
}

// send makes one attempt at call.
func (c *Client) send(ctx context.Context, call call, authorization string) error {
	patience := call.patience
	if patience == 0 {
		patience = answerPatience
	}
	watch := newWatch(ctx, patience)
	defer watch.stop()
	req, err := c.request(watch, call, patience)
	if err != nil {
		return fmt.Errorf("%s: %w", call.op, err)
	}
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	reply := &reply{op: call.op, sent: time.Now()}
	if reply.Response, err = c.http().Do(req); err != nil {
		if unread := (*contentError)(nil); errors.As(err, &unread) {
			return fmt.Errorf("%s: read the body: %w", call.op, unread.err)
		}
		return &brokenError{call.op, watch.explain(err)}
	}
	defer reply.Body.Close()
	watch.timer.Reset(bodyPatience)
	body := watched{ReadCloser: reply.Body, watch: watch}
	if reply.StatusCode/100 == 2 && call.isLong {
		body.patience = bodyPatience
	}
	reply.Body = body
	if reply.StatusCode/100 != 2 {
		return reply.apiError()
	}
	if encoding := reply.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		// net/http asks for gzip, and undoes it.
		return &AnswerError{call.op, "the answer has a content encoding that was not asked for"}
	}
	return call.receive(reply)
}

func (c *Client) request(watch *watch, call call, patience time.Duration) (*http.Request, error) {
	target, err := c.target(call.path)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(watch.ctx, call.method, target, nil)
	if err != nil {
		return nil, err
	}
	req.Header = call.header.Clone()
	req.Header.Set("User-Agent", userAgent(c.UserAgent))
	if call.body == nil {
		return req, nil
	}
	// A reader of its own for each attempt: the transport may still be reading an earlier one.
	open := func() (io.ReadCloser, error) {
		return watched{io.NopCloser(content{io.NewSectionReader(call.body, 0, call.body.Size())}), watch, patience}, nil
	}
	req.Body, _ = open()
	req.GetBody = open
	req.ContentLength = call.body.Size()
	if req.ContentLength == 0 {
		req.Body, req.GetBody = http.NoBody, nil
	}
	return req, nil
}
