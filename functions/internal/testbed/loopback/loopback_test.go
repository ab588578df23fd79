package loopback

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// Programs on this machine and the server's own pages are answered; other sites are not, by whatever name they call.
func TestOnly(t *testing.T) {
	for _, test := range []struct {
		name, host, origin, site string
		want                     int
	}{
		{"a program", "127.0.0.1:8080", "", "", 200},
		{"a program, by name", "localhost:8080", "", "", 200},
		{"a program, by name in capitals", "LOCALHOST", "", "", 200},
		{"a program, over IPv6", "[::1]:8080", "", "", 200},
		{"a program, over IPv6 without a port", "[::1]", "", "", 200},
		{"an address that somebody typed", "127.0.0.1:8080", "", "none", 200},
		{"a link on the own page", "127.0.0.1:8080", "", "same-origin", 200},
		{"a form on the own page", "127.0.0.1:8080", "http://127.0.0.1:8080", "same-origin", 200},
		{"a name that leads here", "evil.example:8080", "", "", 403},
		{"a name that leads here, and its own page", "evil.example:8080", "http://evil.example:8080", "same-origin", 403},
		{"a name that begins like an address", "127.0.0.1.evil.example", "", "", 403},
		{"a name that ends like this one", "evil.localhost:8080", "", "", 403},
		{"another machine's address", "192.168.0.1:8080", "", "", 403},
		{"no host", "", "", "", 403},
		{"another site's script", "127.0.0.1:8080", "https://evil.example", "cross-site", 403},
		{"another site's script, in an old browser", "127.0.0.1:8080", "https://evil.example", "", 403},
		{"a page without an origin", "127.0.0.1:8080", "null", "", 403},
		{"another site's picture or link", "127.0.0.1:8080", "", "cross-site", 403},
		{"another port of this machine", "127.0.0.1:8080", "http://127.0.0.1:3000", "same-site", 403},
		{"a picture on another port of this machine", "127.0.0.1:8080", "", "same-site", 403},
		{"the same host, but encrypted", "127.0.0.1:8080", "https://127.0.0.1:8080", "", 403},
	} {
		called := false
		server := Only(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
		request := httptest.NewRequest(http.MethodPut, "/bucket/approved/employees.csv", nil)
		request.Host = test.host
		for name, value := range map[string]string{"Origin": test.origin, "Sec-Fetch-Site": test.site} {
			if value != "" {
				request.Header.Set(name, value)
			}
		}
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, request)
		if answer.Code != test.want || called != (test.want == 200) {
			t.Errorf("%s: status %d, called %v; want %d", test.name, answer.Code, called, test.want)
		}
	}
}
