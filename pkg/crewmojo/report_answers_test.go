package crewmojo_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

const (
	csvType = "text/csv"
	table   = "name,meetings\nLovelace,2\n"
	list    = `[{"name":"Lovelace","meetings":2}]`

	asReportPage = "failed the answer is a web page, not a report"
	asEncoded    = "failed the answer has a content encoding that was not asked for"
	noID         = "failed the answer's jobId is not a plain identifier"
)

// An oddReport is an odd answer where a report was expected. What must become of it is as in [oddity], but an answer that
// is accepted is "csv" or "json", as it is, or "job".
type oddReport struct {
	name   string
	answer http.HandlerFunc
	body   string // of the answer
	asJSON bool   // what was asked for
}

func askCSV(name string, status int, contentType, body string, headers ...string) oddReport {
	return oddReport{name: name, answer: reply(status, contentType, body, headers...), body: body}
}

func askJSON(name string, status int, contentType, body string, headers ...string) oddReport {
	odd := askCSV(name, status, contentType, body, headers...)
	odd.asJSON = true
	return odd
}

func TestOddReportAnswers(t *testing.T) {
	for want, tests := range map[string][]oddReport{
		"csv": {
			askCSV("CSV", 200, csvType, table),
			askCSV("with a charset", 200, "text/csv; charset=utf-8", table),
			askCSV("in another case", 200, "Text/CSV;header=present", table),
			askCSV("with a parameter that is none", 200, "text/csv;;=", table),
			askCSV("no rows", 200, csvType, "name,meetings\n"),
			askCSV("nothing", 200, csvType, ""),
			askCSV("a heading that begins with a bracket", 200, csvType, "[name],meetings\nLovelace,2\n"),
			askCSV("a heading that begins with a brace", 200, csvType, "{name},meetings\nLovelace,2\n"),
			askCSV("a heading that begins with <", 200, csvType, "<name>,meetings\nLovelace,2\n"),
			askCSV("a heading in quotes", 200, csvType, "\"success\",\"httpErrorCode\"\n\"false\",\"400\"\n"),
			askCSV("words about errors", 200, csvType, "success,httpErrorCode,errorMessage\nfalse,400,Unauthorized\n"),
			askCSV("more than the first look takes in", 200, csvType, strings.Repeat(table, 9000)),
			// What counts is what it is, not what it is called.
			askCSV("without a type", 200, "", table),
			askCSV("as text", 200, "text/plain; charset=utf-8", table),
			askCSV("as bytes", 200, "application/octet-stream", table),
			askCSV("as an application's", 200, "application/csv", table),
			askCSV("in words", 200, "text/comma-separated-values", table),
			askCSV("as Windows calls it", 200, "application/vnd.ms-excel", table),
			askCSV("under JSON's type", 200, jsonType, table),
			askCSV("a type that is none", 200, "Ada Lovelace <ada@example.com>", table),
			askCSV("201", 201, csvType, table),
			askCSV("203, through a proxy", 203, csvType, table),
			// And one table is as good as the other, whatever was asked for.
			askJSON("where JSON was asked for", 200, csvType, table),
			askJSON("where JSON was asked for, without a type", 200, "", table),
			askJSON("where JSON was asked for, as text", 200, "text/plain", table),
			askJSON("where JSON was asked for, under its type", 200, jsonType, table),
			// No table at all: the caller can tell.
			askCSV("words", 200, "text/plain", "Service temporarily unavailable"),
			askCSV("a PDF", 200, "application/pdf", "%PDF-1.7 Lovelace"),
			askJSON("words for JSON", 200, jsonType, "Lovelace"),
		},
		"json": {
			askJSON("JSON", 200, jsonType, list),
			askJSON("with a charset", 200, "application/json; charset=utf-8", list),
			askJSON("without a type", 200, "", " \n"+list),
			askJSON("with a byte order mark", 200, "", "\uFEFF"+list),
			askJSON("under CSV's type, as the page's table has it", 200, csvType, list),
			askJSON("no rows", 200, jsonType, "[]"),
			askJSON("a list inside an object", 200, jsonType, `{"success":"true","data":`+list+`}`),
			askJSON("with a jobId", 200, jsonType, `{"jobId":"7","data":`+list+`}`),
			askJSON("with a jobId and no rows, but done", 200, jsonType, `{"jobId":"7","status":"Completed","rows":[]}`),
			askJSON("one row with a jobId", 200, jsonType, `[{"jobId":"7","goal":"a","status":"failed"}]`),
			askJSON("of rows that were rejected", 200, jsonType, `{"state":"terminated","failed":true,"data":`+list+`}`),
			askJSON("rows with a column success", 200, jsonType, `[{"goal":"a","success":false},{"goal":"b","success":"false"}]`),
			askJSON("one such row", 200, jsonType, `[{"goal":"a","success":false}]`),
			askJSON("one row that has failed", 200, jsonType, `[{"goal":"a","status":"failed"}]`),
			askJSON("such rows one a line", 200, jsonType, `{"goal":"a","success":false}`+"\n"+`{"goal":"b","success":false}`),
			askJSON("more than the first look takes in", 200, jsonType, manyRows),
			askJSON("as text", 200, "text/json", list),
			askJSON("as plain text", 200, "text/plain", list),
			askJSON("as bytes", 200, "application/octet-stream", list),
			askJSON("201", 201, jsonType, list),
			askJSON("203, through a proxy", 203, jsonType, list),
			askJSON("a list of lists", 200, jsonType, `[["name","meetings"],["Lovelace",2]]`),
			// No report at all: the caller can tell.
			askJSON("a problem (RFC 9457)", 200, "application/problem+json", `{"title":"Lovelace"}`),
			askJSON("what is no JSON after all", 200, jsonType, "[Lovelace]"),
		},
		"job": {
			askCSV("a job", 200, jsonType, `{"jobId":"job-1"}`),
			askJSON("for JSON", 200, jsonType, `{"jobId":"job-1"}`),
			askCSV("202", 202, jsonType, `{"jobId":"job-1"}`),
			askCSV("in another case", 200, jsonType, `{"jobID":"job-1"}`),
			askCSV("with a byte order mark", 200, jsonType, "\uFEFF"+`{"jobId":"job-1"}`),
			askCSV("without a type", 200, "", `{"jobId":"job-1"}`),
			askCSV("under CSV's type", 200, csvType, `{"jobId":"job-1"}`),
			askJSON("with a success", 200, jsonType, `{"success":"true","jobId":"job-1","status":"pending"}`),
			askJSON("with progress", 200, jsonType, `{"jobId":"job-1","progress":{"percent":10}}`),
			askCSV("with lists, where CSV was asked for", 200, jsonType, `{"jobId":"job-1","messages":[]}`),
			askJSON("with empty lists", 200, jsonType, `{"jobId":"job-1","rows":[],"errors":[]}`),
			askJSON("that is running, with an empty list", 200, jsonType, `{"jobId":"job-1","status":"running","data":[]}`),
			askJSON("in a list", 200, jsonType, `[{"jobId":"job-1"}]`),
			askJSON("with a status, in a list", 200, jsonType, `[{"jobId":"job-1","status":"running"}]`),
			askJSON("with words", 200, jsonType, `{"jobId":"job-1","messages":["queued"],"error":null,"errorMessage":""}`),
			askCSV("blanks around the id", 200, jsonType, `{"jobId":" job-1\n"}`),
		},
		noID: {
			askCSV("null", 200, jsonType, `{"jobId":null}`),
			askJSON("null for JSON", 200, jsonType, `{"jobId":null,"status":"pending"}`),
			askCSV("true", 200, jsonType, `{"jobId":true}`),
			askJSON("false", 200, jsonType, `{"jobId":false}`),
			askCSV("empty", 200, jsonType, `{"jobId":""}`),
			askCSV("an object", 200, jsonType, `{"jobId":{"id":"Lovelace"}}`),
			askCSV("a list", 200, jsonType, `{"jobId":["7"]}`),
			askCSV("a path upwards", 200, jsonType, `{"jobId":"../../oauth/token"}`),
			askCSV("a path upwards, escaped", 200, jsonType, `{"jobId":"..\/..\/oauth"}`),
			askCSV("a dot", 200, jsonType, `{"jobId":"."}`),
			askCSV("a query", 200, jsonType, `{"jobId":"7?admin=1"}`),
			askCSV("a fragment", 200, jsonType, `{"jobId":"7#Lovelace"}`),
			askCSV("a percent sign", 200, jsonType, `{"jobId":"%2e%2e"}`),
			askCSV("a line break", 200, jsonType, `{"jobId":"7\nLovelace"}`),
			askCSV("a name", 200, jsonType, `{"jobId":"Ada Lovelace"}`),
			askCSV("no end", 200, jsonType, `{"jobId":"`+strings.Repeat("7", 300)+`"}`),
		},
		"refused 400": {
			askCSV("the documented object", 200, jsonType, refusal),
			askJSON("for JSON", 200, jsonType, refusal),
			askCSV("under CSV's type", 200, csvType, refusal),
			askCSV("under a web page's type", 200, "text/html", refusal),
			askJSON("in a list", 200, jsonType, "["+refusal+"]"),
			askJSON("with a code as a string", 200, jsonType, `{"success":false,"httpErrorCode":"400","errorMessage":["Lovelace"]}`),
			askJSON("with a long message", 200, jsonType, `{"httpErrorCode":400,"errorMessage":"`+strings.Repeat("Lovelace ", 9000)+`"}`),
			askCSV("400", 400, jsonType, refusal),
		},
		"refused 422":                                      {askCSV("422", 422, "", "")},
		"failed 403 Forbidden":                             {askCSV("403", 403, jsonType, "")},
		asPage + ", with status 403":                       {askCSV("a firewall's 403", 403, "text/html", page)},
		"failed 404 Not Found":                             {askCSV("404", 404, jsonType, "")},
		"failed the answer is a web page, with status 400": {askCSV("a firewall's 400", 400, "text/html", page)},
		"failed 303 See Other":                             {askCSV("303 to a file", 303, "", "", "Location: /file")},
		asReportPage: {
			askCSV("a web page", 200, "text/html", page),
			askJSON("for JSON", 200, "text/html; charset=utf-8", page),
			askCSV("under CSV's type", 200, csvType, page),
			askJSON("under JSON's type", 200, jsonType, "\n\n<HTML>Lovelace"),
			askCSV("without a type", 200, "", "\uFEFF<!DOCTYPE html>"),
			askCSV("words", 200, "text/html", "Lovelace"),
			askCSV("XML under CSV's type", 200, csvType, `<?xml version="1.0"?><Error>Lovelace</Error>`),
		},
		asEncoded: {
			askCSV("Brotli", 200, csvType, "\x0b\x02\x80Lovelace\x03", "Content-Encoding: br"),
			askCSV("a charset for an encoding", 200, csvType, table, "Content-Encoding: utf-8"),
		},
		"failed status 206 is not that of a whole report": {askCSV("206", 206, csvType, table, "Content-Range: bytes 0-25/100")},
		"failed status 202 is not that of a whole report": {askJSON("202 without a job", 202, jsonType, `{"status":"pending"}`)},
		"failed status 204 is not that of a whole report": {askCSV("204", 204, "", "")},
		"failed the answer is JSON, where CSV was asked for": {
			askCSV("JSON", 200, jsonType, list),
			askCSV("under CSV's type", 200, csvType, list),
			askCSV("without a type", 200, "", `{"message":"Endpoint request timed out"}`),
			askCSV("an object under CSV's type", 200, csvType, `{ "message":"Endpoint request timed out"}`),
			askCSV("as text", 200, "text/plain", list),
			askCSV("a list of lists", 200, "", `[ ["name","meetings"],["Lovelace",2]]`),
			askCSV("no rows", 200, csvType, "[]"),
		},
		"refused 200": { // a job that has failed is not polled any more
			askCSV("failed", 200, jsonType, `{"jobId":"7","status":"failed"}`),
			askJSON("in another case", 200, jsonType, `{"jobId":"7","status":"FAILED","message":"Lovelace"}`),
			askCSV("an error", 200, jsonType, `{"jobId":"7","status":"error"}`),
			askCSV("expired", 200, jsonType, `{"jobId":"7","status":"expired"}`),
			askCSV("cancelled", 200, jsonType, `{"jobId":"7","status":"Cancelled"}`),
			askCSV("without its id", 200, jsonType, `{"status":"failed"}`),
			askJSON("in a list", 200, jsonType, `[{"jobId":"7","status":"failed"}]`),
			askCSV("a state", 200, jsonType, `{"jobId":"7","state":"Failed"}`),
			askJSON("a job's status", 200, jsonType, `{"jobId":"7","jobStatus":"TIMED_OUT"}`),
			askCSV("killed", 200, jsonType, `{"jobId":"7","status":"killed"}`),
			askCSV("stopped", 200, jsonType, `{"jobId":"7","status":"stopped"}`),
			askCSV("rejected", 200, jsonType, `{"jobId":"7","status":"rejected"}`),
			askCSV("terminated", 200, jsonType, `{"jobId":"7","status":"terminated"}`),
			askCSV("failed, as a truth", 200, jsonType, `{"jobId":"7","failed":true}`),
			askJSON("an error in words", 200, jsonType, `{"jobId":"7","error":"Lovelace"}`),
			askJSON("errors", 200, jsonType, `{"jobId":"7","errors":[{"message":"Lovelace"}]}`),
			askCSV("a message alone", 200, jsonType, `{"jobId":"7","errorMessage":"Lovelace"}`),
		},
		"new token": {
			askCSV("401", 401, jsonType, deadToken),
			askCSV("401 in a 200", 200, jsonType, deadToken),
			askJSON("401 in a 200 for JSON", 200, jsonType, deadToken),
		},
		"again": {
			askCSV("409", 409, "", ""),
			askCSV("429", 429, "", "", "Retry-After: 10"),
			askCSV("500", 500, jsonType, serverDown),
			askJSON("500 in a 200", 200, jsonType, serverDown),
			askCSV("502", 502, "text/html", page),
			{name: "no answer", answer: crewmojotest.CutOff},
			{name: "broken off at once", answer: crewmojotest.BreakOff(csvType, "name,mee")},
			{name: "broken off late", answer: crewmojotest.BreakOff(csvType, strings.Repeat(table, 9000))},
			{name: "stalled at once", answer: crewmojotest.Stall(200, csvType, "name,mee")},
			{name: "stalled late", answer: crewmojotest.Stall(200, csvType, strings.Repeat(table, 9000))},
			{name: "never begun", answer: crewmojotest.Stall(0, "", "")},
			askCSV("gzip that is none", 200, csvType, table, "Content-Encoding: gzip"),
			{name: "not HTTP", answer: raw("name,meetings\nLovelace,2\n\n")},
		},
	} {
		for _, test := range tests {
			t.Run(want+"/"+test.name, func(t *testing.T) {
				oddDownload(t, test, want)
				oddPoll(t, test, want)
			})
		}
	}
}

// oddDownload has the answer come for a first request.
func oddDownload(t *testing.T, test oddReport, want string) {
	server := crewmojotest.NewServer()
	defer server.Close()
	usual := "token download"
	if want == "job" {
		usual = "token download poll"
		ready := reply(200, csvType, table)
		if test.asJSON {
			ready = reply(200, jsonType, list)
		}
		server.FaultAlways(crewmojotest.Poll, ready)
	}
	server.SetReport("r", crewmojotest.Report{CSV: table, JSON: list})
	tryReport(t, server, test, crewmojotest.Download, usual, want)
}

// oddPoll has it come for a first poll.
func oddPoll(t *testing.T, test oddReport, want string) {
	server := crewmojotest.NewServer()
	defer server.Close()
	usual := "token download poll"
	if want == "job" {
		usual = "token download poll poll"
	}
	server.SetReport("r", crewmojotest.Report{CSV: table, JSON: list, Polls: 1})
	tryReport(t, server, test, crewmojotest.Poll, usual, want)
}

func tryReport(t *testing.T, server *crewmojotest.Server, test oddReport, at crewmojotest.Endpoint, usual, want string) {
	t.Helper()
	to := spool(t)
	server.Fault(at, test.answer)
	inBubble(t, server, func(t *testing.T, client *crewmojo.Client) {
		download, err := client.DownloadReport(t.Context(), crewmojo.ReportRequest{Report: "r", JSON: test.asJSON}, to)
		got, content := outcome(server, at, usual, err), table
		switch {
		case want == "job" && got == "accepted":
			got = "job"
		case got == "accepted":
			got, content = map[string]string{csvType: "csv", jsonType: "json"}[download.ContentType], test.body
		}
		if test.asJSON && content == table && got != "csv" {
			content = list
		}
		if got != want {
			t.Errorf("%s: %s; want %s", at, got, want)
		}
		checkError(t, err)
		if received, _ := os.ReadFile(to.Name()); err == nil && string(received) != content {
			t.Errorf("%s: received %q; want %q", at, received, content)
		}
	})
}
