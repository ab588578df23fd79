package xlsxscan

import "strings"

// A format is what a number format makes of a number, as far as it counts here. From 2 on it is the width to which
// zeros fill up an integer.
type format uint8

const (
	general  format = 0
	date     format = 255 // a date, with or without a time of day
	clock    format = 254 // only a time of day
	maxZeros format = 253
)

// readStyles notes the format of each style.
func (w *Workbook) readStyles(name string) error {
	custom := map[string]format{} // by id, which may also replace a built-in format
	return w.archive.readSmall("styles", name, func(x *xmlScanner, parent string) {
		switch {
		case string(x.name) == "numFmt":
			custom[string(x.attr("numFmtId"))] = formatOf(string(x.attr("formatCode")))
		case string(x.name) == "xf" && parent == "cellXfs":
			f, isCustom := custom[string(x.attr("numFmtId"))]
			if !isCustom {
				id, _ := digits(x.attr("numFmtId"))
				f = builtIn(id)
			}
			w.formats = append(w.formats, f)
		}
	})
}

// builtIn returns the format that an id stands for without a code of its own: ECMA-376 part 1, 18.8.30. The ids from 27
// to 36 and from 50 to 58 are dates in the languages of East Asia.
func builtIn(id int) format {
	switch {
	case 18 <= id && id <= 21, id == 45, id == 47:
		return clock
	case 14 <= id && id <= 22, 27 <= id && id <= 36, 50 <= id && id <= 58:
		return date
	}
	return general
}

// formatOf reads the code of a number format: ECMA-376 part 1, 18.8.31. An m next to hours or seconds means minutes;
// hours in brackets, [h]:mm, count on beyond a day, and are no time of day.
func formatOf(code string) format {
	if zeros := zerosOf(code); zeros > 0 {
		return zeros
	}
	var day, month, hour bool
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"', '[':
			closing := byte('"')
			if code[i] == '[' {
				closing = ']'
			}
			end := strings.IndexByte(code[i+1:], closing)
			if end < 0 {
				return general
			}
			if inside := strings.ToLower(code[i+1 : i+1+end]); closing == ']' && strings.Trim(inside, "hms") == "" {
				return general
			}
			i += end + 1
		case '\\', '_', '*': // the next one is text, or a space as wide as it, or fills the cell
			i++
		case 'y', 'Y', 'd', 'D':
			day = true
		case 'm', 'M':
			month = true
		case 'h', 'H', 's', 'S':
			hour = true
		}
	}
	switch {
	case day || month && !hour:
		return date
	case hour:
		return clock
	}
	return general
}

// zerosOf returns how many zeros a code has that is made of at least two, and of nothing else for positive numbers.
func zerosOf(code string) format {
	positive, _, _ := strings.Cut(code, ";")
	if len(positive) < 2 || len(positive) > int(maxZeros) || strings.Trim(positive, "0") != "" {
		return general
	}
	return format(len(positive))
}
