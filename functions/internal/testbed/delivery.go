package testbed

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// A Delivery is what a function answered for one event, and what people were told of it.
type Delivery struct {
	Created localaws.Created // the file, of an import
	Answer  []byte
	Mails   []localaws.Message // what people were told
	Err     error
}

// Watch imports what is written under the triggering prefixes, one after the other, and tells of each.
func (s *Bed) Watch(ctx context.Context) <-chan Delivery {
	written := make(chan localaws.Created, 1000)
	deliveries := make(chan Delivery)
	s.AWS.OnCreate(func(c localaws.Created) {
		if s.Triggers(c.Key) {
			written <- c
		}
	})
	go func() {
		for {
			select {
			case c := <-written:
				d := s.Tell(ctx, ImportFunction, c.Notification())
				d.Created = c
				select {
				case deliveries <- d:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return deliveries
}

// Tell invokes a function as [Bed.Deliver] does, and returns with its answer what people were told of it.
func (s *Bed) Tell(ctx context.Context, function string, event []byte) Delivery {
	s.telling.Lock()
	defer s.telling.Unlock()
	told := len(s.AWS.Published())
	answer, err := s.Deliver(ctx, function, event)
	return Delivery{Answer: answer, Mails: s.AWS.Published()[told:], Err: err}
}

// Result returns the one result that the import answered.
func (d Delivery) Result() (outcome.Import, error) {
	var response outcome.Imports
	if d.Err != nil {
		return outcome.Import{}, d.Err
	}
	if err := json.Unmarshal(d.Answer, &response); err != nil {
		return outcome.Import{}, err
	}
	if len(response.Imports) != 1 {
		return outcome.Import{}, fmt.Errorf("the import answered for %d files", len(response.Imports))
	}
	return response.Imports[0], nil
}
