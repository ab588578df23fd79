package localaws

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
)

// Deleted is a secret that is scheduled for deletion, for 7 to 30 days in which it can be restored.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
type Deleted struct{}

// SetSecret sets what a secret holds: a string, []byte for a binary one, or [Deleted].
func (s *Server) SetSecret(id string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets[id] = value
}

// A secretRequest is what GetSecretValue is asked.
type secretRequest struct{ SecretId string }

// secretOf returns which secret a request asks for. The request can be read again.
func secretOf(r *http.Request) string {
	body, _ := io.ReadAll(r.Body) // what could not be read fails in serveSecret
	r.Body = io.NopCloser(bytes.NewReader(body))
	var request secretRequest
	_ = json.Unmarshal(body, &request)
	return request.SecretId
}

// serveSecret answers GetSecretValue.
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
func (s *Server) serveSecret(w http.ResponseWriter, r *http.Request) {
	var request secretRequest
	err := json.NewDecoder(r.Body).Decode(&request)
	s.mu.Lock()
	value, ok := s.secrets[request.SecretId]
	s.mu.Unlock()
	switch {
	case r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue":
		secretsError(w, "UnknownOperationException", "")
		return
	case err != nil || request.SecretId == "":
		secretsError(w, "InvalidParameterException", "You must provide a value for the SecretId parameter.")
		return
	case !ok:
		secretsError(w, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
		return
	}
	answer := map[string]any{"Name": request.SecretId, "VersionStages": []string{"AWSCURRENT"}}
	switch value := value.(type) {
	case Deleted:
		secretsError(w, "InvalidRequestException",
			"You can't perform this operation on the secret because it was marked for deletion.")
		return
	case string:
		answer["SecretString"] = value
	case []byte:
		answer["SecretBinary"] = value
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_ = json.NewEncoder(w).Encode(answer)
}

// secretsError answers with an error. All that are the caller's fault have the status 400, denials too:
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
func secretsError(w http.ResponseWriter, kind, message string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": kind, "Message": message})
}
