package roster

import (
	"net/mail"
	"strings"
	"testing"
	"time"
)

func TestIsEmail(t *testing.T) {
	for address, want := range map[string]bool{
		"ada@example.com":                        true,
		"ada.lovelace+work@example.com":          true,
		"o'brien@example.co.uk":                  true,
		"ADA@EXAMPLE.COM":                        true,
		"a@b.co":                                 true,
		"1@2.de":                                 true,
		"jörg@müller.example":                    true,
		"ada@xn--mller-kva.example":              true,
		"":                                       false,
		"ada":                                    false,
		"@example.com":                           false,
		"ada@":                                   false,
		"ada@localhost":                          false,
		"ada@example.":                           false,
		"ada@.com":                               false,
		"ada@example..com":                       false,
		"ada@-example.com":                       false,
		"ada@example-.com":                       false,
		"ada@example.com-":                       false,
		"ada@example.c":                          false,
		"ada@10.0.0.1":                           false,
		".ada@example.com":                       false,
		"ada.@example.com":                       false,
		"a..da@example.com":                      false,
		"ada lovelace@example.com":               false,
		"ada@exam ple.com":                       false,
		"ada@@example.com":                       false,
		"Ada <ada@example.com>":                  false,
		"ada@example.com;b@example.com":          false,
		"ada@example.com, b@x.com":               false,
		`"ada"@example.com`:                      false,
		strings.Repeat("a", 65) + "@example.com": false,
		"a@" + strings.Repeat("b", 64) + ".com":  false,
		"a@" + strings.Repeat("b.", 130) + "com": false,
		strings.Repeat("a", 64) + "@example.com": true,
		"a@" + strings.Repeat("b", 63) + ".com":  true,
	} {
		if got := isEmail([]byte(address)); got != want {
			t.Errorf("isEmail(%q) = %v", address, got)
		}
		if _, err := mail.ParseAddress(address); want && err != nil {
			t.Errorf("net/mail disagrees about %q: %v", address, err)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, test := range []struct{ format, cell, want string }{
		{"YYYY-MM-DD", "2024-02-29", "2024-02-29"},
		{"YYYY-MM-DD", "2024-2-9", "2024-02-09"},
		{"YYYY-MM-DD", "2021-02-29", ""},
		{"YYYY-MM-DD", "1900-02-29", ""},
		{"YYYY-MM-DD", "2000-02-29", "2000-02-29"},
		{"YYYY-MM-DD", "2024-04-31", ""},
		{"YYYY-MM-DD", "2024-13-01", ""},
		{"YYYY-MM-DD", "2024-00-10", ""},
		{"YYYY-MM-DD", "2024-01-00", ""},
		{"YYYY-MM-DD", "24-01-05", ""},
		{"YYYY-MM-DD", "2024/01/05", ""},
		{"YYYY-MM-DD", "2024-01/05", ""},
		{"YYYY-MM-DD", "20240105", ""},
		{"YYYY-MM-DD", "45731", ""},
		{"YYYY-MM-DD", "0024-01-05", ""},
		{"YYYY-MM-DD", "2024-01-005", ""},
		{"YYYY-MM-DD", "2024-01-05x", ""},
		{"YYYY-MM-DD", "2024-01", ""},
		{"YYYY-MM-DD", "9999-12-31", "9999-12-31"},
		{"YYYY-MM-DD", "2024-01-05T00:00:00Z", "2024-01-05"},
		{"YYYY-MM-DD", "2024-01-05 00:00:00.000", "2024-01-05"},
		{"YYYY-MM-DD", "2024-01-05T09:30:00+10:00", "2024-01-05"},
		{"YYYY-MM-DD", "2024-01-05 to 2025", ""},
		{"YYYY-MM-DD", "2024-01-05 ", ""},
		{"DD/MM/YYYY", "05/01/2024", "2024-01-05"},
		{"DD/MM/YYYY", "5/1/2024", "2024-01-05"},
		{"DD/MM/YYYY", "5/1/2024 12:00:00 AM", "2024-01-05"},
		{"DD/MM/YYYY", "13/01/2024", "2024-01-13"},
		{"DD/MM/YYYY", "01/13/2024", ""},
		{"MM/DD/YYYY", "01/13/2024", "2024-01-13"},
		{"MM/DD/YYYY", "13/01/2024", ""},
		{"DD.MM.YYYY", "31.12.2024", "2024-12-31"},
		{"YYYY/DD/MM", "2024/31/12", "2024-12-31"},
		{"MM-YYYY-DD", "12-2024-31", "2024-12-31"},
		{"DD-YYYY-MM", "31-2024-12", "2024-12-31"},
		{"yyyy.mm.dd", "2024.12.31", "2024-12-31"},
	} {
		format, err := ParseDateFormat(test.format)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if day, _ := format.parse([]byte(test.cell)); day != 0 {
			got = string(day.append(nil))
		}
		if got != test.want {
			t.Errorf("%s: %q is read as %q; want %q", test.format, test.cell, got, test.want)
		}
	}
	for _, format := range []string{"", "ISO", "YYYY-MM", "DD/MM-YYYY", "YY-MM-DD", "YYYY MM DD"} {
		if f, err := ParseDateFormat(format); err == nil {
			t.Errorf("%q was read as %s", format, f)
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
				if got := isDay(year, month, day); got != want {
					t.Fatalf("isDay(%d, %d, %d) = %v", year, month, day, got)
				}
			}
		}
	}
}

func TestCodes(t *testing.T) {
	for cell, want := range map[string]string{
		`00123`: "00123", `="00123"`: "00123", `'00123`: "00123", `A-7`: "A-7", `'`: "'", `=""`: "", `123456789012345678`: "123456789012345678",
	} {
		if got := string(unguard([]byte(cell))); got != want {
			t.Errorf("unguard(%s) = %s; want %s", cell, got, want)
		}
	}
	for cell, want := range map[string]bool{
		"1.2E+05": true, "1,2E+05": true, "1E+10": true, "1.00045e+05": true,
		"1E10": false, "E+05": false, "AE+05": false, "1.2E+": false, "1.2E-05": false, "A+1": false, "+1": false, "": false, "12": false,
	} {
		if got := isDamagedCode([]byte(cell)); got != want {
			t.Errorf("isDamagedCode(%s) = %v", cell, got)
		}
	}
}
