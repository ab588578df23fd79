package exporter

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
)

// readWrapped reads a report whose list is in an object, or that is an object without one. It goes through the object
// twice: only at its end is it known which list is the report.
func readWrapped(d *jsonReader, report io.ReadSeeker, do func(element []byte) error) (isObject bool, err error) {
	object, err := d.survey()
	if err != nil {
		return false, err
	}
	if err := d.atEnd(); err != nil {
		return false, err
	}
	size := d.InputOffset()
	list, hasList := object.list()
	if object.isError(hasList) {
		return false, damaged("it is an error message instead of a report")
	}
	if _, err := report.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	if hasList {
		d, _, err := openJSON(report)
		if err != nil {
			return false, err
		}
		return false, d.listOf(list, func(element []byte) error { return checkElement(element, do) })
	}
	if size > maxWhole {
		return true, damaged("it is an object over 1 MiB without one list of rows in it")
	}
	text, err := withoutMark(report)
	if err != nil {
		return true, err
	}
	whole, err := io.ReadAll(text)
	if err != nil {
		return true, err
	}
	return true, checkElement(bytes.TrimSpace(whole), do)
}

// An object is what a survey finds of a JSON object.
type object []field

// A field is one field of an object.
type field struct {
	name     string
	value    any // of text, a number or a boolean; nil for everything else
	isList   bool
	isObject bool
	count    int  // the elements of a list, the fields of an object
	isRows   bool // a list whose first element can be a row
}

// survey goes through an object, and notes what it holds.
func (d *jsonReader) survey() (found object, err error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	err = d.fields(func(name string) error {
		f := field{name: name}
		token, err := d.Token()
		if err != nil {
			return explainJSON(err)
		}
		switch token {
		case json.Delim('['):
			f.isList = true
			err = d.elements(func(element []byte) error {
				if f.count == 0 {
					f.isRows = element[0] == '{' || element[0] == '['
				}
				f.count++
				return nil
			})
		case json.Delim('{'):
			f.isObject = true
			err = d.fields(func(string) error {
				f.count++
				return d.skip()
			})
		default:
			f.value = token
		}
		found = append(found, f)
		return err
	})
	return found, err
}

// skip passes over the value that comes next.
func (d *jsonReader) skip() error {
	var value json.RawMessage
	return explainJSON(d.Decode(&value))
}

// listOf calls do with each element of the list called name in the object that comes next.
func (d *jsonReader) listOf(name string, do func(element []byte) error) error {
	if err := d.open(); err != nil {
		return err
	}
	return d.fields(func(field string) error {
		if field != name {
			return d.skip()
		}
		if err := d.open(); err != nil {
			return err
		}
		return d.elements(do)
	})
}

// list returns the name of the one list that is the report: the one with rows, or the only one if it is empty.
func (o object) list() (name string, ok bool) {
	rows, empty := []string(nil), []string(nil)
	for _, f := range o {
		switch {
		case f.isRows:
			rows = append(rows, f.name)
		case f.isList && f.count == 0 && f.meaning() != "errors":
			empty = append(empty, f.name)
		}
	}
	switch {
	case len(rows) == 1:
		return rows[0], true
	case len(rows) == 0 && len(empty) == 1:
		return empty[0], true
	}
	return "", false
}

// isError reports whether an object has the shape of an error: Crewmojo's own ("Crewmojo API": Errors), or that of a
// gateway in front of it. An object that holds nothing at all is no report either.
func (o object) isError(hasList bool) bool {
	isEmpty := !hasList
	for _, f := range o {
		isEmpty = isEmpty && !f.isFilled()
		switch f.meaning() {
		case "success", "ok":
			if text, ok := f.value.(string); f.value == false || ok && strings.EqualFold(text, "false") {
				return true
			}
		case "httperrorcode":
			if f.isErrorStatus() {
				return true
			}
		case "error", "errors", "errormessage", "errortype", "errorcode", "fault":
			if f.isFilled() {
				return true
			}
		case "message", "msg", "detail":
			if !hasList && f.isFilled() {
				return true
			}
		case "status", "statuscode", "code":
			if f.isErrorWord() || !hasList && f.isErrorStatus() {
				return true
			}
		case "data", "items", "records", "results", "rows":
			if !hasList && f.isNull() { // the list that should be there
				return true
			}
		}
	}
	return isEmpty
}

// meaning returns a field's name without regard to case, hyphens and underscores.
func (f field) meaning() string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(f.name))
}

// isFilled reports whether a field says anything: null, false, "" and what is empty do not.
func (f field) isFilled() bool {
	return f.count > 0 || f.value != nil && f.value != "" && f.value != false
}

// isNull reports whether a field is null.
func (f field) isNull() bool { return f.value == nil && !f.isList && !f.isObject }

// isErrorWord reports whether a field says in a word that a call failed, as in JSend.
func (f field) isErrorWord() bool {
	text, _ := f.value.(string)
	return slices.Contains([]string{"error", "fail", "failed", "failure"}, strings.ToLower(text))
}

// isErrorStatus reports whether a field is an HTTP status of an error, as a number or as text.
func (f field) isErrorStatus() bool {
	text, _ := f.value.(string)
	if number, ok := f.value.(json.Number); ok {
		text = number.String()
	}
	status, err := strconv.Atoi(text)
	return err == nil && status >= 400 && status < 600
}
