package localaws

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/johannesboyne/gofakes3"
)

// s3Messages are S3's own words for the errors that are likely here:
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
var s3Messages = map[string]string{
	"BadDigest": "The checksum or the Content-MD5 that you specified did not match what we received.",
	"ConditionalRequestConflict": "The conditional request cannot succeed due to a conflicting operation against " +
		"this resource.",
	"InvalidDigest":   "The Content-MD5 or checksum value that you specified is not valid.",
	"InternalError":   "We encountered an internal error. Please try again.",
	"InvalidArgument": "Invalid Argument",
	"InvalidRequest": "This copy request is illegal because it is trying to copy an object to itself without changing " +
		"the object's metadata, storage class, website redirect location or encryption attributes.",
	"KeyTooLongError":           "Your key is too long.",
	"MethodNotAllowed":          "The specified method is not allowed against this resource.",
	"NoSuchBucket":              "The specified bucket does not exist",
	"NoSuchKey":                 "The specified key does not exist.",
	"NoSuchVersion":             "The specified version does not exist.",
	"NotImplemented":            "A header you provided implies functionality that is not implemented.",
	"PreconditionFailed":        "At least one of the pre-conditions you specified did not hold",
	"SlowDown":                  "Please reduce your request rate.",
	"XAmzContentSHA256Mismatch": "The provided 'x-amz-content-sha256' header does not match what was computed.",
}

// S3Error answers a call with an error of S3's. A conditional write that meets another write, for one, is told
// 409 ConditionalRequestConflict: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
func S3Error(status int, code string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(status)
		if r.Method == http.MethodHead {
			return // the answer to HEAD has no body, so all that there is of an error is its status
		}
		message := s3Messages[code]
		if code == "AccessDenied" {
			message = denial(r)
		}
		var escaped strings.Builder
		_ = xml.EscapeText(&escaped, []byte(message)) // a Builder takes everything
		fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId><HostId>local</HostId></Error>`,
			code, escaped.String(), requestID)
	}
}

// denial is what S3 says to somebody of the same account. It names the object, whose key may be a person's name:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
func denial(r *http.Request) string {
	action := "s3:" + map[string]string{"GET": "Get", "PUT": "Put", "DELETE": "Delete"}[r.Method] + "Object"
	return fmt.Sprintf("User: arn:aws:sts::%s:assumed-role/function/function is not authorized to perform: %s on resource: "+
		"\"arn:aws:s3:::%s\" because no identity-based policy allows the %[2]s action",
		Account, action, strings.TrimPrefix(r.URL.Path, "/"))
}

// requestID is that of every call: nothing depends on it.
const requestID = "LOCALREQUEST0001"

// serveStored lets gofakes3 answer. Its errors are put into S3's form.
func (s *Server) serveStored(w http.ResponseWriter, r *http.Request) {
	answer := &errorCatcher{ResponseWriter: w, hasNoBody: r.Method == http.MethodHead}
	body, query := checkBody(r), r.URL.Query()
	asked := r
	if r.Method == http.MethodHead && query.Has("versionId") {
		asked = r.Clone(r.Context()) // gofakes3's own HEAD answers for the newest version, whichever is asked for
		asked.Method = http.MethodGet
	}
	s.s3.ServeHTTP(answer, asked)
	answer.forgetOrigins()
	if answer.status == 0 {
		return
	}
	var failed struct{ Code string }
	if err := xml.Unmarshal(answer.body.Bytes(), &failed); err != nil && r.Method != http.MethodHead {
		failed.Code = "InternalError"
	}
	status, code := answer.status, failed.Code
	switch {
	case status == http.StatusNotFound && code != "NoSuchBucket" && !s.mayList(r):
		status, code = http.StatusForbidden, "AccessDenied"
	case body.wrong != "":
		status, code = http.StatusBadRequest, body.wrong
	case w.Header().Get("X-Amz-Delete-Marker") == "true" && query.Has("versionId"):
		// A delete marker cannot be read: https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
		w.Header().Set("Allow", http.MethodDelete)
		status, code = http.StatusMethodNotAllowed, "MethodNotAllowed"
	case status == http.StatusNotFound && !query.Has("versionId") && s.isMarked(r.URL.Path):
		w.Header().Set("X-Amz-Delete-Marker", "true")
	}
	S3Error(status, code)(w, r)
}

// isMarked reports whether the newest version of an object is a delete marker.
func (s *Server) isMarked(path string) bool {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	list, err := s.versions.ListBucketVersions(bucket, &gofakes3.Prefix{HasPrefix: true, Prefix: key}, nil)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(list.Versions, func(v gofakes3.VersionItem) bool {
		marker, ok := v.(*gofakes3.DeleteMarker)
		return ok && marker.Key == key && marker.IsLatest
	})
}

// An errorCatcher passes an answer on, unless it is an error.
type errorCatcher struct {
	http.ResponseWriter
	hasNoBody bool
	status    int // of the error; 0 for none
	body      bytes.Buffer
}

// WriteHeader implements [http.ResponseWriter].
func (e *errorCatcher) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		e.status = status
		return
	}
	e.forgetOrigins()
	e.ResponseWriter.WriteHeader(status)
}

// forgetOrigins removes the headers by which gofakes3 lets every web page read and write. A bucket without a CORS
// configuration sends none: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
func (e *errorCatcher) forgetOrigins() {
	for name := range e.Header() {
		if strings.HasPrefix(name, "Access-Control-") {
			e.Header().Del(name)
		}
	}
}

// Write implements [http.ResponseWriter].
func (e *errorCatcher) Write(p []byte) (int, error) {
	if e.status != 0 {
		return e.body.Write(p)
	}
	e.forgetOrigins()
	if e.hasNoBody {
		return len(p), nil
	}
	return e.ResponseWriter.Write(p)
}
