package roster_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

var monday = time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC)

// compared compares a file with a baseline, which both begin with the header row.
func compared(t *testing.T, f roster.Format, file, known string, o roster.Occasion) *roster.Plan {
	t.Helper()
	read, err := f.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	o.Received = monday
	return roster.Compare(read, baselineOf(t, known, f.DateFormat), o)
}

const (
	knownHeader = "firstName,lastName,emailAddress,employeeCode,receivedAt,missingSince,environment\n"
	knownAda    = "Ada,King,ada@example.com,E1,20261122T210000Z,,test\n"
	knownGrace  = "Grace,Hopper,grace@example.com,E2,20261121T210000Z,20261122T210000Z,test\n"
	presentAda  = "Ada,King,ada@example.com,E1\n"
)

// However many rows are damaged, nobody is ended who may be in one of them; and damage that is somebody else's, by a code
// of the baseline, ends nobody's ending.
func TestNobodyOfADamagedRowIsEnded(t *testing.T) {
	repeat := func(n int, row func(i int) string) string {
		var rows strings.Builder
		for i := range n {
			rows.WriteString(row(i))
		}
		return rows.String()
	}
	fine := repeat(10, func(i int) string { return fmt.Sprintf("Ada,King,ada%d@example.com,F%d\n", i, i) })
	for _, test := range []struct {
		name, rows string
		ended      int
	}{
		{"no damage", "", 1},
		{"100,000 rows whose code and address cannot be remembered", repeat(100_000, func(i int) string {
			return fmt.Sprintf(",King,x%d@example.com,X%d\n", i, i)
		}), 0},
		{"rows out of place that name Ada", repeat(900, func(int) string { return "Ada,E1,King,x,y\n" }), 1},
		{"... and one that names nobody", repeat(900, func(int) string { return "Ada,E1,King,x,y\n" }) + "Ada,King,x,y,z\n", 0},
		{"... after so many", repeat(5000, func(int) string { return "Ada,E1,King,x,y\n" }) + "Ada,King,x,y,z\n", 0},
		{"one that names Ada behind many cells", "Ada" + strings.Repeat(",x", 150) + ",E1\n", 1},
		{"a footer, and a row with nothing but Grace's code", "Total\n,,,e2\n", 0},
		{"a footer, and a row with nothing but her address", "Total\n,,GRACE@example.com\n", 0},
		{"a quoted code in a damaged row", "Ada,King,x,y,\"e2\"\n", 0},
		{"a row with one cell out of place", ",,,,x\n", 1},
	} {
		file := header + presentAda + fine + test.rows + presentAda
		plan := compared(t, roster.Format{}, file, knownHeader+knownAda+knownGrace, roster.Occasion{EndMissing: true})
		if plan.Changes.Ended != test.ended {
			t.Errorf("%s: %d are ended; want %d (%+v, %d rows name nobody)", test.name, plan.Changes.Ended, test.ended, plan.Changes, plan.Nameless)
		}
	}
}

// A column that is there and empty has vanished for more people than are always allowed; one that is not there, for anybody.
func TestVanished(t *testing.T) {
	known, file := "", ""
	for i := 1; i <= 3; i++ {
		known += fmt.Sprintf("Ada,King,ada%d@example.com,E%d,20261122T210000Z,,test\n", i, i)
		file += fmt.Sprintf("Ada,King,ada%d@example.com,\n", i)
		for allowed, want := range []bool{i > 0, i > 1, i > 2, i > 3} {
			plan := compared(t, roster.Format{AlwaysAllowed: allowed}, header+file, knownHeader+known, roster.Occasion{})
			if got := slices.Contains(plan.Vanished, roster.EmployeeCode); got != want {
				t.Errorf("the codes of %d people are gone, %d are allowed: vanished %v", i, allowed, got)
			}
		}
	}
	if plan := compared(t, roster.Format{AlwaysAllowed: 2}, "firstName,lastName,emailAddress\nAda,King,ada@example.com\n",
		knownHeader+knownAda, roster.Occasion{}); !slices.Contains(plan.Vanished, roster.EmployeeCode) {
		t.Error("a column that is not there has not vanished")
	}
}

// A file without a column of managers rewrites nobody's manager: that column has vanished.
func TestManagersAreNotRewrittenByAFileWithoutThem(t *testing.T) {
	known := "firstName,lastName,emailAddress,managerEmailAddress,receivedAt,missingSince,environment\n" +
		"Ada,King,ada@example.com,grace@example.com,20261122T210000Z,,test\n" +
		"Grace,Hopper,grace@example.com,,20261122T210000Z,,test\n"
	file := "firstName,lastName,emailAddress\nAda,Lovelace,ada@example.com\nGrace,Hopper,grace@example.com\n"
	plan := compared(t, roster.Format{}, file, known, roster.Occasion{})
	if diff := cmp.Diff([]roster.Rewrite{{Column: roster.LastName, Count: 1, Of: 2}}, plan.Rewritten); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	if diff := cmp.Diff([]string{roster.ManagerEmailAddress}, plan.Vanished); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

// What is sent has Crewmojo's columns in its order, the end of employment among them, and then the extra ones.
func TestEndsComeBeforeExtraColumns(t *testing.T) {
	f := roster.Format{ExtraColumns: []string{"Office"}, EndedWhen: []roster.CellRule{{Header: "Standing", Value: "Gone"}}}
	file := "firstName,lastName,emailAddress,Office,Standing\nAda,King,ada@example.com,Rome,gone\nGrace,Hopper,grace@example.com,,Here\n"
	plan := compared(t, f, file, "", roster.Occasion{})
	want := "firstName,lastName,emailAddress,employmentEndDate,Office\n" +
		"Ada,King,ada@example.com,2026-11-23,Rome\nGrace,Hopper,grace@example.com,,\n"
	if diff := cmp.Diff(want, contentOf(t, plan.Upload(false))); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

// A status says who has left in up to 20 words, each once, as the file first has them.
func TestWordsOfAStatus(t *testing.T) {
	file, want := "firstName,lastName,emailAddress,Status\n", []string{}
	for i := range 25 {
		word := fmt.Sprintf("Terminated %d", i)
		file += fmt.Sprintf("Ada,King,a%d@example.com,Active\nAda,King,b%d@example.com,%s\nAda,King,c%d@example.com,%s\n", i, i, word, i, word)
		want = append(want, word)
	}
	read, err := roster.Format{}.Read(strings.NewReader(file))
	if err != nil || len(read.Ends) != 1 {
		t.Fatalf("%+v, error %v", read.Ends, err)
	}
	if diff := cmp.Diff(want[:20], read.Ends[0].Words); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

// The last row of a file is cut off if it is rejected and has no line end, for whatever it is rejected.
func TestCutOff(t *testing.T) {
	const dated = "firstName,lastName,emailAddress,employmentStartDate\n"
	f := roster.Format{DateFormat: roster.DMY, AlwaysAllowed: 2}
	early := "Ada,King,ada@example.com,31/01/2020\nAlan,Turing,alan@example.com,30/01/2020\n"
	for last, want := range map[string]bool{
		"Grace,Hopper,grace@example.com,15/02/2020":   false,
		"Grace,Hopper,grace@example.com,15/02/20":     true,  // an invalid date
		"Grace,Hopper,grace@example.com,15/02/20\n":   false, // whole, and wrong
		"Grace,Hopper,grace@exa":                      true,  // too few cells
		"Grace,Hopper,grace@exa\n":                    false, // wrong address, and the start may be blank
		"Grace,Hopper,ada@example.com,15/02/2020":     true,  // Ada's address
		"Grace,Hopper,grace@example.com,01/31/2020":   true,  // another format
		"Grace,Hopper,grace@example.com,\"15/02/2020": true,
		"Grace":         true,
		"Total: 3 rows": false, "*** End of report ***": false, "*** Total,3": false,
		"EOF": false, "TRL,2,20261124": false, "T,2,20261124": false, // whole files of systems that end in no line end
		"EOR,2,A1B2": false, "(2 rows affected)": false, "FIN,2": false, "99,2\n": false, "99,2": true, "99,7\n": true, "# 2 rows,2026-11-24": false,
		"Printed on 24 November,by Grace": false, "rows1,Grace": true, "Fin,Murphy": true,
		"T,Turing,": true, "T": true, "T,2,ada@exa": true,
	} {
		if plan := compared(t, f, dated+early+last, "", roster.Occasion{}); plan.CutOff != want {
			t.Errorf("the last row is %q: cut off %v; want %v", last, plan.CutOff, want)
		}
	} // Without a date that fits only the set format, one in another costs also the rows of dates that fit both.
	swapped := dated + "Ada,King,ada@example.com,\nAlan,Turing,alan@example.com,01/31/2020\nGrace,Hopper,grace@example.com,02/03/2020"
	for end, want := range map[string]bool{"": true, "\n": false} {
		if plan := compared(t, f, swapped+end, "", roster.Occasion{}); plan.CutOff != want || plan.Rows.Rejected != 2 {
			t.Errorf("the last row is rejected late, and ends in %q: cut off %v; want %v", end, plan.CutOff, want)
		}
	}
}

// Addresses and codes are the same in capitals, however long and in whatever alphabet.
func TestPeopleInCapitals(t *testing.T) {
	long := strings.Repeat("a", 60) + "@example.com"
	for _, row := range []string{
		"Ada,King,ada@example.com,É1", "Ada,King,jörg@example.com,", "Ada,King," + long + ",", "Ada,King,ada@example.com,Ω7Ä",
	} {
		plan := compared(t, roster.Format{}, header+strings.ToUpper(row)+"\n", knownHeader+row+",20261122T210000Z,,test\n", roster.Occasion{})
		if plan.Changes.Added != 0 || plan.Changes.Changed != 1 {
			t.Errorf("%s: %+v; want one changed", strings.ToUpper(row), plan.Changes)
		}
		if len(plan.Rewritten) != 2 { // first and last name
			t.Errorf("%s: %+v; addresses and codes are the same in capitals", row, plan.Rewritten)
		}
	}
}

// A header that a page repeats is nobody, in capitals too; somebody whose name is a header's is.
func TestRepeatedHeaders(t *testing.T) {
	file := header + presentAda + strings.ToUpper(header) + "Grace,Hopper,grace@example.com,E2\n" + header +
		"firstName,lastName,first@example.com,E3\n"
	read, err := roster.Format{}.Read(strings.NewReader(file))
	if err != nil || read.Rows != (roster.Rows{Read: 3, Accepted: 3}) {
		t.Errorf("%+v, error %v; want 3 people", read.Rows, err)
	}
}

// Years that are no end of an employment may well be its start.
func TestStartsThatWouldBeNoEnds(t *testing.T) {
	for _, start := range []string{"1970-01-01", "1901-12-31", "2099-01-01"} {
		file := "firstName,lastName,emailAddress,employmentStartDate,leaveStartDate\nAda,King,ada@example.com," + start + "," + start + "\n"
		plan := compared(t, roster.Format{}, file, "", roster.Occasion{})
		if sent := contentOf(t, plan.Upload(false)); sent != file {
			t.Errorf("%q is sent; want %q", sent, file)
		}
	}
}

// A code that lost its zeros is damaged if the address or the name is the same; with neither, it is somebody new.
func TestLostZeros(t *testing.T) {
	known := knownHeader + "Ada,King,ada@example.com,00123,20261122T210000Z,,test\n"
	for row, want := range map[string]int{
		"Ada,Lovelace,ada@example.com,123": 1, "ADA,king,new@example.com,123": 1, "Ada,Lovelace,new@example.com,123": 0,
	} {
		plan := compared(t, roster.Format{}, header+row+"\nGrace,Hopper,grace@example.com,E2\n", known, roster.Occasion{})
		if plan.Rows.Rejected != want || plan.Changes.Missing != 1-want {
			t.Errorf("%s: %+v, %d missing; want %d rejected", row, plan.Rows, plan.Changes.Missing, want)
		}
	}
}
