// Floor stands in for both functions, and does only what they cannot do without: it moves the bytes. An import gets the
// file, spools it, sends it, and puts what an import leaves behind. An export gets the report, hashes it, spools it and
// puts it. Nothing is checked, compared or tried again. What the functions cost is a ratio to this.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lambda.Start(floor{s3.NewFromConfig(cfg), secretsmanager.NewFromConfig(cfg)}.handle)
}

type floor struct {
	objects *s3.Client
	secrets *secretsmanager.Client
}

// An event is S3's for an import, or a schedule's for an export.
type event struct {
	events.S3Event
	Report string `json:"report"`
}

func (f floor) handle(ctx context.Context, e event) (json.RawMessage, error) {
	token, err := f.token(ctx)
	if err != nil {
		return nil, err
	}
	spool, err := os.CreateTemp("", "floor-")
	if err != nil {
		return nil, err
	}
	defer spool.Close()
	if err := os.Remove(spool.Name()); err != nil {
		return nil, err
	}
	if e.Report != "" {
		return json.RawMessage(`{}`), f.exportReport(ctx, e.Report, token, spool)
	}
	return json.RawMessage(`{"imports":[{"status":"imported"}]}`), f.importFile(ctx, e.Records[0].S3, token, spool)
}

func (f floor) importFile(ctx context.Context, file events.S3Entity, token string, spool *os.File) error {
	bucket, key := &file.Bucket.Name, &file.Object.URLDecodedKey
	got, err := f.objects.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key, VersionId: &file.Object.VersionID})
	if err != nil {
		return err
	}
	defer got.Body.Close()
	size, err := io.Copy(spool, got.Body)
	if err != nil {
		return err
	}
	answer, err := post(ctx, "/v1/integrations/upload/humans", "text/csv", token, io.NewSectionReader(spool, 0, size))
	if err != nil {
		return err
	}
	answer.Close()
	kept := aws.String("imports/id/source.csv")
	copied := &s3.CopyObjectInput{Bucket: bucket, Key: kept, CopySource: aws.String(*bucket + "/" + *key)}
	if _, err := f.objects.CopyObject(ctx, copied); err != nil {
		return err
	}
	if err := f.put(ctx, *bucket, "imports/id/result.json", strings.NewReader(`{"status":"imported"}`)); err != nil {
		return err
	}
	if err := f.put(ctx, *bucket, "state/baseline.csv", io.NewSectionReader(spool, 0, size)); err != nil {
		return err
	}
	_, err = f.objects.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: key})
	return err
}

func (f floor) exportReport(ctx context.Context, report, token string, spool *os.File) error {
	body, err := post(ctx, "/v1/integrations/download/"+report, "application/json", token, section("{}"))
	if err != nil {
		return err
	}
	defer body.Close()
	sum := sha256.New()
	size, err := io.Copy(spool, io.TeeReader(body, sum))
	if err != nil {
		return err
	}
	key := fmt.Sprintf("reports/%x.csv", sum.Sum(nil))
	return f.put(ctx, os.Getenv("REPORTS_BUCKET"), key, io.NewSectionReader(spool, 0, size))
}

func (f floor) put(ctx context.Context, bucket, key string, body io.Reader) error {
	_, err := f.objects.PutObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: body})
	return err
}

// token reads the secret and trades it for an access token.
func (f floor) token(ctx context.Context) (string, error) {
	id := os.Getenv("CREWMOJO_SECRET_ID")
	secret, err := f.secrets.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &id})
	if err != nil {
		return "", err
	}
	fields := map[string]string{}
	if err := json.Unmarshal([]byte(*secret.SecretString), &fields); err != nil {
		return "", err
	}
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {fields["client_id"]}, "client_secret": {fields["client_secret"]},
	}
	body, err := post(ctx, "/v1/oauth/token", "application/x-www-form-urlencoded", "", section(form.Encode()))
	if err != nil {
		return "", err
	}
	defer body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	err = json.NewDecoder(body).Decode(&answer)
	return answer.Token, err
}

func section(text string) *io.SectionReader {
	return io.NewSectionReader(strings.NewReader(text), 0, int64(len(text)))
}

// post sends content to Crewmojo, and returns the body of its answer.
func post(ctx context.Context, path, contentType, token string, content *io.SectionReader) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, os.Getenv("CREWMOJO_BASE_URL")+path, content)
	if err != nil {
		return nil, err
	}
	req.ContentLength = content.Size()
	req.Header.Set("Content-Type", contentType)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("%s: %s", path, resp.Status)
	}
	return resp.Body, nil
}
