package localaws

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"
	"net/http"
)

// digests are the checksums that a writer may send along, by their headers. S3 computes them itself, and refuses a write
// whose checksum is another one: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
// Content-MD5 is gofakes3's own.
var digests = map[string]func() hash.Hash{
	"X-Amz-Checksum-Crc32":     func() hash.Hash { return crc32.NewIEEE() },
	"X-Amz-Checksum-Crc32c":    func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) },
	"X-Amz-Checksum-Crc64nvme": func() hash.Hash { return crc64.New(crc64.MakeTable(0x9a6c9329ac4bc9b5)) },
	"X-Amz-Checksum-Sha1":      sha1.New,
	"X-Amz-Checksum-Sha256":    sha256.New,
}

// signedDigest is the header in which a signature (version 4) has the body's SHA-256, or a word for none.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const signedDigest = "X-Amz-Content-Sha256"

// A checkedBody is the body of a write. It fails at its end if it has not the checksums that its headers announce.
type checkedBody struct {
	io.ReadCloser
	rest  int64 // bytes to come
	sums  []wantedSum
	wrong string // the code of S3's error; "" for none
}

type wantedSum struct {
	hash.Hash
	want []byte
	code string // of the error
}

// checkBody has a request's body checked while it is read.
func checkBody(r *http.Request) *checkedBody {
	b := &checkedBody{ReadCloser: r.Body, rest: r.ContentLength}
	if r.Method != http.MethodPut || r.Body == nil {
		return b
	}
	for header, of := range digests {
		if text := r.Header.Get(header); text != "" {
			want, err := base64.StdEncoding.DecodeString(text)
			sum := of()
			if err != nil || len(want) != sum.Size() {
				b.wrong = "InvalidRequest"
			}
			b.sums = append(b.sums, wantedSum{sum, want, "BadDigest"})
		}
	}
	if want, err := hex.DecodeString(r.Header.Get(signedDigest)); err == nil && len(want) == sha256.Size {
		b.sums = append(b.sums, wantedSum{sha256.New(), want, "XAmzContentSHA256Mismatch"})
	}
	if b.rest == 0 {
		b.compare()
	}
	r.Body = b
	return b
}

var errDigest = errors.New("the body is not the one that was announced")

// Read implements [io.Reader].
func (b *checkedBody) Read(p []byte) (int, error) {
	if b.wrong != "" {
		return 0, errDigest
	}
	n, err := b.ReadCloser.Read(p)
	for _, sum := range b.sums {
		sum.Write(p[:n])
	}
	if b.rest -= int64(n); b.rest == 0 {
		b.compare()
	}
	if b.wrong != "" {
		return 0, errDigest
	}
	return n, err
}

func (b *checkedBody) compare() {
	for _, sum := range b.sums {
		if !bytes.Equal(sum.Sum(nil), sum.want) {
			b.wrong = sum.code
		}
	}
}
