package roster_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// planOf compares a file with a baseline, the day after it.
func planOf(t *testing.T, base, file string) *roster.Plan {
	t.Helper()
	read := func(text string) *roster.File {
		f, err := roster.Format{}.Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first := roster.Compare(read(base), &roster.Baseline{}, roster.Occasion{Received: time.Unix(1_800_000_000, 0)})
	var written bytes.Buffer
	if err := first.WriteBaseline(&written, roster.Next{Environment: "test", ForgetAfter: 400}); err != nil {
		t.Fatal(err)
	}
	known, err := roster.ReadBaseline(&written, roster.YMD)
	if err != nil {
		t.Fatal(err)
	}
	return roster.Compare(read(file), known, roster.Occasion{Received: time.Unix(1_800_086_400, 0)})
}

// Whoever decides about a move to another manager reads names, not codes: the old one's as they were, the new one's as they
// are now. A manager whom nobody knows has none.
func TestManagersHaveNames(t *testing.T) {
	const header = "First Name,Last Name,Email,Employee Code,Manager Code\n"
	plan := planOf(t, header+"Charlotte,Brown,cb@example.com,00103,\nJack,Chen,jc@example.com,00102,\n"+
		"Ada,Byron,ada@example.com,00104,00103\nAlan,Turing,alan@example.com,00105,00102\n",
		header+"Charlotte,Brown-Lee,cb@example.com,00103,\nJack,Chan,jc@example.com,00102,\n"+
			"Ada,Byron,ada@example.com,00104,00102\nAlan,Turing,alan@example.com,00105,00999\n")
	var got []string
	for d := range plan.Differences {
		if d.Column == roster.ManagerEmployeeCode {
			got = append(got, d.Before+" "+d.BeforeName+" -> "+d.After+" "+d.AfterName)
		}
	}
	want := "00103 Charlotte Brown -> 00102 Jack Chan, 00102 Jack Chen -> 00999 "
	if all := strings.Join(got, ", "); all != want {
		t.Errorf("%q; want %q", all, want)
	}
	if who, found := plan.Person(4); !found || who.FirstName != "Ada" || who.ID != "00104" {
		t.Errorf("row 4 is %+v, found %t", who, found)
	}
	if who, found := plan.Person(9); found {
		t.Errorf("row 9 is %+v", who)
	}
}

// So do managers who are named by their address.
func TestManagersByAddressHaveNames(t *testing.T) {
	const header = "First Name,Last Name,Email,Manager Email\nCharlotte,Brown,cb@example.com,\n"
	plan := planOf(t, header+"Jack,Chen,jc@example.com,\nAda,Byron,ada@example.com,cb@example.com\n",
		header+"Jack,Chan,jc@example.com,\nAda,Byron,ada@example.com,JC@example.com\n")
	var got []string
	for d := range plan.Differences {
		got = append(got, d.Column+" "+d.Before+" "+d.BeforeName+" -> "+d.After+" "+d.AfterName)
	}
	want := "lastName Chen  -> Chan , managerEmailAddress cb@example.com Charlotte Brown -> JC@example.com Jack Chan"
	if all := strings.Join(got, ", "); all != want {
		t.Errorf("%q; want %q", all, want)
	}
}

// Of a row that Crewmojo would write into another record, HR must know whose, by name and code.
func TestConflictsNameTheRecord(t *testing.T) {
	const header = "First Name,Last Name,Email,Employee Code\n"
	const base = header + "Jack,Chen,jc@example.com,00102\nAda,Byron,ada@example.com,00104\n"
	for name, test := range map[string]struct{ rows, want string }{
		"a code that was handed on": {"Jo,Hill,jo@example.com,00102\nAda,Byron,ada@example.com,00104\n", "Jack Chen (00102)"},
		"an address that was handed on": {"Jack,Chen,ada@example.com,00102\nAda,Byron,new.ada@example.com,00104\n",
			"Ada Byron (00104)"},
		"the same by somebody with a new last name": {"Jack,Hill,ada@example.com,00102\nAda,Byron,new.ada@example.com,00104\n",
			"Ada Byron (00104)"},
		"an address with a new code": {"Jo,Hill,jc@example.com,00200\nAda,Byron,ada@example.com,00104\n", "Jack Chen (00102)"},
	} {
		plan := planOf(t, base, header+test.rows)
		if len(plan.Rejects) != 1 || plan.Rejects[0].Code != roster.IdentityConflict {
			t.Errorf("%s: %+v", name, plan.Rejects)
			continue
		}
		want := "Crewmojo would write this row into the record of " + test.want + ". "
		if got := plan.Rejects[0].Explanation(); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q; want %q", name, got, want)
		}
	}
}

// A workbook with a sheet for each office is read in part: only sheets that people see and that have a header count.
func TestOtherSheets(t *testing.T) {
	const people = "First Name|Last Name|Email\nAda|Byron|ada@example.com\n"
	for text, want := range map[string]int{
		"== Sydney\n" + people: 0,
		"== Notes\nRead me\n== Sydney\n" + people + "== Perth\n" + people + "== Hobart\n" + people:     2,
		"== Sydney\n" + people + "== Old (hidden)\n" + people + "== Offices\nName|City\nHead|Sydney\n": 0,
	} {
		f, err := roster.Format{}.Read(bytes.NewReader(workbookOf(t, text)))
		if err != nil || f.OtherSheets != want || f.Rows.Accepted != 1 {
			t.Errorf("%d other sheets, %d rows, error %v; want %d other sheets in\n%s", f.OtherSheets, f.Rows.Accepted, err, want, text)
		}
	}
}

// A header that is a formula, markup or a quotation is none, and then the words next to it may be a name.
func TestOddHeadersHaveLetters(t *testing.T) {
	const row = "\nAda,Byron,ada@example.com,x,y\n"
	for header, want := range map[string]string{
		"First Name,Last Name,Email,Department,Cost Centre (AU)":       "Department, Cost Centre (AU)",
		"First Name,Last Name,Email,Job: title,Département":            "column D, Département",
		`First Name,Last Name,Email,"=HYPERLINK(""x"")",Olivia Nguyen`: "column D, column E",
		"First Name,Last Name,Email,<b>x</b>,Olivia Nguyen":            "column D, column E",
	} {
		f, err := roster.Format{}.Read(strings.NewReader(header + row))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, label := range f.Headers.Ignored {
			got = append(got, string(label))
		}
		if all := strings.Join(got, ", "); all != want {
			t.Errorf("%s: %s; want %s", header, all, want)
		}
	}
}
