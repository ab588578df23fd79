package testbed

import (
	"bytes"
	"context"
	"io"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// A Bucket is the bed's bucket as an HR system, a person or a BI tool uses it.
type Bucket struct{ client *s3.Client }

// Bucket returns the bucket, to use.
func (s *Bed) Bucket() Bucket { return s.BucketAs("sandbox") }

// BucketAs returns the bucket, to use under somebody's name: S3's events tell who has written an object.
func (s *Bed) BucketAs(name string) Bucket {
	return Bucket{s3.New(s3.Options{
		Region:       localaws.Region,
		BaseEndpoint: aws.String(s.AWS.URL),
		UsePathStyle: true,
		Credentials:  credentials.NewStaticCredentialsProvider(name, "sandbox", ""),
	})}
}

func (b Bucket) Put(ctx context.Context, key string, body []byte) error {
	_, err := b.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(BucketName), Key: &key, Body: bytes.NewReader(body)})
	return err
}

func (b Bucket) Copy(ctx context.Context, from, to string) error {
	source := (&url.URL{Path: BucketName + "/" + from}).EscapedPath()
	_, err := b.client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: aws.String(BucketName), Key: &to, CopySource: &source})
	return err
}

func (b Bucket) Get(ctx context.Context, key string) ([]byte, map[string]string, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(BucketName), Key: &key})
	if err != nil {
		return nil, nil, err
	}
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	headers := map[string]string{
		"content-type": aws.ToString(out.ContentType), "content-encoding": aws.ToString(out.ContentEncoding)}
	for name, value := range out.Metadata {
		headers[name] = value
	}
	return body, headers, err
}

func (b Bucket) Keys(ctx context.Context, prefix string) (keys []string, err error) {
	pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{
		Bucket: aws.String(BucketName), Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, object := range page.Contents {
			keys = append(keys, *object.Key)
		}
	}
	return keys, nil
}

// Delete deletes an object, as a person does: a marker hides its versions.
func (b Bucket) Delete(ctx context.Context, key string) error {
	_, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(BucketName), Key: &key})
	return err
}

// Expire removes a version itself, as the bucket's lifecycle does with old ones.
func (b Bucket) Expire(ctx context.Context, key, version string) error {
	_, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(BucketName), Key: &key, VersionId: &version})
	return err
}
