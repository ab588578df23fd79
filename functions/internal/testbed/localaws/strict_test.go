package localaws

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// unknownVersion could be the ID of a version, and is that of none.
const unknownVersion = "v5n1PPUjOCMHLyyfq0ayjoZ5RZLfVQKA"

func base64Of(digest []byte) *string { return aws.String(base64.StdEncoding.EncodeToString(digest)) }

// A write whose checksum is not that of its body is refused, and nothing is written.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
func TestWrongChecksums(t *testing.T) {
	_, client := start(t)
	const text = "text"
	sha1s := func(text string) *string { sum := sha1.Sum([]byte(text)); return base64Of(sum[:]) }
	sha256s := func(text string) *string { sum := sha256.Sum256([]byte(text)); return base64Of(sum[:]) }
	md5s := func(text string) *string { sum := md5.Sum([]byte(text)); return base64Of(sum[:]) }
	for name, test := range map[string]struct {
		in   s3.PutObjectInput
		want string
	}{
		"SHA-256":                  {s3.PutObjectInput{ChecksumSHA256: sha256s(text)}, ""},
		"SHA-256 of another":       {s3.PutObjectInput{ChecksumSHA256: sha256s("other")}, "BadDigest"},
		"SHA-256 that is none":     {s3.PutObjectInput{ChecksumSHA256: aws.String("dGV4dA==")}, "InvalidRequest"},
		"SHA-1":                    {s3.PutObjectInput{ChecksumSHA1: sha1s(text)}, ""},
		"SHA-1 of another":         {s3.PutObjectInput{ChecksumSHA1: sha1s("other")}, "BadDigest"},
		"CRC-32":                   {s3.PutObjectInput{ChecksumCRC32: aws.String("O4unxw==")}, ""},
		"CRC-32 of another":        {s3.PutObjectInput{ChecksumCRC32: aws.String("AAAAAA==")}, "BadDigest"},
		"CRC-32C of another":       {s3.PutObjectInput{ChecksumCRC32C: aws.String("AAAAAA==")}, "BadDigest"},
		"CRC-64 of another":        {s3.PutObjectInput{ChecksumCRC64NVME: aws.String("AAAAAAAAAAA=")}, "BadDigest"},
		"computed by the SDK":      {s3.PutObjectInput{}, ""},
		"CRC-32C by the SDK":       {s3.PutObjectInput{ChecksumAlgorithm: types.ChecksumAlgorithmCrc32c}, ""},
		"CRC-64 by the SDK":        {s3.PutObjectInput{ChecksumAlgorithm: types.ChecksumAlgorithmCrc64nvme}, ""},
		"Content-MD5":              {s3.PutObjectInput{ContentMD5: md5s(text)}, ""},
		"Content-MD5 of another":   {s3.PutObjectInput{ContentMD5: md5s("other")}, "BadDigest"},
		"Content-MD5 that is none": {s3.PutObjectInput{ContentMD5: aws.String("dGV4dA==")}, "InvalidDigest"},
	} {
		key := "checksums/" + name
		test.in.Bucket, test.in.Key, test.in.Body = aws.String(bucket), &key, strings.NewReader(text)
		_, err := client.PutObject(t.Context(), &test.in)
		if codeOf(err) != test.want {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		_, err = client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: &key})
		if isThere := err == nil; isThere != (test.want == "") {
			t.Errorf("%s: it is there: %t", name, isThere)
		}
	}
}

// A body that is not the one that was signed is refused.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
func TestSignedBody(t *testing.T) {
	s, _ := start(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.URL+"/"+bucket+"/file", strings.NewReader("text"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Content-Sha256", fmt.Sprintf("%x", sha256.Sum256([]byte("other"))))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Errorf("status %d", response.StatusCode)
	}
}

// headersOf returns the status and headers of an answer, whether or not it is an error.
func headersOf(t *testing.T, err error) (int, http.Header) {
	t.Helper()
	failed := (*awshttp.ResponseError)(nil)
	if !errors.As(err, &failed) {
		t.Fatalf("no answer: %v", err)
	}
	return failed.HTTPStatusCode(), failed.HTTPResponse().Header
}

// A key whose newest version is a delete marker is not there, and says why. The marker itself cannot be read.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
func TestDeleteMarkers(t *testing.T) {
	_, client := start(t)
	put(t, client, "file", "text")
	removed, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String("file")})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		version *string
		status  int
	}{{"without a version", nil, 404}, {"by its version", removed.VersionId, 405}} {
		_, get := client.GetObject(t.Context(), &s3.GetObjectInput{
			Bucket: aws.String(bucket), Key: aws.String("file"), VersionId: test.version})
		_, head := client.HeadObject(t.Context(), &s3.HeadObjectInput{
			Bucket: aws.String(bucket), Key: aws.String("file"), VersionId: test.version})
		for method, err := range map[string]error{"GET": get, "HEAD": head} {
			if status, headers := headersOf(t, err); status != test.status || headers.Get("X-Amz-Delete-Marker") != "true" {
				t.Errorf("%s %s: status %d, x-amz-delete-marker %q", method, test.name, status, headers.Get("X-Amz-Delete-Marker"))
			}
		}
	}
	if _, err := client.CopyObject(t.Context(), &s3.CopyObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("copy"),
		CopySource: aws.String(bucket + "/file?versionId=" + url.QueryEscape(*removed.VersionId)),
	}); codeOf(err) != "InvalidRequest" {
		t.Errorf("a copy of it: %v", err)
	}
}

// An ID that cannot be a version's is not the same as one that is none's.
func TestVersionIDs(t *testing.T) {
	_, client := start(t)
	put(t, client, "file", "text")
	for version, want := range map[string]int{"nothing": 400, unknownVersion: 404} {
		calls := map[string]func(context.Context) error{
			"GET": func(ctx context.Context) error {
				_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("file"), VersionId: &version})
				return err
			},
			"HEAD": func(ctx context.Context) error {
				_, err := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String("file"), VersionId: &version})
				return err
			},
			"copy": func(ctx context.Context) error {
				_, err := client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: aws.String(bucket), Key: aws.String("copy"),
					CopySource: aws.String(bucket + "/file?versionId=" + version)})
				return err
			},
		}
		for name, call := range calls {
			if status, _ := headersOf(t, call(t.Context())); status != want {
				t.Errorf("%s of version %s: status %d, want %d", name, version, status, want)
			}
		}
	}
}

// A copy in parts, as the AWS CLI makes it of more than 8 MB, is one object and one event.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
func TestCopyInParts(t *testing.T) {
	s, client := start(t)
	text := strings.Repeat("0123456789", 600_000)
	put(t, client, "file", text)
	created := make(chan Created, 10)
	s.OnCreate(func(c Created) { created <- c })
	key := aws.String("copy")
	upload, err := client.CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: aws.String(bucket), Key: key})
	if err != nil {
		t.Fatal(err)
	}
	var parts []types.CompletedPart
	for number, bytes := range []string{"bytes=0-5242879", "bytes=5242880-5999999"} {
		copied, err := client.UploadPartCopy(t.Context(), &s3.UploadPartCopyInput{
			Bucket: aws.String(bucket), Key: key, UploadId: upload.UploadId, PartNumber: aws.Int32(int32(number + 1)),
			CopySource: aws.String(bucket + "/file"), CopySourceRange: &bytes,
		})
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, types.CompletedPart{ETag: copied.CopyPartResult.ETag, PartNumber: aws.Int32(int32(number + 1))})
	}
	_, err = client.CompleteMultipartUpload(t.Context(), &s3.CompleteMultipartUploadInput{
		Bucket: aws.String(bucket), Key: key, UploadId: upload.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := next(t.Context(), t, created)
	if c.EventName != "ObjectCreated:CompleteMultipartUpload" || c.Key != "copy" || c.Size != 6_000_000 || c.VersionID == "" {
		t.Errorf("S3 announced %+v", c)
	}
	if read(t, client, "copy", c.VersionID) != text {
		t.Error("the copy is another text")
	}
	if len(created) > 0 {
		t.Errorf("S3 announced %+v too", <-created)
	}
}
