package roster

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// A DateFormat is how a file writes its dates: the order of year, month and day, and what stands between them. The year
// has four digits, month and day have one or two. The zero DateFormat is YYYY-MM-DD.
type DateFormat uint8

// dateFormats are all that there are, the likely ones first; a DateFormat is an index into them.
var dateFormats = func() (formats []string) {
	for _, order := range []string{"YYYY MM DD", "DD MM YYYY", "MM DD YYYY", "YYYY DD MM", "DD YYYY MM", "MM YYYY DD"} {
		for _, separator := range dateSeparators {
			formats = append(formats, strings.ReplaceAll(order, " ", string(separator)))
		}
	}
	return formats
}()

const dateSeparators = "-/."

// ParseDateFormat reads a format such as YYYY-MM-DD or DD/MM/YYYY: the three in any order, with -, / or . between them.
func ParseDateFormat(format string) (DateFormat, error) {
	for i, known := range dateFormats {
		if strings.EqualFold(format, known) {
			return DateFormat(i), nil
		}
	}
	return 0, fmt.Errorf("%q is no date format; use YYYY-MM-DD, DD/MM/YYYY, MM/DD/YYYY or any other order, with -, / or . between", format)
}

func (f DateFormat) String() string { return dateFormats[f] }

// formatSet has a bit for each DateFormat.
type formatSet uint32

// A date is a day of the calendar as YYYYMMDD, comparable as a number; 0 is none.
type date uint32

// noEndYear is the year by which many systems write that there is no end.
const noEndYear = 9999

func (d date) year() int { return int(d / 10000) }

// append appends d as YYYY-MM-DD.
func (d date) append(to []byte) []byte {
	digits := [10]byte{4: '-', 7: '-'}
	for _, i := range [...]int{9, 8, 6, 5, 3, 2, 1, 0} {
		digits[i] = '0' + byte(d%10)
		d /= 10
	}
	return append(to, digits[:]...)
}

// parse reads a date, behind which there may be a time of day. It returns 0 where cell is none in this format, and
// which formats would have read a date.
func (f DateFormat) parse(cell []byte) (date, formatSet) {
	if day, fits, ok := f.parseExact(cell); ok {
		return day, fits
	}
	parts, digits, separator, ok := dateParts(cell)
	if !ok {
		return 0, 0
	}
	yearAt := -1
	for i := range parts {
		if digits[i] == 4 {
			yearAt = i
		} else if digits[i] > 2 {
			return 0, 0
		}
	}
	// One part has four digits, the others have one or two each; the two formats differ in which of those is the month.
	var year, a, b, monthFirst, dayFirst int
	switch yearAt {
	case 0:
		year, a, b, monthFirst, dayFirst = parts[0], parts[1], parts[2], 0, 3
	case 1:
		year, a, b, monthFirst, dayFirst = parts[1], parts[0], parts[2], 5, 4
	case 2:
		year, a, b, monthFirst, dayFirst = parts[2], parts[0], parts[1], 2, 1
	default:
		return 0, 0
	}
	by := strings.IndexByte(dateSeparators, separator)
	if by < 0 || year < 1900 {
		return 0, 0
	}
	var day date
	var fits formatSet
	if isDay(year, a, b) {
		format := monthFirst*len(dateSeparators) + by
		fits |= 1 << format
		if int(f) == format {
			day = date(year*10000 + a*100 + b)
		}
	}
	if isDay(year, b, a) {
		format := dayFirst*len(dateSeparators) + by
		fits |= 1 << format
		if int(f) == format {
			day = date(year*10000 + b*100 + a)
		}
	}
	return day, fits
}

// parseExact reads a date as nearly all are: just as the format is, with two digits for day and month.
func (f DateFormat) parseExact(cell []byte) (date, formatSet, bool) {
	at := &layouts[f]
	if len(cell) != 10 || cell[at.separators[0]] != at.separator || cell[at.separators[1]] != at.separator {
		return 0, 0, false
	}
	year := twoDigits(cell, at.year)*100 + twoDigits(cell, at.year+2)
	month, day := twoDigits(cell, at.month), twoDigits(cell, at.day)
	if year < 1900 || !isDay(year, month, day) {
		return 0, 0, false
	}
	fits := formatSet(1) << f
	if day <= 12 {
		fits |= 1 << at.swapped
	}
	return date(year*10000 + month*100 + day), fits, true
}

// A layout is where in a date of ten characters what stands.
type layout struct {
	year, month, day int
	separators       [2]int
	separator        byte
	swapped          DateFormat // the one that has month and day the other way round
}

// layouts are those of dateFormats.
var layouts = func() (all [len(dateSeparators) * 6]layout) {
	swap := strings.NewReplacer("MM", "DD", "DD", "MM")
	for i, format := range dateFormats {
		first := strings.IndexAny(format, dateSeparators)
		all[i] = layout{
			year: strings.Index(format, "YYYY"), month: strings.Index(format, "MM"), day: strings.Index(format, "DD"),
			separators: [2]int{first, strings.LastIndexAny(format, dateSeparators)}, separator: format[first],
			swapped: DateFormat(slices.Index(dateFormats, swap.Replace(format))),
		}
	}
	return all
}()

// twoDigits reads a number, which is below 0 for good where there is something else than digits.
func twoDigits(cell []byte, at int) int {
	tens, units := cell[at]-'0', cell[at+1]-'0'
	if tens > 9 || units > 9 {
		return -1 << 20
	}
	return int(tens)*10 + int(units)
}

// dateParts takes a cell apart into three numbers of at most four digits and what stands between them.
func dateParts(cell []byte) (parts, digits [3]int, separator byte, ok bool) {
	i := 0
	for part := range parts {
		start := i
		for i < len(cell) && '0' <= cell[i] && cell[i] <= '9' && i-start < 4 {
			parts[part] = parts[part]*10 + int(cell[i]-'0')
			i++
		}
		digits[part] = i - start
		switch {
		case digits[part] == 0:
			return parts, digits, 0, false
		case part == 2:
			return parts, digits, separator, i == len(cell) || isTimeOfDay(cell[i:])
		case i == len(cell) || part == 1 && cell[i] != separator:
			return parts, digits, 0, false
		}
		separator = cell[i]
		i++
	}
	return parts, digits, separator, false
}

// isTimeOfDay reports whether rest, the end of a cell behind a date, is a time: "T00:00:00Z", " 12:00 AM".
func isTimeOfDay(rest []byte) bool {
	if rest[0] != 'T' && rest[0] != ' ' || len(rest) < 4 {
		return false
	}
	colons := 0
	for _, b := range rest[1:] {
		if b == ':' {
			colons++
		} else if !('0' <= b && b <= '9') && strings.IndexByte(".,+- APMapmZz", b) < 0 {
			return false
		}
	}
	return colons > 0 && '0' <= rest[1] && rest[1] <= '9'
}

func isDay(year, month, day int) bool {
	return 1 <= month && month <= 12 && 1 <= day && day <= daysIn(year, month)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// A dateStyle watches how the dates of one column are written, to suggest a setting where this one does not fit.
type dateStyle struct {
	total, failed int
	misfits       formatSet // that did not fit some date
}

func (s *dateStyle) add(fits formatSet, failed bool) {
	s.total++
	if failed {
		s.failed++
	}
	s.misfits |= ^fits
}

// suggest returns the likeliest format that fits every date of the column, where most do not fit the setting.
func (s *dateStyle) suggest() (DateFormat, bool) {
	likeliest := bits.TrailingZeros32(uint32(^s.misfits))
	return DateFormat(likeliest), s.failed*2 > s.total && likeliest < len(dateFormats)
}
