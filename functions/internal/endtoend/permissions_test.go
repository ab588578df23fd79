package endtoend

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/template"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

// withKeys turns on all options that need permissions.
var withKeys = map[string]string{
	"BucketKeyArn": "arn:aws:kms:eu-central-1:000000000000:key/bucket", "SecretKeyArn": "arn:aws:kms:eu-central-1:000000000000:key/secret",
	"OperationsKeyArn": "arn:aws:kms:eu-central-1:000000000000:key/operations", "Trace": "true",
}

// Each role allows what its function does, and nothing else. The test bed denies every call that the template's roles do not
// allow, in every test; so what is missing fails there. Here all that the functions do is done, and each action on each
// resource that a role allows must have been needed for it.
func TestPermissionsAreUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withKeys)
	w.Clock.Set(time.Date(2026, time.November, 24, 6, 0, 0, 0, time.UTC)) // so that a retry need not be waited for
	useEverything(t, w)
	for name := range testbed.Binaries {
		for _, s := range w.Template.Statements {
			if s.Role != w.Template.Functions[name].Role {
				continue
			}
			for _, action := range s.Actions {
				for _, resource := range s.Resources {
					if !slices.ContainsFunc(w.Needs(), func(n localaws.Need) bool {
						return n.Caller == name && n.Action == action && testbed.Covers(resource, n.Resource)
					}) {
						t.Errorf("%s may do %s with %s, and nothing needs it", s.Role, action, resource)
					}
				}
			}
		}
	}
	checkAllowed(t, w)
}

// checkAllowed checks that everything that the functions needed is allowed.
func checkAllowed(t *testing.T, w *world) {
	t.Helper()
	for _, n := range w.Needs() {
		if !slices.ContainsFunc(w.Template.Statements, func(s template.Statement) bool {
			return s.Role == w.Template.Functions[n.Caller].Role && testbed.Allows(s, n)
		}) {
			t.Errorf("%s needs %s with %s, and its role does not allow it", n.Caller, n.Action, n.Resource)
		}
	}
}

// useEverything has each function do all that it can do, as AWS invokes it.
func useEverything(t *testing.T, w *world) {
	t.Helper()
	deliver := func(c localaws.Created, want outcome.Status) {
		t.Helper()
		r, err := w.deliver(c)
		if err != nil || r.Status != want {
			t.Fatalf("%s is %s (%s), error %v; want %s", c.Key, r.Status, r.Reason, err, want)
		}
	}
	invoke := func(function string, event []byte) {
		t.Helper()
		if _, err := w.InvokeAsync(function, event); err != nil {
			t.Fatal(err)
		}
		if err := w.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	deliver(w.put("preview/employees.csv", employees(1, 10, nil)), outcome.Previewed)
	deliver(w.put("seed/employees.csv", employees(1, 10, nil)), outcome.Seeded)
	deliver(w.put("incoming/employees.csv", employees(1, 11, nil)), outcome.Imported)
	held := w.importFile("incoming/employees.csv", employees(1, 5, nil))
	deliver(w.copy("imports/"+held.ID+"/source.csv", "approved/employees.csv"), outcome.Imported)
	w.Crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n"})
	for range 2 { // the second looks at what is there
		invoke(testbed.ExportFunction, []byte(`{"report":"r"}`))
	}
	invoke(testbed.ImportFunction, w.put("incoming/employees.csv", "no employees").Notification()) // people are told
	invoke(testbed.NotifyFunction, []byte(`{"no":"outcome"}`))
}

// Whatever a role does not allow fails, and says what is missing: else the test above could not.
func TestMissingPermissions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ function, action, want string }{
		{testbed.ImportFunction, "s3:GetObjectVersion", "AccessDenied"},
		{testbed.ImportFunction, "s3:PutObject", "AccessDenied"},
		{testbed.ImportFunction, "s3:DeleteObject", "AccessDenied"},
		{testbed.ImportFunction, "s3:ListBucket", "403"}, // what is not there is forbidden
		{testbed.ImportFunction, "secretsmanager:GetSecretValue", "AccessDeniedException"},
		{testbed.ImportFunction, "kms:GenerateDataKey", "AccessDenied"},
		{testbed.ImportFunction, "kms:Decrypt", "403"},
		{testbed.ExportFunction, "s3:PutObject", "AccessDenied"},
		{testbed.ExportFunction, "secretsmanager:GetSecretValue", "AccessDeniedException"},
	} {
		w := newWorld(t, withKeys)
		w.Crewmojo.SetReport("r", crewmojotest.Report{CSV: "a,b\n1,2\n"})
		for i, s := range w.Template.Statements {
			if s.Role == w.Template.Functions[test.function].Role {
				w.Template.Statements[i].Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(a string) bool { return a == test.action })
			}
		}
		event := []byte(`{"report":"r"}`)
		if test.function == testbed.ImportFunction {
			event = w.put("incoming/employees.csv", employees(1, 3, nil)).Notification()
		}
		if _, err := w.invoke(test.function, event); err == nil || !strings.Contains(fmt.Sprint(err), test.want) {
			t.Errorf("%s without %s: %v, want %s", test.function, test.action, err, test.want)
		}
	}
}
