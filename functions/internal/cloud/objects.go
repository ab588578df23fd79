package cloud

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

var (
	// ErrNotFound means that there is no such object, or no such version of it.
	ErrNotFound = errors.New("not found")
	// ErrConflict means that somebody else has written or removed the object in the meantime, or is about to.
	ErrConflict = errors.New("written by somebody else")
)

// Objects reads and writes objects in S3.
type Objects struct{ client *s3.Client }

// A Version names one version of one object. An empty ID is the current one, or the only one in a bucket without
// versions.
type Version struct{ Bucket, Key, ID string }

// An Object is an open object; close its Body.
type Object struct {
	Size         int64
	LastModified time.Time
	ETag         string
	Metadata     map[string]string // keys in lower case
	Body         io.ReadCloser
}

// Open starts reading an object. The error is [ErrNotFound] if it is not there.
func (o *Objects) Open(ctx context.Context, v Version) (*Object, error) {
	out, err := o.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &v.Bucket, Key: &v.Key, VersionId: optional(v.ID)})
	if err != nil {
		return nil, wrap("read", v.Key, err)
	}
	return &Object{
		Size:         aws.ToInt64(out.ContentLength),
		LastModified: aws.ToTime(out.LastModified),
		ETag:         aws.ToString(out.ETag),
		Metadata:     out.Metadata,
		Body:         out.Body,
	}, nil
}

// Exists reports whether there is an object under key.
func (o *Objects) Exists(ctx context.Context, bucket, key string) (bool, error) {
	_, err := o.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: &key})
	if err := wrap("look for", key, err); !errors.Is(err, ErrNotFound) {
		return err == nil, err
	}
	return false, nil
}

// Head returns an object without its Body. The error is [ErrNotFound] if it is not there.
func (o *Objects) Head(ctx context.Context, bucket, key string) (*Object, error) {
	out, err := o.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return nil, wrap("look for", key, err)
	}
	return &Object{
		Size:         aws.ToInt64(out.ContentLength),
		LastModified: aws.ToTime(out.LastModified),
		ETag:         aws.ToString(out.ETag),
		Metadata:     out.Metadata,
	}, nil
}

// A Put is an object to write.
type Put struct {
	Bucket, Key string
	ContentType string
	Metadata    map[string]string
	Body        io.ReadSeeker // read from its current offset
	SHA256      []byte        // of the body, for S3 to check it by; nil leaves it to the SDK
}

// Put writes an object, whole or not at all.
func (o *Objects) Put(ctx context.Context, p Put) error {
	_, err := o.client.PutObject(ctx, p.input())
	return wrap("write", p.Key, err)
}

// Replace writes an object whose current ETag is etag; an empty one means that there is none yet. The error is
// [ErrConflict] if that is no longer so.
func (o *Objects) Replace(ctx context.Context, p Put, etag string) error {
	in := p.input()
	in.IfMatch = optional(etag)
	if etag == "" {
		in.IfNoneMatch = aws.String("*")
	}
	_, err := o.client.PutObject(ctx, in)
	if err = wrap("write", p.Key, err); errors.Is(err, ErrNotFound) {
		// That is how S3 says that the object with this ETag has been removed.
		err = fmt.Errorf("write %s: %w", p.Key, ErrConflict)
	}
	return err
}

func (p Put) input() *s3.PutObjectInput {
	in := &s3.PutObjectInput{
		Bucket: &p.Bucket, Key: &p.Key, ContentType: &p.ContentType, Metadata: p.Metadata, Body: p.Body}
	if p.SHA256 != nil {
		in.ChecksumSHA256 = aws.String(base64.StdEncoding.EncodeToString(p.SHA256))
	}
	return in
}

// Copy copies a version within its bucket, with new metadata and without its tags.
func (o *Objects) Copy(ctx context.Context, from Version, key, contentType string, metadata map[string]string) error {
	source := escaped(from.Bucket + "/" + from.Key)
	if from.ID != "" {
		source += "?versionId=" + escaped(from.ID)
	}
	_, err := o.client.CopyObject(ctx, &s3.CopyObjectInput{
		Bucket: &from.Bucket, Key: &key, CopySource: &source,
		ContentType: &contentType, Metadata: metadata,
		MetadataDirective: types.MetadataDirectiveReplace, TaggingDirective: types.TaggingDirectiveReplace,
	})
	return wrap("copy to", key, err)
}

// escaped encodes the source of a copy. S3 decodes it like a form, in which a bare + is a blank, so everything is
// encoded but letters, digits, slashes and -_.~
func escaped(path string) string {
	return strings.NewReplacer("+", "%20", "%2F", "/").Replace(url.QueryEscape(path))
}

// Delete removes an object from view, unless something else has been written under its key since etag. The version
// stays as long as the bucket keeps old versions.
func (o *Objects) Delete(ctx context.Context, bucket, key, etag string) error {
	_, err := o.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &bucket, Key: &key, IfMatch: optional(etag)})
	err = wrap("delete", key, err)
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrConflict) {
		return nil
	}
	return err
}

// wrap says what was being done to which object, and turns the errors that callers must know into [ErrNotFound] and
// [ErrConflict].
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func wrap(doing, key string, err error) error {
	if err == nil {
		return nil
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		switch api.ErrorCode() {
		case "NoSuchKey", "NoSuchVersion", "NotFound":
			err = ErrNotFound
		case "PreconditionFailed", "ConditionalRequestConflict":
			err = ErrConflict
		}
	}
	return fmt.Errorf("%s %s: %w", doing, key, err)
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Current returns the ID of the newest version of an object. The error is [ErrNotFound] if there is none, or if it has been
// deleted.
func (o *Objects) Current(ctx context.Context, bucket, key string) (version string, err error) {
	out, err := o.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return "", wrap("look for", key, err)
	}
	return aws.ToString(out.VersionId), nil
}
