package crewmojo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
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

// An object is a JSON object of an answer: its fields by their names in lower case.
type object struct {
	fields map[string]json.RawMessage
	inList bool
}

// objectsIn returns the JSON objects that body is: one, several, or a list of them, up to where it ends or stops being
// JSON. It looks past a byte order mark, control characters, and a string around it all.
func objectsIn(body []byte) iter.Seq[object] {
	return func(yield func(object) bool) {
		plain := bytes.Map(func(r rune) rune {
			if r < ' ' || r == '\uFEFF' {
				return -1
			}
			return r
		}, body)
		plain = bytes.TrimLeft(plain, "\uFFFD") // a byte order mark that is not UTF-8's
		inList := false
		for decoder := json.NewDecoder(bytes.NewReader(plain)); ; {
			token, err := decoder.Token()
			if err != nil {
				return
			}
			if text, ok := token.(string); ok && strings.HasPrefix(text, "{") {
				for o := range objectsIn([]byte(text)) {
					if !yield(o) {
						return
					}
				}
			}
			inList = inList || token == json.Delim('[')
			if token == json.Delim('{') && !yield(object{readFields(decoder), inList}) {
				return
			}
		}
	}
}

// readFields reads the rest of an object, or as much of it as there is. What has said that the call failed is not
// taken back by another field of the same name.
func readFields(decoder *json.Decoder) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		name := strings.ToLower(strings.TrimSpace(token.(string)))
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			break
		}
		if fields[name] == nil || !(object{fields: fields}).isError() {
			fields[name] = value
		}
	}
	_, _ = decoder.Token() // the closing brace; if there is none, the next Token says so
	return fields
}

// text returns the value of a field, or of its first element if it is a list, as text without quotes.
func (o object) text(name string) string {
	var value any
	if json.Unmarshal(o.fields[name], &value) != nil {
		return ""
	}
	if list, ok := value.([]any); ok && len(list) > 0 {
		value = list[0]
	}
	if value == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(value))
}

// code returns the httpErrorCode, or 0.
func (o object) code() int {
	digits, _, _ := strings.Cut(o.text("httperrorcode"), " ")
	code, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsNaN(code) {
		return 0
	}
	return int(min(max(code, 0), math.MaxInt16))
}

// isError reports whether the object says that a call failed, as every error of the API does ("Crewmojo API": Errors):
// its success is false, there a string, or it has an httpErrorCode.
func (o object) isError() bool {
	success := strings.ToLower(o.text("success"))
	number, err := strconv.ParseFloat(success, 64)
	return success == "false" || success == "no" || err == nil && number == 0 || o.code() >= http.StatusBadRequest
}

// hasOnlyMessage reports whether the object has the message of an error, and says nothing about success.
func (o object) hasOnlyMessage() bool {
	return o.text("success") == "" && o.text("errormessage") != ""
}

// refusal returns an [APIError] if what a 2xx answer says is an error object, or nothing but such objects.
func (r *reply) refusal(said []byte) error {
	var err *APIError
	for o := range objectsIn(said) {
		if !o.isError() && !o.hasOnlyMessage() {
			return nil
		}
		if err == nil {
			err = r.refused(o, said)
		}
	}
	if err == nil {
		return nil
	}
	return err
}

// reportRefusal returns an [APIError] if a report begins with a single error object, or with one that says that its job
// has failed. Its rows may well have a column named success: one in a list must look more like an error.
func (r *reply) reportRefusal(start []byte) error {
	o, isOnly := onlyObject(start)
	isError := o.isError() && !(o.inList && o.fields["httperrorcode"] == nil && o.fields["errormessage"] == nil)
	if !isOnly || !isError && !o.hasFailed() {
		return nil
	}
	return r.refused(o, start)
}

// onlyObject returns the object that body is, alone or in a list.
func onlyObject(body []byte) (only object, ok bool) {
	for o := range objectsIn(body) {
		if ok {
			return object{}, false
		}
		only, ok = o, true
	}
	return only, ok
}

func (r *reply) refused(o object, said []byte) *APIError {
	err := r.newAPIError(said[:min(len(said), maxAnswer)])
	if code := o.code(); code >= 400 && code < 600 {
		err.StatusCode = code
	}
	return err
}

// apiError reads an answer whose status says that the call failed.
func (r *reply) apiError() error {
	// What cannot be read of an error's body changes nothing about the error.
	said, _ := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
	err := r.newAPIError(said)
	if r.isPage(said) && r.isNotCrewmojos(err) {
		return &AnswerError{r.op, fmt.Sprintf("the answer is a web page, with status %d", r.StatusCode)}
	}
	return err
}

// isNotCrewmojos reports whether a web page with the status of err is of a proxy or a firewall that has refused what
// Crewmojo never saw: Crewmojo's own errors are JSON. But a page may well know that something is too large, or that there
// is no such path, and waiting may help against some.
func (r *reply) isNotCrewmojos(err error) bool {
	switch {
	case r.StatusCode == http.StatusForbidden:
		return true
	case r.op == opToken:
		return r.StatusCode/100 == 4 && !transient(err)
	}
	return IsRefused(err) && !IsTooLarge(err)
}

func (r *reply) newAPIError(said []byte) *APIError {
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
	isEmpty := len(bytes.TrimSpace(start)) == 0
	return pageStart.Match(start) || slices.Contains(htmlTypes, r.mediaType()) && !isEmpty && !isBracketed(start)
}

var bracketStart = regexp.MustCompile(`^\x{FEFF}?\s*[\[{]`)

// isBracketed reports whether a text begins as lists and objects do in JSON.
func isBracketed(text []byte) bool { return bracketStart.Match(text) }
