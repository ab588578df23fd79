package cloud

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Objects reads and writes objects in S3.
type Objects struct{ client *s3.Client }

// A Version names one version of one object. An empty ID is the current one, or the only one in a bucket without
// versions. Kind says what the object is, such as "source file" or "report": errors name it, and never the key, which may
// hold a person's name.
type Version struct{ Bucket, Key, ID, Kind string }

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
		return nil, v.wrap("read", err)
	}
	return &Object{
		Size:         aws.ToInt64(out.ContentLength),
		LastModified: aws.ToTime(out.LastModified),
		ETag:         aws.ToString(out.ETag),
		Metadata:     out.Metadata,
		Body:         out.Body,
	}, nil
}

// Exists reports whether an object is there.
func (o *Objects) Exists(ctx context.Context, v Version) (bool, error) {
	_, err := o.head(ctx, v)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Head returns an object without its Body. The error is [ErrNotFound] if it is not there.
func (o *Objects) Head(ctx context.Context, v Version) (*Object, error) {
	out, err := o.head(ctx, v)
	if err != nil {
		return nil, err
	}
	return &Object{
		Size:         aws.ToInt64(out.ContentLength),
		LastModified: aws.ToTime(out.LastModified),
		ETag:         aws.ToString(out.ETag),
		Metadata:     out.Metadata,
	}, nil
}

// Current returns the ID of the newest version of an object. The error is [ErrNotFound] if there is none, or if it has
// been deleted.
func (o *Objects) Current(ctx context.Context, v Version) (version string, err error) {
	v.ID = ""
	out, err := o.head(ctx, v)
	if err != nil {
		return "", err
	}
	return aws.ToString(out.VersionId), nil
}

func (o *Objects) head(ctx context.Context, v Version) (*s3.HeadObjectOutput, error) {
	out, err := o.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &v.Bucket, Key: &v.Key, VersionId: optional(v.ID)})
	return out, v.wrap("look for", err)
}

// A Put is an object to write.
type Put struct {
	Bucket, Key, Kind string // as in [Version]
	ContentType       string
	Metadata          map[string]string
	Body              io.ReadSeeker // read from its current offset
	SHA256            []byte        // of the body, for S3 to check it by; nil leaves it to the SDK
}

// Put writes an object, whole or not at all.
func (o *Objects) Put(ctx context.Context, p Put) error {
	_, err := o.client.PutObject(ctx, p.input())
	return p.wrap(err)
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
	if err = p.wrap(err); errors.Is(err, ErrNotFound) {
		// That is how S3 says that the object with this ETag has been removed.
		return p.wrap(ErrConflict)
	}
	return err
}

func (p Put) wrap(err error) error { return Version{Key: p.Key, Kind: p.Kind}.wrap("write", err) }

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
	return from.wrap("copy", hidden(err, key))
}

// escaped encodes the source of a copy. S3 decodes it like a form, in which a bare + is a blank, so everything is
// encoded but letters, digits, slashes and -_.~
func escaped(path string) string {
	return strings.NewReplacer("+", "%20", "%2F", "/").Replace(url.QueryEscape(path))
}

// Delete removes an object from view, unless something else has been written under its key since etag. The version
// stays as long as the bucket keeps old versions.
func (o *Objects) Delete(ctx context.Context, v Version, etag string) error {
	_, err := o.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &v.Bucket, Key: &v.Key, IfMatch: optional(etag)})
	err = v.wrap("delete", err)
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrConflict) {
		return nil
	}
	return err
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
