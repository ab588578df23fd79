package exporter

import (
	"fmt"
	"regexp"
	"strings"
)

// tableText is what a _table.sql says; the words in braces are replaced.
const tableText = `-- {report} as {ext}, by {each}: a table over the files in this folder, and the view {view} over it.
-- Run the three statements in Athena one after the other, and again when the report's columns have changed.

DROP TABLE IF EXISTS {view}_files;

CREATE EXTERNAL TABLE {view}_files (
  {table}
)
{format}
LOCATION '{location}'{properties};

CREATE OR REPLACE VIEW {view} AS
SELECT
  {selected},
  {unit} AS "{each}"
FROM {source};
`

// tableSQL returns Athena's statements for a table over the folder of a layout, and a view over that with the report's
// columns and the day, week or month of each row. There are no partitions, so nothing needs to be told of new files,
// and no query needs a filter. Every column is text, since a report does not say more of it.
//
// Files of JSON are read line by line, and taken apart by the view: the SerDe for JSON stumbles over names that differ
// only in case, and its results may vary (https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html).
func tableSQL(x export, location string, columns []string) string {
	const list = ",\n  "
	view := identifier(x.report) + "_" + identifier(x.form.ext()) + "_by_" + string(x.each)
	var table, selected []string
	format, properties, source := "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\001'", "", fileLines(view)
	for i, name := range columnNames(columns, string(x.each)) {
		table = append(table, "`"+name+"` string")
		selected = append(selected, fieldText(columns[i])+` AS "`+name+`"`)
		if x.form.format == formatCSV {
			selected[i] = `"` + name + `"`
		}
	}
	if x.form.format == formatCSV {
		format = "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'"
		properties = "\nTBLPROPERTIES ('skip.header.line.count' = '1')"
		source = view + "_files"
	} else {
		table = []string{"`line` string"}
	}
	return strings.NewReplacer(
		"{report}", x.report, "{ext}", x.form.ext(), "{each}", string(x.each), "{view}", view,
		"{table}", strings.Join(table, list), "{format}", format, "{location}", location, "{properties}", properties,
		"{selected}", strings.Join(selected, list), "{unit}", unitFromPath(x), "{source}", source,
	).Replace(tableText)
}

// fileLines returns a query for the objects in files of JSON, one a line, with the files that they are in. The brackets
// of a list, and the commas between its objects, belong to no object.
func fileLines(view string) string {
	return `(
  SELECT "$path" AS file, trim(TRAILING ',' FROM line) AS item
  FROM ` + view + `_files
  WHERE line NOT IN ('[', ']')
)`
}

// fieldText returns an expression for the text of an object's field: its value if that is plain, or else its JSON.
func fieldText(field string) string {
	path := `'$["` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `'`, `''`).Replace(field) + `"]'`
	const asJSON = "nullif(json_format(json_extract(item, %[1]s)), 'null')"
	return fmt.Sprintf("coalesce(json_extract_scalar(item, %[1]s), "+asJSON+")", path)
}

// unitFromPath returns an expression for the day, week or month that is in the name of a file's folder.
func unitFromPath(x export) string {
	path := "file"
	if x.form.format == formatCSV {
		path = `"$path"`
	}
	expression := fmt.Sprintf("regexp_extract(%s, '/%s=([^/]+)/', 1)", path, x.each)
	if x.each == eachDay {
		return "date(" + expression + ")"
	}
	return expression
}

// columnNames makes Athena's names of a report's columns: each once, and none the name that is reserved.
func columnNames(columns []string, reserved string) []string {
	names := make([]string, len(columns))
	taken := map[string]bool{reserved: true}
	for i, column := range columns {
		name := identifier(column)
		if name == "" {
			name = fmt.Sprintf("column_%d", i+1)
		}
		unique := name
		for n := 2; taken[unique]; n++ {
			unique = fmt.Sprintf("%s_%d", name, n)
		}
		taken[unique] = true
		names[i] = unique
	}
	return names
}

var notInIdentifiers = regexp.MustCompile(`[^a-z0-9]+`)

// identifier makes a name for Athena of any text: lower case letters, digits and underscores, at most 100, a letter
// first (https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html). It may be empty.
func identifier(text string) string {
	name := strings.Trim(notInIdentifiers.ReplaceAllString(strings.ToLower(text), "_"), "_")
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		name = "n_" + name
	}
	return strings.TrimRight(name[:min(len(name), 100)], "_")
}
