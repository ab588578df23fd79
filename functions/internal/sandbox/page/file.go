package page

import (
	"cmp"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// A file is what has become of one file.
type file struct {
	outcome.Import        // its zero value if the import has failed
	Number         int    // on the page, from 1
	Key            string // as it came
	At             time.Time
	Mails          []mail
	Failed         string // what the import said when it failed; "" if it has not
}

func fileOf(d testbed.Delivery) file {
	f := file{Key: d.Created.Key, At: d.Created.At}
	r, err := d.Result()
	if err != nil {
		f.Failed = err.Error()
		return f
	}
	f.Import = r
	return f
}

// Name is what people call the file.
func (f file) Name() string { return cmp.Or(path.Base(f.Key), f.Key) }

// Folder is where the file was put, such as incoming/.
func (f file) Folder() string {
	folder, _, _ := strings.Cut(f.Key, "/")
	return folder + "/"
}

// Path is that of the file's own page.
func (f file) Path() string { return fmt.Sprintf("/files/%d", f.Number) }

// Summary says in one line what has become of the file, as its first mail does.
func (f file) Summary() string {
	switch {
	case f.Failed != "":
		return "The import failed, and the file stays where it was put. On AWS it is tried twice more."
	case len(f.Mails) > 0:
		return strings.TrimSuffix(f.Mails[0].Subject, " - "+f.Name())
	case f.Reason != "":
		return f.Reason
	}
	return fmt.Sprintf("%s: %d rows read, %d rejected", f.Status, f.Rows.Read, f.Rows.Rejected)
}

// Figures are the counts that a person wants to see, without those that are none.
func (f file) Figures() (shown []figure) {
	for _, each := range []figure{
		{"Rows read", f.Rows.Read}, {"Rows accepted", f.Rows.Accepted}, {"Rows rejected", f.Rows.Rejected}, {"Rows excluded", f.Rows.Excluded},
		{"People who join", f.Changes.Added}, {"People who are rehired", f.Changes.Returning},
		{"People who leave", f.Changes.Leaving}, {"People who are missing", f.Changes.Missing},
		{"People whose employment is ended", f.Changes.Ended}, {"People who change, leavers among them", f.Changes.Changed},
		{"People who stay as they are", f.Changes.Unchanged}, {"People sent to Crewmojo", f.Sent},
	} {
		if each.Count > 0 {
			shown = append(shown, each)
		}
	}
	return shown
}

type figure struct {
	What  string
	Count int
}

// A mail is what somebody was told.
type mail struct {
	Number      int // on the page, from 1
	To, Subject string
	Parts       []part // of its text
	At          time.Time
}

// mailsOf returns what people were told of a delivery. The first has the number after last.
func mailsOf(d testbed.Delivery, last int, at time.Time) (mails []mail) {
	for i, m := range d.Mails {
		to := "the HR admin"
		if m.TopicARN == localaws.TopicARN(testbed.OperatorsTopic) {
			to = "on call"
		}
		mails = append(mails, mail{Number: last + 1 + i, To: to, Subject: m.Subject, Parts: withLinks(m.Text), At: at})
	}
	return mails
}
