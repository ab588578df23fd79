package localaws

import (
	"context"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
)

const bucket = "test-bucket"

var night = time.Date(2026, time.November, 23, 21, 5, 1, 987_000_000, time.UTC)

// start starts a server whose clock stands at night, and a client of its S3 under somebody's name.
func start(t *testing.T) (*Server, *s3.Client) {
	t.Helper()
	c := &clock.Clock{}
	c.Set(night)
	s, err := NewServer(bucket, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, s3.New(s3.Options{
		Region: Region, BaseEndpoint: &s.URL, UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("anna@example.com", "secret", ""),
	})
}

func put(t *testing.T, client *s3.Client, key, text string) *s3.PutObjectOutput {
	t.Helper()
	out, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: &key, Body: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// codeOf returns what S3 says is wrong, as the SDK understands it; "" if nothing is.
func codeOf(err error) string {
	if api := smithy.APIError(nil); errors.As(err, &api) {
		return api.ErrorCode()
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestCopySourceIsDecoded(t *testing.T) {
	_, client := start(t)
	for _, key := range []string{"a+b.csv", "a b.csv", "a;b,c.csv", "100%25.csv",
		"what?versionId=1#top.csv", "a&b=c.csv", "Zürich/é.csv"} {
		put(t, client, key, key)
	}
	for source, want := range map[string]string{
		"a+b.csv":                      "a b.csv", // a bare + is a blank
		"a%2Bb.csv":                    "a+b.csv",
		"a%20b.csv":                    "a b.csv",
		"a;b,c.csv":                    "a;b,c.csv",
		"100%2525.csv":                 "100%25.csv",
		"what%3FversionId=1%23top.csv": "what?versionId=1#top.csv",
		"a&b=c.csv":                    "a&b=c.csv",
		"Z%C3%BCrich/%C3%A9.csv":       "Zürich/é.csv",
	} {
		for _, slash := range []string{"", "/"} {
			_, err := client.CopyObject(t.Context(), &s3.CopyObjectInput{
				Bucket: aws.String(bucket), Key: aws.String("copy"), CopySource: aws.String(slash + bucket + "/" + source),
			})
			if err != nil {
				t.Errorf("%s: %v", source, err)
				continue
			}
			if got := read(t, client, "copy", ""); got != want {
				t.Errorf("%s: copied %q, want %q", source, got, want)
			}
		}
	}
	for source, want := range map[string]string{"nothing.csv": "NoSuchKey", "a%2": "InvalidArgument", "": "InvalidArgument"} {
		_, err := client.CopyObject(t.Context(), &s3.CopyObjectInput{
			Bucket: aws.String(bucket), Key: aws.String("copy"), CopySource: aws.String(bucket + "/" + source),
		})
		if codeOf(err) != want {
			t.Errorf("%q: %v, want %s", source, err, want)
		}
	}
}

func read(t *testing.T, client *s3.Client, key, version string) string {
	t.Helper()
	in := &s3.GetObjectInput{Bucket: aws.String(bucket), Key: &key}
	if version != "" {
		in.VersionId = &version
	}
	out, err := client.GetObject(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestCopiesOfVersions(t *testing.T) {
	_, client := start(t)
	first := put(t, client, "file", "first")
	put(t, client, "file", "second")
	out, err := client.CopyObject(t.Context(), &s3.CopyObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("copy"), CopySource: aws.String(bucket + "/file?versionId=" + *first.VersionId),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, client, "copy", ""); got != "first" {
		t.Errorf("copied %q", got)
	}
	if at := *out.CopyObjectResult.LastModified; !at.Equal(night.Truncate(time.Second)) {
		t.Errorf("the copy is of %v", at)
	}
	_, err = client.CopyObject(t.Context(), &s3.CopyObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("file"), CopySource: aws.String(bucket + "/file")})
	if codeOf(err) != "InvalidRequest" {
		t.Errorf("a copy to itself: %v", err)
	}
}

func TestLastModifiedHasWholeSeconds(t *testing.T) {
	_, client := start(t)
	put(t, client, "file", "text")
	want := night.Truncate(time.Second)
	get, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("file")})
	if err != nil || !get.LastModified.Equal(want) {
		t.Errorf("GET: %v %v", get.LastModified, err)
	}
	get.Body.Close()
	head, err := client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String("file")})
	if err != nil || !head.LastModified.Equal(want) {
		t.Errorf("HEAD: %v %v", head.LastModified, err)
	}
	list, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
	if err != nil || !list.Contents[0].LastModified.Equal(want) {
		t.Errorf("list: %v %v", list.Contents[0].LastModified, err)
	}
}

func TestConditionalDeletes(t *testing.T) {
	_, client := start(t)
	first := put(t, client, "file", "first")
	second := put(t, client, "file", "second")
	for _, step := range []struct{ etag, want string }{
		{*first.ETag, "PreconditionFailed"},
		{*second.ETag, ""},
		{*second.ETag, "NoSuchKey"},
	} {
		_, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{
			Bucket: aws.String(bucket), Key: aws.String("file"), IfMatch: &step.etag})
		if codeOf(err) != step.want {
			t.Errorf("If-Match %s: %v, want %q", step.etag, err, step.want)
		}
	}
	if got := read(t, client, "file", *second.VersionId); got != "second" {
		t.Errorf("the version below the delete marker is %q", got)
	}
}

func TestConditionalReads(t *testing.T) {
	_, client := start(t)
	first := put(t, client, "file", "first")
	second := put(t, client, "file", "second")
	for etag, want := range map[string]string{*first.ETag: "PreconditionFailed", *second.ETag: ""} {
		in := &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("file"), IfMatch: &etag}
		if _, err := client.GetObject(t.Context(), in); codeOf(err) != want {
			t.Errorf("If-Match %s: %v, want %q", etag, err, want)
		}
	}
}

func TestConditionalWrites(t *testing.T) {
	_, client := start(t)
	write := func(ifMatch, ifNoneMatch string) (*s3.PutObjectOutput, error) {
		in := &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String("file"), Body: strings.NewReader("text")}
		if ifMatch != "" {
			in.IfMatch = &ifMatch
		}
		if ifNoneMatch != "" {
			in.IfNoneMatch = &ifNoneMatch
		}
		return client.PutObject(t.Context(), in)
	}
	if _, err := write(`"0123456789abcdef0123456789abcdef"`, ""); codeOf(err) != "NoSuchKey" {
		t.Errorf("If-Match, and there is none: %v", err)
	}
	out, err := write("", "*")
	if err != nil {
		t.Fatalf("If-None-Match, and there is none: %v", err)
	}
	if _, err := write("", "*"); codeOf(err) != "PreconditionFailed" {
		t.Errorf("If-None-Match, and there is one: %v", err)
	}
	if _, err := write("", *out.ETag); codeOf(err) != "NotImplemented" {
		t.Errorf("If-None-Match with an ETag: %v", err)
	}
	if _, err := write(`"0123456789abcdef0123456789abcdef"`, ""); codeOf(err) != "PreconditionFailed" {
		t.Errorf("If-Match with another ETag: %v", err)
	}
	if _, err := write(*out.ETag, ""); err != nil {
		t.Errorf("If-Match with the ETag: %v", err)
	}
	if _, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("file")}); err != nil {
		t.Fatal(err)
	}
	if _, err := write(*out.ETag, ""); codeOf(err) != "NoSuchKey" {
		t.Errorf("If-Match over a delete marker: %v", err)
	}
	if _, err := write("", "*"); err != nil {
		t.Errorf("If-None-Match over a delete marker: %v", err)
	}
}

func TestConflictsCanBeProvoked(t *testing.T) {
	s, client := start(t)
	s.Fault(regexp.MustCompile("^PUT file"), S3Error(http.StatusConflict, "ConditionalRequestConflict"))
	in := &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("file"), Body: strings.NewReader("text"), IfNoneMatch: aws.String("*")}
	if _, err := client.PutObject(t.Context(), in); codeOf(err) != "ConditionalRequestConflict" {
		t.Errorf("error %v", err)
	}
	if _, err := client.PutObject(t.Context(), in); err != nil {
		t.Errorf("once more: %v", err)
	}
}

// What fails has the body that AWS documents, whoever answers.
func TestErrorBodies(t *testing.T) {
	s, client := start(t)
	put(t, client, "file", "text")
	for _, test := range []struct {
		method, path, header string
		status               int
		code                 string
	}{
		{"GET", "/" + bucket + "/nothing", "", 404, "NoSuchKey"},
		{"GET", "/nowhere/file", "", 404, "NoSuchBucket"},
		{"GET", "/" + bucket + "/file?versionId=" + unknownVersion, "", 404, "NoSuchVersion"},
		{"GET", "/" + bucket + "/file?versionId=nothing", "", 400, "InvalidArgument"},
		{"GET", "/" + bucket + "/file?versionId=", "", 400, "InvalidArgument"},
		{"DELETE", "/" + bucket + "/file", "If-Match: other", 412, "PreconditionFailed"},
		{"PUT", "/" + bucket + "/file", "If-None-Match: *", 412, "PreconditionFailed"},
		{"PUT", "/" + bucket + "/copy", "X-Amz-Copy-Source: " + bucket + "/nothing", 404, "NoSuchKey"},
	} {
		request, err := http.NewRequestWithContext(t.Context(), test.method, s.URL+test.path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if name, value, ok := strings.Cut(test.header, ": "); ok {
			request.Header.Set(name, value)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		want := "<Code>" + test.code + "</Code><Message>"
		if err != nil || response.StatusCode != test.status ||
			!strings.Contains(regexp.MustCompile(`>\s+<`).ReplaceAllString(string(body), "><"), want) {
			t.Errorf("%s %s: %d %s; want %d %s", test.method, test.path, response.StatusCode, body, test.status, want)
		}
	}
}

// next waits for S3 to announce an object.
func next(ctx context.Context, t *testing.T, created <-chan Created) Created {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	select {
	case c := <-created:
		return c
	case <-ctx.Done():
		t.Fatal("S3 announced nothing")
		return Created{}
	}
}
