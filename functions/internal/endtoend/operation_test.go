package endtoend

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// withEverything turns all of the template's options on.
var withEverything = map[string]string{
	"Bucket.Arn": "bucket", "NotificationEmail": "hr@example.com", "OperatorEmail": "on-call@example.com",
	"NotifyAbout": "all", "ExpectImportDays": "1", "ExpectReportDays": "1",
	"ExportSecretArn": "export-secret", "SecretKeyArn": "secret-key", "BucketKeyArn": "bucket-key", "Trace": "true",
	"FormerBucketKeyArns": "former-keys", "OperationsKeyArn": "operations-key", "MaskEmailsInLogs": "true",
}

func readTemplate(t *testing.T, values map[string]string) *template.Template {
	t.Helper()
	parsed, err := template.Read(filepath.Join(projectRoot, "template.yaml"), values)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// Every metric that an alarm watches, or the dashboard shows, is one that the functions emit when there is reason to.
func TestMetricsAreEmitted(t *testing.T) {
	t.Parallel()
	b := newWorld(t, nil)
	first := b.put("incoming/employees.csv", employees(1, 10, nil)+"Person,,nobody@example.com,E011,\n")
	if _, err := b.deliver(first); err != nil {
		t.Fatal(err)
	}
	b.importFile("incoming/employees.csv", employees(1, 5, nil))
	b.importFile("incoming/employees.csv", "no employees")
	b.importFile("preview/employees.csv", employees(1, 10, nil))
	b.Crewmojo.Fault(crewmojotest.Upload, crewmojotest.Fail(401, "Unauthorized"))
	b.importFile("incoming/employees.csv", employees(1, 10, func(i int, row []string) []string {
		if i == 1 {
			row[4] = "2026-11-23"
		}
		return row
	}))
	b.Clock.Set(first.At.Add(-time.Hour))
	b.importFile("incoming/late.csv", employees(1, 10, nil))
	for _, again := range []string{"ImportsDuplicate", "ImportsGone"} {
		late := b.put("incoming/again.csv", employees(1, 10, nil))
		if again == "ImportsGone" {
			late.VersionID = "v5n1PPUjOCMHLyyfq0ayjoZ5RZLfVQKA" // no such version
		} else if _, err := b.deliver(late); err != nil {
			t.Fatal(err)
		}
		if _, err := b.deliver(late); err != nil {
			t.Fatal(err)
		}
	}
	for _, report := range []string{"a,b\n1,2\n", "a,b,c\n1,2,3\n"} {
		b.Crewmojo.SetReport("r", crewmojotest.Report{CSV: report})
		if _, err := b.export(`{"report":"r"}`); err != nil {
			t.Fatal(err)
		}
	}
	b.AWS.SetTopic(localaws.TopicARN(testbed.PeopleTopic), 0, 1)
	if _, err := b.InvokeAsync(testbed.ImportFunction, first.Notification()); err != nil {
		t.Fatal(err)
	}
	if err := b.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	metrics := readTemplate(t, withEverything).Metrics
	if len(metrics) == 0 {
		t.Error("nothing is watched")
	}
	told := b.log()
	for _, metric := range metrics {
		_, value, emitted := strings.Cut(strings.ReplaceAll(told, `"`+metric+`":0`, ""), `"`+metric+`":`)
		if !emitted || value[0] < '1' || value[0] > '9' {
			t.Errorf("%s is watched, and nothing emits it", metric)
		}
	}
}

// Each function is invoked, and its logs are kept, as the template says. Lambda itself keeps every line, whatever
// LogLevel is: it would take metrics for lines of the level INFO.
func TestFunctionsAreSetUp(t *testing.T) {
	for _, level := range []string{"DEBUG", "INFO", "WARN", "ERROR"} {
		parsed := readTemplate(t, map[string]string{"LogLevel": level, "MemoryMB": "1769"})
		for name := range testbed.Binaries {
			f := parsed.Functions[name]
			if f.LogLevel != "DEBUG" || f.Env["LOG_LEVEL"] != level {
				t.Errorf("%s: Lambda keeps %s, and the function writes %s", name, f.LogLevel, f.Env["LOG_LEVEL"])
			}
			if f.MemoryMB != 1769 || f.MaxRetries != 2 || f.MaxAge != 6*time.Hour {
				t.Errorf("%s: %+v", name, f)
			}
			outcomes := template.Destination{Type: "EventBridge", Name: "Outcomes"}
			succeeds, fails := outcomes, outcomes
			if name == testbed.NotifyFunction { // on the event bus it would tell of itself
				succeeds, fails = template.Destination{}, template.Destination{Type: "SQS", Name: "UntoldOutcomes"}
			}
			if f.OnSuccess != succeeds || f.OnFailure != fails {
				t.Errorf("%s: success goes to %v, failure to %v", name, f.OnSuccess, f.OnFailure)
			}
		}
	}
}

// Every outcome is handed to notify, and failures are kept too. Whatever cannot be delivered, there is a queue for it;
// each queue has an alarm; and each alarm tells somebody, whether or not there is an address to mail to.
func TestNothingGoesUnnoticed(t *testing.T) {
	for _, values := range []map[string]string{nil, withEverything} {
		parsed := readTemplate(t, values)
		watched := map[string]bool{}
		for name, alarm := range parsed.Alarms {
			watched[alarm.Queue] = true
			if !slices.Equal(alarm.Actions, []string{testbed.OperatorsTopic}) {
				t.Errorf("%s tells %v", name, alarm.Actions)
			}
		}
		handed := map[string]string{}
		for _, rule := range parsed.Rules {
			for _, target := range rule.Targets {
				handed[target.Name] = rule.Bus
				if !watched[target.DeadLetters] {
					t.Errorf("rule %s: what cannot be handed to %s is in %q, where nobody looks",
						rule.Name, target.Name, target.DeadLetters)
				}
			}
		}
		want := map[string]string{testbed.NotifyFunction: "Outcomes", "FailedEvents": "Outcomes"}
		if !maps.Equal(handed, want) {
			t.Errorf("outcomes are handed to %v, want %v", handed, want)
		}
		for _, queue := range []string{"FailedEvents", "FailedSchedules", "UntoldOutcomes"} {
			if !watched[queue] {
				t.Errorf("nobody looks into %s", queue)
			}
		}
	}
}

// Notify may do what it does with topics, and nothing else with anything but its own log and queue.
func TestNotifyPermissions(t *testing.T) {
	got := map[string]string{}
	for _, s := range readTemplate(t, withEverything).Statements {
		if s.Holder == "NotifyRole" {
			got[strings.Join(s.Resources, " ")] = strings.Join(slices.Sorted(slices.Values(s.Actions)), " ")
		}
	}
	want := map[string]string{
		testbed.PeopleTopic:    "sns:GetTopicAttributes sns:Publish",
		testbed.OperatorsTopic: "sns:GetTopicAttributes sns:Publish",
		"NotifyLogs.Arn":       "logs:CreateLogStream logs:PutLogEvents",
		"UntoldOutcomes.Arn":   "sqs:SendMessage",
		"operations-key":       "kms:Decrypt kms:GenerateDataKey",
		"*":                    "xray:PutTelemetryRecords xray:PutTraceSegments", // X-Ray knows no resources
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Who may do what with the bucket, by prefix. Whoever puts files there cannot approve them; the functions cannot
// trigger themselves; and nobody may do anything with everything.
func TestPermissions(t *testing.T) {
	want := map[string]string{
		"ImportEmployeesPolicy approved/":      "s3:DeleteObject s3:GetObject s3:GetObjectVersion",
		"ImportEmployeesPolicy incoming/":      "s3:DeleteObject s3:GetObject s3:GetObjectVersion",
		"ImportEmployeesPolicy preview/":       "s3:DeleteObject s3:GetObject s3:GetObjectVersion",
		"ImportEmployeesPolicy seed/":          "s3:DeleteObject s3:GetObject s3:GetObjectVersion",
		"ImportEmployeesPolicy imports/":       "s3:GetObject s3:PutObject",
		"ImportEmployeesPolicy state/":         "s3:GetObject s3:PutObject",
		"ImportEmployeesPolicy":                "s3:ListBucket", // or S3 says forbidden of what is not there
		"ExportReportPolicy reports/":          "s3:GetObject s3:PutObject",
		"ExportReportPolicy":                   "s3:ListBucket",
		"PutFilesPolicy incoming/":             "s3:AbortMultipartUpload s3:PutObject",
		"PutFilesPolicy preview/":              "s3:AbortMultipartUpload s3:PutObject",
		"ApproveFilesPolicy imports/":          "s3:GetObject s3:GetObjectAcl s3:GetObjectTagging",
		"ApproveFilesPolicy approved/":         "s3:AbortMultipartUpload s3:PutObject",
		"ApproveFilesPolicy":                   "s3:GetBucketLocation s3:ListBucket", // the console asks where the bucket is
		"OperatePolicy seed/":                  "s3:AbortMultipartUpload s3:PutObject",
		"OperatePolicy imports/*/result.json/": "s3:GetObject", // no list of people
		"OperatePolicy":                        "s3:ListBucket",
		"ReadReportsPolicy reports/":           "s3:GetObject",
		"ReadReportsPolicy":                    "s3:ListBucket",
	}
	may := map[string][]string{}
	for _, s := range readTemplate(t, withEverything).Statements {
		for _, resource := range s.Resources {
			if resource == "*" && !strings.HasPrefix(s.Actions[0], "xray:") {
				t.Errorf("%s may do %v with everything", s.Holder, s.Actions)
			}
			if path, ok := strings.CutPrefix(resource, "bucket"); ok && !strings.HasPrefix(path, "-") {
				prefix := strings.Trim(strings.TrimSuffix(path, "*"), "/")
				if prefix != "" {
					prefix = " " + prefix + "/"
				}
				may[s.Holder+prefix] = append(may[s.Holder+prefix], s.Actions...)
			}
		}
		for _, action := range s.Actions {
			if strings.Contains(action, "*") {
				t.Errorf("%s may do %s", s.Holder, action)
			}
		}
	}
	got := map[string]string{}
	for where, actions := range may {
		got[where] = strings.Join(slices.Sorted(slices.Values(actions)), " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Each function reads the secret that it may read, whichever are given.
func TestSecretsAreReadable(t *testing.T) {
	for _, test := range []struct{ given, imports, exports string }{
		{"", "CrewmojoSecret", "CrewmojoSecret"},
		{"CrewmojoSecretArn", "CrewmojoSecretArn", "CrewmojoSecretArn"},
		{"ExportSecretArn", "CrewmojoSecret", "ExportSecretArn"},
		{"CrewmojoSecretArn ExportSecretArn", "CrewmojoSecretArn", "ExportSecretArn"},
	} {
		values := map[string]string{}
		for given := range strings.FieldsSeq(test.given) {
			values[given] = given
		}
		parsed := readTemplate(t, values)
		want := map[string]string{"ImportEmployeesRole": test.imports, "ExportReportRole": test.exports}
		read := map[string]string{
			"ImportEmployeesRole": parsed.Functions[testbed.ImportFunction].Env["CREWMOJO_SECRET_ID"],
			"ExportReportRole":    parsed.Functions[testbed.ExportFunction].Env["CREWMOJO_SECRET_ID"],
		}
		may := map[string]string{}
		for _, s := range parsed.Statements {
			if slices.Contains(s.Actions, "secretsmanager:GetSecretValue") {
				may[s.Holder] = strings.Join(s.Resources, " ")
			}
		}
		if !maps.Equal(read, want) || !maps.Equal(may, want) {
			t.Errorf("%q given: %v are read, %v may be; want %v", test.given, read, may, want)
		}
	}
}
