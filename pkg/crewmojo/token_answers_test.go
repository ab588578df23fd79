package crewmojo_test

import (
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

func TestOddTokenAnswers(t *testing.T) {
	const noToken = "failed the answer holds no access token"
	for _, test := range []oddity{
		{"the documented answer", says(`{"access_token":"abc","token_type":"Bearer","expires_in":1800}`), "accepted"},
		{"a token alone", says(`{"access_token":"abc"}`), "accepted"},
		{"201", reply(201, jsonType, `{"access_token":"abc"}`), "accepted"},
		{"a life with a fraction", says(`{"access_token":"abc","expires_in":1800.0}`), "accepted"},
		{"a life in words", says(`{"access_token":"abc","expires_in":"30 minutes"}`), "accepted"},
		{"a life that is null", says(`{"access_token":"abc","expires_in":null}`), "accepted"},
		{"a life that is over", says(`{"access_token":"abc","expires_in":-1}`), "accepted"},
		{"a type in lower case", says(`{"access_token":"abc","token_type":"bearer"}`), "accepted"},
		{"a type that is a list", says(`{"access_token":"abc","token_type":["Bearer"]}`), "accepted"},
		{"as plain text", reply(200, "text/plain", `{"access_token":"abc"}`), "accepted"},
		{"as a form", reply(200, "application/x-www-form-urlencoded", `{"access_token":"abc"}`), "accepted"},
		{"as a web page", reply(200, "text/html", `{"access_token":"abc"}`), "accepted"},
		{"without a type", reply(200, "", `{"access_token":"abc"}`), "accepted"},
		{"with a byte order mark", says("\uFEFF" + `{"access_token":"abc"}`), "accepted"},
		{"in a list", says(`[{"access_token":"abc"}]`), "accepted"},
		{"with a success", says(`{"success":"true","access_token":"abc"}`), "accepted"},
		{"with something behind it", says(`{"access_token":"abc"}<!-- Lovelace -->`), "accepted"},
		{"blanks around the token", says(`{"access_token":" abc\n"}`), "accepted"},
		{"a JSON web token", says(`{"access_token":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln-_~+/=="}`), "accepted"},

		{"a web page", reply(200, "text/html", page), noToken},
		{"nothing", says(""), noToken},
		{"204", reply(204, "", ""), noToken},
		{"no token", says(`{"token_type":"Bearer"}`), noToken},
		{"a token that is empty", says(`{"access_token":""}`), noToken},
		{"a token that is blank", says(`{"access_token":"  "}`), noToken},
		{"a token that is null", says(`{"access_token":null}`), noToken},
		{"a token that is a number", says(`{"access_token":7}`), noToken},
		{"a token that is an object", says(`{"access_token":{"value":"Lovelace"}}`), noToken},
		{"a token with a line break", says(`{"access_token":"Lovelace\nX-Admin: true"}`), noToken},
		{"a token with a blank", says(`{"access_token":"Ada Lovelace"}`), noToken},
		{"a token with an umlaut", says(`{"access_token":"Lövelace"}`), noToken},
		{"OAuth's own error in a 200", says(`{"error":"invalid_client","error_description":"Lovelace"}`), noToken},
		{"an unknown encoding", reply(200, jsonType, "Lovelace", "Content-Encoding: zstd"), asEncoded},

		{"a success that is false",
			says(`{"success":false,"access_token":"abc"}`), "failed 200 but the answer says that it failed"},
		{"401", reply(401, jsonType, deadToken), "failed 401 Unauthorized"},
		{"401 in a 200", says(deadToken), "failed 401 Unauthorized"},
		{"OAuth's own error", reply(400, jsonType, `{"error":"invalid_client"}`), "failed 400 Bad Request"},
		{"400 is not the file's fault", reply(400, jsonType, refusal), "failed 400 Invalid data received"},
		{"400 in a 200 is not the file's fault", says(refusal), "failed 400 Invalid data received"},
		{"403", reply(403, "", ""), "failed 403 Forbidden"},
		{"404", reply(404, "", ""), "failed 404 Not Found"},
		{"405", reply(405, "", ""), "failed 405 Method Not Allowed"},
		{"400 of a firewall", reply(400, "text/html", page), asPage + ", with status 400"},
		{"401 of a proxy", reply(401, "text/html", page), asPage + ", with status 401"},
		{"403 of a firewall", reply(403, "text/html", page), asPage + ", with status 403"},
		{"404 of another server", reply(404, "text/html", page), asPage + ", with status 404"},
		{"302 to a login page", reply(302, "", "", "Location: /login"), "failed 302 Found"},

		{"429", reply(429, "", "", "Retry-After: 30"), "again"},
		{"500", reply(500, jsonType, serverDown), "again"},
		{"500 in a 200", says(serverDown), "again"},
		{"503 as a web page", reply(503, "text/html", page), "again"},
		{"no answer", crewmojotest.CutOff, "again"},
		{"an answer that breaks off", crewmojotest.BreakOff(jsonType, `{"access_token":"ab`), "again"},
		{"an answer that stalls", crewmojotest.Stall(200, jsonType, `{"access_token":"ab`), "again"},
		{"an answer that never begins", crewmojotest.Stall(0, "", ""), "again"},
		{"an answer that drips", crewmojotest.Drip(jsonType, " ", time.Second), "again"},
		{"not HTTP", raw("sandbox-token-7 Lovelace\n"), "again"},
	} {
		t.Run(test.name, func(t *testing.T) { test.try(t, crewmojotest.Token) })
	}
}
