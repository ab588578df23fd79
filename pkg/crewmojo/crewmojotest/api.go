package crewmojotest

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// tokenLife is how long a token is valid, unless a newer one ends it ("Crewmojo API").
const tokenLife = 30 * time.Minute

// issueToken accepts the three bodies that the API's pages show: a form, JSON, and JSON under the form's content type.
func (s *Server) issueToken(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	fields := tokenFields(mediaType(r), body)
	isComplete := fields["grant_type"] == "client_credentials" && fields["client_id"] != nil && fields["client_secret"] != nil
	if err != nil || !isComplete {
		writeError(w, http.StatusBadRequest, "Invalid data received")
		return
	}
	if fields["client_id"] != ClientID || fields["client_secret"] != ClientSecret {
		writeError(w, http.StatusUnauthorized, "Unauthorized")
		return
	}
	s.mu.Lock()
	token := s.newToken()
	s.mu.Unlock()
	life := int(tokenLife.Seconds())
	writeJSON(w, http.StatusOK, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": life})
}

// tokenFields returns the fields of a token request, or nil if its content type is neither, or not that of its body.
func tokenFields(mediaType string, body []byte) map[string]any {
	const form = "application/x-www-form-urlencoded"
	var fields map[string]any
	isJSON := json.Unmarshal(body, &fields) == nil
	if isJSON && (mediaType == "application/json" || mediaType == form) {
		return fields
	}
	values, err := url.ParseQuery(string(body))
	if mediaType != form || err != nil {
		return nil
	}
	fields = map[string]any{}
	for name := range values {
		fields[name] = values.Get(name)
	}
	return fields
}

// newToken makes a token, which ends the one before ("Crewmojo API"). The lock is held.
func (s *Server) newToken() string {
	s.tokens++
	s.token = fmt.Sprintf("sandbox-token-%d-%s", s.tokens, rand.Text())
	s.expires = s.now().Add(tokenLife)
	return s.token
}

// authorized lets only the newest token through, while it lives.
func (s *Server) authorized(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		isValid := s.token != "" && r.Header.Get("Authorization") == "Bearer "+s.token && s.now().Before(s.expires)
		s.mu.Unlock()
		if !isValid {
			writeError(w, http.StatusUnauthorized, "Unauthorized")
			return
		}
		next(w, r)
	}
}

// elsewhere answers what no other handler does: polls, whose path can be set, and requests that lead nowhere. "Crewmojo
// API" has errors of every kind as one object.
func (s *Server) elsewhere(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	pattern := s.jobPath
	s.mu.Unlock()
	parent, _, _ := strings.Cut(pattern, "{")
	parent, _, _ = strings.Cut(parent, "?")
	_, known := s.mux.Handler(&http.Request{Method: http.MethodPost, URL: r.URL, Host: r.Host})
	isPoll := strings.HasPrefix(r.URL.Path, parent)
	switch {
	case isPoll && r.Method == http.MethodGet:
		s.endpoint(Poll, s.authorized(s.pollJob))(w, r)
	case isPoll:
		w.Header().Set("Allow", http.MethodGet)
		writeError(w, http.StatusMethodNotAllowed, "Method Not Allowed")
	case known != "/":
		w.Header().Set("Allow", http.MethodPost)
		writeError(w, http.StatusMethodNotAllowed, "Method Not Allowed")
	default:
		writeError(w, http.StatusNotFound, "Not Found")
	}
}

// mediaType returns a request's content type without its parameters; "" if it has none, or another charset than UTF-8.
func mediaType(r *http.Request) string {
	name, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := parameters["charset"]; err != nil || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return ""
	}
	return name
}

// writeError writes the API's error object; its success is a string ("Crewmojo API": Errors).
func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]any{"success": "false", "httpErrorCode": status, "errorMessage": message})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
