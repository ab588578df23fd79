package roster_test

import (
	"bytes"
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
	file := "Given Name;Surname;Work Email;Salary\n" +
		"Ada;Lovelace;ada@example.com;99000\n" +
		"Alan;Turing;nowhere;99000\n"
	spool, err := os.CreateTemp("", "roster-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	var rejected bytes.Buffer
	r, err := roster.Format{}.Read(strings.NewReader(file), spool, &rejected)
	if err != nil {
		log.Fatal(err) // where roster.IsRefused(err), it says what to change
	}
	sent, err := os.ReadFile(spool.Name())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s%d of %d rows; left out: %v\n", sent, r.Rows.Accepted, r.Rows.Read, r.Columns.Ignored)
	fmt.Print(strings.TrimPrefix(rejected.String(), "\uFEFF"))
	// Output:
	// firstName,lastName,emailAddress
	// Ada,Lovelace,ada@example.com
	// 1 of 2 rows; left out: [Salary]
	// row,key,column,problem,value
	// 3,nowhere,emailAddress,invalid-email,nowhere
}

// A file is compared with what is known, and then known itself.
func ExampleRoster_Compare() {
	known := "firstName,lastName,emailAddress,receivedAt\nAda,Byron,ada@example.com,20261122T210500Z\nAlan,Turing,alan@example.com,20261122T210500Z\n"
	file := "firstName,lastName,emailAddress\nAda,Lovelace,ada@example.com\nGrace,Hopper,grace@example.com\n"
	spool, err := os.CreateTemp("", "roster-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	r, err := roster.Format{}.Read(strings.NewReader(file), spool, io.Discard)
	if err != nil {
		log.Fatal(err)
	}
	drop := roster.Drop{Time: time.Date(2026, time.November, 23, 21, 5, 0, 0, time.UTC), Full: true}
	plan, err := r.Compare(strings.NewReader(known), drop, io.Discard)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%+v\n", plan.Changes)
	if err := plan.WriteKnown(strings.NewReader(known), os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {Added:1 Changed:1 Unchanged:0 Leaving:0 Returning:0 Missing:1}
	// firstName,lastName,emailAddress,receivedAt
	// Alan,Turing,alan@example.com,20261122T210500Z
	// Ada,Lovelace,ada@example.com,20261123T210500Z
	// Grace,Hopper,grace@example.com,20261123T210500Z
}
