package crewmojo_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// busyAPI honours only the newest token. Each of its calls takes 5 to 200 ms, half of them before it looks at the token
// or issues one, half behind.
type busyAPI struct {
	mu     sync.Mutex
	newest int
}

func (a *busyAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	took := 5*time.Millisecond + rand.N(195*time.Millisecond)
	time.Sleep(took / 2)
	defer time.Sleep(took / 2)
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case r.URL.Path == "/v1/oauth/token":
		a.newest++
		reply(200, jsonType, fmt.Sprintf(`{"access_token":"t%d","token_type":"Bearer","expires_in":1800}`, a.newest))(w, r)
	case r.Header.Get("Authorization") != fmt.Sprintf("Bearer t%d", a.newest):
		crewmojotest.Fail(401, "Unauthorized")(w, r)
	default:
		reply(200, jsonType, `{"success":"true"}`)(w, r)
	}
}

// inMemory answers requests by a handler without any network, so that a test can run in a bubble of fake time.
type inMemory struct{ http.Handler }

func (h inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// contend has so many clients send a file at the same time, and returns how many tokens they took, and how long the
// last one took.
func contend(t testing.TB, clients int, attempt func(context.Context, *crewmojo.Client) error) (tokens int, slowest time.Duration) {
	api := &busyAPI{}
	started := time.Now()
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
			defer cancel()
			client := &crewmojo.Client{
				Credentials: crewmojo.NewCredentials("id", "secret"),
				HTTP:        &http.Client{Transport: inMemory{api}},
			}
			if err := attempt(ctx, client); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	return api.newest, time.Since(started)
}

// retryAtOnce is what a client does that does not know of the fight.
func retryAtOnce(_ context.Context, client *crewmojo.Client) error {
	for {
		token, err := post(client, "/v1/oauth/token", "")
		if err != nil {
			return err
		}
		if _, err = post(client, crewmojo.DefaultUploadPath, token); err != errUnauthorized {
			return err
		}
	}
}

var errUnauthorized = errors.New("401")

func post(client *crewmojo.Client, path, token string) (string, error) {
	req, err := http.NewRequest(http.MethodPost, "http://127.0.0.1"+path, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := client.HTTP.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusUnauthorized {
		return "", errUnauthorized
	}
	var body struct {
		Token string `json:"access_token"`
	}
	return body.Token, json.NewDecoder(resp.Body).Decode(&body)
}

// Clients that fight over tokens all get through, and take few tokens for it. The README's design notes have the table
// that this logs.
func TestContention(t *testing.T) {
	const rounds = 100
	type attempt = func(context.Context, *crewmojo.Client) error
	average := func(t *testing.T, clients int, attempt attempt) (tokens float64, slowest time.Duration) {
		total := 0
		for range rounds {
			taken, took := contend(t, clients, attempt)
			total += taken
			slowest = max(slowest, took)
		}
		return float64(total) / float64(rounds*clients), slowest
	}
	for _, clients := range []int{1, 2, 5, 10, 20} {
		synctest.Test(t, func(t *testing.T) {
			plain, slowestPlain := average(t, clients, retryAtOnce)
			ours, slowest := average(t, clients, sendFile)
			t.Logf("%2d side by side: %.1f tokens a call if they retry at once (the slowest of %d took %.0f s), "+
				"%.1f with our waits (%.0f s)", clients, plain, rounds*clients, slowestPlain.Seconds(), ours, slowest.Seconds())
			if clients <= 10 && ours >= 3 {
				t.Errorf("%d side by side took %.1f tokens a call", clients, ours)
			}
		})
	}
}
