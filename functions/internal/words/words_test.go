package words

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
)

// A part is never rounded to all or nothing.
func TestPercent(t *testing.T) {
	for _, test := range []struct {
		n, of int
		want  string
	}{
		{31, 95, "33 %"}, {1, 3, "33 %"}, {2, 3, "67 %"},
		{1, 5000, "less than 1 %"}, {1, 150, "1 %"}, {999, 1000, "99 %"}, {5, 5, ""}, {3, 0, ""},
	} {
		if got := percent(test.n, test.of); got != test.want {
			t.Errorf("%d of %d is %q; want %q", test.n, test.of, got, test.want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 12345: "12,345", 1234567: "1,234,567"} {
		if got := Grouped(n); got != want {
			t.Errorf("%d is %q; want %q", n, got, want)
		}
	}
}

// A time names its zone: by the short name if there is one.
func TestMoment(t *testing.T) {
	at := time.Date(2026, time.November, 23, 21, 5, 1, 0, time.UTC)
	for zone, want := range map[string]string{
		"UTC":              "23 November 2026 at 21:05 UTC",
		"Australia/Sydney": "24 November 2026 at 08:05 AEDT",
		"Asia/Kathmandu":   "24 November 2026 at 02:50 (Asia/Kathmandu)",
	} {
		in, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := Moment(at, in); got != want {
			t.Errorf("%s: %q; want %q", zone, got, want)
		}
	}
	if got := Moment(at, nil); got != "23 November 2026 at 21:05 UTC" {
		t.Errorf("without a zone: %q", got)
	}
}

// An approved file has the name of the file that was held, whatever its copy is called.
func TestName(t *testing.T) {
	r := outcome.Import{Source: outcome.Source{Key: "approved/source.csv"}}
	if got := Name(r); got != "source.csv" || !IsApproval(r) {
		t.Errorf("without a record: %q", got)
	}
	r.ApprovesKey = "incoming/hr/employees.csv"
	if got := Name(r); got != "employees.csv" {
		t.Errorf("with a record: %q", got)
	}
}

// Each partition of AWS has a console of its own, and who signs in by a shortcut link gets to the same page.
func TestConsole(t *testing.T) {
	const object = "/s3/object/acme-crewmojo?region=eu-central-1&prefix=reports/by%3Dday/x.csv"
	for _, test := range []struct{ region, pattern, want string }{
		{"eu-central-1", "", "https://console.aws.amazon.com/s3/buckets/acme-crewmojo?region=eu-central-1&prefix=approved/"},
		{"cn-north-1", "", "https://console.amazonaws.cn/s3/buckets/acme-crewmojo?region=cn-north-1&prefix=approved/"},
		{"eusc-de-east-1", "", "https://console.amazonaws-eusc.eu/s3/buckets/acme-crewmojo?region=eusc-de-east-1&prefix=approved/"},
		{"us-gov-west-1", "", "https://console.amazonaws-us-gov.com/s3/buckets/acme-crewmojo?region=us-gov-west-1&prefix=approved/"},
		{"eu-central-1", "https://acme.example/#/console?destination={url}", "https://acme.example/#/console?destination=" +
			"https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2Fbuckets%2Facme-crewmojo%3Fregion%3Deu-central-1%26prefix%3Dapproved%2F"},
	} {
		c := Console{Bucket: "acme-crewmojo", Region: test.region, Pattern: test.pattern}
		if got := c.Folder("approved/"); got != test.want {
			t.Errorf("%s: %s; want %s", test.region, got, test.want)
		}
	}
	c := Console{Bucket: "acme-crewmojo", Region: "eu-central-1"}
	if got := c.Object("reports/by=day/x.csv"); got != "https://console.aws.amazon.com"+object {
		t.Errorf("an object: %s", got)
	}
	if got := c.Destination("approved/"); got != "s3://acme-crewmojo/approved/" {
		t.Errorf("a destination: %s", got)
	}
}

// What happens if nobody does anything, also after a part of a file was sent.
func TestIfNothingIsDone(t *testing.T) {
	const usual = " The next file is checked on its own, as usual."
	for want, r := range map[string]outcome.Import{
		"nothing is sent, and Crewmojo stays as it is." + usual: {Status: outcome.Held},
		"Crewmojo stays as it is." + usual:                      {Status: outcome.Rejected},
		"the 1 person who was sent stays in Crewmojo, and everybody else stays as they are." + usual: {
			Status: outcome.Rejected, Sent: 1},
		"the 1,400 people who were sent stay in Crewmojo, and everybody else stays as they are." + usual: {
			Status: outcome.Rejected, Sent: 1400},
		"people who are in Crewmojo already stay there as they are, and new people are not added yet.": {
			Status: outcome.Imported, Sent: 93},
	} {
		if got := IfNothingIsDone(r); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
}
