package template

import (
	"fmt"
	"strings"
	"testing"
)

// Nothing that holds what people or functions say takes plain HTTP.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
// https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
func TestOnlyOverTLS(t *testing.T) {
	made := stack(t, ownKeys)
	denied := map[string]bool{} // by what a policy says it is of
	for _, r := range made {
		for _, s := range r.statements() {
			if s.at("Effect") == "Deny" && s.at("Principal") == "*" && s.at("Condition.Bool.aws:SecureTransport") == "false" {
				denied[s.at("Resource")] = true
			}
		}
	}
	resources := 0
	for name, r := range made {
		of := ""
		switch r.Type {
		case "AWS::S3::Bucket":
			of = fmt.Sprint([]string{name + ".Arn", name + ".Arn/*"})
		case "AWS::SQS::Queue":
			of = name + ".Arn"
		case "AWS::SNS::Topic":
			of = name
		default:
			continue
		}
		resources++
		if !denied[of] {
			t.Errorf("%s takes plain HTTP", name)
		}
	}
	if resources != 6 {
		t.Errorf("there are %d", resources)
	}
}

// Files expire wherever they are: those that were imported, and those that nobody has dealt with. The baseline stays.
func TestFilesExpire(t *testing.T) {
	bucket := stack(t, map[string]string{"ImportRetentionDays": "7"})["Bucket"]
	configuration, _ := bucket.Properties["LifecycleConfiguration"].(map[string]any)
	rules, _ := configuration["Rules"].([]any)
	days := map[string]string{}
	for _, rule := range rules {
		fields := resource{Properties: rule.(map[string]any)}
		if fields.at("ExpirationInDays") != "" && fields.at("Status") == "Enabled" {
			days[fields.at("Prefix")] = fields.at("ExpirationInDays")
		}
	}
	parsed, err := Read(projectRoot+"template.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, prefix := range append(parsed.Functions["ImportEmployeesFunction"].Prefixes, "imports/") {
		if days[prefix] != "7" {
			t.Errorf("%s expires after %q days", prefix, days[prefix])
		}
	}
	for prefix := range days {
		if prefix == "" || strings.HasPrefix("state/", prefix) {
			t.Errorf("the baseline expires with %q", prefix)
		}
	}
}
