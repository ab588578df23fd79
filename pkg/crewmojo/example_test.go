package crewmojo_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// An employee file is uploaded. Against Crewmojo itself BaseURL is left out, or crewmojo.TestURL.
func ExampleClient_UploadEmployees() {
	server := crewmojotest.NewServer()
	defer server.Close()
	client := &crewmojo.Client{
		Credentials: crewmojo.NewCredentials(crewmojotest.ClientID, crewmojotest.ClientSecret),
		BaseURL:     server.URL,
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

// A report is downloaded to a file, which is polled for if Crewmojo needs longer.
func ExampleClient_DownloadReport() {
	server := crewmojotest.NewServer()
	defer server.Close()
	server.SetReport("oneonone.summary", crewmojotest.Report{CSV: "employee,meetings\nAda,2\n"})
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
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	defer cancel()
	if _, err := client.DownloadReport(ctx, crewmojo.ReportRequest{Report: "oneonone.summary"}, file); err != nil {
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
