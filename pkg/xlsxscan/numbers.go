package xlsxscan

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

// Numbers beyond these bounds stay in the notation of the file.
const (
	maxPlain = 1e21
	minPlain = 1e-9
)

// appendNumber appends a number as a person reads it, whatever the notation of the file. Raw may lie behind dst.
func (w *Workbook) appendNumber(dst, raw []byte, f format) []byte {
	var buf [32]byte
	number := plainNumber(buf[:0], raw)
	if f == date || f == clock {
		whole, _, _ := bytes.Cut(number, []byte("."))
		day, ok := digits(whole)
		if ok && day <= lastSerial && (day > 0 || f == date) {
			return w.appendDate(dst, day)
		}
		return append(dst, number...) // a time of day without a day, or what Excel shows as ####
	}
	if missing := int(f) - len(number); missing > 0 && len(bytes.Trim(number, "0123456789")) == 0 {
		for range missing {
			dst = append(dst, '0')
		}
	}
	return append(dst, number...)
}

// plainNumber returns a number without an exponent, and with the 15 digits that count in a spreadsheet. An integer that
// is written plainly is as it is, however long; so is what is no number. The result is appended to buf, which is empty.
func plainNumber(buf, raw []byte) []byte {
	if !bytes.ContainsAny(raw, ".eE") || len(bytes.Trim(raw, "0123456789+-.eE")) > 0 {
		return append(buf, raw...)
	}
	number, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return append(buf, raw...)
	}
	rounded, err := strconv.ParseFloat(string(strconv.AppendFloat(buf, number, 'e', 14, 64)), 64)
	size := math.Abs(rounded)
	switch {
	case err != nil || size >= maxPlain || size != 0 && size < minPlain:
		return append(buf, raw...)
	case size == 0:
		return append(buf, '0') // and not -0
	}
	return strconv.AppendFloat(buf, rounded, 'f', -1, 64)
}

const (
	lastSerial = 2958465 // 9999-12-31
	leapSerial = 60
)

// appendDate appends the date of a serial number. Day 1 is 1 January 1900; day 60 is 29 February 1900, a day that never
// was and that Excel counts and shows all the same. Day 0 is what Excel shows as 0 January, mostly of a formula that
// refers to an empty cell. In the calendar of old Macs, day 0 is 1 January 1904.
func (w *Workbook) appendDate(dst []byte, serial int) []byte {
	first := time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	switch {
	case w.date1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial == leapSerial:
		return append(dst, "1900-02-29"...)
	case serial > leapSerial:
		serial--
	}
	return first.AddDate(0, 0, serial).AppendFormat(dst, time.DateOnly)
}

// isoDate returns the day of an ISO 8601 date and time; anything else, a time of day too, is as it is.
func isoDate(value []byte) []byte {
	if len(value) > len(time.DateOnly) && value[len(time.DateOnly)] == 'T' {
		if _, err := time.Parse(time.DateOnly, string(value[:len(time.DateOnly)])); err == nil {
			return value[:len(time.DateOnly)]
		}
	}
	return value
}
