// Package notifier puts outcomes into words: it tells people what has become of an employee file or of a report, and
// what they can do. All it knows of a file is its result.
package notifier

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/crewmojo-aws/bundle/functions/internal/invocation"
	"github.com/crewmojo-aws/bundle/functions/internal/telemetry"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

// Topics are what messages are published to.
type Topics interface {
	// Publish sends a message to the subscribers of a topic.
	Publish(ctx context.Context, arn, subject, text string) error
	// Subscribers returns how many subscriptions of a topic are confirmed.
	Subscribers(ctx context.Context, arn string) (int, error)
}

// A Notifier handles the events that tell of outcomes.
type Notifier struct {
	Settings Settings
	Topics   Topics
	Log      *slog.Logger
}

// An Answer says how many messages were published.
type Answer struct {
	Sent int `json:"sent"`
}

// Handle tells people of one outcome. An error is tried again by Lambda, and then kept in a queue of its own.
//
// One outcome may be told twice, which harms nobody: Lambda and EventBridge deliver at least once, and if of two
// messages one could not be published, both are published again. Standard topics of SNS do not take out duplicates, and
// topics that do send no mails.
func (n *Notifier) Handle(ctx context.Context, raw json.RawMessage) (Answer, error) {
	ctx, cancel := invocation.WithMargin(ctx)
	defer cancel()
	answer, err := n.tell(ctx, raw)
	if err != nil {
		n.Log.ErrorContext(ctx, "notify failed", "error", err.Error())
	}
	return answer, err
}

func (n *Notifier) tell(ctx context.Context, raw json.RawMessage) (Answer, error) {
	e, err := readEvent(raw)
	if err != nil {
		return Answer{}, err
	}
	console := words.Console{Bucket: n.Settings.Bucket, Region: e.Detail.region(), Pattern: n.Settings.ConsoleLink}
	w := writer{Settings: n.Settings, console: console, operatorsHear: n.listen(ctx)}
	messages, err := w.messages(e)
	if err != nil {
		return Answer{}, err
	}
	var answer Answer
	var failed []error
	for _, m := range messages {
		arn := n.topic(m.To)
		if arn == "" {
			continue
		}
		if err := n.Topics.Publish(ctx, arn, m.Subject, m.Body); err != nil {
			failed = append(failed, err)
			continue
		}
		answer.Sent++
	}
	n.Log.InfoContext(ctx, "notify", "about", e.Detail.Context.RequestID, "sent", answer.Sent)
	return answer, errors.Join(failed...)
}

func (n *Notifier) topic(of Audience) string {
	if of == Operators {
		return n.Settings.OperatorsTopic
	}
	return n.Settings.PeopleTopic
}

// listen finds out whether anybody has confirmed that they want the topics' messages, counts the topics that nobody
// listens to, and reports whether an operator does. A topic that cannot be asked counts as heard: what follows says
// more about it.
func (n *Notifier) listen(ctx context.Context) (operatorsHear bool) {
	unheard := int64(0)
	hears := func(arn string) bool {
		if arn == "" {
			return false
		}
		confirmed, err := n.Topics.Subscribers(ctx, arn)
		if err != nil {
			n.Log.WarnContext(ctx, "subscribers unknown", "error", err.Error())
			return true
		}
		if confirmed == 0 {
			unheard++
			n.Log.WarnContext(ctx, "nobody has confirmed that they want the messages", "topic", arn)
		}
		return confirmed > 0
	}
	hears(n.Settings.PeopleTopic)
	operatorsHear = hears(n.Settings.OperatorsTopic)
	telemetry.Emit(telemetry.Metric{Name: telemetry.UnheardTopics, Unit: telemetry.Count, Value: unheard})
	return operatorsHear
}
