package localaws

import (
	"encoding/json"
	"net/http"
)

// SetSecret sets what a secret holds: a string, or []byte for a binary one.
func (s *Server) SetSecret(id string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets[id] = value
}

// serveSecret answers GetSecretValue.
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
func (s *Server) serveSecret(w http.ResponseWriter, r *http.Request) {
	var request struct{ SecretId string }
	err := json.NewDecoder(r.Body).Decode(&request)
	s.mu.Lock()
	value, ok := s.secrets[request.SecretId]
	s.mu.Unlock()
	answer := map[string]any{"Name": request.SecretId, "VersionStages": []string{"AWSCURRENT"}}
	switch value := value.(type) {
	case string:
		answer["SecretString"] = value
	case []byte:
		answer["SecretBinary"] = value
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	switch {
	case r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue":
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]any{"__type": "UnknownOperationException"}
	case err != nil || request.SecretId == "":
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]any{"__type": "InvalidParameterException",
			"Message": "You must provide a value for the SecretId parameter."}
	case !ok:
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]any{"__type": "ResourceNotFoundException",
			"Message": "Secrets Manager can't find the specified secret."}
	}
	_ = json.NewEncoder(w).Encode(answer)
}
