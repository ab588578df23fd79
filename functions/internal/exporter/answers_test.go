package exporter

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/crewmojo-aws/bundle/functions/internal/cloud"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// What Crewmojo, or a gateway in front of it, may answer instead of a report, with a 200 or nearly so. None of
// it replaces the report that is there, and the error repeats none of it.
func TestNoReportReplacesAGoodOne(t *testing.T) {
	const good, key = "employee,meetings\nHopper,3\n", "reports/r/%s/by=day/day=2026-11-23/r.%[1]s"
	for _, test := range []struct {
		format, contentType, body string
		status                    int
		headers                   []string
	}{
		{format: "csv", contentType: "text/plain", body: "Service temporarily unavailable"},
		{format: "csv", contentType: "text/csv", body: "Service temporarily unavailable"},
		{format: "csv", body: "Service temporarily unavailable\nTry again later\n"},
		{format: "csv", contentType: "application/pdf", body: "%PDF-1.7\n"},
		{format: "csv", body: "%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"},
		{format: "csv", contentType: "text/csv", body: "employee,meetings\nHop\x00,3\n"},
		{format: "csv", contentType: "text/csv", body: "employee,meetings\n", status: http.StatusPartialContent},
		{format: "csv", contentType: "text/csv", body: "employee,meetings\n", headers: []string{"Content-Encoding: zstd"}},
		{format: "csv", contentType: "text/csv", body: `{"message":"Endpoint request timed out"}`},
		{format: "csv", contentType: "text/html", body: "<p>Down</p>"},
		{format: "csv", contentType: "text/csv", body: "<!DOCTYPE html>\n<p>Down</p>\n"},
		{format: "csv", contentType: "text/csv"},
		{format: "csv", contentType: "text/csv", body: "The service is unavailable, try again later"},
		{format: "csv", contentType: "application/vnd.ms-excel", body: "PK\x03\x04\x14\x00\x06\x00"},
		{format: "csv", contentType: "application/xml", body: "<Error>\n<Code>Hopper</Code>\n</Error>"},
		{format: "json", contentType: "application/xml", body: "<Error>\n<Code>Hopper</Code>\n</Error>"},
		{format: "json", contentType: "application/json", body: `{"employee":"Hopper","meetings":3}`},
		{format: "json", contentType: "application/json", body: `{"data":[{"employee":"Hopper","meetings":3}],"hasMore":true}`},
		{format: "json", contentType: "application/json", body: `{"status":"running"}`},
		{format: "json", contentType: "application/json", body: `{"message":"Endpoint request timed out"}`},
		{format: "json", contentType: "application/json", body: `{"success":"false","httpErrorCode":400,"errorMessage":"Hopper"}`},
		{format: "json", contentType: "application/json", body: `[{"message":"The service is unavailable"}]`},
		{format: "json", contentType: "application/json", body: `[{"code":17,"message":"Hopper is not ready"}]`},
		{format: "json", contentType: "application/json", body: `{"data":[{"loc":"Hopper","why":"x"},{"loc":"b","why":"y"}]}`},
		{format: "json", contentType: "application/json", body: `null`},
		{format: "json", contentType: "application/json", body: `[{"employee":"Hop`},
		{format: "json", body: `Service temporarily unavailable`},
		{format: "json", contentType: "text/csv", body: "Service temporarily unavailable\n"},
	} {
		p := newPlace(t)
		p.crewmojo.SetReport("r", crewmojotest.Report{CSV: good, JSON: `[{"employee":"Hopper","meetings":3}]`})
		event := fmt.Sprintf(`{"report":"r","period":"yesterday","each":"day","scheduledTime":"2026-11-24T06:00:00Z","format":%q}`, test.format)
		if _, err := p.invoke(t.Context(), "1", event); err != nil {
			t.Fatal(err)
		}
		before := p.object(fmt.Sprintf(key, test.format))
		answer := crewmojotest.Answer(max(test.status, http.StatusOK), test.contentType, test.body, test.headers...)
		p.crewmojo.Fault(crewmojotest.Download, answer)
		_, err := p.invoke(t.Context(), "2", event)
		if err == nil || strings.Contains(err.Error(), "unavailable") || strings.Contains(err.Error(), "Hop") {
			t.Errorf("%+v: error %v", test, err)
		}
		if after := p.object(fmt.Sprintf(key, test.format)); after != before || after == "" {
			t.Errorf("%+v: the report is now %q", test, after)
		}
	}
}

// A message that came first, and was not recognized, must not keep out the report that comes next, even if that has no rows.
// Columns that have changed come in once somebody has deleted what is known of the old ones.
func TestReportsGetInAfterAll(t *testing.T) {
	p := newPlace(t)
	const event = `{"report":"r","period":"yesterday","each":"day","scheduledTime":"2026-11-24T06:00:00Z"}`
	for i, report := range []string{"Wait a bit, or two\n", "employee,meetings\n", "a;b\n1;2\n", "a;b;c\n1;2;3\n"} {
		p.crewmojo.SetReport("r", crewmojotest.Report{CSV: report})
		_, err := p.invoke(t.Context(), fmt.Sprint(i), event)
		const columns = "reports/r/csv/by=day/_columns.json"
		if i == 3 && err != nil && strings.Contains(err.Error(), "delete "+columns) {
			if err := p.Objects.Delete(t.Context(), cloud.Version{Bucket: "bucket", Key: columns}, ""); err != nil {
				t.Fatal(err)
			}
			_, err = p.invoke(t.Context(), "again", event)
		}
		if got := p.object("reports/r/csv/by=day/day=2026-11-23/r.csv"); err != nil || got != report {
			t.Errorf("%q: error %v, the object is %q", report, err, got)
		}
	}
}

// CSV may come although JSON was asked for: Crewmojo's page names no other content type for polls. The answer says so,
// and the object is what was asked for.
func TestCSVIsConvertedWhereJSONWasAskedFor(t *testing.T) {
	const csv = "code,name\n007,Gra\xe7a\n"
	for _, at := range []crewmojotest.Endpoint{crewmojotest.Download, crewmojotest.Poll} {
		p := newPlace(t)
		jobs := 0
		if at == crewmojotest.Poll {
			jobs = 1
		}
		p.crewmojo.SetReport("r", crewmojotest.Report{Polls: jobs})
		p.crewmojo.Fault(at, crewmojotest.Answer(http.StatusOK, "text/csv", csv))
		lambda := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "1"})
		answer, err := p.Handle(lambda, json.RawMessage(`{"report":"r","period":"yesterday","format":"ndjson"}`))
		if err != nil || len(answer.Reports) != 1 {
			t.Fatalf("%s: %+v %v", at, answer, err)
		}
		report := answer.Reports[0]
		if report.ConvertedFrom != "csv" || report.Jobs != jobs {
			t.Errorf("%s: %+v", at, report)
		}
		if body := p.object(report.Key); body != `{"code":"007","name":"Graça"}`+"\n" {
			t.Errorf("%s: %s", at, body)
		}
	}
}
