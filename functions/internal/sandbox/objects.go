package main

import (
	"bytes"
	"context"
	"io"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/crewmojo-aws/bundle/functions/internal/sandbox/awsfake"
)

// A bucket is the sandbox's bucket as an HR system, a person or a BI tool uses it.
type bucket struct{ client *s3.Client }

func (s *sandbox) bucket() bucket {
	return bucket{s3.New(s3.Options{
		Region:       awsfake.Region,
		BaseEndpoint: aws.String(s.aws.URL),
		UsePathStyle: true,
		Credentials:  credentials.NewStaticCredentialsProvider("sandbox", "sandbox", ""),
	})}
}

func (b bucket) put(ctx context.Context, key string, body []byte) error {
	_, err := b.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucketName), Key: &key, Body: bytes.NewReader(body)})
	return err
}

func (b bucket) copy(ctx context.Context, from, to string) error {
	source := (&url.URL{Path: bucketName + "/" + from}).EscapedPath()
	_, err := b.client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: aws.String(bucketName), Key: &to, CopySource: &source})
	return err
}

func (b bucket) get(ctx context.Context, key string) ([]byte, map[string]string, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucketName), Key: &key})
	if err != nil {
		return nil, nil, err
	}
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	headers := map[string]string{"content-type": aws.ToString(out.ContentType), "content-encoding": aws.ToString(out.ContentEncoding)}
	for name, value := range out.Metadata {
		headers[name] = value
	}
	return body, headers, err
}

func (b bucket) keys(ctx context.Context, prefix string) (keys []string, err error) {
	pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{Bucket: aws.String(bucketName), Prefix: &prefix})
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
