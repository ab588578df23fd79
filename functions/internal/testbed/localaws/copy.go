package localaws

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// copySource takes the header x-amz-copy-source apart. S3 decodes it as it does a form: a bare + is a blank, although
// it is none in a URL's path (aws-sdk-js#1821, aws-sdk-php#236).
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
func copySource(header string) (bucket, key, version string, err error) {
	path, query, _ := strings.Cut(header, "?versionId=")
	if path, err = url.QueryUnescape(path); err != nil {
		return "", "", "", err
	}
	if version, err = url.QueryUnescape(query); err != nil {
		return "", "", "", err
	}
	if version != "" && !versionID.MatchString(version) {
		return "", "", "", fmt.Errorf("%s is no ID of a version", version)
	}
	bucket, key, isObject := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !isObject || key == "" {
		return "", "", "", fmt.Errorf("%s names no object", header)
	}
	return bucket, key, version, nil
}

// copy copies a version, which gofakes3 cannot: it reads the version and writes it anew.
func (s *Server) copy(w http.ResponseWriter, r *http.Request) {
	bucket, key, version, err := copySource(r.Header.Get("X-Amz-Copy-Source"))
	if err != nil {
		S3Error(http.StatusBadRequest, "InvalidArgument")(w, r)
		return
	}
	replaces := r.Header.Get("X-Amz-Metadata-Directive") == "REPLACE"
	if r.URL.Path == "/"+bucket+"/"+key && version == "" && !replaces {
		// An object cannot be copied to itself as it is: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
		S3Error(http.StatusBadRequest, "InvalidRequest")(w, r)
		return
	}
	get := s.get(bucket, key, version)
	if get.Code != http.StatusOK {
		notCopied(w, r, get)
		return
	}
	put := httptest.NewRequest(http.MethodPut, (&url.URL{Path: r.URL.Path}).String(), get.Body)
	put.ContentLength = int64(get.Body.Len())
	put.Header.Set("Content-Length", strconv.Itoa(get.Body.Len()))
	put.Header.Set("Authorization", r.Header.Get("Authorization"))
	headers := get.Header()
	if replaces {
		headers = r.Header
	}
	for name, values := range headers {
		if name == "Content-Type" || strings.HasPrefix(name, "X-Amz-Meta-") {
			put.Header[name] = values
		}
	}
	written := httptest.NewRecorder()
	s.write(written, put, "ObjectCreated:Copy")
	if written.Code != http.StatusOK {
		forward(w, written)
		return
	}
	w.Header().Set("Content-Type", "application/xml")
	w.Header().Set("X-Amz-Version-Id", written.Header().Get("X-Amz-Version-Id"))
	w.Header().Set("X-Amz-Copy-Source-Version-Id", get.Header().Get("X-Amz-Version-Id"))
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<CopyObjectResult><LastModified>%s</LastModified><ETag>%s</ETag></CopyObjectResult>`,
		wholeSeconds{s.clock}.Now().Format(time.RFC3339), written.Header().Get("ETag"))
}

// notCopied tells why the source of a copy could not be read.
func notCopied(w http.ResponseWriter, r *http.Request, get *httptest.ResponseRecorder) {
	if get.Code == http.StatusMethodNotAllowed {
		// A delete marker is no source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
		S3Error(http.StatusBadRequest, "InvalidRequest")(w, r)
		return
	}
	forward(w, get)
}

// copyPart copies a version, or bytes of it, to a part of a multipart upload.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
func (s *Server) copyPart(w http.ResponseWriter, r *http.Request) {
	bucket, key, version, err := copySource(r.Header.Get("X-Amz-Copy-Source"))
	if err != nil {
		S3Error(http.StatusBadRequest, "InvalidArgument")(w, r)
		return
	}
	get := s.get(bucket, key, version)
	if get.Code != http.StatusOK {
		notCopied(w, r, get)
		return
	}
	body := get.Body.Bytes()
	if header := r.Header.Get("X-Amz-Copy-Source-Range"); header != "" {
		var first, last int
		if n, err := fmt.Sscanf(header, "bytes=%d-%d", &first, &last); n != 2 || err != nil || first > last || last >= len(body) {
			S3Error(http.StatusBadRequest, "InvalidArgument")(w, r)
			return
		}
		body = body[first : last+1]
	}
	put := httptest.NewRequest(http.MethodPut, r.URL.RequestURI(), bytes.NewReader(body))
	put.Header.Set("Content-Length", strconv.Itoa(len(body)))
	written := httptest.NewRecorder()
	s.serveStored(written, put)
	if written.Code != http.StatusOK {
		forward(w, written)
		return
	}
	w.Header().Set("Content-Type", "application/xml")
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<CopyPartResult><LastModified>%s</LastModified><ETag>%s</ETag></CopyPartResult>`,
		wholeSeconds{s.clock}.Now().Format(time.RFC3339), written.Header().Get("ETag"))
}
