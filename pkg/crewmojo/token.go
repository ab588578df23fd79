package crewmojo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

const (
	tokenPath     = "/v1/oauth/token"
	opToken       = "get token"
	tokenPatience = 30 * time.Second
)

// validToken returns the token in hand, or takes one. Only one request for a token is under way at a time: a second
// token would kill the first.
func (c *Client) validToken(ctx context.Context) (*string, error) {
	for {
		c.mu.Lock()
		token, pending := c.token, c.pending
		if token == nil && pending == nil {
			c.pending = make(chan struct{})
		}
		c.mu.Unlock()
		switch {
		case token != nil:
			return token, nil
		case pending == nil:
			return c.takeToken(ctx)
		}
		select {
		case <-pending:
		case <-ctx.Done():
			return nil, fmt.Errorf("%s: %w", opToken, ctx.Err())
		}
	}
}

// takeToken takes a token, and lets those go on who wait for it.
func (c *Client) takeToken(ctx context.Context) (*string, error) {
	token := ""
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if token != "" {
			c.stats.Tokens++
			c.token = &token
		}
		close(c.pending)
		c.pending = nil
	}()
	var err error
	if token, err = c.exchange(ctx); err != nil {
		return nil, err
	}
	return &token, nil
}

// lost drops a token that a call was answered 401 with, unless it has been replaced already.
func (c *Client) lost(token *string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stats.TokensLost++
	if c.token == token {
		c.token = nil
	}
}

// exchange trades the credentials for an access token. They go into a form body: the one way that both of the API's
// pages agree on.
func (c *Client) exchange(ctx context.Context) (token string, err error) {
	id, secret := c.Credentials.values()
	if id == "" || secret == "" {
		return "", errors.New(opToken + ": no client ID or no client secret given")
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
	err = c.send(ctx, call{
		op:       opToken,
		method:   http.MethodPost,
		path:     tokenPath,
		header:   http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"application/json"}},
		body:     strings.NewReader(form.Encode()),
		patience: tokenPatience,
		receive: func(r *reply) error {
			said, err := r.read()
			if err != nil {
				return err
			}
			if token = tokenIn(said); token == "" {
				return &AnswerError{opToken, "the answer holds no access token"}
			}
			return nil
		},
	}, "")
	return token, err
}

// tokenText is what an access token may be made of (RFC 6749, A.12), less the blank, which ends it in a header.
var tokenText = regexp.MustCompile(`^[!-~]+$`)

// tokenIn returns the access token in an answer, whatever else there is and whatever content type it has; "" if there
// is none that can be sent.
func tokenIn(said []byte) string {
	for o := range objectsIn(said) {
		var token string
		if json.Unmarshal(o.fields["access_token"], &token) != nil {
			continue
		}
		if token = strings.TrimSpace(token); tokenText.MatchString(token) {
			return token
		}
	}
	return ""
}
