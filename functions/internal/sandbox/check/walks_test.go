package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A walk follows a newcomer who runs what the check proposes, always the first choice, until there is nothing to run or the
// file would be imported.
type walk struct {
	name, file string
	content    string
	proposed   []string // the settings of each command that is proposed on the way
	verdict    string   // the last one
	says       []string // at the end
}

var walks = []walk{
	{
		name: "Workday: dates of the United States, and people who have left", file: "workday.csv",
		content: table("Employee ID,Worker,Legal First Name,Legal Last Name,Email - Primary Work,Manager ID,Hire Date,Worker Status", 12,
			func(i int) string {
				return fmt.Sprintf(`10%03d,"%s %s",%[2]s,%[3]s,%[2]s@corp.example,10000,%02[4]d/%02[5]d/2019,%[6]s`,
					i, first[i], last[i], i%12+1, i+13, either(i == 3, "Terminated", "Active"))
			}),
		proposed: []string{"DATE_FORMAT=MM/DD/YYYY", "DATE_FORMAT=MM/DD/YYYY ENDED_WHEN='Worker Status=Terminated'"},
		verdict:  "imported",
		says:     []string{`"DateFormat=MM/DD/YYYY",`, `"EndedWhen='Worker Status=Terminated'",`, "make deploy"},
	},
	{
		name: "Workday: whole names only", file: "worker.csv",
		content: table("Worker,Email - Primary Work,Hire Date", 8, func(i int) string {
			return fmt.Sprintf("%s %s,%[1]s@corp.example,2019-01-%02[3]d", first[i], last[i], i+1)
		}),
		verdict: "rejected",
		says:    []string{`"Worker" (such as "Ada King") seems to hold whole names`, "have the export write both"},
	},
	{
		name: "BambooHR: a status of the employment", file: "bamboo.csv",
		content: table("Employee #,First Name,Last Name,Work Email,Reporting to,Hire Date,Status", 12, func(i int) string {
			return fmt.Sprintf(`%d,%s,%s,%[2]s@bamboo.example,"King, Ada","%02[1]d Mar 2019",%[4]s`,
				i+1, first[i], last[i], either(i == 5, "Inactive", "Active"))
		}),
		proposed: []string{"ENDED_WHEN=Status=Inactive"},
		verdict:  "imported",
	},
	{
		name: "a status of people who have left, and no last day of theirs", file: "status.csv",
		content: table("Staff No,First Name,Last Name,Work Email,Termination Date,Status", 12, func(i int) string {
			return fmt.Sprintf("%d,%s,%s,%[2]s@status.example,%[4]s", i+1, first[i], last[i],
				[]string{",Active", ",Terminated", "2026-03-01,Terminated", ",On Leave"}[i%4])
		}),
		proposed: []string{"ENDED_WHEN=Status=Terminated"},
		verdict:  "imported",
	},
	{
		name: "PeopleSoft: a status, last days, and no address of those who have left", file: "ps.csv",
		content: table("EMPLID,FIRST_NAME,LAST_NAME,Email,EMPL_STATUS,TERMINATION_DT", 12, func(i int) string {
			left := i%4 == 3
			return fmt.Sprintf("%05d,%s,%s,%s,%s,%s", i, first[i], last[i], either(left, "", first[i]+"@ps.example"),
				either(left, "T", "A"), either(i == 3, "2026-03-01", ""))
		}),
		proposed: []string{"COLUMN_MAP=TERMINATION_DT=employmentEndDate ENDED_WHEN=EMPL_STATUS=T"},
		verdict:  "imported",
	},
	{
		name: "people who have left have no address, and a code under a header of its own", file: "gone.csv",
		content: table("NI Number,Desk ID,Badge,First Name,Last Name,Email,Last Day", 12, func(i int) string {
			return fmt.Sprintf("QQ%d,D%[1]d,B%[1]d,%s,%s,%s", i, first[i], last[i], either(i%4 == 3, ",2026-03-01", first[i]+"@gone.example,"))
		}),
		proposed: []string{"COLUMN_MAP=Badge=employeeCode"},
		verdict:  "imported",
	},
	{
		name: "Excel: semicolons, Windows-1252, headers of its own", file: "my staff $.csv",
		content: table("Payroll ref;Given;Surname / Family;Contact e-mail;Commenced on;Team", 12, func(i int) string {
			return fmt.Sprintf("%05d;%s;%s\xfc;%[2]s@sme.example;%02[4]d/%[5]d/2019;B\xfcro", i, first[i], last[i], i+13, i%12+1)
		}),
		proposed: []string{"COLUMN_MAP='Given=firstName,Surname / Family=lastName,Contact e-mail=emailAddress'"},
		verdict:  "imported",
		says: []string{"windows-1252, with semicolons", "COLUMN_MAP='Given=firstName,Surname / Family=lastName," +
			"Contact e-mail=emailAddress,Payroll ref=employeeCode,Commenced on=employmentStartDate' DATE_FORMAT=DD/MM/YYYY"},
	},
	{
		name: "an old Mac: headers with accents", file: "mac.csv",
		content: table("Pr\x8Enom;Nom;Courriel;Matricule", 9, func(i int) string {
			return fmt.Sprintf("%s\x8E;%s;%[1]s@mac.example;%[3]d", first[i], last[i], i)
		}),
		proposed: []string{"CHARSET=macintosh"},
		verdict:  "imported",
		says:     []string{`"Prénom" is sent as firstName, such as "Adaé"`},
	},
	{
		name: "Excel: a workbook with a title", file: "staff.xlsx",
		content: workbook("Staff list\n\n" + table("Emp. number;First;Family name;E-mail (office);Joined", 9, func(i int) string {
			return fmt.Sprintf("%04d;%s;%s;%[2]s@xl.example;%02[4]d.03.2019", i, first[i], last[i], i+13)
		})),
		proposed: []string{"COLUMN_MAP='First=firstName,E-mail (office)=emailAddress'"},
		verdict:  "imported",
		says:     []string{"an Excel workbook", "Emp. number=employeeCode,Joined=employmentStartDate' DATE_FORMAT=DD/MM/YYYY"},
	},
	{
		name: "German: headers and dates, and the end of contracts", file: "mitarbeiter.csv",
		content: "\uFEFF" + table("Personalnummer;Vorname;Nachname;E-Mail dienstlich;Eintrittsdatum;Vertragsende", 12, func(i int) string {
			return fmt.Sprintf("%d;%s;%s;%[2]s@firma.example;%02[4]d.03.2019;%[5]s",
				1000+i, first[i], last[i], i+13, either(i == 4, "31.03.2026", ""))
		}),
		proposed: []string{"DATE_FORMAT=DD/MM/YYYY", "COLUMN_MAP=Vertragsende=employmentEndDate DATE_FORMAT=DD/MM/YYYY"},
		verdict:  "imported",
	},
	{
		name: "titles above, totals below", file: "titles.csv",
		content: "Employee listing,,,\nAs at 24/11/2026,,,\n\n" + table("No.,Name (first),Name (last),Mail", 9, func(i int) string {
			return fmt.Sprintf("%d,%s,%s,%[2]s@totals.example", i+1, first[i], last[i])
		}) + "Total,9,,\nPrinted by payroll,,,\n",
		proposed: []string{"COLUMN_MAP='Name (first)=firstName,Name (last)=lastName'"},
		verdict:  "imported",
		says:     []string{"9 read, 9 accepted", "Run next, as README.md says under Deploy"},
	},
	{
		name: "three in ten dates cannot be read", file: "dates.csv",
		content: table("First Name,Last Name,Email,Start Date", 20, func(i int) string {
			date := []string{"2019-03-01", "31.12.24", "2019-03-02", "2019-03-03", "45291", "2019-03-04", "2019-03-05", "tbc",
				"2019-03-06", "2019-03-07"}[i%10]
			return fmt.Sprintf("%s,%s,%[1]s@dates.example,%[3]s", first[i], last[i], date)
		}),
		proposed: []string{"COLUMN_MAP='Start Date='"},
		verdict:  "imported",
	},
	{
		name: "no header at all", file: "none.csv",
		content: table("1,Ada,King,ada@none.example,2019-03-01", 5, func(i int) string {
			return fmt.Sprintf("%d,%s,%s,%[2]s@none.example,2019-03-01", i+2, first[i+1], last[i+1])
		}),
		verdict: "rejected",
		says:    []string{"seems to have no header", `"1", "Ada", "King", "ada@none.example"`, "firstName,lastName,emailAddress,"},
	},
	{
		name: "a language that nobody knows", file: "ansatte.csv",
		content: table("Fornavn;Etternavn;E-post;Avdeling", 9, func(i int) string {
			return fmt.Sprintf("%s;%s;%[1]s@norge.example;Salg", first[i], last[i])
		}),
		proposed: []string{"COLUMN_MAP=Fornavn=firstName,Etternavn=lastName,E-post=emailAddress"},
		verdict:  "imported",
	},
	{
		name: "Polish: the last name first, and one that somebody was born with", file: "pracownicy.csv",
		content: table("Kod pracownika;Nazwisko panieńskie;Nazwisko;Imię;E-mail;Data zwolnienia", 9, func(i int) string {
			return fmt.Sprintf("%05d;%s;%s;%s;%[4]s@pl.example;", i, last[i+1], last[i], first[i])
		}),
		proposed: []string{"COLUMN_MAP='Imię=firstName,Nazwisko=lastName'",
			"COLUMN_MAP='Imię=firstName,Nazwisko=lastName,Kod pracownika=employeeCode,Data zwolnienia=employmentEndDate'"},
		verdict: "imported",
		says:    []string{`"Imię" is sent as firstName, such as "Ada"`},
	},
	{
		name: "Polish names in Windows-1250", file: "enova.csv",
		content: table("Employee ID;First name;Last name;Work Email;Status", 9, func(i int) string {
			return fmt.Sprintf("%05d;%s;Wi\x9cniewski;p%[1]d@pl.example;Active", i, either(i%2 == 0, "\xa3ukasz", "Rafa\xb3"))
		}),
		proposed: []string{"CHARSET=windows-1250"},
		verdict:  "imported",
		says:     []string{`"Last name" is sent as lastName, such as "Wiśniewski"`, "make deploy"},
	},
	{
		name: "Japanese headers in Shift JIS", file: "smarthr.csv",
		content: table("\x8e\xd0\x88\xf5\x94\xd4\x8d\x86,\x90\xa9,\x96\xbc,Email", 9, func(i int) string {
			return fmt.Sprintf("%05d,%s,%s,p%[1]d@jp.example", i, last[i], first[i])
		}),
		proposed: []string{"CHARSET=shift_jis", "CHARSET=shift_jis COLUMN_MAP='名=firstName,姓=lastName'",
			"CHARSET=shift_jis COLUMN_MAP='名=firstName,姓=lastName,社員番号=employeeCode'"},
		verdict: "imported",
	},
	{
		name: "names of the West in Windows-1252", file: "west.csv",
		content: table("First Name,Last Name,Email", 9, func(i int) string {
			name := []string{"Jos\xe9", "J\xfcrgen", "Fran\xe7ois", "Agn\xe8s", "S\xf8ren", "\xc5sa", "Beno\xeet", "Lebl\x9cuf", "O\xb4Neil"}[i]
			return fmt.Sprintf("%s,D\x92Arc,p%d@west.example", name, i)
		}),
		verdict: "imported",
		says:    []string{"The default settings suit this file"},
	},
	{
		name: "names and addresses of other people", file: "others.csv",
		content: table("Emp ID,Emergency Contact First Name,Emergency Contact Last Name,E-mail perso,Manager Mailbox,Employee First,Employee Last,E-mail pro", 9,
			func(i int) string {
				return fmt.Sprintf("E%d,%s,%s,%[2]s@home.example,ada@corp.example,%[4]s,%[5]s,%[4]s@corp.example", i, first[i+1], last[i+1], first[i], last[i])
			}),
		proposed: []string{"COLUMN_MAP='Employee First=firstName,Employee Last=lastName,E-mail pro=emailAddress'",
			"COLUMN_MAP='Employee First=firstName,Employee Last=lastName,E-mail pro=emailAddress,Manager Mailbox=managerEmailAddress'"},
		verdict: "imported",
	},
	{
		name: "nobody's addresses but private ones", file: "private.csv",
		content: table("Vorname;Nachname;E-Mail privat", 9, func(i int) string {
			return fmt.Sprintf("%s;%s;%[1]s@home.example", first[i], last[i])
		}),
		verdict: "rejected",
		says:    []string{"emailAddress is missing, and none of the other columns can be it."},
	},
}

// Following the check to the letter leads each file to an import, or to a sentence that says why it cannot be imported.
func TestWalks(t *testing.T) {
	for _, walk := range slices.Concat(walks, moreWalks) {
		t.Run(walk.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, walk.file, walk.content)
			lookup := map[string]string{"FILE": walk.file}
			out, verdict, next := visit(t, lookup)
			for _, want := range walk.proposed {
				if want := "make check FILE=" + quoted(walk.file) + " " + want; next != want {
					t.Fatalf("it proposes\n  %s\nwant\n  %s\nin\n%s", next, want, out)
				}
				out, verdict, next = visit(t, run(t, next))
			}
			if verdict != walk.verdict {
				t.Errorf("the file would be %s; want %s:\n%s", verdict, walk.verdict, out)
			}
			if verdict != "imported" && next != "" {
				t.Errorf("it proposes more: %s", next)
			}
			for _, want := range walk.says {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
			if lines := strings.Count(out, "\n"); lines > 60 {
				t.Errorf("it says %d lines", lines)
			}
		})
	}
}
