package roster

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A date is a day of the calendar as YYYYMMDD, comparable as a number; 0 is none.
type date uint32

// DateOf returns the day of t where t is.
func dateOf(t time.Time) date { return date(t.Year()*10000 + int(t.Month())*100 + t.Day()) }

// parseDay reads a day as it is sent, YYYY-MM-DD; 0 for anything else.
func parseDay(cell []byte) date {
	d := parseDate(cell, YMD)
	return d.day
}

func (d date) year() int { return int(d / 10000) }

// bytes returns d as it is sent: YYYY-MM-DD.
func (d date) bytes() []byte {
	digits := []byte("0000-00-00")
	for _, i := range []int{9, 8, 6, 5, 3, 2, 1, 0} {
		digits[i] += byte(d % 10)
		d /= 10
	}
	return digits
}

func (d date) String() string { return string(d.bytes()) }

// orNone is d as it is sent; "" for none.
func (d date) orNone() string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// A DateFormat is the order in which a file writes the dates that are digits. The zero DateFormat is YMD.
type DateFormat uint8

const (
	YMD DateFormat = iota // YYYY-MM-DD
	DMY                   // DD/MM/YYYY
	MDY                   // MM/DD/YYYY
)

var dateFormats = []DateFormat{YMD, DMY, MDY}

func (f DateFormat) String() string { return [...]string{"YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY"}[f] }

// example is the last day of 2024 in the format.
func (f DateFormat) example() Label {
	return known([...]string{"2024-12-31", "31/12/2024", "12/31/2024"}[f])
}

// ParseDateFormat reads YYYY-MM-DD, DD/MM/YYYY or MM/DD/YYYY, with -, / or . between the parts.
func ParseDateFormat(text string) (DateFormat, error) {
	same := strings.NewReplacer("/", "-", ".", "-")
	for _, f := range dateFormats {
		if strings.EqualFold(same.Replace(text), same.Replace(f.String())) {
			return f, nil
		}
	}
	return 0, fmt.Errorf("must be YYYY-MM-DD, DD/MM/YYYY or MM/DD/YYYY, with -, / or . between the parts")
}

// A parsedDate is what a cell turned out to be.
type parsedDate struct {
	day    date // 0 if it is none in the format
	digits bool // it is written in digits with the year last, so that only the format tells day and month apart
	as     [3]date
	detail Detail // why it is none
}

// fits reports whether the cell is a date in a format.
func (p parsedDate) fits(f DateFormat) bool { return p.as[f] != 0 }

// parseDate reads a date, behind which there may be a time of day or a zone. Dates with the year first, without anything
// between the digits or with the name of the month are plain; the format is only for the others.
func parseDate(cell []byte, f DateFormat) parsedDate {
	if day, ok := parseISO(cell); ok {
		return parsedDate{day: day}
	}
	cell = plainBlanks(cell)
	if len(cell) >= 14 && len(bytes.Trim(cell[:14], digits)) == 0 && isTimeOrZone(cell[14:]) {
		cell = cell[:8] // a time of day right behind the date
	}
	parts, ok := dateParts(cell)
	switch {
	case !ok:
		return parsedDate{detail: detailOf(cell)}
	case parts.month > 0:
		return parts.named()
	case parts.digits[0] == 8 && parts.count == 1:
		n := parts.number[0]
		return parsedDate{day: dayOf(n/10000, n/100%100, n%100)}
	case parts.count != 3:
		return parsedDate{detail: detailOf(cell)}
	case parts.digits[0] == 4:
		return parsedDate{day: dayOf(parts.number[0], parts.number[1], parts.number[2])}
	case parts.digits[2] == 2 && parts.digits[0] <= 2:
		return parsedDate{detail: TwoDigitYear}
	case parts.digits[2] != 4 || parts.digits[0] > 2 || parts.digits[1] > 2:
		return parsedDate{}
	}
	a, b, year := parts.number[0], parts.number[1], parts.number[2]
	p := parsedDate{digits: true}
	p.as[DMY], p.as[MDY] = dayOf(year, b, a), dayOf(year, a, b)
	p.day = p.as[f]
	if p.day == 0 && (p.as[DMY] != 0 || p.as[MDY] != 0) {
		p.detail = OtherFormat
	}
	return p
}

const digits = "0123456789"

// plainBlanks returns a cell with plain blanks for those of other widths, and without the marks that show nothing.
func plainBlanks(cell []byte) []byte {
	if bytes.IndexFunc(cell, func(char rune) bool { return char >= utf8.RuneSelf }) < 0 {
		return cell
	}
	return bytes.Map(func(char rune) rune {
		switch {
		case unicode.IsSpace(char):
			return ' '
		case isBlank(char):
			return -1
		}
		return char
	}, cell)
}

// parseISO reads a date as most systems write it: YYYY-MM-DD and nothing else.
func parseISO(cell []byte) (date, bool) {
	if len(cell) != 10 || cell[4] != '-' || cell[7] != '-' {
		return 0, false
	}
	n := 0
	for i, b := range cell {
		switch {
		case i == 4 || i == 7:
		case b < '0' || b > '9':
			return 0, false
		default:
			n = n*10 + int(b-'0')
		}
	}
	return dayOf(n/10000, n/100%100, n%100), true
}

// dayOf returns a day of the calendar, or 0.
func dayOf(year, month, day int) date {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(year, month) {
		return 0
	}
	return date(year*10000 + month*100 + day)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// parts are up to three numbers; one may be the name of a month instead.
type parts struct {
	number, digits [3]int
	count          int
	month          int // the month that is named; 0 for none
}

// named returns a date whose month is named: 31-Jan-2024, Jan 31, 2024, or 2024-Jan-31.
func (p parts) named() parsedDate {
	if p.count != 2 {
		return parsedDate{}
	}
	switch {
	case p.digits[1] == 4 && p.digits[0] <= 2:
		return parsedDate{day: dayOf(p.number[1], p.month, p.number[0])}
	case p.digits[0] == 4 && p.digits[1] <= 2:
		return parsedDate{day: dayOf(p.number[0], p.month, p.number[1])}
	case p.digits[0] <= 2 && p.digits[1] == 2:
		return parsedDate{detail: TwoDigitYear}
	}
	return parsedDate{}
}

var months = [][]byte{[]byte("jan"), []byte("feb"), []byte("mar"), []byte("apr"), []byte("may"), []byte("jun"),
	[]byte("jul"), []byte("aug"), []byte("sep"), []byte("oct"), []byte("nov"), []byte("dec")}

var monthNames = []string{"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december"}

// dateParts takes a cell apart, up to a time of day or a zone.
func dateParts(cell []byte) (p parts, ok bool) {
	i := 0
	for i < len(cell) {
		start := i
		switch b := cell[i]; {
		case '0' <= b && b <= '9':
			if p.count == 3 || p.count == 2 && p.month > 0 {
				return p, isTimeOrZone(cell[i:]) && cell[i-1] == ' '
			}
			for i < len(cell) && '0' <= cell[i] && cell[i] <= '9' && i-start < 9 {
				p.number[p.count] = p.number[p.count]*10 + int(cell[i]-'0')
				i++
			}
			p.digits[p.count] = i - start
			p.count++
		case p.count == 3 || p.count == 2 && p.month > 0 || p.count == 1 && p.digits[0] == 8:
			return p, isTimeOrZone(cell[i:])
		case b == '-' || b == '/' || b == '.' || b == ' ' || b == ',':
			i++
		case isLetter(b):
			for i < len(cell) && isLetter(cell[i]) {
				i++
			}
			word := bytes.ToLower(cell[start:i])
			if p.count == 0 && p.month == 0 && isWeekday(word) {
				continue
			}
			month := monthOf(word)
			if month == 0 || p.month > 0 {
				return p, false
			}
			p.month = month
		default:
			return p, false
		}
	}
	return p, p.count > 0
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// monthOf returns the month of a name in English, or of its first three letters; 0 for none.
func monthOf(word []byte) int {
	for i, short := range months {
		if bytes.HasPrefix(word, short) && (len(word) == 3 || string(word) == monthNames[i] || string(word) == "sept") {
			return i + 1
		}
	}
	return 0
}

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// isWeekday reports whether a word is the name of a weekday in English, or its first three letters.
func isWeekday(word []byte) bool {
	return slices.ContainsFunc(weekdays, func(day string) bool { return string(word) == day || string(word) == day[:3] })
}

// A time of day, a zone, or both, as they stand behind a date: 00:00:00Z, 12:00 AM, T000000, +10:00, UTC.
var timeOrZone = regexp.MustCompile(`^[ ,]*(T?\d{1,2}(:\d{2}){1,2}([.,]\d+)?|T\d{4}(\d{2})?)? ?([AaPp]\.?[Mm]\.?)? ?` +
	`(Z|[A-Z]{2,5}|((UTC|GMT)? ?[-+]\d{1,2}(:?\d{2})?))?$`)

// isTimeOrZone reports whether rest, the end of a cell behind a date, is a time of day, a zone, or both.
func isTimeOrZone(rest []byte) bool { return len(rest) == 0 || timeOrZone.Match(rest) }

// dayNumber fits a spreadsheet's number of a day, from 1927 on, with or without a time of day.
var dayNumber = regexp.MustCompile(`^\d{2},?\d{3}(\.\d+)?$`)

// detailOf says what a cell is that is no date.
func detailOf(cell []byte) Detail {
	if dayNumber.Match(cell) {
		return DayNumber
	}
	return ""
}

// isNoDate reports whether a cell is one of the ways to write that there is no date.
func isNoDate(cell []byte) bool {
	if isNone(cell) || len(bytes.Trim(cell, "0-/. ")) == 0 || bytes.HasPrefix(cell, []byte("0000-00-00")) {
		return true
	}
	switch strings.ToLower(string(cell)) {
	case "nat", "present", "current", "ongoing":
		return true
	}
	return false
}

// isNoEnd reports whether a day is what systems write for an end of employment that there is not.
func isNoEnd(day date) bool {
	return day != 0 && (day.year() >= 2099 || day.year() <= 1901 || day == 19700101)
}

// isNoEnd reports whether a cell is such a day, in whatever order its digits are.
func (p parsedDate) isNoEnd() bool { return isNoEnd(p.day) || isNoEnd(p.as[DMY]) || isNoEnd(p.as[MDY]) }
