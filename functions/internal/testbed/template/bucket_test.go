package template

import (
	"fmt"
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
