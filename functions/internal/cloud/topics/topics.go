// Package topics publishes to SNS. It is a package of its own so that notify does not link S3.
package topics

import (
	"context"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

// SNS publishes to topics, and asks for their subscribers.
type SNS struct{ client *sns.Client }

// Connect returns SNS, configured by the environment as the SDK documents it.
func Connect(ctx context.Context) (*SNS, error) {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("aws configuration: %w", err)
	}
	return &SNS{sns.NewFromConfig(cfg)}, nil
}

// Publish sends a message to the subscribers of a topic. A subject has at most 99 printable ASCII characters, a text at
// most 256 KiB. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
func (s *SNS) Publish(ctx context.Context, arn, subject, text string) error {
	if _, err := s.client.Publish(ctx, &sns.PublishInput{TopicArn: &arn, Subject: &subject, Message: &text}); err != nil {
		return fmt.Errorf("publish to %s: %w", arn, err)
	}
	return nil
}

// Subscribers returns how many subscriptions of a topic are confirmed. SNS sends nothing to the others, and forgets
// addresses that nobody has confirmed within 48 hours.
// https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
func (s *SNS) Subscribers(ctx context.Context, arn string) (int, error) {
	out, err := s.client.GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: &arn})
	if err != nil {
		return 0, fmt.Errorf("ask for the subscribers of %s: %w", arn, err)
	}
	confirmed, err := strconv.Atoi(out.Attributes["SubscriptionsConfirmed"])
	if err != nil {
		return 0, fmt.Errorf("ask for the subscribers of %s: SubscriptionsConfirmed is no number", arn)
	}
	return confirmed, nil
}
