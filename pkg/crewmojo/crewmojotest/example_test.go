package crewmojotest_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// Somebody else takes a token while a file is uploaded, which kills the client's own: it takes another, and repeats the
// call.
func Example() {
	server := crewmojotest.NewServer()
	defer server.Close()
	server.Fault(crewmojotest.Upload, crewmojotest.Fail(401, "Unauthorized"))
	client := &crewmojo.Client{
		Credentials: crewmojo.NewCredentials(crewmojotest.ClientID, crewmojotest.ClientSecret),
		BaseURL:     server.URL,
	}
	csv := strings.NewReader("firstName,lastName,emailAddress\nAda,Lovelace,ada@example.com\n")
	_, err := client.UploadEmployees(context.Background(), csv)
	fmt.Println("error:", err)
	for _, call := range server.Calls() {
		fmt.Println(call.Endpoint, call.Status)
	}
	// Output:
	// error: <nil>
	// token 200
	// upload 401
	// token 200
	// upload 200
}
