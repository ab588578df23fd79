package localambda

import (
	"net/http"
	"strings"
	"testing"
)

// A web page can neither take an event, which names files of people, nor answer one in the function's place.
func TestOtherSitesAreRefused(t *testing.T) {
	r := start(t)
	for _, call := range []string{"GET /2018-06-01/runtime/invocation/next", "POST /2018-06-01/runtime/invocation/1/response"} {
		method, path, _ := strings.Cut(call, " ")
		for _, header := range []string{"Host", "Origin"} {
			request, err := http.NewRequestWithContext(t.Context(), method, "http://"+r.address+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set(header, "http://evil.example")
			if header == "Host" {
				request.Host = "evil.example"
			}
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusForbidden {
				t.Errorf("%s of another %s: %s", call, header, answer.Status)
			}
		}
	}
}
