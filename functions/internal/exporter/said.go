package exporter

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// isError reports whether an object has the shape of an error: Crewmojo's own ("Crewmojo API": Errors), or that of a
// gateway in front of it.
func (o object) isError(hasList bool) bool {
	return slices.ContainsFunc(o, func(f field) bool {
		switch f.meaning() {
		case "success", "ok":
			return f.is(false)
		case "httperrorcode":
			return f.isErrorStatus()
		case "error", "errors", "errormessage", "errortype", "errorcode", "fault":
			return f.isFilled()
		case "message", "msg", "detail":
			return !hasList && f.isFilled()
		case "status", "statuscode", "code":
			return f.isOneOf("error", "fail", "failed", "failure") || !hasList && f.isErrorStatus()
		}
		return false
	})
}

// checkWhole returns an error if a field next to a list of so many rows says that the list is only a part.
func (o object) checkWhole(rows int) error {
	for _, f := range o {
		if f.meansMore(rows) {
			return fmt.Errorf("the answer is only a part of the report, as its field %s says: ask for shorter ranges, "+
				"such as each day by itself", f.name)
		}
	}
	return nil
}

// meansMore reports whether a field says that there are more rows than these: another page, or a total that they do not
// reach. None of Crewmojo's pages tells of such fields; these are common ones.
func (f field) meansMore(rows int) bool {
	number, _ := f.number()
	switch f.meaning() {
	case "next", "nextpage", "nextpageurl", "nextpagetoken", "nexturl", "nexturi", "nextlink", "nextcursor", "nexttoken",
		"nextoffset", "nextrecordsurl", "continuationtoken", "@odata.nextlink":
		return f.isFilled()
	case "links":
		return f.isNext
	case "more", "hasmore", "hasnext", "hasnextpage", "moreavailable", "truncated", "istruncated", "partial", "ispartial",
		"incomplete", "incompleteresults", "limited", "limitreached":
		return f.is(true)
	case "last", "islast", "islastpage", "done", "complete", "completed", "iscomplete", "ready", "isready", "finished":
		return f.is(false)
	case "pages", "totalpages", "pagecount", "pagestotal", "lastpage":
		return number > 1 || f.is(false) // lastPage may be either
	case "total", "totalcount", "totalrows", "totalrecords", "totalresults", "totalitems", "totalelements", "totalsize",
		"count", "rowcount", "recordcount", "numfound":
		return number > rows
	case "status", "state":
		return f.isOneOf("pending", "queued", "running", "processing", "inprogress", "partial", "incomplete")
	}
	return false
}

// meaning returns a field's name without regard to case, hyphens and underscores.
func (f field) meaning() string { return plainWord(f.name) }

func plainWord(text string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(text))
}

// isFilled reports whether a field says anything: null, false, 0, "" and what is empty do not.
func (f field) isFilled() bool {
	number, isNumber := f.number()
	isZero := isNumber && number == 0
	return f.count > 0 || f.value != nil && f.value != "" && f.value != false && !isZero
}

// is reports whether a field is true, or false, as text or not.
func (f field) is(truth bool) bool {
	text, _ := f.value.(string)
	return f.value == truth || strings.EqualFold(text, strconv.FormatBool(truth))
}

func (f field) isOneOf(words ...string) bool {
	text, _ := f.value.(string)
	return slices.Contains(words, plainWord(text))
}

// number returns a field that is a whole number, as text or not.
func (f field) number() (number int, ok bool) {
	text, _ := f.value.(string)
	if value, isNumber := f.value.(json.Number); isNumber {
		text = value.String()
	}
	number, err := strconv.Atoi(text)
	return number, err == nil
}

// isErrorStatus reports whether a field is an HTTP status of an error.
func (f field) isErrorStatus() bool {
	status, _ := f.number()
	return status >= 400 && status < 600
}
