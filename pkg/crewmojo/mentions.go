package crewmojo

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// MentionsRefusedRows reports whether the answer to an upload that was accepted seems to tell of rows that were not. What
// Crewmojo says of rows is not published: this is for people to look at the answer, and for nothing else.
func MentionsRefusedRows(answer []byte) bool {
	rows, _ := mentions(answer)
	return rows
}

// MentionsError reports whether such an answer seems to tell of an error of the upload as a whole.
func MentionsError(answer []byte) bool {
	_, failed := mentions(answer)
	return failed
}

var (
	// troubles are the names, as plain words, of fields that count or list what went wrong, or say that something did;
	// those with an affix are about rows.
	troubles = regexp.MustCompile(`^(has|rows?|total|num|numberof)?` +
		`(fails?|failed|failures?|rejects|rejected|rejections?|errors?|invalid|faults?|exceptions?)` +
		`(rows?|records?|counts?|total|users?|employees?|people|humans?|list|details?|items?|entries|lines?|reasons?)?$`)
	wholeTroubles = []string{"error", "fault", "exception"}
	statuses      = []string{"status", "state", "statuscode", "result", "outcome", "httperrorcode", "errorcode"}
	badStatuses   = []string{"failed", "fail", "failure", "error", "errors", "rejected", "invalid"}
)

// mentions looks at every plain value of an answer in JSON, as far as it goes. What stands in a list is about rows.
func mentions(answer []byte) (rows, failed bool) {
	if !isBracketed(answer) {
		return false, false
	}
	eachValue(answer, func(path []string, value any) {
		last := len(path) - 1
		inList := slices.Contains(path, inAList)
		isBad := slices.Contains([]string{"success", "ok"}, path[last]) && isFalse(value) ||
			slices.Contains(statuses, path[last]) && isBadStatus(value)
		isWhole := isBad
		for i, name := range path {
			affixes := troubles.FindStringSubmatch(name)
			if isBad || affixes == nil || !isFilled(value) {
				continue
			}
			isBad = true
			saysSo := i == last && affixes[1]+affixes[3] == "" && !isCount(value)
			isWhole = saysSo || slices.Contains(wholeTroubles, name)
		}
		failed = failed || isBad && isWhole && !inList
		rows = rows || isBad && (!isWhole || inList)
	})
	return rows, failed
}

func isFalse(value any) bool {
	return value != nil && slices.Contains([]string{"false", "no", "0"}, strings.ToLower(fmt.Sprint(value)))
}

// isCount reports whether a value is a number, or a text that begins with one.
func isCount(value any) bool {
	text, isText := value.(string)
	_, isNumber := value.(float64)
	return isNumber || isText && text[0] >= '0' && text[0] <= '9'
}

// isBadStatus reports whether a value is an HTTP status of an error, or a word for one.
func isBadStatus(value any) bool {
	text := fmt.Sprint(value)
	digits, words, _ := strings.Cut(text, " ")
	status, err := strconv.Atoi(digits)
	isStatus := err == nil && status >= 400 && status < 600 && (words == "" || words == http.StatusText(status))
	return isStatus || slices.Contains(badStatuses, plainWord(text))
}

const (
	inAList  = "[" // in a path: an element of a list
	maxDepth = 100 // of what is looked at
)

// eachValue calls see with each plain value of JSON that is in an object or a list, up to where the JSON ends or is none,
// and the plain words for the names of the fields that it is in. The path is valid until see returns.
func eachValue(text []byte, see func(path []string, value any)) {
	var path []string // "" is where a name must come
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\uFEFF"))))
	for len(path) < maxDepth {
		token, err := decoder.Token()
		if err != nil {
			return
		}
		last := len(path) - 1
		name, isText := token.(string)
		switch {
		case last >= 0 && path[last] == "" && isText:
			path[last] = cmp.Or(strings.Trim(plainWord(name), "["), "?")
			continue
		case token == json.Delim('{'):
			path = append(path, "")
			continue
		case token == json.Delim('['):
			path = append(path, inAList)
			continue
		case token == json.Delim('}'), token == json.Delim(']'):
			path = path[:last]
			last--
		case last >= 0:
			see(path, token)
		}
		if last >= 0 && path[last] != inAList {
			path[last] = ""
		}
	}
}
