package crewmojo_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// An employee file is uploaded. For Crewmojo itself, BaseURL is crewmojo.TestURL, or empty for production.
func ExampleClient_UploadEmployees() {
	server := crewmojotest.NewServer()
	defer server.Close()
	client := &crewmojo.Client{
		Credentials: crewmojo.NewCredentials(crewmojotest.ClientID, crewmojotest.ClientSecret),
		BaseURL:     server.URL,
		UserAgent:   "acme-sync/1.2",
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	csv := strings.NewReader("firstName,lastName,emailAddress\nAda,Lovelace,ada@example.com\n")
	if _, err := client.UploadEmployees(ctx, csv); err != nil {
		log.Fatal(err)
	}
	fmt.Println(client.Stats().Tokens, "token;", server.Employees()[0]["lastName"])
	// Output: 1 token; Lovelace
}

// Crewmojo refuses a file that lacks a required column. Its own words may repeat rows: they are for the person who sent
// the file, and not for a log.
func ExampleIsRefused() {
	server := crewmojotest.NewServer()
	defer server.Close()
	client := &crewmojo.Client{
		Credentials: crewmojo.NewCredentials(crewmojotest.ClientID, crewmojotest.ClientSecret),
		BaseURL:     server.URL,
	}
	_, err := client.UploadEmployees(context.Background(), strings.NewReader("firstName\nAda\n"))
	var refused *crewmojo.APIError
	switch {
	case crewmojo.IsUnauthorized(err):
		fmt.Println("check the client ID and the secret")
	case crewmojo.IsRefused(err) && errors.As(err, &refused):
		fmt.Println("correct the file:", refused.StatusCode)
	case err != nil:
		fmt.Println("try again later:", err)
	}
	// Output: correct the file: 400
}

// A report is downloaded to a file. If Crewmojo needs longer, the client polls for it.
func ExampleClient_DownloadReport() {
	server := crewmojotest.NewServer()
	defer server.Close()
	server.SetReport("oneonone.summary", crewmojotest.Report{CSV: "employee,meetings\nAda,2\n", Polls: 1})
	client := &crewmojo.Client{
		Credentials: crewmojo.NewCredentials(crewmojotest.ClientID, crewmojotest.ClientSecret),
		BaseURL:     server.URL,
	}
	file, err := os.CreateTemp("", "report-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	november := crewmojo.ReportRequest{
		Report:    "oneonone.summary",
		StartDate: time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC),
		EndDate:   time.Date(2026, time.November, 30, 0, 0, 0, 0, time.UTC),
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	defer cancel()
	if _, err := client.DownloadReport(ctx, november, file); err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(file.Name())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(string(text))
	// Output:
	// employee,meetings
	// Ada,2
}

// Credentials never show what they are.
func ExampleCredentials() {
	secret := crewmojo.NewCredentials("id", "secret")
	fmt.Printf("%v %+v\n", secret, struct{ Key any }{secret})
	// Output: [redacted] {Key:[redacted]}
}
