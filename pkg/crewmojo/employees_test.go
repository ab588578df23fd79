package crewmojo_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// What Crewmojo says is kept, whether it accepts or refuses, for people to read: its first 64 KiB.
func TestUploadKeepsTheAnswer(t *testing.T) {
	const partly = `{"success":"true","rows":[{"row":2,"errorMessage":"Lovelace has no manager"}]}`
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"a success", reply(200, jsonType, `{"success":"true"}`), `{"success":"true"}`},
		{"a success with row errors", reply(200, jsonType, partly), partly},
		{"plain text", reply(202, "text/plain", "queued"), "queued"},
		{"nothing", reply(204, "", ""), ""},
		{"much", reply(200, jsonType, manyRows), manyRows},
		{"a refusal in a 200", reply(200, jsonType, refusal), refusal},
		{"a refusal", reply(422, "text/plain", "row 2: Lovelace"), "row 2: Lovelace"},
		{"a long refusal", reply(400, jsonType, manyRows), manyRows[:64<<10]},
		{"a web page", reply(200, "text/html", page), page},
		{"what an operator must see to", reply(403, jsonType, refusal), refusal},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, client := newPair(t)
			server.Fault(crewmojotest.Upload, test.answer)
			got, err := client.UploadEmployees(t.Context(), strings.NewReader(employees))
			if string(got) != test.want {
				t.Errorf("kept %.100q (%d bytes); want %.100q (%d bytes)", got, len(got), test.want, len(test.want))
			}
			checkError(t, err)
		})
	}
}

// A server may refuse a large file before it has read it.
func TestEarlyRefusalOfALargeFile(t *testing.T) {
	file := "firstName,lastName,emailAddress\n" + strings.Repeat("Ada,Lovelace,ada@example.com\n", 200_000)
	server, client := newPair(t)
	server.Fault(crewmojotest.Upload, crewmojotest.Fail(413, "Payload Too Large"))
	_, err := client.UploadEmployees(t.Context(), strings.NewReader(file))
	if !crewmojo.IsTooLarge(err) || !crewmojo.IsRefused(err) || endpoints(server) != "token upload" {
		t.Errorf("%s, error %v", endpoints(server), err)
	}
}

// Crewmojo does not publish what it says of an upload. What other APIs say of rows that they did not take is worth a look;
// what every good answer may say is not.
func TestMentions(t *testing.T) {
	for answer, want := range map[string]string{
		`{"success":"true","failed":2}`:                                "rows",
		`{"success":"true","errors":[{"row":2,"message":"Lovelace"}]}`: "rows",
		`{"success":"true","errors":["row 2"]}`:                        "rows",
		`{"created":90,"rejectedRows":"3"}`:                            "rows",
		`{"result":{"processed":90,"failures":{"2":"no address"}}}`:    "rows",
		`{"processed":90,"error_count": 1}`:                            "rows",
		`{"hasErrors":true}`:                                           "rows",
		`[{"row":1,"success":"true"},{"row":2,"success":"false"}]`:     "rows",
		`[{"row":1,"status":200},{"row":2,"status":422}]`:              "rows", // as a 207 has it
		`{"rows":[{"row":2,"status":"failed"}]}`:                       "rows",
		`{"success":"true","errors":[{"row":1},{"row":`:                "rows", // cut off after 64 KiB
		`{"results":[{"row":2,"ok":false}]}`:                           "rows",
		`{"status":"partial","errors":["row 2"],"error":null}`:         "rows",
		`{"status":"failed"}`:                                          "error",
		`{"status":"Error","requestId":"7"}`:                           "error",
		`{"status":"422 Unprocessable Entity"}`:                        "error",
		`{"error":"Lovelace is unknown"}`:                              "error",
		`{"error":{"code":17,"message":"Lovelace"}}`:                   "error",
		`{"ok":false}`:                      "error",
		`{"errors":"bad"}`:                  "error",
		`{"data":{"failed":true}}`:          "error",
		`{"errors":{"count":0}}`:            "",
		`{"error":{"code":0,"message":""}}`: "",
		`{"errors":[null]}`:                 "",
		`{"errors":"none","error":"no error","rejected":"0 rows"}`:                 "",
		`{"status_code":4001,"failFast":true,"status":"500 rows queued"}`:          "",
		`{"employee":{"code":"500","state":"NY"}}`:                                 "",
		`{"":[{"[":{"errors":[]}}]}`:                                               "",
		`{"success":"true"}`:                                                       "",
		`{"success":true,"httpErrorCode":200,"errorMessage":null}`:                 "",
		`{"success":"true","httpErrorCode":200,"errorMessage":"OK"}`:               "",
		`{"success":1,"failed":0,"errors":[],"rejected":"0","invalid":{}}`:         "",
		`{"success":"true","errorMessage":"","hasErrors":false}`:                   "",
		`{"jobId":"7","status":"queued"}`:                                          "",
		`{"total":95,"created":5,"updated":90,"skipped":85,"row":{"status":"ok"}}`: "",
		`{"message":"95 rows, \"failed\":2"}`:                                      "",
		`queued, "failed":2`:                                                       "",
		``:                                                                         "",
	} {
		got := ""
		if crewmojo.MentionsRefusedRows([]byte(answer)) {
			got += "rows"
		}
		if crewmojo.MentionsError([]byte(answer)) {
			got += "error"
		}
		if got != want {
			t.Errorf("%s: %q; want %q", answer, got, want)
		}
	}
}
