package exporter

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
)

// readWrapped reads a report whose list is in an object. It goes through the object twice: only at its end is it known
// which list is the report, and what is said next to it.
func readWrapped(d *jsonReader, report io.ReadSeeker, rows *rowReader) error {
	if err := d.open(); err != nil {
		return err
	}
	whole, err := d.survey(1)
	if err != nil {
		return err
	}
	if err := d.atEnd(); err != nil {
		return err
	}
	list, aside, err := whole.rows()
	switch {
	case whole.isError(err == nil):
		return damaged("it is an error message instead of a report")
	case err != nil:
		return err
	}
	if list.isLists {
		if rows.names, err = aside.heading(report); err != nil {
			return err
		}
	}
	if d, _, err = openJSON(report, list.at); err != nil {
		return err
	}
	if err := d.open(); err != nil {
		return err
	}
	if err := d.elements(rows.take); err != nil {
		return err
	}
	return aside.checkWhole(rows.count)
}

// An object is what a survey finds of a JSON object.
type object []field

// A field is one field of an object.
type field struct {
	name    string
	value   any // of text, a number or a boolean; nil for everything else
	isNull  bool
	isList  bool
	count   int    // the elements of a list, the fields of an object
	at      int64  // where in the report a list begins
	isRows  bool   // a list whose first element can be a row
	isLists bool   // a list whose first element is a list
	isTexts bool   // a list of nothing but texts
	isNext  bool   // a list of links, one of them to the next page
	fields  object // of an object, as far as they were looked at
}

// survey notes what an object that has been opened holds, and what is in the objects in it, so many levels down.
func (d *jsonReader) survey(levels int) (found object, err error) {
	err = d.fields(func(name string) error {
		f := field{name: name}
		token, err := d.Token()
		if err != nil {
			return explainJSON(err)
		}
		switch {
		case token == json.Delim('['):
			err = d.surveyList(&f)
		case token == json.Delim('{') && levels > 0:
			f.fields, err = d.survey(levels - 1)
			f.count = len(f.fields)
		case token == json.Delim('{'):
			err = d.fields(func(string) error {
				f.count++
				return d.skip()
			})
		default:
			f.value, f.isNull = token, token == nil
		}
		if len(found) < maxFields { // with more, it has data in the place of names
			found = append(found, f)
		}
		return err
	})
	return found, err
}

func (d *jsonReader) surveyList(f *field) error {
	f.isList, f.isTexts, f.at = true, true, d.at()
	return d.elements(func(element []byte) error {
		if f.count == 0 {
			f.isLists = element[0] == '['
			f.isRows = f.isLists || element[0] == '{'
		}
		f.isTexts = f.isTexts && element[0] == '"'
		f.isNext = f.isNext || f.meaning() == "links" && isNextLink(element)
		f.count++
		return nil
	})
}

// isNextLink reports whether an element of a list of links leads to the next page.
func isNextLink(element []byte) bool {
	var link struct{ Rel, Href string }
	return json.Unmarshal(element, &link) == nil && strings.EqualFold(link.Rel, "next") && link.Href != ""
}

// skip passes over the value that comes next.
func (d *jsonReader) skip() error {
	var value json.RawMessage
	return explainJSON(d.Decode(&value))
}

// The names of fields that say something about a report, those that a report's list usually has, and those of fields next
// to it whose lists never are the report, whatever they hold.
var (
	asideNames = []string{"meta", "metadata", "paging", "pagination", "page", "pageinfo", "links"}
	usualNames = []string{"data", "rows", "results", "result", "items", "records", "report", "reports", "values", "value", "entries",
		"elements", "content", "list"}
	otherNames = append([]string{"errors", "error", "warnings", "warning", "messages", "message", "notices", "notice", "details",
		"detail", "filters", "columns", "fields", "headers"}, asideNames...)
)

// rows returns the one list that is the report, in the object or in one of its objects: the one with a usual name, even if
// it is empty, or else the one with rows, or an empty one. It also returns the fields that may say something about that list.
// A usual name with null says neither that there are rows nor that there are none.
func (o object) rows() (list field, aside object, err error) {
	var deeper object
	for _, f := range o {
		if !f.isCalled(otherNames) {
			deeper = append(deeper, f.fields...)
		}
	}
	all := slices.Concat(o, deeper)
	candidates := []object{o.lists(field.isUsual), deeper.lists(field.isUsual)}
	if !slices.ContainsFunc(o, field.isMissing) {
		candidates = append(candidates, o.lists(field.hasRows), deeper.lists(field.hasRows), all.lists(field.isEmptyReport))
	}
	for _, lists := range candidates {
		switch full := lists.lists(field.hasRows); {
		case len(full) > 1:
			return field{}, nil, damaged("it holds %d lists of rows, and nothing says which of them is the report", len(full))
		case len(full) == 1:
			return full[0], o.aside(full[0]), nil
		case len(lists) > 0:
			return lists[0], o.aside(lists[0]), nil
		}
	}
	return field{}, nil, damaged("it is an object without a list of rows (fields: %d)", len(o))
}

func (o object) lists(are func(field) bool) (found object) {
	for _, f := range o {
		if f.isList && are(f) {
			found = append(found, f)
		}
	}
	return found
}

func (f field) isCalled(names []string) bool { return slices.Contains(names, f.meaning()) }

func (f field) hasRows() bool { return f.isRows && !f.isCalled(otherNames) }

func (f field) isEmptyReport() bool { return f.count == 0 && !f.isCalled(otherNames) }

func (f field) isUsual() bool { return f.isCalled(usualNames) && (f.isRows || f.count == 0) }

// isMissing reports whether a field has null in the place of a report.
func (f field) isMissing() bool { return f.isNull && f.isCalled(usualNames) }

// aside returns the fields that may say something about a list: those of the object, of the object in it that holds the
// list, and of those that are there to say such things.
func (o object) aside(list field) object {
	all := slices.Clone(o)
	for _, f := range o {
		holdsList := slices.ContainsFunc(f.fields, func(inside field) bool { return inside.isList && inside.at == list.at })
		if holdsList || f.isCalled(asideNames) {
			all = append(all, f.fields...)
		}
	}
	return all
}

// heading returns the names of the values in rows that are lists: those of a list of texts next to them, or none if the
// first of the rows must be the heading.
func (o object) heading(report io.ReadSeeker) ([]string, error) {
	lists := o.lists(func(f field) bool { return f.isTexts && f.count > 0 })
	switch len(lists) {
	case 0:
		return nil, nil
	case 1:
		d, _, err := openJSON(report, lists[0].at)
		if err != nil {
			return nil, err
		}
		var list json.RawMessage
		if err := d.Decode(&list); err != nil {
			return nil, explainJSON(err)
		}
		return fieldNames(textsIn(list)), nil
	}
	return nil, damaged("its rows are lists, and nothing says which of %d other lists is the heading", len(lists))
}
