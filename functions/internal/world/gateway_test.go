package world

import (
	"bytes"
	"net"
	"net/http"
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
