package world

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

const (
	gatewayKey    = "world"
	gatewaySecret = "world-secret"
)

// A gateway is a running versitygw, an S3 server over a folder, with the test bed's bucket in it, versioned.
type gateway struct {
	URL string
	s3  *s3.Client
}

// startGateway starts versitygw for as long as the test runs. Tools/go.mod says which version; Go builds it.
func startGateway(t *testing.T) *gateway {
	t.Helper()
	program := versitygw(t)
	address := freeAddress(t)
	root, versions := filepath.Join(t.TempDir(), "root"), t.TempDir()
	if err := os.Mkdir(root, 0o700); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(program, "--port", address, "--region", localaws.Region,
		"--access", gatewayKey, "--secret", gatewaySecret, "--quiet", "posix", "--versioning-dir", versions, root)
	var log bytes.Buffer
	server.Stdout, server.Stderr = &log, &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		if t.Failed() {
			t.Logf("versitygw said:\n%s", log.String())
		}
	})
	g := &gateway{URL: "http://" + address}
	g.s3 = s3.New(s3.Options{
		Region: localaws.Region, BaseEndpoint: &g.URL, UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(gatewayKey, gatewaySecret, ""),
	})
	g.await(t)
	g.createBucket(t)
	return g
}

// versitygw has Go build the program, unless it is in Go's cache already, and returns its path.
func versitygw(t *testing.T) string {
	build := exec.CommandContext(t.Context(), "go", "-C", "tools", "tool", "-n", "versitygw")
	var problems bytes.Buffer
	build.Stderr = &problems
	path, err := build.Output()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(problems.String()), "\n")
		skip(t, "versitygw cannot be built: %s", lines[len(lines)-1])
	}
	return strings.TrimSpace(string(path))
}

func freeAddress(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// await waits until the gateway answers anything at all.
func (g *gateway) await(t *testing.T) {
	for range 100 {
		if resp, err := http.Get(g.URL); err == nil {
			resp.Body.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("versitygw does not answer")
}

func (g *gateway) createBucket(t *testing.T) {
	_, err := g.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{
		Bucket:                    aws.String(testbed.BucketName),
		CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: localaws.Region},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.s3.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{
		Bucket:                  aws.String(testbed.BucketName),
		VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (g *gateway) put(t *testing.T, key string, body []byte) {
	t.Helper()
	in := &s3.PutObjectInput{Bucket: aws.String(testbed.BucketName), Key: &key, Body: bytes.NewReader(body)}
	if _, err := g.s3.PutObject(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

// putAndAnnounce puts a file, and returns what S3 announces.
func (g *gateway) putAndAnnounce(t *testing.T, key string, body []byte) localaws.Created {
	t.Helper()
	g.put(t, key, body)
	return g.created(t, key)
}

func (g *gateway) copy(t *testing.T, from, to string) {
	t.Helper()
	source := (&url.URL{Path: testbed.BucketName + "/" + from}).EscapedPath()
	in := &s3.CopyObjectInput{Bucket: aws.String(testbed.BucketName), Key: &to, CopySource: &source}
	if _, err := g.s3.CopyObject(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

// copyInParts copies an object as the AWS CLI and the S3 console copy one of more than 8 MB: part by part.
// https://docs.aws.amazon.com/cli/latest/topic/s3-config.html
func (g *gateway) copyInParts(t *testing.T, from, to string, size, part int) {
	t.Helper()
	bucket, source := aws.String(testbed.BucketName), (&url.URL{Path: testbed.BucketName + "/" + from}).EscapedPath()
	upload, err := g.s3.CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: bucket, Key: &to})
	if err != nil {
		t.Fatal(err)
	}
	var parts []types.CompletedPart
	for first := 0; first < size; first += part {
		number := aws.Int32(int32(len(parts) + 1))
		copied, err := g.s3.UploadPartCopy(t.Context(), &s3.UploadPartCopyInput{
			Bucket: bucket, Key: &to, UploadId: upload.UploadId, PartNumber: number, CopySource: &source,
			CopySourceRange: aws.String(fmt.Sprintf("bytes=%d-%d", first, min(first+part, size)-1)),
		})
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, types.CompletedPart{ETag: copied.CopyPartResult.ETag, PartNumber: number})
	}
	if len(parts) < 2 {
		t.Fatalf("%s was copied in %d part", from, len(parts))
	}
	_, err = g.s3.CompleteMultipartUpload(t.Context(), &s3.CompleteMultipartUploadInput{
		Bucket: bucket, Key: &to, UploadId: upload.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (g *gateway) get(t *testing.T, key string) []byte {
	t.Helper()
	out, err := g.s3.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(testbed.BucketName), Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// created returns what S3 announces of an object that has been written.
func (g *gateway) created(t *testing.T, key string) localaws.Created {
	t.Helper()
	head, err := g.s3.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(testbed.BucketName), Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	return localaws.Created{
		EventName: "ObjectCreated:Put",
		Bucket:    testbed.BucketName,
		Key:       key,
		VersionID: aws.ToString(head.VersionId),
		ETag:      strings.Trim(aws.ToString(head.ETag), `"`),
		Size:      aws.ToInt64(head.ContentLength),
		At:        aws.ToTime(head.LastModified),
	}
}

func (g *gateway) has(t *testing.T, key string) bool {
	t.Helper()
	_, err := g.s3.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(testbed.BucketName), Key: &key})
	if missing := (*types.NotFound)(nil); errors.As(err, &missing) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	return true
}

// keys returns the keys with this beginning and end.
func (g *gateway) keys(t *testing.T, prefix, suffix string) (keys []string) {
	t.Helper()
	in := &s3.ListObjectsV2Input{Bucket: aws.String(testbed.BucketName), Prefix: &prefix}
	out, err := g.s3.ListObjectsV2(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, object := range out.Contents {
		if strings.HasSuffix(*object.Key, suffix) {
			keys = append(keys, *object.Key)
		}
	}
	return keys
}
