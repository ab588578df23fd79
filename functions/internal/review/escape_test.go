package review

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// hostile are texts that would be something else than text if the page did not escape them.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</title></style><b>`, `<!--`, `]]>`,
	`&lt;b&gt;&#x3c;script&#x3e;`, "javascript:alert(1)", "\x00\x0b<b\x0c>", "\xff\xfe<b>", "{{.}}", "`${x}`",
}

// TestNothingBecomesMarkup fills every text of an import and its details, and holds the page's elements and attributes
// against those of the same page with harmless texts.
func TestNothingBecomesMarkup(t *testing.T) {
	for name, sample := range samples() {
		want := skeleton(t, Page(filled(sample, "harmless")))
		for _, text := range hostile {
			if got := skeleton(t, Page(filled(sample, text))); !slices.Equal(want, got) {
				t.Errorf("%s: %q changes the page's elements", name, text)
			}
		}
	}
}

// A text is shown as it is in the file, so it is escaped once and not twice.
func TestTextsAreShownAsTheyAre(t *testing.T) {
	for _, text := range hostile[:8] {
		s := samples()["imported"]
		page := string(Page(filled(s, text)))
		shown := ""
		tokens := html.NewTokenizer(strings.NewReader(page))
		for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
			if kind == html.TextToken {
				shown += tokens.Token().Data
			}
		}
		// Each is a name, a cell before and after, a rejected one, a header and more.
		if n := strings.Count(shown, text); n < 10 {
			t.Errorf("%q is shown %d times", text, n)
		}
	}
}

// filled returns a page's input with the text in every field that comes from the file, its key, an event or a setting.
func filled(s sample, text string) (outcome.Import, Details) {
	r, d := s.result, s.details
	folder, _, _ := strings.Cut(r.Source.Key, "/")
	r.Source.Key, r.Source.Bucket, r.Reason, r.Approves = folder+"/"+text, text, text, text
	r.Environment, r.Charset, r.Version = text, text, text
	r.Reasons = slices.Clone(r.Reasons)
	for i := range r.Reasons {
		r.Reasons[i].Column = text
	}
	r.Problems = slices.Clone(r.Problems)
	for i := range r.Problems {
		r.Problems[i].Column = text
	}
	d.Region, d.Approver, d.GuideURL = text, text, "https://acme.example/"+text
	d.ConsoleLink = "https://acme.example/" + text + "?to={url}"
	if d.Differences != nil {
		different := slices.Collect(d.Differences)
		for i := range different {
			fill(&different[i], text)
		}
		d.Differences = slices.Values(different)
	}
	d.Rejects, d.Headers = slices.Clone(d.Rejects), slices.Clone(d.Headers)
	for i := range d.Rejects {
		fill(&d.Rejects[i], text)
	}
	for i := range d.Headers {
		d.Headers[i].Text = text
	}
	return r, d
}

// fill puts the text into every string of a struct. Kinds and codes, which are the program's own, stay.
func fill(of any, text string) {
	v := reflect.ValueOf(of).Elem()
	for i := range v.NumField() {
		if field := v.Field(i); field.Type() == reflect.TypeFor[string]() && field.String() != "" {
			field.SetString(text)
		}
	}
}

// skeleton is what a browser takes for markup: all but the text, and the values of attributes that hold addresses.
func skeleton(t *testing.T, page []byte) (parts []string) {
	tokens := html.NewTokenizer(strings.NewReader(string(page)))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return parts
		case html.TextToken:
		case html.CommentToken:
			t.Fatalf("the page has a comment: %s", tokens.Token().Data)
		default:
			token := tokens.Token()
			part := token.Type.String() + " " + token.Data
			for _, attribute := range token.Attr {
				part += " " + attribute.Key
				if attribute.Key != "href" {
					part += "=" + attribute.Val
				} else if !strings.HasPrefix(attribute.Val, "https://") && !strings.HasPrefix(attribute.Val, "#") {
					t.Fatalf("a link leads to %s", attribute.Val)
				}
			}
			parts = append(parts, part)
		}
	}
}

// TestNobodyIsInALink: a link may be kept in a browser's history and in a proxy's log.
func TestNobodyIsInALink(t *testing.T) {
	for name, s := range samples() {
		if s.details.Differences != nil {
			different := slices.Collect(s.details.Differences)
			for i := range different {
				fill(&different[i], "Lovelace")
			}
			s.details.Differences = slices.Values(different)
		}
		for i := range s.details.Rejects {
			fill(&s.details.Rejects[i], "Lovelace")
		}
		s.result.Source.Key = "incoming/Lovelace.csv"
		s.details.Approver = "AWS:AROA:Lovelace"
		tokens := html.NewTokenizer(strings.NewReader(string(Page(s.result, s.details))))
		links := 0
		for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
			for _, attribute := range tokens.Token().Attr {
				if strings.Contains(attribute.Val, "Lovelace") {
					t.Errorf("%s: %s=%q", name, attribute.Key, attribute.Val)
				}
				if attribute.Key == "href" {
					links++
				}
			}
		}
		if links == 0 {
			t.Errorf("%s: there is no link", name)
		}
	}
}

// TestPageIsSelfContained: a browser asks nobody for anything, and runs nothing.
func TestPageIsSelfContained(t *testing.T) {
	const policy = `http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'`
	for name, s := range samples() {
		page := string(Page(s.result, s.details))
		for _, no := range []string{"<script", "<img", "<link", "<iframe", "<form", "url(", "@import", "src="} {
			if strings.Contains(page, no) {
				t.Errorf("%s: the page has %s", name, no)
			}
		}
		if !strings.Contains(page, policy) {
			t.Errorf("%s: the policy is not %s", name, policy)
		}
	}
}

// TestListsHaveAnEnd: a browser shows the page of a large company at once, and the rest is in the lists.
func TestListsHaveAnEnd(t *testing.T) {
	r, d := base(outcome.Imported, "incoming/employees.csv")
	var different []roster.Difference
	for n := range 5000 {
		different = append(different, somebody(n, roster.Changed, roster.LastName, "before", "after"),
			somebody(n, roster.Changed, "Office", "before", "after"))
		d.Rejects = append(d.Rejects, roster.Reject{Row: n + 2, Code: roster.MissingValue, Column: roster.LastName})
	}
	d.Differences, r.Rows.Rejected = slices.Values(different), 30_000
	page := string(Page(r, d))
	if n := strings.Count(page, "<tr>"); n > 2*500+30 {
		t.Errorf("the page has %d lines", n)
	}
	for _, want := range []string{"Changing: 5,000 people", "and 4,500 more in <b>changes.csv</b>",
		"Rejected: 30,000 rows", "and 29,500 more in <b>rejected.csv</b>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if len(page) > 500_000 {
		t.Errorf("the page has %d bytes", len(page))
	}
}
