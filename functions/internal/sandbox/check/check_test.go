package check

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
)

// A check takes every setting of the import, but for those that say where Crewmojo is and where people are sent; and
// "make help" lists what it takes.
func TestSettings(t *testing.T) {
	elsewhere := []string{"CREWMOJO_SECRET_ID", "CREWMOJO_BASE_URL", "CREWMOJO_UPLOAD_PATH", "CREWMOJO_JOB_PATH", "GUIDE_URL",
		"CONSOLE_LINK", "DRY_RUN"}
	var read []string
	_, _ = importer.ReadSettings(settings.From(func(name string) (string, bool) {
		read = append(read, name)
		return "", false
	}))
	slices.Sort(read)
	for _, name := range slices.Compact(read) {
		if slices.Contains(Settings, name) == slices.Contains(elsewhere, name) {
			t.Errorf("%s is read by the import, and not by the check; or it is no setting of a check", name)
		}
	}
	makefile, err := os.ReadFile("../../../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(slices.Clone(Settings), baselineVariable, reviewVariable) {
		if !strings.Contains(string(makefile), " "+name) {
			t.Errorf("make help does not list %s", name)
		}
	}
}

// Compared with a baseline, the report says who is concerned, at most 20 of them, and writes the page that HR would get.
func TestBaselineAndReview(t *testing.T) {
	t.Chdir(t.TempDir())
	base := table("firstName,lastName,emailAddress,receivedAt,missingSince,environment", 400, func(i int) string {
		return fmt.Sprintf("%s,%s%d,p%[3]d@example.com,20261122T210000Z,,production", first[i%20], last[i%20], i)
	})
	write(t, "baseline.csv", base)
	write(t, "export.csv", table("First Name,Last Name,Email", 100, func(i int) string {
		return fmt.Sprintf("%s,%s%d,p%[3]d@example.com", first[i%20], last[i%20], i)
	}))
	variables := map[string]string{"FILE": "export.csv", "BASELINE": "baseline.csv", "REVIEW": "page.html", "CREWMOJO_ENVIRONMENT": "production"}
	out, verdict, next := visit(t, variables)
	if verdict != "held" || !strings.Contains(out, "300 of 400 employees are missing from the file") {
		t.Errorf("%s:\n%s", verdict, out)
	}
	if n := strings.Count(out, "\n  missing "); n != 20 || !strings.Contains(out, "and 280 more") {
		t.Errorf("%d of the missing people are listed:\n%s", n, out)
	}
	want := "make check FILE=export.csv BASELINE=baseline.csv REVIEW=page.html CREWMOJO_ENVIRONMENT=production FILE_CONTENT=changes"
	if next != want || !strings.Contains(out, "sends it when somebody approves it") {
		t.Errorf("next %q:\n%s", next, out)
	}
	page, err := os.ReadFile("page.html")
	if err != nil || !strings.Contains(string(page), "<h1>Preview, would be held: 300 of 400 employees missing</h1>") {
		t.Errorf("%v: %.2000s", err, page)
	}
	delete(variables, "CREWMOJO_ENVIRONMENT")
	if out, _, _ := visit(t, variables); !strings.Contains(out, "CREWMOJO_ENVIRONMENT=production") {
		t.Errorf("the baseline's environment is not proposed:\n%s", out)
	}
}

// Names in the settings that the file does not have are corrected, or said with what the file has.
func TestNamesThatTheFileLacks(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", table("First Name,Last Name,Email,Team", 3, func(i int) string {
		return fmt.Sprintf("%s,%s,%[1]s@example.com,Sales", first[i], last[i])
	}))
	out, verdict, next := visit(t, map[string]string{
		"FILE": "export.csv", "COLUMN_MAP": "Frist Name=firstName,Pager=employeeCode", "EXTRA_COLUMNS": "Teams"})
	if want := "make check FILE=export.csv COLUMN_MAP='First Name=firstName,Pager=employeeCode' EXTRA_COLUMNS=Team"; next != want {
		t.Errorf("it proposes %s, want %s", next, want)
	}
	says := `COLUMN_MAP names the column "Pager", which the file does not have. It has: "First Name", "Last Name", "Email", "Team".`
	if verdict != "imported" || !strings.Contains(out, says) {
		t.Errorf("%s:\n%s", verdict, out)
	}
}

// If leavers have neither address nor code, no setting ends their employment.
func TestLeaversWhomNobodyKnows(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", table("First Name,Last Name,Email,End Date,Status", 12, func(i int) string {
		return fmt.Sprintf("%s,%s,%s", first[i], last[i], either(i%4 == 1, ",2026-03-01,Terminated", first[i]+"@example.com,,Active"))
	}))
	out, verdict, _ := visit(t, map[string]string{"FILE": "export.csv"})
	if verdict != "held" || !strings.Contains(out, "Whoever has left and has a blank email stays employed in Crewmojo") {
		t.Errorf("%s:\n%s", verdict, out)
	}
}

// A status and last days are proposed in one step, before the rows that they explain.
func TestWhoHasLeftComesFirst(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", table("Staff No,First Name,Last Name,Email,TERMINATION_DT,Status", 12, func(i int) string {
		return fmt.Sprintf("%d,%s,%s,%s", i, first[i], last[i], either(i%4 == 1, ",2026-03-01,Terminated", first[i]+"@example.com,,Active"))
	}))
	out, _, next := visit(t, map[string]string{"FILE": "export.csv"})
	want := "make check FILE=export.csv COLUMN_MAP=TERMINATION_DT=employmentEndDate ENDED_WHEN=Status=Terminated"
	if next != want || strings.Contains(out, "EXCLUDE=") || !strings.Contains(out, "Say first who has left") {
		t.Errorf("it proposes %s:\n%s", next, out)
	}
	for _, other := range []string{"COLUMN_MAP=TERMINATION_DT= ENDED_WHEN=Status=Terminated", "COLUMN_MAP=Status=,TERMINATION_DT=employmentEndDate"} {
		if !strings.Contains(out, other) {
			t.Errorf("it does not offer %s:\n%s", other, out)
		}
	}
}

// Of two names in a language that nobody knows, either may be the first: a person must choose.
func TestWhichNameIsTheFirst(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", table("Nama belakang,Nama depan,Email", 9, func(i int) string {
		return fmt.Sprintf("%s,%s,%[2]s@example.com", last[i], first[i])
	}))
	out, _, _ := visit(t, map[string]string{"FILE": "export.csv"})
	for _, want := range []string{
		`Choice 1, if "Nama belakang" (such as "King") holds first names, and "Nama depan" (such as "Ada") last names:`,
		"COLUMN_MAP='Nama belakang=firstName,Nama depan=lastName'",
		"COLUMN_MAP='Nama belakang=lastName,Nama depan=firstName'",
		"that is a guess",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

// A column that the settings map to the managers is checked like any other, and one of two that are sent is blamed alone.
func TestManagersThatNobodyKnows(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", table("No,Staff No,First Name,Last Name,Email,Boss,Manager Email", 9, func(i int) string {
		return fmt.Sprintf("%d,S%[1]d,%s,%s,%[2]s@example.com,B7,%[4]s", i, first[i], last[i], either(i == 0, "", "ada@example.com"))
	}))
	variables := map[string]string{"FILE": "export.csv", "COLUMN_MAP": "Boss=managerEmployeeCode"}
	if out, _, _ := visit(t, variables); !strings.Contains(out, `"Boss" names nobody in the file, and another column tells who the managers are`) {
		t.Errorf("%s", out)
	}
	variables["COLUMN_MAP"] = "Boss=managerEmployeeCode,Manager Email="
	if out, _, _ := visit(t, variables); !strings.Contains(out, `Crewmojo would know nobody's manager.`) || !strings.Contains(out, `"Boss" holds neither`) {
		t.Errorf("%s", out)
	}
}

// A status of whose words nobody has said what they mean is proposed with the file's own words, in one go.
func TestWordsForHavingLeft(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", table("First Name,Last Name,Email,Employee Status", 9, func(i int) string {
		return fmt.Sprintf("%s,%s,%[1]s@example.com,%[3]s", first[i], last[i],
			[]string{"Active", "Terminated - Voluntary", "Retired"}[i%3])
	}))
	_, verdict, next := visit(t, map[string]string{"FILE": "export.csv"})
	want := "make check FILE=export.csv ENDED_WHEN='Employee Status=Terminated - Voluntary,Employee Status=Retired'"
	if verdict != "held" || next != want {
		t.Errorf("%s, next %s", verdict, next)
	}
}

// Words that seem to say who has left, and that the settings leave out of a column, are said, and proposed with the others.
func TestWordsThatTheSettingsLeaveOut(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, header := range []string{"End Date", "Team"} {
		write(t, "export.csv", table("First Name,Last Name,Email,"+header+",Status", 9, func(i int) string {
			return fmt.Sprintf("%s,%s,%[1]s@example.com,,%[3]s", first[i], last[i],
				[]string{"Active", "Terminated", "Resigned", "Retired"}[i%4])
		}))
		out, verdict, next := visit(t, map[string]string{"FILE": "export.csv", "ENDED_WHEN": "Status=Terminated"})
		want := "make check FILE=export.csv ENDED_WHEN=Status=Terminated,Status=Resigned,Status=Retired"
		says := `if "Resigned", "Retired" in "Status" means that somebody has left`
		if verdict != "held" || next != want || !strings.Contains(out, says) {
			t.Errorf("%s: %s, next %s:\n%s", header, verdict, next, out)
		}
		out, verdict, next = visit(t, run(t, next))
		if verdict != "imported" || next != "" {
			t.Errorf("%s: %s, next %s:\n%s", header, verdict, next, out)
		}
	}
	write(t, "export.csv", table("First Name,Last Name,Email,End Date,Status", 9, func(i int) string {
		return fmt.Sprintf("%s,%s,%[1]s@example.com,%[3]s", first[i], last[i],
			[]string{",Active", ",Terminated", "2026-01-31,Resigned"}[i%3])
	}))
	out, verdict, next := visit(t, map[string]string{"FILE": "export.csv", "ENDED_WHEN": "Status=Terminated"})
	if verdict != "imported" || next != "" {
		t.Errorf("whoever has an end needs no word: %s, next %s:\n%s", verdict, next, out)
	}
}

// Whoever has left by a status and has no end of employment is found by the row, and on HR's page by the name.
func TestRowsWithoutEnd(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", table("First Name,Last Name,Email,End Date,Status", 9, func(i int) string {
		return fmt.Sprintf("%s,%s,%[1]s@example.com,,%[3]s", first[i], last[i], either(i%4 == 1, "Terminated", "Active"))
	}))
	out, verdict, _ := visit(t, map[string]string{"FILE": "export.csv", "REVIEW": "page.html"})
	if verdict != "held" || !strings.Contains(out, `"Status" says so in row 3, 7.`) {
		t.Errorf("%s:\n%s", verdict, out)
	}
	page, err := os.ReadFile("page.html")
	for _, who := range []string{"Alan Turing", "Donald Knuth"} {
		if why, _, _ := strings.Cut(string(page), "What to do now"); err != nil || !strings.Contains(why, who) {
			t.Errorf("%s is not named: %v\n%s", who, err, why)
		}
	}
}

// Nothing that a file says steers the terminal.
func TestHostileCells(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", "First Name,Last Name,Email,\x1b[31mred\x07\nAda,King,\x1b]0;owned\x07\u202Ea@b\n")
	out, _, _ := visit(t, map[string]string{"FILE": "export.csv"})
	if strings.ContainsAny(out, "\x1b\x07\u202E") {
		t.Errorf("%q", out)
	}
}

// What cannot be checked is an error that says what to do.
func TestErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "export.csv", "First Name,Last Name,Email\nAda,King,ada@example.com\n")
	for _, test := range []struct {
		file      string
		variables map[string]string
		says      []string
	}{
		{"other.csv", nil, []string{"there is no file other.csv here", "FILE='my export.csv'"}},
		{".", nil, []string{". is a folder"}},
		{"export.csv", map[string]string{"BASELINE": "other.csv"}, []string{"there is no file other.csv here", "BASELINE='my export.csv'"}},
		{"export.csv", map[string]string{"REVIEW": "./export.csv"}, []string{"must be another file"}},
		{"export.csv", map[string]string{"REVIEW": "no/page.html"}, []string{"write the review page"}},
		{"export.csv", map[string]string{"BASELINE": "export.csv", "REVIEW": "README.md"}, []string{"must be another file", "REVIEW=page.html"}},
		{"export.csv", map[string]string{"MAKEFLAGS": "s -- FILE=export.csv DateFormat=DD/MM/YYYY"}, []string{"DateFormat is no setting here: write DATE_FORMAT"}},
		{"export.csv", map[string]string{"MAKEFLAGS": " -- EXTRA_COLUMN=Team"}, []string{"write EXTRA_COLUMNS"}},
		{"export.csv", map[string]string{"DATE_FORMAT": "DDMM", "SEND": "some"}, []string{"correct them",
			`DateFormat (DATE_FORMAT)="DDMM"`, `Send (SEND)="some": must be all or changes`}},
	} {
		err := Run(io.Discard, io.Discard, test.file, func(name string) string { return test.variables[name] })
		for _, want := range test.says {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s, %v: error %v; want %q", test.file, test.variables, err, want)
			}
		}
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A baseline that is none is not blamed on the last import, and no file is approved because of it.
func TestNoBaseline(t *testing.T) {
	t.Chdir(t.TempDir())
	export := table("First Name,Last Name,Email", 9, func(i int) string { return fmt.Sprintf("%s,%s,%[1]s@a.example", first[i], last[i]) })
	write(t, "export.csv", export)
	write(t, "yesterday.csv", export)
	out, verdict, next := visit(t, map[string]string{"FILE": "export.csv", "BASELINE": "yesterday.csv"})
	if verdict != "held" || next != "" || !strings.Contains(out, "Download state/baseline.csv") || strings.Contains(out, "approves it") {
		t.Errorf("%s, next %q:\n%s", verdict, next, out)
	}
}

// What make was given for a setting is not taken for another setting.
func TestBlanksInSettings(t *testing.T) {
	if err := Misspelt(` -- FILE=my\ export.csv COLUMN_MAP=To\ Send=firstName,Date\ Format=lastName GOFLAGS=-v`, Settings); err != nil {
		t.Error(err)
	}
}
