package roster

import (
	"testing"
	"time"
)

// What a date is under each format; "" is none.
func TestParseDate(t *testing.T) {
	for cell, want := range map[string][3]string{ // YYYY-MM-DD, DD/MM/YYYY, MM/DD/YYYY
		// The year first, no separators, or the month by its name: plain whatever the format.
		"2024-02-29":                {"2024-02-29", "2024-02-29", "2024-02-29"},
		"2024-2-9":                  {"2024-02-09", "2024-02-09", "2024-02-09"},
		"2024/1/31":                 {"2024-01-31", "2024-01-31", "2024-01-31"},
		"2024.01.31":                {"2024-01-31", "2024-01-31", "2024-01-31"},
		"20240131":                  {"2024-01-31", "2024-01-31", "2024-01-31"},
		"31-Jan-2024":               {"2024-01-31", "2024-01-31", "2024-01-31"},
		"31 January 2024":           {"2024-01-31", "2024-01-31", "2024-01-31"},
		"Jan 31, 2024":              {"2024-01-31", "2024-01-31", "2024-01-31"},
		"SEPT 1 2024":               {"2024-09-01", "2024-09-01", "2024-09-01"},
		"2024-Jan-31":               {"2024-01-31", "2024-01-31", "2024-01-31"},
		"1-may-2024":                {"2024-05-01", "2024-05-01", "2024-05-01"},
		"2024-01-05T00:00:00Z":      {"2024-01-05", "2024-01-05", "2024-01-05"},
		"2024-01-05 00:00:00.000":   {"2024-01-05", "2024-01-05", "2024-01-05"},
		"2024-01-05T09:30:00+10:00": {"2024-01-05", "2024-01-05", "2024-01-05"},
		"2024-01-05Z":               {"2024-01-05", "2024-01-05", "2024-01-05"},
		"2024-01-05+01:00":          {"2024-01-05", "2024-01-05", "2024-01-05"},
		"31-Jan-2024 12:00 AM":      {"2024-01-31", "2024-01-31", "2024-01-31"},
		"20240131T000000Z":          {"2024-01-31", "2024-01-31", "2024-01-31"},
		"20240131000000":            {"2024-01-31", "2024-01-31", "2024-01-31"},
		"2024-01-31 00:00:00 UTC":   {"2024-01-31", "2024-01-31", "2024-01-31"},
		"Wed, 31 Jan 2024":          {"2024-01-31", "2024-01-31", "2024-01-31"},
		"Wednesday, 31 Jan, 2024":   {"2024-01-31", "2024-01-31", "2024-01-31"},
		"31\u00a0Jan\u202f2024":     {"2024-01-31", "2024-01-31", "2024-01-31"},
		"20240131 20250131":         {"", "", ""},
		"2024-01-31 2025":           {"", "", ""},
		"2024-01-31 - 2025-01-31":   {"", "", ""},
		"9999-12-31":                {"9999-12-31", "9999-12-31", "9999-12-31"},
		"2021-02-29":                {"", "", ""},
		"1900-02-29":                {"", "", ""},
		"2024-13-01":                {"", "", ""},
		"2024-00-10":                {"", "", ""},
		"31-Feb-2024":               {"", "", ""},
		"2024-31-01":                {"", "", ""},
		"2024-01-05x":               {"", "", ""},
		"2024-01-05 to 2025":        {"", "", ""},
		"2024-01":                   {"", "", ""},
		"Jan 2024":                  {"", "", ""},
		"45291":                     {"", "", ""},
		"31 Januar 2024":            {"", "", ""},
		"tomorrow":                  {"", "", ""},
		// Digits whose order only the format tells.
		"05/01/2024":                             {"", "2024-01-05", "2024-05-01"},
		"5/1/2024":                               {"", "2024-01-05", "2024-05-01"},
		"5.1.2024":                               {"", "2024-01-05", "2024-05-01"},
		"05-01-2024":                             {"", "2024-01-05", "2024-05-01"},
		"31/12/2024":                             {"", "2024-12-31", ""},
		"12/31/2024":                             {"", "", "2024-12-31"},
		"31.12.2024 00:00":                       {"", "2024-12-31", ""},
		"5/1/2024 12:00:00 AM":                   {"", "2024-01-05", "2024-05-01"},
		"5/1/2024, 12:00:00\u202fAM":             {"", "2024-01-05", "2024-05-01"},
		"\u200e5\u200e/\u200e1\u200e/\u200e2024": {"", "2024-01-05", "2024-05-01"},
		"31/31/2024":                             {"", "", ""},
		"29/02/2023":                             {"", "", ""},
		"05/01/24":                               {"", "", ""},
		"01-Jul-24":                              {"", "", ""},
		"005/01/2024":                            {"", "", ""},
	} {
		for _, f := range dateFormats {
			got := ""
			if day := parseDate([]byte(cell), f).day; day != 0 {
				got = day.String()
			}
			if got != want[f] {
				t.Errorf("%s: %q is read as %q; want %q", f, cell, got, want[f])
			}
		}
	}
}

func TestWhyItIsNoDate(t *testing.T) {
	for cell, want := range map[string]Detail{
		"05/01/24": TwoDigitYear, "01-Jul-24": TwoDigitYear, "31.12.24": TwoDigitYear, "45291": DayNumber, "45291.0": DayNumber,
		"45,291": DayNumber, "31/12/2024": OtherFormat, "tomorrow": "", "2024-13-01": "",
	} {
		if got := parseDate([]byte(cell), YMD).detail; got != want {
			t.Errorf("%q: %q; want %q", cell, got, want)
		}
	}
}

func TestParseDateFormat(t *testing.T) {
	for text, want := range map[string]DateFormat{
		"YYYY-MM-DD": YMD, "yyyy.mm.dd": YMD, "DD/MM/YYYY": DMY, "DD.MM.YYYY": DMY, "MM-DD-YYYY": MDY,
	} {
		if got, err := ParseDateFormat(text); err != nil || got != want {
			t.Errorf("%q is %v, error %v", text, got, err)
		}
	}
	for _, text := range []string{"", "ISO", "YYYY-MM", "YY-MM-DD", "YYYY-DD-MM", "YYYY MM DD"} {
		if f, err := ParseDateFormat(text); err == nil {
			t.Errorf("%q was read as %s", text, f)
		}
	}
}

// Every day of four centuries, and the days around them that are none.
func TestDatesAgreeWithTheCalendar(t *testing.T) {
	for year := 1900; year < 2300; year++ {
		for month := 0; month <= 13; month++ {
			for day := 0; day <= 32; day++ {
				real := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
				want := real.Year() == year && int(real.Month()) == month && real.Day() == day
				if got := dayOf(year, month, day) != 0; got != want {
					t.Fatalf("dayOf(%d, %d, %d) = %v", year, month, day, got)
				}
			}
		}
	}
}
