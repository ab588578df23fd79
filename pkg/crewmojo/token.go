package crewmojo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	tokenPath    = "/v1/oauth/token"
	opToken      = "get token"
	tokenTimeout = 30 * time.Second
)

// validToken returns the token in hand, or takes one.
func (c *Client) validToken(ctx context.Context) (*string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token != nil {
		return c.token, nil
	}
	token, err := c.exchange(ctx)
	if err != nil {
		return nil, err
	}
	c.stats.Tokens++
	c.token = &token
	return c.token, nil
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
// pages agree on. The style is set, since otherwise the library tries two, and the second token kills the first.
func (c *Client) exchange(ctx context.Context) (string, error) {
	id, secret := c.Credentials.values()
	if id == "" || secret == "" {
		return "", fmt.Errorf("%s: no client ID or no client secret given", opToken)
	}
	target, err := c.url(tokenPath)
	if err != nil {
		return "", fmt.Errorf("%s: %w", opToken, err)
	}
	client := c.http()
	client.Transport = tokenTransport{client.Transport}
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, oauth2.HTTPClient, client), tokenTimeout)
	defer cancel()
	config := clientcredentials.Config{ClientID: id, ClientSecret: secret, TokenURL: target, AuthStyle: oauth2.AuthStyleInParams}
	token, err := config.Token(ctx)
	switch apiErr := (*APIError)(nil); {
	case errors.As(err, &apiErr):
		return "", apiErr
	case errors.As(err, new(*brokenError)):
		return "", &brokenError{fmt.Errorf("%s: %w", opToken, err)}
	case err != nil:
		// The library quotes the answer in some of its errors, and an answer may hold a token.
		return "", &AnswerError{opToken, "the answer holds no access token"}
	}
	return token.AccessToken, nil
}

// tokenTransport turns whatever is not a token answer into this package's errors, before the library words its own.
type tokenTransport struct{ next http.RoundTripper }

func (t tokenTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, &brokenError{err}
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return nil, newAPIError(opToken, resp)
	}
	body, err := readAnswer(opToken, resp)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
