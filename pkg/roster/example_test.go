package roster_test

import (
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A file as an HR system writes it becomes a CSV as Crewmojo takes it.
func ExampleFormat_Read() {
	file, err := roster.Format{}.Read(strings.NewReader("Given Name;Surname;Work Email;Salary\n" +
		"Ada;Lovelace;ada@example.com;99000\n" +
		"Alan;Turing;nowhere;99000\n"))
	if err != nil {
		log.Fatal(err) // if roster.IsRefused(err), it says why the file cannot be used
	}
	plan := roster.Compare(file, &roster.Baseline{}, roster.Occasion{})
	sent, err := io.ReadAll(plan.Upload(false).Content())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s%d of %d rows; ignored: %v\n", sent, plan.Rows.Accepted, plan.Rows.Read, file.Headers.Ignored)
	for _, r := range plan.Rejects {
		fmt.Printf("row %d, %s: %s\n", r.Row, r.Column, roster.Sentence(r.Code, r.Detail))
	}
	// Output:
	// firstName,lastName,emailAddress
	// Ada,Lovelace,ada@example.com
	// 1 of 2 rows; ignored: [Salary]
	// row 3, emailAddress: This is not an email address.
}

// A file is compared with the baseline, and makes the next one.
func ExampleCompare() {
	base, err := roster.ReadBaseline(strings.NewReader("firstName,lastName,emailAddress,receivedAt\n"+
		"Ada,Byron,ada@example.com,20261122T210500Z\nAlan,Turing,alan@example.com,20261122T210500Z\n"), roster.YMD)
	if err != nil {
		log.Fatal(err)
	}
	file, err := roster.Format{}.Read(strings.NewReader("firstName,lastName,emailAddress\n" +
		"Ada,Lovelace,ada@example.com\nGrace,Hopper,grace@example.com\n"))
	if err != nil {
		log.Fatal(err)
	}
	plan := roster.Compare(file, base, roster.Occasion{Received: time.Date(2026, time.November, 23, 21, 5, 0, 0, time.UTC)})
	for d := range plan.Differences {
		fmt.Printf("%s %s %q %q -> %q\n", d.Kind, d.ID, d.Column, d.Before, d.After)
	}
	if err := plan.WriteBaseline(os.Stdout, roster.Next{Environment: "test"}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// changed ada@example.com "lastName" "Byron" -> "Lovelace"
	// joiner grace@example.com "" "" -> ""
	// missing alan@example.com "" "" -> ""
	// firstName,lastName,emailAddress,receivedAt,missingSince,environment
	// Ada,Lovelace,ada@example.com,20261123T210500Z,,test
	// Alan,Turing,alan@example.com,20261122T210500Z,20261123T210500Z,
	// Grace,Hopper,grace@example.com,20261123T210500Z,,test
}
