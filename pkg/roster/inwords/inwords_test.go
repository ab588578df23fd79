package inwords_test

import (
	"testing"

	"github.com/crewmojo-aws/bundle/pkg/roster"
	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
)

// Every column that roster names in a result has words.
func TestEveryColumnHasWords(t *testing.T) {
	for _, column := range append([]string{roster.Managers}, roster.Columns...) {
		if !inwords.IsKnown(column) {
			t.Errorf("there are no words for %s", column)
		}
	}
}

func TestColumns(t *testing.T) {
	for _, test := range []struct {
		names []string
		want  string
	}{
		{nil, ""},
		{[]string{roster.LastName}, "last name"},
		{[]string{roster.LastName, "Cost centre"}, "last name and Cost centre"},
		{[]string{roster.FirstName, roster.LastName, roster.EmailAddress}, "first name, last name and email address"},
	} {
		if got := inwords.Columns(test.names); got != test.want {
			t.Errorf("%q: %q, want %q", test.names, got, test.want)
		}
	}
}
