package cloud

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// The error for a bad secret names it and says what is wrong, and repeats no part of it.
func TestCredentials(t *testing.T) {
	server, _, secrets := connect(t)
	for _, test := range []struct {
		secret any
		want   string // "" if it can be used
	}{
		{`{"client_id":"id","client_secret":"hush"}`, ""},
		{"{\"client_id\":\" id\\n\",\"client_secret\":\"hush \"}", ""},
		{[]byte("\x00hush"), "has no string (is it empty, or binary?)"},
		{" ", "has no string (is it empty, or binary?)"},
		{"hush", "is not JSON of that form"},
		{`["hush"]`, "is not JSON of that form"},
		{`{"client_id":{"hush":1}}`, "is not JSON of that form"},
		{`{"client_secret":"hush"}`, "has no client_id"},
		{`{"client_id":"hush","client_secret":" "}`, "has no client_secret"},
		{`{"client_id":"hush","client_secret":"REPLACE-ME"}`, "still holds the placeholder REPLACE-ME"},
	} {
		server.SetSecret("the-secret", test.secret)
		credentials, err := secrets.Credentials(t.Context(), "the-secret")
		if test.want == "" {
			if err != nil {
				t.Errorf("%v: %v", test.secret, err)
			}
			if shown := fmt.Sprintf("%v %+v %#v", credentials, credentials, credentials); strings.Contains(shown, "hush") {
				t.Errorf("credentials show as %s", shown)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), "secret the-secret "+test.want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%v: error %v; want %q", test.secret, err, test.want)
		}
	}
	if _, err := secrets.Credentials(t.Context(), "no-secret"); err == nil ||
		!strings.Contains(err.Error(), "read secret no-secret: ") ||
		!strings.Contains(err.Error(), "ResourceNotFoundException") {
		t.Errorf("there is no such secret: %v", err)
	}
	server.SetSecret("the-secret", localaws.Deleted{})
	if _, err := secrets.Credentials(t.Context(), "the-secret"); err == nil ||
		!strings.Contains(err.Error(), "read secret the-secret: ") || !strings.Contains(err.Error(), "InvalidRequestException") {
		t.Errorf("the secret was deleted: %v", err)
	}
}
