package review

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

var update = flag.Bool("update", false, "write the golden pages")

// TestPages compares each kind of page with a golden one, which a person can read in a browser or as it stands.
func TestPages(t *testing.T) {
	for name, sample := range samples() {
		t.Run(name, func(t *testing.T) {
			got := string(Page(sample.result, sample.details))
			// The style is the same on all pages.
			got = strings.Replace(got, string(style), "\n", 1)
			golden := "testdata/" + name + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// A sample is an import to make a page of.
type sample struct {
	result  outcome.Import
	details Details
}

func samples() map[string]sample {
	pages := map[string]sample{
		"held": held(), "imported": imported(), "approved": approved(), "previewed": previewed(), "rejected": rejected(),
		"rejected-dates": rejectedDates(), "superseded-approval": supersededApproval(), "held-for-operators": heldForOperators(),
		"rejected-in-part": rejectedInPart(),
	}
	return pages
}

// base is the result of a file of 95 people, in whom nothing changes.
func base(status outcome.Status, key string) (outcome.Import, Details) {
	r := outcome.Import{
		ID: "20261123T210501Z-3f2a9c81d04b", Status: status, Environment: "production", Charset: "utf-8", Delimiter: ",",
		Source: outcome.Source{Bucket: "acme-crewmojo", Key: key, Received: time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC)},
		Rows:   outcome.Rows{Read: 95, Accepted: 95}, Changes: outcome.Changes{Unchanged: 95},
	}
	sydney, err := time.LoadLocation("Australia/Sydney")
	if err != nil {
		panic(err)
	}
	return r, Details{
		Differences: slices.Values([]roster.Difference{}), Region: "eu-central-1", Zone: sydney, GuideURL: "https://acme.example/hr-guide",
		Headers: []roster.Heading{
			{Text: "Staff No", Label: "Staff No", Column: roster.EmployeeCode},
			{Text: "First Name", Label: "First Name", Column: roster.FirstName},
			{Text: "Last Name", Label: "Last Name", Column: roster.LastName},
			{Text: "Work Email", Label: "Work Email", Column: roster.EmailAddress},
			{Text: "Salary, gross", Label: "column E"},
		},
	}
}

var names = [][2]string{{"Ada", "Lovelace"}, {"Grace", "Hopper"}, {"Alan", "Turing"},
	{"Zoë", "O'Neil-Østergård"}, {"محمد", "الخوارزمي"}, {"Nguyễn", "Văn An"}, {"花子", "山田"},
	{"Katherine", "Johnson"}, {"Edsger", "Dijkstra"}, {"Barbara", "Liskov"}}

// somebody is the n-th person, to whom this happens.
func somebody(n int, kind roster.Kind, column, before, after string) roster.Difference {
	name := names[n%len(names)]
	return roster.Difference{Kind: kind, ID: fmt.Sprintf("%05d", 116+n), FirstName: name[0], LastName: name[1],
		Email: fmt.Sprintf("person.%d@acme.example", n), Column: column, Before: before, After: after}
}

// changesOf are so many people who leave, and a few of every other kind.
func changesOf(leavers int) (all []roster.Difference) {
	for n := range leavers {
		all = append(all, somebody(n, roster.Leaver, roster.EmploymentEndDate, "", "2026-11-30"))
	}
	move := somebody(200, roster.Changed, roster.LastName, "Byron", "Lovelace")
	email := move
	email.Column, email.Before, email.After = roster.EmailAddress, "ada.byron@acme.example", "ada.lovelace@acme.example"
	return append(all, somebody(201, roster.Joiner, "", "", ""), somebody(202, roster.Joiner, "", "", ""),
		somebody(203, roster.Rehire, roster.EmploymentEndDate, "2025-03-31", ""), move, email,
		somebody(204, roster.Changed, "Cost centre", "4100", ""), somebody(205, roster.Missing, "", "", ""))
}

// compare fills in what a comparison of the file with a company of 95 people has found.
func compare(r *outcome.Import, d *Details, different []roster.Difference) {
	people := map[roster.Kind]map[string]bool{}
	for _, one := range different {
		if people[one.Kind] == nil {
			people[one.Kind] = map[string]bool{}
		}
		people[one.Kind][one.ID] = true
	}
	n := func(kind roster.Kind) int { return len(people[kind]) }
	c := outcome.Changes{
		Added: n(roster.Joiner), Leaving: n(roster.Leaver), Returning: n(roster.Rehire), Missing: n(roster.Missing), Ended: n(roster.Ended),
		Changed: n(roster.Leaver) + n(roster.Rehire) + n(roster.Changed),
	}
	r.Rows.Accepted = 95 + c.Added + c.Returning - c.Missing - c.Ended - r.Rows.Rejected
	c.Unchanged = r.Rows.Accepted - c.Added - c.Changed
	r.Rows.Read = r.Rows.Accepted + r.Rows.Rejected + r.Rows.Merged
	r.Changes, d.Differences = c, slices.Values(different)
}

func held() sample {
	r, d := base(outcome.Held, "incoming/employees.csv")
	r.Reason = "not shown, since the page has its own words"
	r.Rows = outcome.Rows{Rejected: 1}
	compare(&r, &d, append(changesOf(27), somebody(206, roster.Missing, "", "", ""), somebody(207, roster.Missing, "", "", ""),
		somebody(208, roster.Missing, "", "", "")))
	d.Rejects = []roster.Reject{{Row: 88, ID: "E9", FirstName: "Margaret", LastName: "Hamilton", Column: roster.EmailAddress,
		Code: roster.InvalidEmail, Value: "nowhere"}}
	r.Reasons = []outcome.Reason{{Code: "leaving", Count: 31, Of: 95, Limit: 10}}
	r.Changes.StillMissing = 1
	d.StillMissing = slices.Values([]roster.Difference{somebody(206, roster.StillMissing, "", "", "")})
	r.Problems = []outcome.Problem{{Code: "unknown-manager", Column: roster.ManagerEmployeeCode, Count: 22,
		Rows: []int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}}}
	d.Approvable = true
	return sample{r, d}
}

func heldForOperators() sample {
	r, d := base(outcome.Held, "incoming/employees.csv")
	r.Reasons = []outcome.Reason{{Code: "unmapped-end", Column: "column E"}, {Code: "cut-off"}}
	d.Headers[4].Text = `State, "of work"`
	d.Ends = []roster.EndColumn{{Label: d.Headers[4].Label, Header: d.Headers[4].Text, Words: []string{"Terminated", "Retired, early"}}}
	d.Approvable = true
	return sample{r, d}
}

func imported() sample {
	r, d := base(outcome.Imported, "incoming/HR export, Zürich.csv")
	r.Rows = outcome.Rows{Rejected: 2, Merged: 1}
	compare(&r, &d, changesOf(1))
	r.Sent, r.Uploads = r.Rows.Accepted, 1
	d.Rejects = []roster.Reject{
		{Row: 88, ID: "E9", FirstName: "Margaret", LastName: "Hamilton", Column: roster.EmploymentStartDate, Code: roster.InvalidDate,
			Detail: roster.TwoDigitYear, Value: "31/12/99"},
		{Row: 3, ID: "E2", FirstName: "Grace", LastName: "Hopper", Column: roster.EmailAddress,
			Code: roster.InvalidEmail, Value: "nowhere"},
		{Row: 3, ID: "E2", FirstName: "Grace", LastName: "Hopper", Column: roster.LastName, Code: roster.MissingValue},
	}
	return sample{r, d}
}

func approved() sample {
	r, d := base(outcome.Imported, "approved/source.csv")
	r.Reasons = []outcome.Reason{{Code: "leaving", Count: 31, Of: 95, Limit: 10}}
	compare(&r, &d, changesOf(30))
	r.Approves, r.ApprovesKey, r.Sent, r.Uploads = "20261122T210501Z-aaaaaaaaaaaa", "incoming/employees.csv", r.Rows.Accepted, 1
	d.Approver = "AWS:AROAEXAMPLEID:ann.approver@acme.example"
	return sample{r, d}
}

func previewed() sample {
	r, d := base(outcome.Previewed, "preview/employees.csv")
	r.Environment = "test"
	d.Differences, d.First = slices.Values([]roster.Difference{somebody(1, roster.Joiner, "", "", "")}), true
	r.Rows, r.Changes = outcome.Rows{Read: 1, Accepted: 1}, outcome.Changes{Added: 1}
	return sample{r, d}
}

// refused reads a file that cannot be used. The setting is what the import says about settings.
func refused(content, setting string) sample {
	r, d := base(outcome.Rejected, "incoming/employees.csv")
	format := roster.Format{}
	file, err := format.Read(strings.NewReader(content))
	refusal, ok := err.(*roster.RefusedError)
	if !ok {
		panic(fmt.Sprintf("not refused: %v", err))
	}
	r.Rows, d.Refused, d.Headers, d.Differences, d.Rejects = outcome.Rows(file.Rows), refusal, file.Header, nil, file.Rejects
	r.Reason, r.Reasons = words.Sentence(refusal.Error())+" "+setting, []outcome.Reason{{Code: string(refusal.Why)}}
	if len(refusal.Missing) > 0 {
		r.Reasons[0].Column = refusal.Missing[0]
	}
	return sample{r, d}
}

func rejected() sample {
	return refused("Staff No,First Name,Last Name,\"Mail, at the office\",Salary\n1,Ada,Lovelace,ada@acme.example,1000\n",
		"Rename the header, or name it in ColumnMap (COLUMN_MAP).")
}

func rejectedDates() sample {
	file := "firstName,lastName,emailAddress,employmentStartDate\n"
	for day := range 12 {
		file += fmt.Sprintf("Ada,Lovelace,ada%d@acme.example,%d/01/2020\n", day, 13+day)
	}
	return refused(file, "Set DateFormat (DATE_FORMAT) to DD/MM/YYYY.")
}

func supersededApproval() sample {
	r, d := base(outcome.Superseded, "approved/source.csv")
	r.Reason = "A newer file, received on 24 November 2026 at 21:05 UTC, has been imported already."
	r.Approves, r.ApprovesKey = "20261122T210501Z-aaaaaaaaaaaa", "incoming/employees.csv"
	d.Approver = "AWS:AIDAEXAMPLEID"
	return sample{r, d}
}

// rejectedInPart is a file in three parts; Crewmojo accepted the first.
func rejectedInPart() sample {
	r, d := base(outcome.Rejected, "incoming/employees.csv")
	r.Rows, r.Sent, r.Uploads = outcome.Rows{Read: 900, Accepted: 900}, 400, 1
	r.Reasons = []outcome.Reason{{Code: outcome.ReasonRefused}}
	r.Reason = "Crewmojo refused part 2 of 3 of the file (status 400); 1 part before it with 400 people had been accepted. " +
		"Its own words are in answer.txt."
	return sample{r, d}
}
