package roster

import (
	"cmp"
	"fmt"
)

// A Format is what the settings say about a company's files. The zero Format reads files with common headers and
// YYYY-MM-DD dates.
type Format struct {
	ColumnMap    map[string]string // what the headers are; made by ParseColumnMap
	ExtraColumns []string          // what to send beside Crewmojo's own columns; made by ParseExtraColumns
	DateFormat   DateFormat        // how dates are written
	EndDates     bool              // send the column employmentEndDate even where the file has none
}

// A FormatError is a setting that [ParseFormat] cannot read.
type FormatError struct {
	Setting string // its name
	Err     error
}

func (e *FormatError) Error() string { return fmt.Sprintf("%s: %v", e.Setting, e.Err) }
func (e *FormatError) Unwrap() error { return e.Err }

// ParseFormat reads a format from the settings EXTRA_COLUMNS, COLUMN_MAP and DATE_FORMAT, each of which may be empty. The error
// is a [*FormatError].
func ParseFormat(setting func(name string) string) (f Format, err error) {
	if f.ExtraColumns, err = ParseExtraColumns(setting("EXTRA_COLUMNS")); err != nil {
		return f, &FormatError{"EXTRA_COLUMNS", err}
	}
	if f.ColumnMap, err = ParseColumnMap(setting("COLUMN_MAP"), f.ExtraColumns); err != nil {
		return f, &FormatError{"COLUMN_MAP", err}
	}
	if f.DateFormat, err = ParseDateFormat(cmp.Or(setting("DATE_FORMAT"), f.DateFormat.String())); err != nil {
		return f, &FormatError{"DATE_FORMAT", err}
	}
	return f, nil
}
