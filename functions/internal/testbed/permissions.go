package testbed

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
)

// needs holds what the functions needed so far.
type needs struct {
	mu   sync.Mutex
	seen map[localaws.Need]bool
}

// Needs returns what the functions had to be allowed for what they, and Lambda in their name, have done so far.
func (s *Bed) Needs() []localaws.Need {
	s.needs.mu.Lock()
	defer s.needs.mu.Unlock()
	return slices.Collect(maps.Keys(s.needs.seen))
}

// isAllowed reports whether the template's roles let a function do what it needs. Whoever is no function may do everything.
func (s *Bed) isAllowed(need localaws.Need) bool {
	f, ok := s.Template.Functions[need.Caller]
	if !ok {
		return true
	}
	s.needs.mu.Lock()
	if s.needs.seen == nil {
		s.needs.seen = map[localaws.Need]bool{}
	}
	s.needs.seen[need] = true
	s.needs.mu.Unlock()
	return slices.ContainsFunc(s.Template.Statements, func(statement template.Statement) bool {
		return statement.Role == f.Role && Allows(statement, need)
	})
}

// Allows reports whether a statement lets its holder do what is needed.
func Allows(statement template.Statement, need localaws.Need) bool {
	return slices.Contains(statement.Actions, need.Action) &&
		slices.ContainsFunc(statement.Resources, func(resource string) bool { return Covers(resource, need.Resource) })
}

// Covers reports whether a resource of a statement, which may end in *, is or includes another one.
func Covers(resource, other string) bool {
	prefix, isPattern := strings.CutSuffix(resource, "*")
	return resource == other || isPattern && strings.HasPrefix(other, prefix)
}

// running notes what Lambda needs, in a function's name, to run it: it writes the function's log and its traces. Without
// them the function runs all the same.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
// https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
func (s *Bed) running(function string) {
	f := s.Template.Functions[function]
	for _, action := range []string{"logs:CreateLogStream", "logs:PutLogEvents"} {
		s.isAllowed(localaws.Need{Caller: function, Action: action, Resource: f.LogGroup + ".Arn"})
	}
	if f.Traced {
		for _, action := range []string{"xray:PutTraceSegments", "xray:PutTelemetryRecords"} {
			s.isAllowed(localaws.Need{Caller: function, Action: action, Resource: "*"})
		}
	}
}

// mayTell reports whether a function's role lets Lambda tell a destination. Topics and queues have one key.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
func (s *Bed) mayTell(function string, to template.Destination) bool {
	switch to.Type {
	case "EventBridge":
		return s.isAllowed(localaws.Need{Caller: function, Action: "events:PutEvents", Resource: to.Name + ".Arn"})
	case "SQS":
		needs := append(localaws.KeyNeeds(function, s.keys.Topics, "kms:GenerateDataKey", "kms:Decrypt"),
			localaws.Need{Caller: function, Action: "sqs:SendMessage", Resource: to.Name + ".Arn"})
		return !slices.ContainsFunc(needs, func(n localaws.Need) bool { return !s.isAllowed(n) })
	}
	return true
}
