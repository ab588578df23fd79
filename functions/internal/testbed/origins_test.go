package testbed

import (
	"io"
	"net/http"
	"testing"
)

// Every server of the bed that others may know of answers this machine's programs, and no other site.
func TestServersAreForThisMachine(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	bed, err := Start("../../..", t.TempDir(), nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer bed.Close()
	for _, server := range []string{bed.AWS.URL, bed.Crewmojo.URL} {
		for host, refused := range map[string]bool{"": false, "evil.example": true} {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server+"/v1/oauth/token", nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = host
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if (answer.StatusCode == http.StatusForbidden) != refused {
				t.Errorf("%s by the name %q: %s", server, host, answer.Status)
			}
		}
	}
}
