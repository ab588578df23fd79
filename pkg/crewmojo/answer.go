package crewmojo

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	// maxAnswer bounds what is kept of an answer that is no report. Theirs are a few hundred bytes.
	maxAnswer = 64 << 10
	// maxRead bounds what is read of one, to find a refusal behind a long list of rows.
	maxRead = 1 << 20
)

// An object holds the fields of a JSON object by their names in lower case.
type object map[string]json.RawMessage

// objectsIn returns the JSON objects that body is: one, several, or a list of them, up to where it ends or stops being
// JSON. It looks past a byte order mark, control characters, and a string around it all.
func objectsIn(body []byte) (found []object, inList bool) {
	body = bytes.TrimLeft(bytes.Map(func(r rune) rune {
		if r < ' ' || r == '\uFEFF' {
			return -1
		}
		return r
	}, body), "\uFFFD") // of a byte order mark that is not UTF-8's
	decoder := json.NewDecoder(bytes.NewReader(body))
	for {
		token, err := decoder.Token()
		if err != nil {
			return found, inList
		}
		switch token := token.(type) {
		case string:
			if strings.HasPrefix(token, "{") {
				inside, _ := objectsIn([]byte(token))
				found = append(found, inside...)
			}
		case json.Delim:
			inList = inList || token == '['
			if token == '{' {
				found = append(found, readObject(decoder))
			}
		}
	}
}

// readObject reads the rest of an object, or as much of it as there is.
func readObject(decoder *json.Decoder) object {
	fields := object{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			break
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			break
		}
		fields[strings.ToLower(name.(string))] = value
	}
	_, _ = decoder.Token() // the closing brace; if there is none, the next Token says so
	return fields
}

// text returns the value of a field without quotes, and without the brackets of a list around it.
func (o object) text(name string) string { return strings.Trim(string(o[name]), `[]" `) }

// code returns the httpErrorCode, or 0.
func (o object) code() int {
	words := strings.Fields(o.text("httperrorcode"))
	if len(words) == 0 {
		return 0
	}
	code, err := strconv.ParseFloat(words[0], 64)
	if err != nil || math.IsNaN(code) {
		return 0
	}
	return int(min(max(code, 0), math.MaxInt16))
}

// isError reports whether the object says that a call failed, as every error of the API does ("Crewmojo API": Errors):
// its success is false, there a string, or it has an httpErrorCode.
func (o object) isError() bool {
	return slices.Contains([]string{"false", "0", "no"}, strings.ToLower(o.text("success"))) || o.code() >= http.StatusBadRequest
}

// refusal returns an [APIError] if what a 2xx answer says is an error object, or nothing but such objects.
func (r *reply) refusal(said []byte) error {
	objects, _ := objectsIn(said)
	return r.refusalIn(objects, said)
}

// reportRefusal is the same for what a report begins with, whose rows may well have a column named success.
func (r *reply) reportRefusal(start []byte) error {
	objects, inList := objectsIn(start)
	if len(objects) != 1 || inList && objects[0]["httperrorcode"] == nil && objects[0]["errormessage"] == nil {
		return nil
	}
	return r.refusalIn(objects, start)
}

func (r *reply) refusalIn(objects []object, said []byte) error {
	if len(objects) == 0 || slices.ContainsFunc(objects, func(o object) bool { return !o.isError() }) {
		return nil
	}
	err := &APIError{Op: r.op, StatusCode: r.StatusCode, RetryAfter: retryAfter(r.Header), Answer: said[:min(len(said), maxAnswer)]}
	if code := objects[0].code(); code >= 400 && code < 600 {
		err.StatusCode = code
	}
	return err
}

// apiError reads an answer whose status says that the call failed.
func (r *reply) apiError() error {
	// What cannot be read of an error's body changes nothing about the error.
	said, _ := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
	return &APIError{Op: r.op, StatusCode: r.StatusCode, RetryAfter: retryAfter(r.Header), Answer: said}
}

// read reads a 2xx answer that is no report, or the first MiB of it; an error object is an error.
func (r *reply) read() ([]byte, error) {
	said, err := io.ReadAll(io.LimitReader(r.Body, maxRead))
	if err != nil {
		return nil, &brokenError{r.op, err}
	}
	return said, r.refusal(said)
}

// mediaType returns the content type without parameters, in lower case.
func (r *reply) mediaType() string {
	name, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(name))
}

var (
	pageStart = regexp.MustCompile(`(?i)^\x{FEFF}?\s*<(!doctype|html|\?xml)\b`)
	htmlTypes = []string{"text/html", "application/xhtml+xml"}
)

// isPage reports whether an answer that begins with start is a web page. Nothing, or JSON, is none: servers call both
// text/html if nobody has told them what it is.
func (r *reply) isPage(start []byte) bool {
	start = bytes.TrimSpace(start)
	return pageStart.Match(start) || slices.Contains(htmlTypes, r.mediaType()) && len(start) > 0 && start[0] != '{' && start[0] != '['
}
