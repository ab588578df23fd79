package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// Each story in testdata happens in a world of its own. Its commands:
//
//	start [NAME=VALUE ...]          starts the test bed, with parameters of the template, or variables of the functions
//	clock TIME                      what time it is in AWS
//	drop FILE KEY                   puts a file into the bucket; the import's answer is the output
//	put FILE KEY                    puts a file into the bucket before the event is delivered, if ever
//	redeliver                       delivers the last event once more
//	announce                        delivers the last event as S3 does: it is tried again, and destinations are told
//	delivered DESTINATION           prints what a queue or event bus of the template was sent
//	event FILE                      sends the import an event
//	copy KEY KEY                    copies an object, as a person who approves does
//	report NAME CSV [JSON [POLLS]]  what Crewmojo answers for a report; the arguments are files
//	export FILE                     sends the export an event; its answer is the output
//	schedule NAME TIME              fires a schedule of the template
//	fault ENDPOINT STATUS [FILE]    answers the next call of token, upload, download or poll with that
//	s3fault METHOD PREFIX STATUS    answers the next such call under a prefix with that
//	remember                        remembers the last event, for deliver-remembered
//	secret TEXT                     what the secret holds
//	delete KEY                      deletes an object
//	object KEY                      prints an object
//	headers KEY                     prints an object's content type and metadata
//	objects                         lists the keys of all objects
//	sent [N]                        prints the N-th file that Crewmojo accepted, or how many there are
//	asked                           prints what Crewmojo was asked reports for
//	calls                           lists the calls that Crewmojo received
//	approve KEY KEY                 copies an object, and delivers the event as S3 does
//	request FILE                    asks the export as a schedule does: it is tried again, and destinations are told
//	mail                            prints what people were told by mail since the last time
//	log                             prints what the functions logged and answered
//
// The samples in the project's folder events are there too. "$id" in a key stands for the last import. Commands that
// ask a function for something can be made to fail by "!"; then what the function said is on standard error.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			s := &story{dir: env.WorkDir}
			env.Values[storyKey{}] = s
			env.Defer(func() {
				if s.world != nil {
					s.end()
				}
			})
			return os.CopyFS(filepath.Join(env.WorkDir, "events"), os.DirFS(filepath.Join(projectRoot, "events")))
		},
		Cmds: map[string]commandFunc{
			"start":              command(0, 99, (*story).start),
			"clock":              command(1, 1, (*story).setClock),
			"drop":               command(2, 2, (*story).drop),
			"put":                command(2, 2, (*story).putFile),
			"delete":             command(1, 1, (*story).deleteObject),
			"redeliver":          command(0, 0, (*story).redeliver),
			"announce":           command(0, 0, (*story).announce),
			"delivered":          command(1, 1, (*story).delivered),
			"event":              command(1, 1, (*story).event),
			"copy":               command(2, 2, (*story).copyObject),
			"report":             command(2, 4, (*story).report),
			"export":             command(1, 1, (*story).exportReport),
			"schedule":           command(2, 2, (*story).schedule),
			"fault":              command(2, 3, (*story).fault),
			"s3fault":            command(3, 3, (*story).s3fault),
			"remember":           command(0, 0, (*story).remember),
			"deliver-remembered": command(0, 0, (*story).deliverRemembered),
			"secret":             command(1, 1, (*story).secret),
			"object":             command(1, 1, (*story).printObject),
			"headers":            command(1, 1, (*story).headers),
			"objects":            command(0, 0, (*story).listObjects),
			"sent":               command(0, 1, (*story).sent),
			"asked":              command(0, 0, (*story).asked),
			"calls":              command(0, 0, (*story).calls),
			"approve":            command(2, 2, (*story).approve),
			"request":            command(1, 1, (*story).request),
			"mail":               command(0, 0, (*story).mail),
			"log":                command(0, 0, (*story).printLog),
		},
	})
}

type storyKey struct{}

// A story is a world, and what was last in it.
type story struct {
	*world
	dir        string
	last       localaws.Created
	remembered localaws.Created
	id         string // of the last import
	mails      int    // that have been printed
}

// A script tells of what goes wrong in a story.
type script struct{ *testscript.TestScript }

// Helper implements [tester]: a story's lines are told of by testscript itself.
func (script) Helper() {}

// A commandFunc is a command of a script.
type commandFunc = func(ts *testscript.TestScript, neg bool, args []string)

// command makes a script's command of a method, which returns the output.
func command(least, most int, do func(*story, *testscript.TestScript, []string) (string, error)) commandFunc {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		s := ts.Value(storyKey{}).(*story)
		if len(args) < least || len(args) > most {
			ts.Fatalf("wrong number of arguments")
		}
		out, err := do(s, ts, args)
		ts.Setenv("id", s.id)
		fmt.Fprint(ts.Stdout(), out)
		if err != nil {
			fmt.Fprintln(ts.Stderr(), err)
		}
		if neg != (err != nil) {
			ts.Fatalf("unexpected outcome: %v", err)
		}
	}
}
