package localaws

import (
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/google/go-cmp/cmp"
)

func snsClient(s *Server) *sns.Client {
	return sns.New(sns.Options{
		Region: Region, BaseEndpoint: &s.URL, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("test", "secret", ""),
	})
}

func TestPublish(t *testing.T) {
	s, _ := start(t)
	client, arn := snsClient(s), TopicARN("people")
	s.SetTopic(arn, 1, 0)
	for _, test := range []struct {
		name, topic, subject, text string
		want                       string
	}{
		{"as long as can be", arn, "H" + strings.Repeat("x", 98), "text", ""},
		{"a character more", arn, "H" + strings.Repeat("x", 99), "text", "InvalidParameter"},
		{"a line break", arn, "Held:\n31", "text", "InvalidParameter"},
		{"a control character", arn, "Held:\t31", "text", "InvalidParameter"},
		{"not ASCII", arn, "Zürich.csv", "text", "InvalidParameter"},
		{"a blank first", arn, " Held", "text", "InvalidParameter"},
		{"a number first", arn, "31 of 95 & more", "text <with> anything & Zürich", ""},
		{"punctuation first", arn, "[Held]", "text", ""},
		{"no text", arn, "Held", "", "InvalidParameter"},
		{"as much text as can be", arn, "Held", strings.Repeat("ü", 128<<10), ""},
		{"a byte more", arn, "Held", strings.Repeat("ü", 128<<10) + "x", "InvalidParameter"},
		{"no such topic", TopicARN("nobody"), "Held", "text", "NotFound"},
		{"no topic at all", "people", "Held", "text", "InvalidParameter"},
	} {
		before := len(s.Messages(arn))
		_, err := client.Publish(t.Context(), &sns.PublishInput{TopicArn: &test.topic, Subject: &test.subject, Message: &test.text})
		if codeOf(err) != test.want {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
		messages := s.Messages(arn)
		if test.want != "" && len(messages) != before {
			t.Errorf("%s: it was published all the same", test.name)
		}
		if want := (Message{test.topic, test.subject, test.text}); test.want == "" && (len(messages) != before+1 || messages[before] != want) {
			t.Errorf("%s: published were %d messages", test.name, len(messages)-before)
		}
	}
	if _, err := client.Publish(t.Context(), &sns.PublishInput{TopicArn: &arn, Message: aws.String("without a subject")}); err != nil {
		t.Errorf("without a subject: %v", err)
	}
}

func TestGetTopicAttributes(t *testing.T) {
	s, _ := start(t)
	client, arn := snsClient(s), TopicARN("people")
	for _, test := range []struct{ confirmed, pending int }{{0, 1}, {2, 0}} {
		s.SetTopic(arn, test.confirmed, test.pending)
		out, err := client.GetTopicAttributes(t.Context(), &sns.GetTopicAttributesInput{TopicArn: &arn})
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{
			"TopicArn": arn, "SubscriptionsConfirmed": strconv.Itoa(test.confirmed),
			"SubscriptionsPending": strconv.Itoa(test.pending), "SubscriptionsDeleted": "0",
		}
		if diff := cmp.Diff(want, out.Attributes); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
	}
	nobody := TopicARN("nobody")
	if _, err := client.GetTopicAttributes(t.Context(), &sns.GetTopicAttributesInput{TopicArn: &nobody}); codeOf(err) != "NotFound" {
		t.Errorf("no such topic: %v", err)
	}
	if _, err := client.ListTopics(t.Context(), &sns.ListTopicsInput{}); codeOf(err) != "InvalidAction" {
		t.Errorf("an action that is not there: %v", err)
	}
}
