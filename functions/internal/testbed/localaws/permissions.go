package localaws

import (
	"net/http"
	"strings"
)

// A Need is what somebody must be allowed to do for a call to succeed.
type Need struct {
	Caller   string // the name of the access key
	Action   string // such as "s3:GetObject"
	Resource string // an ARN; of a secret, what it was called by
}

// Allow has every call from now on ask whether its caller is allowed to do what it needs. Whoever is not is told so as AWS
// does. Calls that S3 makes of itself need nothing.
func (s *Server) Allow(allowed func(Need) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.allowed = allowed
}

// Keys are the KMS keys by which things are encrypted; "" is for keys that AWS manages.
type Keys struct{ Bucket, Secrets, Topics string }

// Encrypt says by which keys things are encrypted.
func (s *Server) Encrypt(keys Keys) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = keys
}

// isAllowed reports whether a request's caller is allowed to do all that is needed.
func (s *Server) isAllowed(needs ...Need) bool {
	s.mu.Lock()
	allowed := s.allowed
	s.mu.Unlock()
	ok := true
	for _, need := range needs {
		if need.Caller != "" && allowed != nil && !allowed(need) {
			ok = false
		}
	}
	return ok
}

// caller returns the name of a request's access key; "" if it is not signed.
func caller(r *http.Request) string {
	_, credential, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	name, _, _ := strings.Cut(credential, "/")
	return name
}

// needsOf returns what a request needs. The pages:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
func (s *Server) needsOf(r *http.Request) []Need {
	s.mu.Lock()
	keys := s.keys
	s.mu.Unlock()
	who := caller(r)
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		action := "secretsmanager:" + strings.TrimPrefix(target, "secretsmanager.")
		return append([]Need{{who, action, secretOf(r)}}, KeyNeeds(who, keys.Secrets, "kms:Decrypt")...)
	}
	if isForm(r) {
		needs := []Need{{who, "sns:" + r.PostFormValue("Action"), r.PostFormValue("TopicArn")}}
		if r.PostFormValue("Action") == "Publish" {
			needs = append(needs, KeyNeeds(who, keys.Topics, "kms:GenerateDataKey", "kms:Decrypt")...)
		}
		return needs
	}
	return objectNeeds(r, who, keys.Bucket)
}

// objectNeeds returns what a request to S3 needs.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
func objectNeeds(r *http.Request, who, key string) (needs []Need) {
	need := func(action, path string) {
		needs = append(needs, Need{who, action, "arn:aws:s3:::" + strings.TrimPrefix(path, "/")})
	}
	read := func(path, version string) {
		action := "s3:GetObject"
		if version != "" {
			action = "s3:GetObjectVersion"
		}
		need(action, path)
		needs = append(needs, KeyNeeds(who, key, "kms:Decrypt")...)
	}
	query, path := r.URL.Query(), r.URL.Path
	bucket, object, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch {
	case object == "" && query.Has("versions"):
		need("s3:ListBucketVersions", bucket)
	case object == "":
		need("s3:ListBucket", bucket)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		read(path, query.Get("versionId"))
	case r.Method == http.MethodDelete && query.Has("uploadId"):
		need("s3:AbortMultipartUpload", path)
	case r.Method == http.MethodDelete && query.Has("versionId"):
		need("s3:DeleteObjectVersion", path)
	case r.Method == http.MethodDelete:
		need("s3:DeleteObject", path)
	default:
		need("s3:PutObject", path)
		needs = append(needs, KeyNeeds(who, key, "kms:GenerateDataKey")...)
	}
	// A condition on an ETag looks at the object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-delete-enforce.html
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
	if etag := r.Header.Get("If-Match"); etag != "" && etag != "*" && r.Method != http.MethodGet && r.Method != http.MethodHead {
		need("s3:GetObject", path)
	}
	if source := r.Header.Get("X-Amz-Copy-Source"); source != "" {
		if bucket, object, version, err := copySource(source); err == nil {
			read(bucket+"/"+object, version)
		}
	}
	return needs
}

// KeyNeeds returns what somebody needs to use a KMS key; nothing if AWS manages the key.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
func KeyNeeds(who, key string, actions ...string) (needs []Need) {
	if key == "" {
		return nil
	}
	for _, action := range actions {
		needs = append(needs, Need{who, action, key})
	}
	return needs
}

// mayList reports whether a request's caller may be told that an object is not there. Others are told that it is forbidden.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
func (s *Server) mayList(r *http.Request) bool {
	bucket, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return s.isAllowed(Need{caller(r), "s3:ListBucket", "arn:aws:s3:::" + bucket})
}

// deny answers that the caller may not do it, in the words of the service. That there is no such bucket S3 tells everybody.
func (s *Server) deny(w http.ResponseWriter, r *http.Request) {
	bucket, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	exists, err := s.versions.BucketExists(bucket)
	switch {
	case r.Header.Get("X-Amz-Target") != "":
		secretsError(w, "AccessDeniedException", "User is not authorized to perform: secretsmanager:GetSecretValue")
	case isForm(r):
		snsError(w, http.StatusForbidden, "AuthorizationError", "User is not authorized to perform: SNS:"+r.PostFormValue("Action"))
	case err == nil && !exists:
		S3Error(http.StatusNotFound, "NoSuchBucket")(w, r)
	default:
		S3Error(http.StatusForbidden, "AccessDenied")(w, r)
	}
}
