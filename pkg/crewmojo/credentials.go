package crewmojo

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// Credentials are a client ID and secret. They print as [redacted] however they are printed, logged or marshalled.
type Credentials struct {
	// A function, since fmt shows no more than its address, even where it finds Credentials in an unexported field and
	// cannot call their methods.
	pair func() (id, secret string)
}

// NewCredentials returns the credentials made of a client ID and a secret key.
func NewCredentials(clientID, clientSecret string) Credentials {
	return Credentials{func() (string, string) { return clientID, clientSecret }}
}

// values returns the client ID and the secret, for the token request alone.
func (c Credentials) values() (id, secret string) {
	if c.pair == nil {
		return "", ""
	}
	return c.pair()
}

// Format implements [fmt.Formatter].
func (Credentials) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue implements [slog.LogValuer].
func (Credentials) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements [encoding.TextMarshaler].
func (Credentials) MarshalText() ([]byte, error) { return []byte(redacted), nil }
