package roster

import (
	"net/mail"
	"strings"
	"testing"
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

func TestCodes(t *testing.T) {
	for cell, want := range map[string]string{
		`00123`: "00123", `="00123"`: "00123", `'00123`: "00123", `'00123'`: "00123", `=" 00123 "`: "00123", `' 00123 '`: "00123",
		`A-7`: "A-7", `'`: "'", `=""`: "", `123456789012345678`: "123456789012345678",
	} {
		if got := string(unguard([]byte(cell))); got != want {
			t.Errorf("unguard(%s) = %s; want %s", cell, got, want)
		}
	}
	for cell, want := range map[string]bool{
		"1.2E+05": true, "1,2E+05": true, "1E+10": true, "1.00045e+05": true, "123.0": true,
		"1,234": true, "12,345,678": true, "#REF!": true, "########": true,
		"1.5": false, "1,23": false, "A1.0": false, "2024.001": false,
		"1E10": false, "E+05": false, "AE+05": false, "1.2E+": false, "1.2E-05": false, "A+1": false, "+1": false, "": false, "12": false,
	} {
		if got := isDamagedCode([]byte(cell)); got != want {
			t.Errorf("isDamagedCode(%s) = %v", cell, got)
		}
	}
}

// What databases, spreadsheets and programs write for nothing.
func TestNone(t *testing.T) {
	for cell, want := range map[string]bool{
		"": true, "N/A": true, "n/a": true, "#N/A": true, "NULL": true, "(null)": true, "<NULL>": true, "None": true, "-": true, "—": true,
		"0": false, "NULLS": false, "Null Island": false, "E-": false,
	} {
		if got := isNone([]byte(cell)); got != want {
			t.Errorf("isNone(%q) = %v", cell, got)
		}
	}
	for cell, want := range map[string]bool{
		"NO_MANAGER": true, "no manager": true, "NO_HR": true, "N/A": true, "": true, "NO_MANAGERS": false, "E1": false,
	} {
		if got := isNoManager([]byte(cell)); got != want {
			t.Errorf("isNoManager(%q) = %v", cell, got)
		}
	}
}
