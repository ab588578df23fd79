package localaws

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
)

// wholeSeconds is the clock as S3 remembers it: LastModified has whole seconds, everywhere that it appears. Headers
// cannot hold more (RFC 9110, 5.6.7), and lists end in .000Z:
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
type wholeSeconds struct{ clock *clock.Clock }

// Now implements gofakes3.TimeSource.
func (s wholeSeconds) Now() time.Time { return s.clock.Now().UTC().Truncate(time.Second) }

// Since implements gofakes3.TimeSource.
func (s wholeSeconds) Since(t time.Time) time.Duration { return s.Now().Sub(t) }

// versionID is what an ID of a version looks like. S3 tells one that cannot be any (400) from one that is none (404):
// cortx-s3server#1724, versitygw#1638.
var versionID = regexp.MustCompile(`^(3/[0-9A-Za-z+/=]{30,}|[0-9A-Za-z._]{32}|null)$`)

func (s *Server) serveS3(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	isRead := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case query.Has("versionId") && !versionID.MatchString(query.Get("versionId")):
		S3Error(http.StatusBadRequest, "InvalidArgument")(w, r)
	case isRead && r.Header.Get("If-Match") != "" && !sameETag(r.Header.Get("If-Match"), s.head(r.URL)):
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
		S3Error(http.StatusPreconditionFailed, "PreconditionFailed")(w, r)
	case r.Method == http.MethodDelete && r.Header.Get("If-Match") != "":
		s.deleteIfMatch(w, r)
	case r.Method == http.MethodPut && r.Header.Get("X-Amz-Copy-Source") != "" && query.Has("partNumber"):
		s.copyPart(w, r)
	case r.Method == http.MethodPut && r.Header.Get("X-Amz-Copy-Source") != "":
		s.copy(w, r)
	case r.Header.Get("If-None-Match") != "" && r.Header.Get("If-None-Match") != "*" && r.Method == http.MethodPut:
		// A write takes no other value: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
		S3Error(http.StatusNotImplemented, "NotImplemented")(w, r)
	case r.Method == http.MethodPut && r.Header.Get("If-Match") != "" && s.head(r.URL).Code == http.StatusNotFound:
		// Whoever replaces what is not there, or what is below a delete marker, is told so and not that the condition fails:
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
		S3Error(http.StatusNotFound, "NoSuchKey")(w, r)
	case r.Method == http.MethodPut && !query.Has("partNumber"):
		s.write(w, r, "ObjectCreated:Put")
	case r.Method == http.MethodPost && query.Has("uploadId"):
		s.write(w, r, "ObjectCreated:CompleteMultipartUpload")
	default:
		s.serveStored(w, r)
	}
}

// write lets S3 write an object, and announces it.
func (s *Server) write(w http.ResponseWriter, r *http.Request, event string) {
	answer := httptest.NewRecorder()
	s.writing.Lock()
	s.serveStored(answer, r)
	written := s.head(r.URL)
	s.writing.Unlock()
	forward(w, answer)
	bucket, key, isObject := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if answer.Code != http.StatusOK || !isObject {
		return
	}
	// The size of what is there now: a multipart upload is put together from what was sent before.
	size, _ := strconv.ParseInt(written.Header().Get("Content-Length"), 10, 64)
	s.announce(Created{
		EventName: event, Bucket: bucket, Key: key, VersionID: answer.Header().Get("X-Amz-Version-Id"), Size: size,
		ETag: strings.Trim(written.Header().Get("ETag"), `"`), At: s.clock.Now(), Principal: principal(r),
	})
}

// head asks for the current version at a URL.
func (s *Server) head(at *url.URL) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	s.serveStored(answer, httptest.NewRequest(http.MethodHead, (&url.URL{Path: at.Path}).String(), nil))
	return answer
}

// get reads a version of an object; an empty one is the current one.
func (s *Server) get(bucket, key, version string) *httptest.ResponseRecorder {
	at := url.URL{Path: "/" + bucket + "/" + key}
	if version != "" {
		at.RawQuery = url.Values{"versionId": {version}}.Encode()
	}
	answer := httptest.NewRecorder()
	s.serveStored(answer, httptest.NewRequest(http.MethodGet, at.String(), nil))
	return answer
}

// sameETag reports whether an answer has the ETag that is wanted, with or without its quotes.
func sameETag(wanted string, answer *httptest.ResponseRecorder) bool {
	return strings.Trim(wanted, `"`) == strings.Trim(answer.Header().Get("ETag"), `"`)
}

// deleteIfMatch deletes an object whose ETag is still the one given; "*" only asks that there is one.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
func (s *Server) deleteIfMatch(w http.ResponseWriter, r *http.Request) {
	s.writing.Lock()
	defer s.writing.Unlock()
	head, wanted := s.head(r.URL), r.Header.Get("If-Match")
	switch {
	case head.Code == http.StatusNotFound:
		S3Error(http.StatusNotFound, "NoSuchKey")(w, r)
	case wanted != "*" && !sameETag(wanted, head):
		S3Error(http.StatusPreconditionFailed, "PreconditionFailed")(w, r)
	default:
		s.serveStored(w, r)
	}
}
