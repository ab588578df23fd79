// Package fileformat reads the settings that say how employee files are written. It is apart from the other settings so that
// a function without employee files does not link their reader.
package fileformat

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// Read reads the settings. Those that cannot be used are named by the source's Err.
func Read(s *settings.Source) roster.Format {
	f := roster.Format{
		Changes:       s.OneOf("FILE_CONTENT", "full", "full", "changes") == "changes",
		AlwaysAllowed: s.Whole("ALWAYS_ALLOWED", 2, 0, 1_000_000),
	}
	var err error
	if f.ExtraColumns, err = parseExtraColumns(s.Text("EXTRA_COLUMNS", "")); err != nil {
		s.Fail("EXTRA_COLUMNS", err)
	}
	if f.ColumnMap, err = parseColumnMap(s.Text("COLUMN_MAP", ""), f.ExtraColumns); err != nil {
		s.Fail("COLUMN_MAP", err)
	}
	if f.ValueMap, err = parseValueMap(s.Text("VALUE_MAP", ""), f.ExtraColumns); err != nil {
		s.Fail("VALUE_MAP", err)
	}
	if f.Exclude, err = parseRules(s.Text("EXCLUDE", "")); err != nil {
		s.Fail("EXCLUDE", err)
	}
	if f.EndedWhen, err = parseRules(s.Text("ENDED_WHEN", "")); err != nil {
		s.Fail("ENDED_WHEN", err)
	}
	if f.DateFormat, err = roster.ParseDateFormat(s.Text("DATE_FORMAT", roster.YMD.String())); err != nil {
		s.Fail("DATE_FORMAT", err)
	}
	if f.Charset, err = parseCharset(s.Text("CHARSET", "auto")); err != nil {
		s.Fail("CHARSET", err)
	}
	return f
}

// parseCharset returns "" for auto.
func parseCharset(name string) (string, error) {
	if strings.EqualFold(name, "auto") {
		return "", nil
	}
	charset, err := htmlindex.Get(name)
	if err != nil {
		return "", errors.New("must be auto, or a charset that browsers know, such as windows-1250, shift_jis or macintosh")
	}
	return htmlindex.Name(charset) // which has several names
}

// List reads a setting that is a list: one CSV record, in which a cell may be quoted.
func List(list string) ([]string, error) {
	if strings.TrimSpace(list) == "" {
		return nil, nil
	}
	reader := csv.NewReader(strings.NewReader(list))
	reader.TrimLeadingSpace = true
	cells, err := reader.Read()
	if err != nil {
		return nil, errors.New("must be a list with commas between its parts; a part that holds a comma or a quote must be quoted as in CSV")
	}
	if _, err := reader.Read(); err == nil {
		return nil, errors.New("must be on one line")
	}
	var parts []string
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			parts = append(parts, cell)
		}
	}
	return parts, nil
}

// Pairs reads a setting that is a list of pairs, each split at its last equals sign: Work Email=emailAddress. The
// reverse of one pair is [settings.Pair].
func Pairs(list string) (pairs [][2]string, err error) {
	parts, err := List(list)
	for _, part := range parts {
		i := strings.LastIndexByte(part, '=')
		if i < 1 {
			return nil, fmt.Errorf("%q is not of the form Header=value", part)
		}
		pairs = append(pairs, [2]string{strings.TrimSpace(part[:i]), strings.TrimSpace(part[i+1:])})
	}
	return pairs, err
}

// baselineColumns are the baseline's own, which no column that is sent may be called.
var baselineColumns = []string{roster.ReceivedAt, roster.MissingSince, roster.Environment}

func parseExtraColumns(list string) ([]string, error) {
	extra, err := List(list)
	for i, column := range extra {
		same := func(other string) bool { return roster.SameHeader(other) == roster.SameHeader(column) }
		switch {
		case roster.Meaning(column) != "":
			return nil, fmt.Errorf("%q is Crewmojo's %s and is sent anyway", column, roster.Meaning(column))
		case slices.ContainsFunc(baselineColumns, same):
			return nil, fmt.Errorf("%q is a column of the baseline; give it another name in the file", column)
		case slices.ContainsFunc(extra[:i], same):
			return nil, fmt.Errorf("%q is listed twice", column)
		}
	}
	return extra, err
}

// parseColumnMap reads pairs such as Work Email=emailAddress. "End Date=" means that a header is no column of Crewmojo's.
func parseColumnMap(list string, extra []string) (map[string]string, error) {
	pairs, err := Pairs(list)
	columns, headers, targets := map[string]string{}, map[string]bool{}, map[string]string{}
	for _, pair := range pairs {
		header, column := roster.SameHeader(pair[0]), ""
		if pair[1] != "" {
			if column = roster.Canonical(pair[1], extra); column == "" {
				return nil, fmt.Errorf("%q is neither one of Crewmojo's columns (%s) nor an extra column", pair[1], strings.Join(roster.Columns, ", "))
			}
		}
		if headers[header] {
			return nil, fmt.Errorf("%q is mapped twice", pair[0])
		}
		if other := targets[column]; column != "" && other != "" {
			return nil, fmt.Errorf("%q and %q are both mapped to %s", other, pair[0], column)
		}
		columns[pair[0]], headers[header], targets[column] = column, true, pair[0]
	}
	return columns, err
}

// parseValueMap reads pairs such as humanRole:Team Lead=Manager.
func parseValueMap(list string, extra []string) (map[string]map[string]string, error) {
	pairs, err := Pairs(list)
	values := map[string]map[string]string{}
	for _, pair := range pairs {
		name, from, ok := strings.Cut(pair[0], ":")
		column := roster.Canonical(name, extra)
		if !ok || column == "" {
			return nil, fmt.Errorf("%q does not begin with one of Crewmojo's columns or an extra column, "+
				"and a colon, as in humanRole:Team Lead=Manager", pair[0])
		}
		if values[column] == nil {
			values[column] = map[string]string{}
		}
		values[column][strings.ToLower(strings.TrimSpace(from))] = pair[1]
	}
	return values, err
}

func parseRules(list string) (rules []roster.CellRule, err error) {
	pairs, err := Pairs(list)
	for _, pair := range pairs {
		rules = append(rules, roster.CellRule{Header: pair[0], Value: pair[1]})
	}
	return rules, err
}
