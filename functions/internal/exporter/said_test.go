package exporter

import (
	"io"
	"strings"
	"testing"
)

// What stands in a report's place when something has gone wrong: Crewmojo's own error object, and those of the gateways
// that APIs stand behind (API Gateway, Spring, Apigee, RFC 9457). An object with the same words and a list is a report.
func TestErrorObjects(t *testing.T) {
	for report, isError := range map[string]bool{
		`{"success":"false","httpErrorCode":400,"errorMessage":"Invalid data received"}`: true,
		`{"success":false}`:                                  true,
		`{"httpErrorCode":400,"rows":[{"a":1}]}`:             true,
		`{"Success":"False","data":[{"a":1}]}`:               true,
		`{"httpErrorCode":"500","rows":[{"a":1}]}`:           true,
		`{"message":"Endpoint request timed out"}`:           true,
		`{"Message":"User is not authorized"}`:               true,
		`{"error":"temporarily_unavailable"}`:                true,
		`{"error":{"code":503}}`:                             true,
		`{"errors":[{"message":"boom"}]}`:                    true,
		`{"data":[{"a":1}],"errors":[{"message":"boom"}]}`:   true,
		`{"fault":{"faultstring":"Spike arrest violation"}}`: true,
		`{"timestamp":"2026-11-23","status":503,"path":"/"}`: true,
		`{"type":"about:blank","title":"x","status":"429"}`:  true,
		`{"status":"fail","data":null}`:                      true, // JSend
		`{"status":"error","data":[]}`:                       true,
		`{"status":"Failed","rows":[{"a":1}]}`:               true,
		`{"ok":false,"rows":[]}`:                             true,

		`{"error":null,"errors":[],"data":[{"a":1}]}`:    false,
		`{"error":0,"errorMessage":"","data":[{"a":1}]}`: false,
		`{"message":"12 rows","data":[{"a":1}]}`:         false,
		`{"success":true,"rows":[]}`:                     false,
		`{"code":500,"list":[{"a":1}]}`:                  false,
		`{"status":"success","data":[{"a":1}]}`:          false,
	} {
		_, err := convert(form{format: formatJSON}, false, strings.NewReader(report), io.Discard)
		if isError != (err != nil) || isError && !strings.Contains(err.Error(), "it is an error message") {
			t.Errorf("%s: %v", report, err)
		}
	}
}

// A report is a list of rows. Whatever else comes in an object is none, even if no other report has come before; the error
// repeats none of it.
func TestObjectsWithoutRows(t *testing.T) {
	for _, answer := range []string{
		`{}`, `{"data":null}`, `{"data":null,"total":0}`, `{"data":{}}`, `{"status":"pending"}`, `{"job_id":"Hopper"}`,
		`{"data":{"jobId":"Hopper"}}`, `{"status":200,"scheduled":12}`, `{"summary":{"scheduled":12}}`, `{"Hopper":0}`,
		`{"columns":["Hopper"]}`, `{"errors":[],"warnings":[]}`,
		`{"data":null,"warnings":[{"text":"Hopper"}]}`, `{"data":null,"links":[{"href":"/Hopper"}]}`, `{"columns":[{"name":"Hopper"}]}`,
		`{"notices":[{"text":"Hopper"}]}`, `{"data":null,"people":[{"name":"Hopper"}]}`, `{"meta":{"sorts":[{"by":"Hopper"}]}}`,
	} {
		_, err := convert(form{format: formatJSON}, false, strings.NewReader(answer), io.Discard)
		if err == nil || !strings.Contains(err.Error(), "without a list of rows") || strings.Contains(err.Error(), "Hopper") {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

// What stands next to the rows may say that there are more. A part that looks like the whole would count too little in BI.
func TestPartsAreNoReports(t *testing.T) {
	const rows = `"rows":[{"a":1},{"a":2}]`
	for answer, isPart := range map[string]bool{
		`{"nextPage":2,` + rows + `}`:                                                           true,
		`{` + rows + `,"next":"https://api.crewmojo.com/v1/r?page=2"}`:                          true,
		`{` + rows + `,"next_cursor":"abc"}`:                                                    true,
		`{` + rows + `,"@odata.nextLink":"https://x"}`:                                          true,
		`{` + rows + `,"hasMore":true}`:                                                         true,
		`{` + rows + `,"has-more":"true"}`:                                                      true,
		`{` + rows + `,"totalPages":3,"page":1}`:                                                true,
		`{` + rows + `,"total":3}`:                                                              true,
		`{` + rows + `,"totalCount":"500"}`:                                                     true,
		`{` + rows + `,"meta":{"total":500,"page":1}}`:                                          true,
		`{` + rows + `,"pagination":{"next":{"page":2}}}`:                                       true,
		`{` + rows + `,"_links":{"next":{"href":"/r?page=2"}}}`:                                 true,
		`{"links":[{"rel":"self","href":"/r"},{"rel":"next","href":"/r?page=2"}],` + rows + `}`: true,
		`{` + rows + `,"links":[{"rel":"next","href":null},{"rel":"self","href":"/r"}]}`:        false,
		`{"incomplete_results":true,` + rows + `}`:                                              true,
		`{"limitReached":true,` + rows + `}`:                                                    true,
		`{"numFound":5000,` + rows + `}`:                                                        true,
		`{"content":[{"a":1}],"last":false,"number":0}`:                                         true,
		`{` + rows + `,"lastPage":false}`:                                                       true,
		`{"data":{` + rows + `,"hasMore":true}}`:                                                true,
		`{"data":{` + rows + `},"total":9}`:                                                     true,
		`{"total":3,"rows":[["a"],[1],[2]]}`:                                                    true, // one of them is the heading
		`{"total":5,"rows":[]}`:                                                                 true,
		`{"status":"running",` + rows + `}`:                                                     true,
		`{"ready":false,"data":[]}`:                                                             true,
		`{"ready":true,"data":[]}`:                                                              false,
		`{` + rows + `,"truncated":true}`:                                                       true,
		`{` + rows + `,"next":null,"hasMore":false,"total":2}`:                                  false,
		`{` + rows + `,"nextPage":"","has_more":"false","page":1,"pages":1}`:                    false,
		`{` + rows + `,"nextPage":0,"totalPages":1,"totalElements":2,"last":true}`:              false,
		`{` + rows + `,"page":1,"pageSize":100,"count":2}`:                                      false,
		`{` + rows + `,"meta":{"next":null,"total":2},"links":{"self":"/r","n":1}}`:             false,
		`{` + rows + `,"total":1}`:                                                              false,
		`{` + rows + `,"summary":{"total":57,"next":"2026-12-01"}}`:                             false, // of meetings, not of rows
		`{` + rows + `,"_links":{"self":{"href":"/r"},"last":{"href":"/r?page=1"}}}`:            false,
		`{"total":2,"rows":[["a"],[1],[2]]}`:                                                    false,
		`{"rows":[{"next":"x","total":9,"hasMore":true}]}`:                                      false, // columns of the report
		`{"total":0,"rows":[]}`:                                                                 false,
	} {
		_, err := convert(form{format: formatNDJSON}, false, slow{strings.NewReader(answer)}, io.Discard)
		if isPart != (err != nil) || isPart && !strings.Contains(err.Error(), "only a part of the report") {
			t.Errorf("%s: %v", answer, err)
		}
	}
}
