package world

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// TestSmoke runs smoke.sh, as `make smoke` does, against the test bed: it tells a stack that works from ones that do not, and
// leaves nothing behind.
func TestSmoke(t *testing.T) {
	if _, err := exec.LookPath("aws"); err != nil {
		skip(t, "the AWS CLI is not installed")
	}
	programs := t.TempDir()
	if err := testbed.Build(t.Context(), projectRoot, programs); err != nil {
		t.Fatal(err)
	}
	const older = "reports/oneonone.summary/csv/period=dates/start=2026-11-01/end=2026-11-01/oneonone.summary.csv"
	baseline := "firstName,lastName,emailAddress,employeeCode,receivedAt,missingSince,environment\n"
	for i := range 30 {
		baseline += fmt.Sprintf("Ada,Nr %d,ada%d@example.com,E%03d,2026-11-19T00:00:00Z,,test\n", i, i, i)
	}
	for _, test := range []struct {
		name     string
		baseline []byte
		settings map[string]string
		spoil    func(*testbed.Bed)
		stack    string
		want     []string // in this order; the exit code is 1 if any is wrong
	}{
		{name: "all is right", stack: "crewmojo", want: []string{
			"right: the stack crewmojo is there; its bucket is " + testbed.BucketName, "right: the file was previewed.",
			"right: the report is s3://" + testbed.BucketName + "/reports/oneonone.summary/csv/period=dates/start=2026-11-20/end=2026-11-20/",
			"All is right."}},
		{name: "the file would be held", stack: "crewmojo", baseline: []byte(baseline), want: []string{
			"right: the file was previewed. It would be held", "All is right."}},
		{name: "another stack", stack: "other", want: []string{
			"WRONG: the stack other cannot be looked at: ", "Stack with id other does not exist"}},
		{name: "other columns, and a secret that was never filled", stack: "crewmojo",
			settings: map[string]string{"COLUMN_MAP": "Work Email="},
			spoil: func(bed *testbed.Bed) {
				bed.AWS.SetSecret(testbed.SecretName, `{"client_id":"REPLACE-ME","client_secret":"REPLACE-ME"}`)
			},
			want: []string{"WRONG: the file is rejected: ", "WRONG: the export failed: ", "still holds the placeholder"}},
		{name: "wrong settings", stack: "crewmojo", settings: map[string]string{"CHARSET": "nothing", "WAIT": "6"}, want: []string{
			"WRONG: there is no result of preview/smoke-", "right: the report is "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			bed, err := testbed.Start(projectRoot, programs, test.settings, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			defer bed.Close()
			bed.Crewmojo.SetReport("oneonone.summary", crewmojotest.Report{CSV: "a,b\n1,2\n"})
			if test.spoil != nil {
				test.spoil(bed)
			}
			before := []string{older}
			if err := bed.Bucket().Put(t.Context(), older, []byte("a,b\n")); err != nil {
				t.Fatal(err)
			}
			if test.baseline != nil {
				before = append(before, "state/baseline.csv")
				if err := bed.Bucket().Put(t.Context(), before[1], test.baseline); err != nil {
					t.Fatal(err)
				}
			}
			out, err := smoke(t, bed, test.stack, test.settings["WAIT"])
			rest := out
			for _, want := range test.want {
				_, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Fatalf("smoke.sh said\n%s\nand not, in this order, %q", out, test.want)
				}
				rest = after
			}
			if isWrong := err != nil; isWrong != strings.Contains(out, "WRONG") {
				t.Errorf("smoke.sh ended with %v:\n%s", err, out)
			}
			left, err := bed.Bucket().Keys(t.Context(), "")
			if err != nil || !slices.Equal(left, before) {
				t.Errorf("%v is left, error %v", left, err)
			}
			if sent := len(bed.Crewmojo.Files()); sent > 0 {
				t.Errorf("Crewmojo was sent %d files", sent)
			}
		})
	}
}

// smoke runs smoke.sh against a bed. The error is that it found something wrong.
func smoke(t *testing.T, bed *testbed.Bed, stack, wait string) (string, error) {
	t.Helper()
	deliveries := bed.Watch(t.Context())
	go func() {
		for {
			select {
			case <-deliveries:
			case <-t.Context().Done():
				return
			}
		}
	}()
	server := httptest.NewServer(cloud(t, bed))
	defer server.Close()
	script := exec.CommandContext(t.Context(), projectRoot+"/smoke.sh")
	script.Env = append(os.Environ(), "STACK="+stack, "DAY=2026-11-20", "WAIT="+wait, "AWS_ENDPOINT_URL="+server.URL,
		"AWS_DEFAULT_REGION="+localaws.Region, "AWS_ACCESS_KEY_ID=engineer", "AWS_SECRET_ACCESS_KEY=engineer",
		"AWS_CONFIG_FILE=/dev/null", "AWS_MAX_ATTEMPTS=1")
	out, err := script.CombinedOutput()
	if failed := (*exec.ExitError)(nil); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return string(out), err
}

// cloud is what the AWS CLI sees of a bed: besides its services, CloudFormation, which knows one stack, and Lambda, which
// waits for the answer.
func cloud(t *testing.T, bed *testbed.Bed) http.Handler {
	at, err := url.Parse(bed.AWS.URL)
	if err != nil {
		t.Fatal(err)
	}
	services := httputil.NewSingleHostReverseProxy(at)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, isInvoke := strings.CutPrefix(r.URL.Path, "/2015-03-31/functions/")
		switch {
		case isInvoke:
			invoke(w, r, bed, strings.TrimSuffix(name, "/invocations"))
		case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
			describe(w, r)
		default:
			services.ServeHTTP(w, r)
		}
	})
}

// invoke answers as Lambda does to somebody who waits: what failed has a status of 200 too.
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
func invoke(w http.ResponseWriter, r *http.Request, bed *testbed.Bed, function string) {
	event, err := io.ReadAll(r.Body)
	if err != nil || bed.Runtimes[function] == nil {
		http.Error(w, `{"Type":"User","Message":"Function not found"}`, http.StatusNotFound)
		return
	}
	answer, err := bed.Runtimes[function].Invoke(r.Context(), event)
	if failed := (*localambda.FunctionError)(nil); errors.As(err, &failed) {
		w.Header().Set("X-Amz-Function-Error", "Unhandled")
		answer = fmt.Appendf(nil, `{"errorMessage":%q,"errorType":%q}`, failed.Message, failed.Type)
	}
	_, _ = io.Copy(w, bytes.NewReader(answer))
}

// describe answers for CloudFormation: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
func describe(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	switch action := r.PostFormValue("Action"); {
	case r.PostFormValue("StackName") != "crewmojo":
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>
<Message>Stack with id %s does not exist</Message></Error></ErrorResponse>`, r.PostFormValue("StackName"))
	case action == "DescribeStacks":
		fmt.Fprintf(w, `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>crewmojo</StackName>
<StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-23T21:05:01Z</CreationTime><Outputs><member>
<OutputKey>PutFilesInto</OutputKey><OutputValue>s3://%s/incoming/</OutputValue></member></Outputs></member></Stacks>
</DescribeStacksResult></DescribeStacksResponse>`, testbed.BucketName)
	case action == "DescribeStackResource":
		fmt.Fprintf(w, `<DescribeStackResourceResponse><DescribeStackResourceResult><StackResourceDetail>
<LogicalResourceId>%[1]s</LogicalResourceId><PhysicalResourceId>%[1]s</PhysicalResourceId></StackResourceDetail>
</DescribeStackResourceResult></DescribeStackResourceResponse>`, r.PostFormValue("LogicalResourceId"))
	default:
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `<ErrorResponse><Error><Code>InvalidAction</Code><Message>%s</Message></Error></ErrorResponse>`, action)
	}
}
