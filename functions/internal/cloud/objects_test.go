package cloud

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

const bucket = "test-bucket"

// connect starts a local AWS, and connects with it as the functions do.
func connect(t *testing.T) (*localaws.Server, *Objects, *Secrets) {
	t.Helper()
	server, err := localaws.NewServer(bucket, &clock.Clock{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": localaws.Region, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
	} {
		t.Setenv(name, value)
	}
	objects, secrets, err := Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return server, objects, secrets
}

func object(key, text string) Put {
	return Put{Bucket: bucket, Key: key, ContentType: "text/csv",
		Body: strings.NewReader(text), Metadata: map[string]string{"received": "now"}}
}

func write(t *testing.T, objects *Objects, key, text string) {
	t.Helper()
	if err := objects.Put(t.Context(), object(key, text)); err != nil {
		t.Fatal(err)
	}
}

// read returns an object's text, and its ETag.
func read(t *testing.T, objects *Objects, v Version) (text, etag string) {
	t.Helper()
	open, err := objects.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Body.Close()
	body, err := io.ReadAll(open.Body)
	if err != nil || int64(len(body)) != open.Size {
		t.Fatalf("%d bytes of %d: %v", len(body), open.Size, err)
	}
	if !maps.Equal(open.Metadata, map[string]string{"received": "now"}) || time.Since(open.LastModified) > time.Minute {
		t.Errorf("metadata %v, of %v", open.Metadata, open.LastModified)
	}
	return string(body), open.ETag
}

// oddKeys are keys as people and HR systems make them up.
var oddKeys = []string{
	"incoming/a b.csv", "incoming/a+b.csv", "incoming/a;b.csv", "incoming/100%.csv", "incoming/%2B.csv", "incoming/no #1.csv",
	"incoming/really?.csv", "incoming/x?versionId=y.csv", "incoming/R&D=all.csv",
	"incoming/Zoé 'Łódź' (1).csv", `incoming/"quoted",\.csv`,
	"incoming//a.csv", "incoming/../a.csv", "incoming/ .csv ", "incoming/日本.csv", "incoming/a~b!c*d@e:f$g.csv",
}

func TestCopyOfOddKeys(t *testing.T) {
	_, objects, _ := connect(t)
	for _, key := range oddKeys {
		write(t, objects, key, "text of "+key)
		err := objects.Copy(t.Context(), Version{Bucket: bucket, Key: key}, "imports/1/source.csv", "text/csv",
			map[string]string{"received": "now"})
		if err != nil {
			t.Errorf("%s: %v", key, err)
			continue
		}
		if text, _ := read(t, objects, Version{Bucket: bucket, Key: "imports/1/source.csv"}); text != "text of "+key {
			t.Errorf("%s: copied was %q", key, text)
		}
	}
}

// What S3 answers, and what it means to the functions.
func TestMeanings(t *testing.T) {
	server, objects, _ := connect(t)
	open := func() error {
		_, err := objects.Open(t.Context(), Version{Bucket: bucket, Key: "file"})
		return err
	}
	exists := func() error {
		_, err := objects.Exists(t.Context(), bucket, "file")
		return err
	}
	replace := func() error {
		return objects.Replace(t.Context(), object("file", "text"), `"0123456789abcdef0123456789abcdef"`)
	}
	create := func() error { return objects.Replace(t.Context(), object("file", "text"), "") }
	copied := func() error {
		return objects.Copy(t.Context(), Version{Bucket: bucket, Key: "file", ID: "1"}, "copy", "text/csv", nil)
	}
	remove := func() error { return objects.Delete(t.Context(), bucket, "file", `"0123456789abcdef0123456789abcdef"`) }
	other := errors.New("some other error")
	for _, test := range []struct {
		name   string
		do     func() error
		call   string
		status int
		code   string
		want   error // nil for none, other for one without a meaning
	}{
		{"no such key", open, "GET", 404, "NoSuchKey", ErrNotFound},
		{"no such version", open, "GET", 404, "NoSuchVersion", ErrNotFound},
		{"no such bucket", open, "GET", 404, "NoSuchBucket", other},
		{"forbidden", open, "GET", 403, "AccessDenied", other},
		{"nothing to look at", exists, "HEAD", 404, "", nil},
		{"may not look", exists, "HEAD", 403, "", other},
		{"replaced meanwhile", replace, "PUT", 412, "PreconditionFailed", ErrConflict},
		{"removed meanwhile", replace, "PUT", 404, "NoSuchKey", ErrConflict},
		{"written meanwhile", create, "PUT", 412, "PreconditionFailed", ErrConflict},
		{"nowhere to write", create, "PUT", 404, "NoSuchBucket", other},
		{"source removed", copied, "PUT", 404, "NoSuchVersion", ErrNotFound},
		{"may not copy", copied, "PUT", 403, "AccessDenied", other},
		{"removed already", remove, "DELETE", 404, "NoSuchKey", nil},
		{"something newer is there", remove, "DELETE", 412, "PreconditionFailed", nil},
		{"may not remove", remove, "DELETE", 403, "AccessDenied", other},
	} {
		server.Fault(regexp.MustCompile("^"+test.call+" "), localaws.S3Error(test.status, test.code))
		err := test.do()
		switch {
		case test.want == other:
			if err == nil || errors.Is(err, ErrNotFound) || errors.Is(err, ErrConflict) {
				t.Errorf("%s: %v", test.name, err)
			}
		case !errors.Is(err, test.want):
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
		if err != nil && !strings.Contains(err.Error(), "file") && !strings.Contains(err.Error(), "copy") {
			t.Errorf("%s: the error does not name the object: %v", test.name, err)
		}
	}
}

func TestReplace(t *testing.T) {
	_, objects, _ := connect(t)
	if err := objects.Replace(t.Context(), object("file", "first"), ""); err != nil {
		t.Fatal(err)
	}
	if err := objects.Replace(t.Context(), object("file", "another first"), ""); !errors.Is(err, ErrConflict) {
		t.Errorf("there is one already: %v", err)
	}
	_, etag := read(t, objects, Version{Bucket: bucket, Key: "file"})
	if err := objects.Replace(t.Context(), object("file", "second"), etag); err != nil {
		t.Fatal(err)
	}
	if err := objects.Replace(t.Context(), object("file", "another second"), etag); !errors.Is(err, ErrConflict) {
		t.Errorf("it has been replaced already: %v", err)
	}
	if text, _ := read(t, objects, Version{Bucket: bucket, Key: "file"}); text != "second" {
		t.Errorf("there is now %q", text)
	}
}

// An object that has been written anew is not removed.
func TestDelete(t *testing.T) {
	_, objects, _ := connect(t)
	write(t, objects, "file", "first")
	_, first := read(t, objects, Version{Bucket: bucket, Key: "file"})
	write(t, objects, "file", "second")
	if err := objects.Delete(t.Context(), bucket, "file", first); err != nil {
		t.Fatal(err)
	}
	_, second := read(t, objects, Version{Bucket: bucket, Key: "file"})
	if err := objects.Delete(t.Context(), bucket, "file", second); err != nil {
		t.Fatal(err)
	}
	if exists, err := objects.Exists(t.Context(), bucket, "file"); exists || err != nil {
		t.Errorf("it is still there: %v %v", exists, err)
	}
}

// The newest version of an object is the current one, until the object is removed.
func TestCurrent(t *testing.T) {
	_, objects, _ := connect(t)
	if _, err := objects.Current(t.Context(), bucket, "file"); !errors.Is(err, ErrNotFound) {
		t.Errorf("there is none: %v", err)
	}
	for _, want := range []string{"first", "second"} {
		write(t, objects, "file", want)
		version, err := objects.Current(t.Context(), bucket, "file")
		if err != nil {
			t.Fatal(err)
		}
		if text, _ := read(t, objects, Version{Bucket: bucket, Key: "file", ID: version}); version == "" || text != want {
			t.Errorf("the current version %q is %q, want %q", version, text, want)
		}
	}
	if err := objects.Delete(t.Context(), bucket, "file", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := objects.Current(t.Context(), bucket, "file"); !errors.Is(err, ErrNotFound) {
		t.Errorf("it has been removed: %v", err)
	}
}

// If two writes meet, the second is tried again, each time later, but not for ever.
func TestConflictsAreRetried(t *testing.T) {
	conflict := localaws.S3Error(http.StatusConflict, "ConditionalRequestConflict")
	writes := func(server *localaws.Server) (n int) {
		for _, call := range server.Calls() {
			if call == "PUT file" {
				n++
			}
		}
		return n
	}
	t.Run("one", func(t *testing.T) {
		server, objects, _ := connect(t)
		server.Fault(regexp.MustCompile("^PUT"), conflict)
		if err := objects.Replace(t.Context(), object("file", "text"), ""); err != nil || writes(server) != 2 {
			t.Errorf("after %d writes: %v", writes(server), err)
		}
		if text, _ := read(t, objects, Version{Bucket: bucket, Key: "file"}); text != "text" {
			t.Errorf("there is now %q", text)
		}
	})
	t.Run("without end", func(t *testing.T) {
		server, objects, _ := connect(t)
		for range 20 {
			server.Fault(regexp.MustCompile("^PUT"), conflict)
		}
		began := time.Now()
		if err := objects.Replace(t.Context(), object("file", "text"), ""); !errors.Is(err, ErrConflict) || writes(server) != 3 {
			t.Errorf("after %d writes: %v", writes(server), err)
		}
		if took := time.Since(began); took < 10*time.Millisecond || took > time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}
