package crewmojo_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

const (
	jsonType   = "application/json"
	refusal    = `{"success":"false","httpErrorCode":400,"errorMessage":"Invalid data received"}`
	deadToken  = `{"success":"false","httpErrorCode":401,"errorMessage":"Unauthorized"}`
	serverDown = `{"success":"false","httpErrorCode":500,"errorMessage":"Error generating access token"}`
	rows       = `{"row":2,"firstName":"Ada","lastName":"Lovelace"}`
	page       = "<!doctype html><html><body>Ada Lovelace is down for maintenance</body></html>"
	asPage     = "failed the answer is a web page"
)

// manyRows is a list longer than what is kept of an answer.
var manyRows = "[" + strings.Repeat(rows+",", 2000) + rows + "]"

var reply = crewmojotest.Answer

func TestOddUploadAnswers(t *testing.T) {
	const at, usual = crewmojotest.Upload, "token upload"
	for _, test := range []oddity{
		// Any 2xx is accepted...
		{"nothing", reply(200, "", ""), "accepted"},
		{"201", reply(201, jsonType, `{"success":"true"}`), "accepted"},
		{"202, as a queue answers", reply(202, jsonType, `{"jobId":"7"}`), "accepted"},
		{"203", reply(203, jsonType, `{}`), "accepted"},
		{"204", reply(204, "", ""), "accepted"},
		{"206", reply(206, jsonType, `{"success":"true"}`), "accepted"},
		{"a boolean success", reply(200, jsonType, `{"success":true}`), "accepted"},
		{"a numeric success", reply(200, jsonType, `{"success":1,"httpErrorCode":0}`), "accepted"},
		{"a success with a code", reply(200, jsonType, `{"success":"true","httpErrorCode":200}`), "accepted"},
		{"a success with a code that is null", reply(200, jsonType, `{"success":"true","httpErrorCode":null,"errorMessage":null}`), "accepted"},
		{"row errors inside a success", reply(200, jsonType, `{"success":"true","rows":[{"row":2,"success":"false","errorMessage":"Lovelace"}]}`), "accepted"},
		{"rows, of which some failed", reply(200, jsonType, `[{"row":1,"success":"true"},{"row":2,"success":"false"}]`), "accepted"},
		{"plain text", reply(200, "text/plain", "queued"), "accepted"},
		{"text without a type", reply(200, "", "false"), "accepted"},
		{"null", reply(200, jsonType, "null"), "accepted"},
		{"false", reply(200, jsonType, "false"), "accepted"},
		{"an empty list", reply(200, jsonType, "[]"), "accepted"},
		{"broken JSON without a verdict", reply(200, jsonType, `{"status":`), "accepted"},
		{"a web page's type without a page", reply(200, "text/html", ""), "accepted"},
		{"JSON under a web page's type", reply(200, "text/html; charset=UTF-8", `{"success":"true"}`), "accepted"},
		{"more than 64 KiB", reply(200, jsonType, `{"success":"true","rows":`+manyRows+"}"), "accepted"},
		{"identity is no encoding", reply(200, jsonType, `{"success":"true"}`, "Content-Encoding: identity"), "accepted"},

		// ... unless its body is JSON that says success is false, or has an httpErrorCode of 400 or more, in whatever types.
		{"the documented object", reply(200, jsonType, refusal), "refused 400"},
		{"with another status", reply(202, jsonType, refusal), "refused 400"},
		{"a success that is false alone", reply(200, jsonType, `{"success":"false"}`), "refused 200"},
		{"a boolean", reply(200, jsonType, `{"success":false}`), "refused 200"},
		{"a number", reply(200, jsonType, `{"success":0}`), "refused 200"},
		{"a number as a string", reply(200, jsonType, `{"success":"0"}`), "refused 200"},
		{"another case", reply(200, jsonType, `{"Success":"FALSE","HttpErrorCode":422}`), "refused 422"},
		{"blanks", reply(200, jsonType, `{"success":" false "}`), "refused 200"},
		{"a list as success", reply(200, jsonType, `{"success":["false"]}`), "refused 200"},
		{"a code as a string", reply(200, jsonType, `{"success":"false","httpErrorCode":"400","errorMessage":"Lovelace"}`), "refused 400"},
		{"a code with a fraction", reply(200, jsonType, `{"success":"false","httpErrorCode":400.0}`), "refused 400"},
		{"a code with words", reply(200, jsonType, `{"success":"false","httpErrorCode":"413 Payload Too Large"}`), "refused 413"},
		{"a code alone", reply(200, jsonType, `{"httpErrorCode":400}`), "refused 400"},
		{"a code against a success", reply(200, jsonType, `{"success":"true","httpErrorCode":"400"}`), "refused 400"},
		{"a code of their own", reply(200, jsonType, `{"success":"false","httpErrorCode":1001}`), "refused 200"},
		{"a code that is huge", reply(200, jsonType, `{"httpErrorCode":1e300}`), "refused 200"},
		{"a code below 400", reply(200, jsonType, `{"success":"false","httpErrorCode":200}`), "refused 200"},
		{"a code that is an object", reply(200, jsonType, `{"success":"false","httpErrorCode":{"value":400}}`), "refused 200"},
		{"a message that is a list", reply(200, jsonType, `{"success":"false","httpErrorCode":400,"errorMessage":["Lovelace","x"]}`), "refused 400"},
		{"a message that is an object", reply(200, jsonType, `{"errorMessage":{"row":`+rows+`},"success":"false"}`), "refused 200"},
		{"a byte order mark", reply(200, jsonType, "\uFEFF"+refusal), "refused 400"},
		{"blank lines in front", reply(200, jsonType, "\r\n \t"+refusal), "refused 400"},
		{"a list around it", reply(200, jsonType, "["+refusal+"]"), "refused 400"},
		{"lists around it", reply(200, jsonType, "[["+refusal+"]]"), "refused 400"},
		{"a list of nothing but refusals", reply(200, jsonType, "["+refusal+","+refusal+"]"), "refused 400"},
		{"a string around it", reply(200, jsonType, `"{\"success\":\"false\",\"httpErrorCode\":400}"`), "refused 400"},
		{"something behind it", reply(200, jsonType, refusal+"\n-- \nLovelace"), "refused 400"},
		{"cut off behind the verdict", reply(200, jsonType, `{"success":"false","httpErrorCode":400,"errorMessage":"Lovel`), "refused 400"},
		{"a line break in a string", reply(200, jsonType, "{\"errorMessage\":\"Ada\nLovelace\",\"success\":\"false\"}"), "refused 200"},
		{"bytes that are not UTF-8", reply(200, jsonType, "{\"errorMessage\":\"L\xf6velace\",\"success\":\"false\"}"), "refused 200"},
		{"more than 64 KiB", reply(200, jsonType, `{"rows":`+manyRows+`,"success":"false","httpErrorCode":400}`), "refused 400"},
		{"plain text's type", reply(200, "text/plain", refusal), "refused 400"},
		{"a web page's type", reply(200, "text/html", refusal), "refused 400"},
		{"no type", reply(200, "", refusal), "refused 400"},

		// An answer that nobody can have meant is none.
		{"a web page", reply(200, "text/html", page), asPage},
		{"a web page without its type", reply(200, "", "\uFEFF\n"+page), asPage},
		{"a web page as JSON", reply(200, jsonType, page), asPage},
		{"words as a web page", reply(200, "text/html", "Ada Lovelace"), asPage},
		{"XML", reply(200, "application/xml", `<?xml version="1.0"?><error>Lovelace</error>`), asPage},
		{"an unknown encoding", reply(200, jsonType, "\x0b\x02\x80Lovelace\x03", "Content-Encoding: br"), "failed the answer has a content encoding that was not asked for"},

		// What a later try may cure.
		{"401", reply(401, jsonType, deadToken), "new token"},
		{"401 as a web page", reply(401, "text/html", page), "new token"},
		{"401 in a 200", reply(200, jsonType, deadToken), "new token"},
		{"401 in a 200, as a string", reply(200, jsonType, `{"success":"false","httpErrorCode":"401"}`), "new token"},
		{"408", reply(408, "", ""), "again"},
		{"409", reply(409, jsonType, refusal), "again"},
		{"425", reply(425, "", ""), "again"},
		{"429", reply(429, "", ""), "again"},
		{"429 with a date", reply(429, "", "", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"), "again"},
		{"429 with nonsense", reply(429, "", "", "Retry-After: soon"), "again"},
		{"429 with a fraction", reply(429, "", "", "Retry-After: 1.5"), "again"},
		{"429 for longer than there is time", reply(429, "", "", "Retry-After: 3600"), "failed 429 Too Many Requests"},
		{"429 for ever", reply(429, "", "", "Retry-After: 99999999999999999999"), "failed 429 Too Many Requests"},
		{"500", reply(500, jsonType, serverDown), "again"},
		{"500 in a 200", reply(200, jsonType, serverDown), "again"},
		{"501", reply(501, "", ""), "again"},
		{"502 as a web page", reply(502, "text/html", page), "again"},
		{"503", reply(503, "", ""), "again"},
		{"504 of a gateway", reply(504, jsonType, `{"message":"Endpoint request timed out"}`), "again"},
		{"520, which has no name", reply(520, "", ""), "again"},
		{"no answer", crewmojotest.CutOff, "again"},
		{"an answer that breaks off", crewmojotest.BreakOff(jsonType, `{"success":"tr`), "again"},
		{"an answer that stalls", crewmojotest.Stall(200, jsonType, `{"success":"tr`), "again"},
		{"an answer that never begins", crewmojotest.Stall(0, "", ""), "again"},
		{"an answer that drips", crewmojotest.Drip(jsonType, " ", time.Second), "again"},
		{"an error that stalls", crewmojotest.Stall(503, jsonType, "{"), "again"},
		{"gzip that is none", reply(200, jsonType, "Lovelace", "Content-Encoding: gzip"), "again"},
		{"not HTTP", raw("Lovelace,Ada,ada@example.com\n\n"), "again"},
		{"a heading that is none", raw("HTTP/1.1 200 OK\r\nAda Lovelace\r\n\r\n"), "again"},
		{"a status that is none", raw("HTTP/1.1 Lovelace OK\r\n\r\n"), "again"},
		{"a length that is none", raw("HTTP/1.1 200 OK\r\nContent-Length: Lovelace\r\n\r\n"), "again"},

		// What no later try cures: the file's fault, or an operator's.
		{"400", reply(400, jsonType, refusal), "refused 400"},
		{"400 with a web page", reply(400, "text/html", page), "refused 400"},
		{"400 that stalls", crewmojotest.Stall(400, jsonType, "{"), "refused 400"},
		{"402", reply(402, "", ""), "refused 402"},
		{"413", reply(413, "", ""), "refused 413"},
		{"415", reply(415, "", ""), "refused 415"},
		{"422", reply(422, jsonType, `{"errors":["Lovelace"]}`), "refused 422"},
		{"422 in a 200", reply(200, jsonType, `{"success":"false","httpErrorCode":422}`), "refused 422"},
		{"403", reply(403, jsonType, `{"message":"Lovelace"}`), "failed 403 Forbidden"},
		{"403 in a 200", reply(200, jsonType, `{"success":"false","httpErrorCode":403}`), "failed 403 Forbidden"},
		{"404", reply(404, "text/html", page), "failed 404 Not Found"},
		{"301", reply(301, "", "", "Location: /elsewhere"), "failed 301 Moved Permanently"},
		{"303", reply(303, "", "", "Location: /elsewhere"), "failed 303 See Other"},
		{"304", reply(304, "", ""), "failed 304 Not Modified"},
		{"307 to nowhere", reply(307, "", "", "Location: http://%zz/Lovelace"), "failed 307 Temporary Redirect"},
		{"300 without a place", reply(300, "", ""), "failed 300 Multiple Choices"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, _ := newPair(t)
			server.Fault(at, test.answer)
			inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
				_, err := client.UploadEmployees(t.Context(), strings.NewReader(employees))
				if got := outcome(server, at, usual, err); got != test.want {
					t.Errorf("%s; want %s", got, test.want)
				}
				checkError(t, err)
			})
		})
	}
}

// raw is a fault: text instead of HTTP.
func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		_, _ = conn.Write([]byte(text))
	}
}

func TestOddTokenAnswers(t *testing.T) {
	const at, usual = crewmojotest.Token, "token upload"
	// The server honours any token, so that the answer alone decides.
	const noToken = "failed the answer holds no access token"
	for _, test := range []oddity{
		{"the documented answer", reply(200, jsonType, `{"access_token":"abc","token_type":"Bearer","expires_in":1800}`), "accepted"},
		{"a token alone", reply(200, jsonType, `{"access_token":"abc"}`), "accepted"},
		{"201", reply(201, jsonType, `{"access_token":"abc"}`), "accepted"},
		{"a life with a fraction", reply(200, jsonType, `{"access_token":"abc","expires_in":1800.0}`), "accepted"},
		{"a life in words", reply(200, jsonType, `{"access_token":"abc","expires_in":"30 minutes"}`), "accepted"},
		{"a life that is null", reply(200, jsonType, `{"access_token":"abc","expires_in":null}`), "accepted"},
		{"a life that is over", reply(200, jsonType, `{"access_token":"abc","expires_in":-1}`), "accepted"},
		{"a type in lower case", reply(200, jsonType, `{"access_token":"abc","token_type":"bearer"}`), "accepted"},
		{"a type that is a list", reply(200, jsonType, `{"access_token":"abc","token_type":["Bearer"]}`), "accepted"},
		{"as plain text", reply(200, "text/plain", `{"access_token":"abc"}`), "accepted"},
		{"as a form", reply(200, "application/x-www-form-urlencoded", `{"access_token":"abc"}`), "accepted"},
		{"as a web page", reply(200, "text/html", `{"access_token":"abc"}`), "accepted"},
		{"without a type", reply(200, "", `{"access_token":"abc"}`), "accepted"},
		{"with a byte order mark", reply(200, jsonType, "\uFEFF"+`{"access_token":"abc"}`), "accepted"},
		{"in a list", reply(200, jsonType, `[{"access_token":"abc"}]`), "accepted"},
		{"with a success", reply(200, jsonType, `{"success":"true","access_token":"abc"}`), "accepted"},
		{"with something behind it", reply(200, jsonType, `{"access_token":"abc"}<!-- Lovelace -->`), "accepted"},
		{"blanks around the token", reply(200, jsonType, `{"access_token":" abc\n"}`), "accepted"},
		{"a JSON web token", reply(200, jsonType, `{"access_token":"eyJhbGciOiJSUzI1NiJ9.e30.c2ln-_~+/=="}`), "accepted"},

		{"a web page", reply(200, "text/html", page), noToken},
		{"nothing", reply(200, jsonType, ""), noToken},
		{"204", reply(204, "", ""), noToken},
		{"no token", reply(200, jsonType, `{"token_type":"Bearer"}`), noToken},
		{"a token that is empty", reply(200, jsonType, `{"access_token":""}`), noToken},
		{"a token that is blank", reply(200, jsonType, `{"access_token":"  "}`), noToken},
		{"a token that is null", reply(200, jsonType, `{"access_token":null}`), noToken},
		{"a token that is a number", reply(200, jsonType, `{"access_token":7}`), noToken},
		{"a token that is an object", reply(200, jsonType, `{"access_token":{"value":"Lovelace"}}`), noToken},
		{"a token with a line break", reply(200, jsonType, `{"access_token":"Lovelace\nX-Admin: true"}`), noToken},
		{"a token with a blank", reply(200, jsonType, `{"access_token":"Ada Lovelace"}`), noToken},
		{"a token with an umlaut", reply(200, jsonType, `{"access_token":"Lövelace"}`), noToken},
		{"OAuth's own error in a 200", reply(200, jsonType, `{"error":"invalid_client","error_description":"Lovelace"}`), noToken},
		{"an unknown encoding", reply(200, jsonType, "Lovelace", "Content-Encoding: zstd"), "failed the answer has a content encoding that was not asked for"},

		{"a success that is false", reply(200, jsonType, `{"success":false,"access_token":"abc"}`), "failed 200 but the answer says that it failed"},
		{"401", reply(401, jsonType, deadToken), "failed 401 Unauthorized"},
		{"401 in a 200", reply(200, jsonType, deadToken), "failed 401 Unauthorized"},
		{"OAuth's own error", reply(400, jsonType, `{"error":"invalid_client"}`), "failed 400 Bad Request"},
		{"400 is not the file's fault", reply(400, jsonType, refusal), "failed 400 Invalid data received"},
		{"400 in a 200 is not the file's fault", reply(200, jsonType, refusal), "failed 400 Invalid data received"},
		{"403", reply(403, "", ""), "failed 403 Forbidden"},
		{"404", reply(404, "", ""), "failed 404 Not Found"},
		{"405", reply(405, "", ""), "failed 405 Method Not Allowed"},
		{"302 to a login page", reply(302, "", "", "Location: /login"), "failed 302 Found"},

		{"429", reply(429, "", "", "Retry-After: 30"), "again"},
		{"500", reply(500, jsonType, serverDown), "again"},
		{"500 in a 200", reply(200, jsonType, serverDown), "again"},
		{"503 as a web page", reply(503, "text/html", page), "again"},
		{"no answer", crewmojotest.CutOff, "again"},
		{"an answer that breaks off", crewmojotest.BreakOff(jsonType, `{"access_token":"ab`), "again"},
		{"an answer that stalls", crewmojotest.Stall(200, jsonType, `{"access_token":"ab`), "again"},
		{"an answer that never begins", crewmojotest.Stall(0, "", ""), "again"},
		{"an answer that drips", crewmojotest.Drip(jsonType, " ", time.Second), "again"},
		{"not HTTP", raw("sandbox-token-7 Lovelace\n"), "again"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, _ := newPair(t)
			server.Fault(at, test.answer)
			server.FaultAlways(crewmojotest.Upload, reply(200, jsonType, `{"success":"true"}`))
			inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
				_, err := client.UploadEmployees(t.Context(), strings.NewReader(employees))
				if got := outcome(server, at, usual, err); got != test.want {
					t.Errorf("%s; want %s", got, test.want)
				}
				checkError(t, err)
			})
		})
	}
}
