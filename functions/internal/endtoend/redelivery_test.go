package endtoend

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// S3 announces an object at least once, and an operator replays events that are days old. Whatever has become of the object's
// version since, its file has been dealt with: it is a duplicate, nothing is sent, and no other import appears.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
func TestRedelivery(t *testing.T) {
	t.Parallel()
	file := employees(1, 5, nil)
	keep := func(*world, localaws.Created) error { return nil }
	expire := func(w *world, c localaws.Created) error { return w.Bucket().Expire(t.Context(), c.Key, c.VersionID) }
	for _, content := range []string{"full", "changes"} {
		for _, test := range []struct {
			key   string
			since func(*world, localaws.Created) error
		}{
			{"incoming/removed.csv", keep},
			{"incoming/expired.csv", expire},
			{"preview/removed.csv", keep},
			{"preview/expired.csv", expire},
			{"approved/never held.csv", expire},
			{"seed/expired.csv", expire},
		} {
			w := newWorld(t, map[string]string{"FILE_CONTENT": content})
			created := w.put(test.key, file)
			first, err := w.deliver(created)
			if err != nil {
				t.Fatalf("%s, %s: %v", content, test.key, err)
			}
			if err := test.since(w, created); err != nil {
				t.Fatal(err)
			}
			sent, recorded := len(w.Crewmojo.Files()), len(w.objects("imports/"))
			again, err := w.deliver(created)
			if err != nil || again.Status != outcome.Duplicate || again.ID != first.ID {
				t.Errorf("%s, %s: delivered again, %s is %s, error %v", content, test.key, first.ID, again.Status, err)
			}
			if len(w.Crewmojo.Files()) != sent || len(w.objects("imports/")) != recorded {
				t.Errorf("%s, %s: delivered again, it was sent or recorded again", content, test.key)
			}
		}
	}
}

// A newer file under the same key stays where it is when the event of an older one comes again, even if it has the same
// bytes and so the same ETag: there may have been another file in between.
func TestRedeliveryLeavesNewerFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	const key = "incoming/employees.csv"
	first := w.put(key, employees(1, 5, nil))
	if r, err := w.deliver(first); err != nil || r.Status != outcome.Imported {
		t.Fatal(r.Status, err)
	}
	w.importFile(key, employees(1, 6, nil))
	newer := w.put(key, employees(1, 5, nil))
	if r, err := w.deliver(first); err != nil || r.Status != outcome.Duplicate {
		t.Errorf("the older one is %s, error %v", r.Status, err)
	}
	if r, err := w.deliver(newer); err != nil || r.Status != outcome.Imported {
		t.Errorf("the newer one is %s (%s), error %v", r.Status, r.Reason, err)
	}
}

// If a file could not be removed in the end, it is removed when its event comes again, and is not sent again.
func TestRedeliveryRemovesFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	created := w.put("incoming/employees.csv", employees(1, 5, nil))
	w.AWS.Fault(regexp.MustCompile("^DELETE incoming/"), localaws.S3Error(http.StatusForbidden, "AccessDenied"))
	if r, err := w.deliver(created); err == nil {
		t.Fatalf("it is %s, although it could not be removed", r.Status)
	}
	if r, err := w.deliver(created); err != nil || r.Status != outcome.Duplicate || len(w.Crewmojo.Files()) != 1 {
		t.Errorf("%s, sent %d times, error %v", r.Status, len(w.Crewmojo.Files()), err)
	}
	if left := w.objects("incoming/"); len(left) > 0 {
		t.Errorf("%v is still there", left)
	}
}
