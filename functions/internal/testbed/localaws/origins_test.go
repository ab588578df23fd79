package localaws

import (
	"net/http"
	"strings"
	"testing"
)

// A web page that somebody on this machine looks at can neither read the baseline nor approve a file nor read the secret, by
// whatever name it calls; nor can it have a browser ask.
func TestOtherSitesAreRefused(t *testing.T) {
	server, _ := start(t)
	for _, test := range []struct {
		what, method, path string
		headers            map[string]string
		want               int
	}{
		{"a read", http.MethodGet, "/" + bucket + "/state/baseline.csv", map[string]string{"Origin": "https://evil.example"}, 403},
		{"a picture", http.MethodGet, "/" + bucket + "/state/baseline.csv", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"an approval", http.MethodPut, "/" + bucket + "/approved/employees.csv", map[string]string{"Origin": "https://evil.example"}, 403},
		{"a question before an approval", http.MethodOptions, "/" + bucket + "/approved/employees.csv",
			map[string]string{"Origin": "https://evil.example", "Access-Control-Request-Method": "PUT"}, 403},
		{"a name that leads here", http.MethodGet, "/" + bucket + "/state/baseline.csv", map[string]string{"Host": "evil.example"}, 403},
		{"a secret", http.MethodPost, "/", map[string]string{"Origin": "null", "X-Amz-Target": "secretsmanager.GetSecretValue"}, 403},
		{"a message", http.MethodPost, "/",
			map[string]string{"Origin": "https://evil.example", "Content-Type": "application/x-www-form-urlencoded"}, 403},
		{"a program", http.MethodGet, "/" + bucket + "/state/baseline.csv", nil, 404},
		{"a page of the server itself", http.MethodGet, "/" + bucket + "/", map[string]string{"Origin": server.URL}, 200},
		{"a question of the server itself", http.MethodOptions, "/" + bucket + "/",
			map[string]string{"Origin": server.URL, "Access-Control-Request-Method": "PUT"}, 200},
	} {
		request, err := http.NewRequestWithContext(t.Context(), test.method, server.URL+test.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range test.headers {
			request.Header.Set(name, value)
		}
		request.Host = test.headers["Host"]
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != test.want {
			t.Errorf("%s: %s; want %d", test.what, answer.Status, test.want)
		}
		for name := range answer.Header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s: %s", test.what, name, answer.Header.Get(name))
			}
		}
	}
}
