package topics

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/clock"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// start starts a local AWS, and sets the environment as Lambda does.
func start(t *testing.T) *localaws.Server {
	t.Helper()
	server, err := localaws.NewServer("bucket", &clock.Clock{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": localaws.Region,
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
	} {
		t.Setenv(name, value)
	}
	return server
}

func TestTopics(t *testing.T) {
	server := start(t)
	people := localaws.TopicARN("people")
	server.SetTopic(people, 2, 1)
	topics, err := Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := topics.Subscribers(t.Context(), people); n != 2 || err != nil {
		t.Errorf("%d have confirmed, error %v", n, err)
	}
	const subject, text = "Held: 31 of 95 employees would leave - employees.csv", "The file\n\n+ was held & nothing was sent: 100 % – ü\n"
	if err := topics.Publish(t.Context(), people, subject, text); err != nil {
		t.Fatal(err)
	}
	want := []localaws.Message{{TopicARN: people, Subject: subject, Text: text}}
	if diff := cmp.Diff(want, server.Messages(people)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// What goes wrong names the topic.
func TestTopicErrors(t *testing.T) {
	server := start(t)
	people, nobody := localaws.TopicARN("people"), localaws.TopicARN("nobody")
	server.SetTopic(people, 1, 0)
	topics, err := Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := topics.Publish(t.Context(), nobody, "subject", "text"); err == nil || !strings.Contains(err.Error(), "publish to "+nobody) {
		t.Errorf("there is no such topic: %v", err)
	}
	if err := topics.Publish(t.Context(), people, strings.Repeat("x", 100), "text"); err == nil {
		t.Error("SNS took a subject of 100 characters")
	}
	if _, err := topics.Subscribers(t.Context(), nobody); err == nil || !strings.Contains(err.Error(), "subscribers of "+nobody) {
		t.Errorf("there is no such topic: %v", err)
	}
}
