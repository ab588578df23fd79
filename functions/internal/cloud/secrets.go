package cloud

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
)

// Placeholder is what the template puts into a new secret, for a person to replace.
const Placeholder = "REPLACE-ME"

// Secrets reads secrets from Secrets Manager.
type Secrets struct{ client *secretsmanager.Client }

// Credentials reads Crewmojo's credentials from a secret whose string is {"client_id":"...","client_secret":"..."}.
// Each invocation reads it again: that costs next to nothing, and a rotated secret works at once.
func (s *Secrets) Credentials(ctx context.Context, secretID string) (crewmojo.Credentials, error) {
	out, err := s.client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &secretID})
	if err != nil {
		return crewmojo.Credentials{}, fmt.Errorf("read secret %s: %w", secretID, err)
	}
	text := ""
	if out.SecretString != nil {
		text = *out.SecretString
	}
	credentials, err := parseCredentials(text)
	if err != nil {
		return crewmojo.Credentials{}, fmt.Errorf("secret %s %w", secretID, err)
	}
	return credentials, nil
}

// parseCredentials parses a secret. Its errors say what is wrong, and repeat no part of the secret.
func parseCredentials(text string) (crewmojo.Credentials, error) {
	const want = `its string must be {"client_id":"...","client_secret":"..."}, ` +
		`from Company Settings > Integrations > API Authentication in Crewmojo`
	var fields struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	switch {
	case strings.TrimSpace(text) == "":
		return crewmojo.Credentials{}, fmt.Errorf("has no string (is it empty, or binary?): %s", want)
	case json.Unmarshal([]byte(text), &fields) != nil:
		return crewmojo.Credentials{}, fmt.Errorf("is not JSON of that form: %s", want)
	}
	fields.ID, fields.Secret = strings.TrimSpace(fields.ID), strings.TrimSpace(fields.Secret)
	switch {
	case fields.ID == "":
		return crewmojo.Credentials{}, fmt.Errorf("has no client_id: %s", want)
	case fields.Secret == "":
		return crewmojo.Credentials{}, fmt.Errorf("has no client_secret: %s", want)
	case fields.ID == Placeholder || fields.Secret == Placeholder:
		return crewmojo.Credentials{}, fmt.Errorf("still holds the placeholder %s: fill it in Secrets Manager; %s",
			Placeholder, want)
	}
	return crewmojo.NewCredentials(fields.ID, fields.Secret), nil
}
