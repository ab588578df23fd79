package roster_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// The file and the baseline of these tests are the same two people.
const (
	twoPeople = "firstName,lastName,emailAddress,employeeCode,employmentStartDate\n" +
		"Ada,King,ada@example.com,00123,2020-01-31\nGrace,Hopper,grace@example.com,E7,2021-02-01\n"
	twoKnown = "firstName,lastName,emailAddress,employeeCode,employmentStartDate,receivedAt,missingSince,environment\n" +
		"Ada,King,ada@example.com,00123,2020-01-31,20261122T210000Z,,test\n" +
		"Grace,Hopper,grace@example.com,E7,2021-02-01,20261121T210000Z,,production\n"
)

// A baseline that a person has edited is read as it was meant: whatever the spreadsheet made of its shape.
func TestEditedBaselines(t *testing.T) {
	replaced := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(twoKnown) }
	var quoted strings.Builder
	for text := range strings.Lines(twoKnown) {
		fmt.Fprintf(&quoted, "\"%s\"\r\n", strings.ReplaceAll(strings.TrimSpace(text), ",", `","`))
	}
	for _, test := range []struct {
		name, text string
		format     roster.DateFormat
	}{
		{"as it was written", twoKnown, roster.YMD},
		{"a byte order mark, semicolons and CRLF", "\uFEFF" + replaced(",", ";", "\n", "\r\n"), roster.YMD},
		{"tabs", replaced(",", "\t"), roster.YMD},
		{"pipes", replaced(",", "|"), roster.YMD},
		{"a line sep=;", "sep=;\n" + replaced(",", ";"), roster.YMD},
		{"a byte order mark, a line sep=| and CRLF", "\uFEFFsep=|\r\n" + replaced(",", "|", "\n", "\r\n"), roster.YMD},
		{"every cell in quotes", quoted.String(), roster.YMD},
		{"a byte order mark, and every cell in quotes", "\uFEFF" + quoted.String(), roster.YMD},
		{"separators at the end of every line, and empty lines", replaced("\n", ",,\n\n,,\n"), roster.YMD},
		{"separators at the end of some lines", replaced("test\n", "test,,\n"), roster.YMD},
		{"local dates", replaced("2020-01-31", "31.01.2020", "2021-02-01", "01.02.2021"), roster.DMY},
		{"American dates", replaced("2020-01-31", "1/31/2020", "2021-02-01", "2/1/2021"), roster.MDY},
		{"codes kept as text", replaced("00123", `="00123"`, "E7", "'E7"), roster.YMD},
		{"blanks around cells", replaced("Ada,", " Ada ,", "00123", " 00123", ",test", ", test "), roster.YMD},
	} {
		base, err := roster.ReadBaseline(strings.NewReader(test.text), test.format)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		file, err := roster.Format{}.Read(strings.NewReader(twoPeople))
		if err != nil {
			t.Fatal(err)
		}
		plan := roster.Compare(file, base, roster.Occasion{Received: base.Newest().AddDate(0, 0, 1)})
		if want := (roster.Changes{Unchanged: 2}); plan.Changes != want {
			t.Errorf("%s: %+v; want %+v", test.name, plan.Changes, want)
		}
		if want := time.Date(2026, time.November, 22, 21, 0, 0, 0, time.UTC); !base.Newest().Equal(want) {
			t.Errorf("%s: the newest file is of %v", test.name, base.Newest())
		}
		if diff := cmp.Diff([]string{"test", "production"}, base.Environments()); diff != "" {
			t.Errorf("%s: environments: want -, got +\n%s", test.name, diff)
		}
	}
}

// baselineOf reads a baseline; of no text there is none.
func baselineOf(t testing.TB, text string, format roster.DateFormat) *roster.Baseline {
	t.Helper()
	if text == "" {
		return &roster.Baseline{}
	}
	base, err := roster.ReadBaseline(strings.NewReader(text), format)
	if err != nil {
		t.Fatal(err)
	}
	return base
}

// Whoever a file does not bring keeps the environment that they were sent to.
func TestEnvironmentsStay(t *testing.T) {
	base, err := roster.ReadBaseline(strings.NewReader(twoKnown), roster.YMD)
	if err != nil {
		t.Fatal(err)
	}
	format := roster.Format{Changes: true}
	file, err := format.Read(strings.NewReader(twoPeople[:strings.Index(twoPeople, "Ada")]))
	if err != nil {
		t.Fatal(err)
	}
	var next bytes.Buffer
	plan := roster.Compare(file, base, roster.Occasion{Received: base.Newest().AddDate(0, 0, 1)})
	if err := plan.WriteBaseline(&next, roster.Next{Environment: "other"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(twoKnown, next.String()); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

// What is no baseline is refused, with the row, and without anything of what stands in it.
func TestUselessBaselines(t *testing.T) {
	for _, test := range []struct{ old, new, says string }{
		{twoKnown, "", "it is empty"},
		{twoKnown, "\uFEFF \t\r\n\n\u00A0\n", "it is empty"},
		{twoKnown, "\x00\x00", "it is empty"},
		{"receivedAt", "received", "its first row lacks emailAddress or receivedAt"},
		{"emailAddress", "mail", "its first row lacks emailAddress or receivedAt"},
		{"ada@example.com", "", "row 2 has no address"},
		{"20261122T210000Z", "", "row 2 has no time in receivedAt"},
		{"20261121T210000Z", "", "row 3 has no time in receivedAt"},
		{"20261121T210000Z", "21.11.2026 21:00", "row 3 has no time in receivedAt"},
		{",,production", ",yesterday,production", "row 3 has no time in missingSince"},
		{"2021-02-01", "1 Hopper", "row 3 has a date that is none in employmentStartDate"},
		{"2021-02-01", "2021-02-30", "row 3 has a date that is none in employmentStartDate"},
		{"production\n", "production,Hopper\n", "row 3 has 9 cells, its first row 8"},
		{",,production\n", "\n", "row 3 has 6 cells, its first row 8"},
		{"Grace,", `"Grace,`, "row 3 is malformed"},
		{"firstName,", `"firstName,`, "row 1 is malformed"},
	} {
		_, err := roster.ReadBaseline(strings.NewReader(strings.Replace(twoKnown, test.old, test.new, 1)), roster.YMD)
		if !errors.Is(err, roster.ErrBaseline) || !strings.HasSuffix(err.Error(), ": "+test.says) {
			t.Errorf("%q instead of %q: error %v; want %q", test.new, test.old, err, test.says)
		}
	}
}

// The newest file is that of any row: it is what makes an older file superseded.
func TestNewestIsOfAnyRow(t *testing.T) {
	for newest := range 100 {
		var text strings.Builder
		text.WriteString("emailAddress,receivedAt\n")
		for i := range 100 {
			day := 20
			if i == newest {
				day = 22
			}
			fmt.Fprintf(&text, "a%d@example.com,202611%dT210000Z\n", i, day)
		}
		base, err := roster.ReadBaseline(strings.NewReader(text.String()), roster.YMD)
		if err != nil || base.Newest().Day() != 22 {
			t.Errorf("row %d is of the 22nd: %v, error %v", newest+2, base.Newest(), err)
		}
	}
}
