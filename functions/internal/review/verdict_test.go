package review

import (
	"slices"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// The heading says the verdict and the figure that matters, with one and many right, and no figure that is zero.
func TestVerdicts(t *testing.T) {
	because := func(code, column string, count, of int) outcome.Reason {
		return outcome.Reason{Code: code, Column: column, Count: count, Of: of}
	}
	held := func(reasons ...outcome.Reason) page {
		return page{Import: outcome.Import{Status: outcome.Held, Reasons: reasons, Rows: outcome.Rows{Read: 41}}}
	}
	imported := func(read, rejected int, kinds ...roster.Kind) page {
		var all []roster.Difference
		for n, kind := range kinds {
			all = append(all, somebody(n, kind, "", "", ""))
		}
		r := outcome.Import{Status: outcome.Imported, Rows: outcome.Rows{Read: read, Rejected: rejected}}
		return page{Import: r, people: groups(slices.Values(all))}
	}
	rejected := func(read, sent int) page {
		return page{Import: outcome.Import{Status: outcome.Rejected, Sent: sent, Rows: outcome.Rows{Read: read}}}
	}
	for want, p := range map[string]page{
		"Held: 1 of 1 employee would leave":              held(because("leaving", "", 1, 1)),
		"Held: 3,100 of 9,500 employees would leave":     held(because("leaving", "", 3100, 9500)),
		"Held: 1 person would join 1 employee":           held(because("joining", "", 1, 1)),
		"Held: 40 of 95 last names would change":         held(because("rewritten", roster.LastName, 40, 95)),
		"Held: 1 of 1 email address would change":        held(because("rewritten", roster.EmailAddress, 1, 1)),
		"Held: cut off after 41 rows, and 1 more reason": held(because("cut-off", "", 0, 0), because("baseline", "", 0, 0)),
		"Held: 20 of 95 rows cannot be used, and 2 more reasons": held(
			because("invalid", "", 20, 95), because("cut-off", "", 0, 0), because("baseline", "", 0, 0)),
		"Imported: nobody changes":      imported(95, 0),
		"Imported: 1 new":               imported(95, 0, roster.Joiner),
		"Imported: 2 new, 1 leaving":    imported(95, 0, roster.Joiner, roster.Joiner, roster.Leaver),
		"Imported without 1 of 1 row":   imported(1, 1),
		"Imported without 2 of 95 rows": imported(95, 2, roster.Joiner),
		"Rejected: nothing was sent":    rejected(0, 0),
		"Rejected: 1 row, not sent":     rejected(1, 0),
		"Rejected: 95 rows, none sent":  rejected(95, 0),
		"Rejected: only 1 person sent":  rejected(95, 1),
	} {
		if got := p.verdict(); got != want {
			t.Errorf("the verdict is %q; want %q", got, want)
		}
	}
}

// A share is never rounded to all or nothing.
func TestShare(t *testing.T) {
	for _, test := range []struct {
		n, of int
		want  string
	}{
		{31, 95, " (33 %)"}, {1, 3, " (33 %)"}, {2, 3, " (67 %)"},
		{1, 5000, " (less than 1 %)"}, {999, 1000, " (99 %)"}, {5, 5, ""}, {3, 0, ""},
	} {
		if got := share(test.n, test.of); got != test.want {
			t.Errorf("%d of %d is %q; want %q", test.n, test.of, got, test.want)
		}
	}
}

// Each partition of AWS has a console of its own, and who signs in by a shortcut link gets to the same page.
func TestConsole(t *testing.T) {
	for _, test := range []struct{ region, pattern, want string }{
		{"eu-central-1", "", "https://console.aws.amazon.com/s3/buckets/acme?region=eu-central-1&prefix=approved/"},
		{"cn-north-1", "", "https://console.amazonaws.cn/s3/buckets/acme?region=cn-north-1&prefix=approved/"},
		{"us-gov-west-1", "", "https://console.amazonaws-us-gov.com/s3/buckets/acme?region=us-gov-west-1&prefix=approved/"},
		{"eu-central-1", "https://acme.example/#/console?destination={url}", "https://acme.example/#/console?destination=" +
			"https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2Fbuckets%2Facme%3Fregion%3Deu-central-1%26prefix%3Dapproved%2F"},
	} {
		p := page{Details: Details{Region: test.region, ConsoleLink: test.pattern}}
		p.Source.Bucket = "acme"
		if got := p.console("approved/"); got != test.want {
			t.Errorf("%s: %s; want %s", test.region, got, test.want)
		}
	}
}
