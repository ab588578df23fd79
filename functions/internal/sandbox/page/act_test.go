package page

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// A file that takes longer than a browser waits has been put all the same; the next one under its key gets its own answer.
func TestPutTakesLong(t *testing.T) {
	p := New(nil, nil, crewmojotest.Report{})
	p.patience = time.Millisecond
	put := func(context.Context) error { return nil }
	if _, err := p.dealtWith(t.Context(), "incoming/a.csv", put); !errors.Is(err, errLate) {
		t.Fatalf("error %v", err)
	}
	p.patience = time.Minute
	second, err := p.dealtWith(t.Context(), "incoming/a.csv", func(context.Context) error {
		for range 2 {
			p.Add(testbed.Delivery{Created: localaws.Created{Key: "incoming/a.csv"}, Err: errors.New("some failure")})
		}
		return nil
	})
	if err != nil || second.Number != 2 {
		t.Errorf("file %d, error %v", second.Number, err)
	}
}
