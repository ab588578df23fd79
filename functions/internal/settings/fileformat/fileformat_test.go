package fileformat

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

func formatOf(env map[string]string) (roster.Format, error) {
	s := settings.From(func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	})
	return Read(s), s.Err()
}

// Lists are CSV records of pairs: a pair may be quoted, and is split at its last equals sign.
func TestRead(t *testing.T) {
	got, err := formatOf(map[string]string{
		"COLUMN_MAP":    `Work Email=emailAddress, "Name, Last=lastName","a=b=employeeCode",End Date=,Team=Department`,
		"EXTRA_COLUMNS": `Department,"Cost, Centre"`,
		"VALUE_MAP":     `humanRole:Team Lead=Manager,humanRole:=Employee,Department:R&D=Research`,
		"EXCLUDE":       `Employment Type=Contractor,Country=NZ,Work Email=`,
		"ENDED_WHEN":    `Status=Terminated`,
		"DATE_FORMAT":   "DD.MM.YYYY",
		"CHARSET":       "Shift_JIS",
		"FILE_CONTENT":  "changes",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := roster.Format{
		ColumnMap: map[string]string{"Work Email": "emailAddress", "Name, Last": "lastName", "a=b": "employeeCode", "End Date": "",
			"Team": "Department"},
		ExtraColumns: []string{"Department", "Cost, Centre"},
		ValueMap: map[string]map[string]string{
			"humanRole": {"team lead": "Manager", "": "Employee"}, "Department": {"r&d": "Research"},
		},
		Exclude: []roster.CellRule{
			{Header: "Employment Type", Value: "Contractor"}, {Header: "Country", Value: "NZ"}, {Header: "Work Email"},
		},
		EndedWhen:     []roster.CellRule{{Header: "Status", Value: "Terminated"}},
		DateFormat:    roster.DMY,
		Charset:       "shift_jis",
		Changes:       true,
		AlwaysAllowed: 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestMalformedFormats(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"EXTRA_COLUMNS", "receivedAt", "a column of the baseline"},
		{"EXTRA_COLUMNS", "Email_Address", "Crewmojo's emailAddress and is sent anyway"},
		{"EXTRA_COLUMNS", "Team,team", "listed twice"},
		{"EXTRA_COLUMNS", `"Team`, "quoted as in CSV"},
		{"COLUMN_MAP", "Work Email", "not of the form"},
		{"COLUMN_MAP", "=emailAddress", "not of the form"},
		{"COLUMN_MAP", "Mail=email", "neither one of Crewmojo's columns"},
		{"COLUMN_MAP", "Mail=emailAddress,mail=emailAddress", "mapped twice"},
		{"COLUMN_MAP", "Mail=emailAddress,E-Mail 2=emailAddress", "both mapped to emailAddress"},
		{"VALUE_MAP", "Team Lead=Manager", "does not begin with"},
		{"EXCLUDE", "Contractor", "not of the form"},
		{"DATE_FORMAT", "DD-MM", "must be YYYY-MM-DD, DD/MM/YYYY or MM/DD/YYYY"},
		{"CHARSET", "latin-9000", "must be auto"},
		{"FILE_CONTENT", "all", "full or changes"},
		{"ALWAYS_ALLOWED", "-1", "whole number"},
	} {
		_, err := formatOf(map[string]string{test.name: test.value})
		if err == nil || !strings.Contains(err.Error(), test.name) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s=%s: error %v; want %q", test.name, test.value, err, test.want)
		}
	}
}
