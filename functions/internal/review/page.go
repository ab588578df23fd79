// Package review makes review.html, the page of one import: what has happened to a file, why, and what somebody in HR can
// do now, with the names of all people concerned.
//
// The page needs nothing but a browser: no script, no other file, and no request to anywhere. It is written by plain functions,
// since the standard library's templates would make the function's program larger by half.
package review

import (
	_ "embed"
	"iter"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// Details are what an import knows of people, and what its result therefore does not tell.
type Details struct {
	Differences  iter.Seq[roster.Difference]             // all cells of a person in a row; nil if the file was not compared
	StillMissing iter.Seq[roster.Difference]             // who was missing before this file already; nil if it was not compared
	Person       func(row int) (roster.Difference, bool) // who is in a row of the file; nil if the file was not compared
	Rejects      []roster.Reject
	Headers      []roster.Heading     // the file's header row; nil if none was found
	Ends         []roster.EndColumn   // columns that seem to say who has left, and are not sent
	WithoutEnd   []roster.UnmappedEnd // those of them that say so of people who would look employed
	Refused      *roster.RefusedError // why the file cannot be used; nil if it can
	First        bool                 // there was nobody to compare with, so everybody is new
	Approvable   bool                 // copying the file under approved/ would have it imported, or more rows of it

	// Approver is who put the file under approved/, as the S3 event's userIdentity.principalId says it; "" if nobody did.
	Approver string

	Region      string         // of the bucket
	Zone        *time.Location // of the days and times that people read; nil is UTC
	GuideURL    string         // the HR guide; "" for none
	ConsoleLink string         // a pattern with {url} by which people get to the AWS console; "" to go there at once
}

// A page is an import, ready to be told.
type page struct {
	outcome.Import
	Details
	people map[roster.Kind]*group
}

//go:embed style.css
var style markup

// Page returns the page of an import, in UTF-8.
func Page(r outcome.Import, d Details) []byte {
	if r.Status == outcome.Rejected || r.Status == outcome.Superseded || r.Status == outcome.Seeded {
		d.Differences, d.StillMissing = nil, nil // of what was not and will not be sent
	}
	p := page{Import: r, Details: d, people: groups(d.Differences, d.StillMissing)}
	return []byte("<!doctype html>\n" + tag(`html lang="en"`,
		tag("head",
			`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
`,
			tag("title", text(words.Verdict(p.inFull())+" - "+p.fileName())),
			tag("style", style),
		),
		tag("body",
			p.banner(),
			tag("main",
				section("why", p.whyHeading(), p.why()),
				section("todo", "What to do now", p.toDo()),
				section("figures", "How many people", p.figures()),
				p.lists(),
				p.rejected(),
				p.worthALook(),
				section("columns", "The columns of the file", p.columns()),
				section("setting", "For the people who run the import", p.forOperators()),
				section("about", "About this import", p.about()),
			),
			p.footer(),
		),
	))
}

// banner says at a glance what has happened to which file.
func (p page) banner() markup {
	return tag(`header class="`+p.tone()+`"`,
		paragraph("Employee import into Crewmojo", p.environment()),
		tag("h1", text(words.Verdict(p.inFull()))),
		paragraph("File ", tag("b", value(p.fileName())), ", received on ", text(words.Moment(p.Source.Received, p.Zone))),
	)
}

// tone is how serious the outcome is, which the banner's colour repeats.
func (p page) tone() markup {
	switch p.Status {
	case outcome.Held:
		return "stop"
	case outcome.Rejected:
		return "bad"
	case outcome.Imported:
		if p.Rows.Rejected == 0 {
			return "good"
		}
	}
	return "plain"
}

func (p page) environment() markup {
	if p.Environment == "production" {
		return ""
	}
	return text(" (" + p.Environment + " environment)")
}

func (p page) footer() markup {
	guide := markup("")
	if p.GuideURL != "" {
		guide = paragraph(link(p.GuideURL, "Guide for HR: what the mails and pages mean, and what you can do"))
	}
	return tag("footer",
		paragraph("There is more in "+p.folderLink()+": the file as it was delivered (source.csv), and the lists of this page in full, "+
			"for a spreadsheet."),
		guide,
		paragraph("This page has the names of employees. Please do not forward it: colleagues who may see it can open it there."))
}
