package endtoend

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo/crewmojotest"
)

var update = flag.Bool("update", false, "write what came out into the stories, for a person to read through")

// projectRoot is the top folder, seen from this one.
const projectRoot = "../../.."

// binariesDir holds the functions, built once for all stories.
var binariesDir string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "crewmojo-binaries-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		var flags []string
		if raceEnabled {
			flags = append(flags, "-race")
		}
		if err := testbed.Build(context.Background(), projectRoot, dir, flags...); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		binariesDir = dir
		return m.Run()
	}())
}

// touchSources opens, within a test, what the functions are built from: go test takes a result from its cache unless a
// file has changed that a test has opened.
var touchSources = sync.OnceValue(func() error {
	for _, dir := range []string{"functions", "pkg", "go.mod"} {
		err := filepath.WalkDir(filepath.Join(projectRoot, dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			_, err = os.ReadFile(path)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
})

// Each story in testdata runs against the real functions in a sandbox of its own. Its commands:
//
//	start [NAME=VALUE ...]          starts the sandbox, with settings beside the template's
//	clock TIME                      what time it is in S3
//	drop FILE KEY                   puts a file into the bucket; the import's answer is the output
//	put FILE KEY                    puts a file into the bucket before the event is delivered, if ever
//	redeliver                       delivers the last event once more
//	event FILE                      sends the import an event
//	copy KEY KEY                    copies an object, as a person who approves does
//	report NAME CSV [JSON [POLLS]]  what Crewmojo answers for a report; the arguments are files
//	export FILE                     sends the export an event; its answer is the output
//	schedule NAME TIME              fires a schedule of the template
//	fault ENDPOINT STATUS [FILE]    answers the next call of token, upload, download or poll with that
//	s3fault METHOD PREFIX STATUS    answers the next such call under a prefix with that
//	remember                        remembers the last event, for deliver-remembered
//	secret TEXT                     what the secret holds
//	object KEY                      prints an object
//	headers KEY                     prints an object's content type and metadata
//	objects                         lists the keys of all objects
//	sent [N]                        prints the N-th file that Crewmojo accepted, or how many there are
//	asked                           prints what Crewmojo was asked reports for
//	calls                           lists the calls that Crewmojo received
//	mail                            prints what is told by mail of the last import
//	log                             prints what the functions logged and answered
//
// The samples in the project's folder events are there too. "$id" in a key stands for the last import. Commands that ask a function for something can be made to fail by "!"; then
// what the function said is on standard error. After each story, whatever it did: there is nothing of a person, no secret
// and no token in what the functions logged or answered, and no temporary file is left.
func TestStories(t *testing.T) {
	if err := touchSources(); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			told, err := newRecord(env.WorkDir)
			if err != nil {
				return err
			}
			w := &world{told: told}
			env.Values[worldKey{}] = w
			env.Defer(w.end)
			return os.CopyFS(filepath.Join(env.WorkDir, "events"), os.DirFS(filepath.Join(projectRoot, "events")))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start":              command(0, 99, (*world).start),
			"clock":              command(1, 1, (*world).setClock),
			"drop":               command(2, 2, (*world).drop),
			"put":                command(2, 2, (*world).put),
			"redeliver":          command(0, 0, (*world).redeliver),
			"event":              command(1, 1, (*world).event),
			"copy":               command(2, 2, (*world).copy),
			"report":             command(2, 4, (*world).report),
			"export":             command(1, 1, (*world).export),
			"schedule":           command(2, 2, (*world).schedule),
			"fault":              command(2, 3, (*world).fault),
			"s3fault":            command(3, 3, (*world).s3fault),
			"remember":           command(0, 0, (*world).remember),
			"deliver-remembered": command(0, 0, (*world).deliverRemembered),
			"secret":             command(1, 1, (*world).secret),
			"object":             command(1, 1, (*world).object),
			"headers":            command(1, 1, (*world).headers),
			"objects":            command(0, 0, (*world).objects),
			"sent":               command(0, 1, (*world).sent),
			"asked":              command(0, 0, (*world).asked),
			"calls":              command(0, 0, (*world).calls),
			"mail":               command(0, 0, (*world).mail),
			"log":                command(0, 0, (*world).log),
		},
	})
}

type worldKey struct{}

// command makes a script's command of a method, which returns the output.
func command(least, most int, do func(*world, *testscript.TestScript, []string) (string, error)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		w := ts.Value(worldKey{}).(*world)
		if len(args) < least || len(args) > most {
			ts.Fatalf("wrong number of arguments")
		}
		out, err := do(w, ts, args)
		ts.Setenv("id", w.id)
		fmt.Fprint(ts.Stdout(), out)
		if err != nil {
			fmt.Fprintln(ts.Stderr(), err)
		}
		if neg != (err != nil) {
			ts.Fatalf("unexpected outcome: %v", err)
		}
	}
}

// A world is what one story happens in.
type world struct {
	*testbed.Bed
	told       *os.File // what the functions logged and answered
	created    chan localaws.Created
	last       localaws.Created
	remembered localaws.Created
	id         string // of the last import
	answer     []byte // that a function gave last
	dropped    []string
	keys       []string
	ts         *testscript.TestScript
}

// newRecord returns a file for what a sandbox's functions say. They write to it themselves, so that everything is there when
// they have answered.
func newRecord(dir string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, "functions.log"), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
}

// textOf returns what is in a record.
func textOf(record *os.File) string {
	text, err := os.ReadFile(record.Name())
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (w *world) start(ts *testscript.TestScript, args []string) (string, error) {
	w.ts = ts
	settings := map[string]string{}
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			ts.Fatalf("%s is no setting", arg)
		}
		settings[name] = value
	}
	var err error
	w.Bed, err = testbed.Start(projectRoot, binariesDir, settings, w.told)
	if err != nil {
		return "", err
	}
	w.created = make(chan localaws.Created, 100)
	w.AWS.OnCreate(func(c localaws.Created) {
		if w.Triggers(c.Key) {
			w.created <- c
		}
	})
	return "", nil
}

// end checks what is true after every story.
func (w *world) end() {
	if w.Bed == nil {
		return
	}
	left, err := os.ReadDir(w.Temp)
	if err != nil || len(left) > 0 {
		w.ts.Fatalf("temporary files are left: %v %v", left, err)
	}
	w.Close()
	defer w.told.Close()
	told := textOf(w.told)
	if strings.Contains(told, "DATA RACE") {
		w.ts.Fatalf("a function has a data race:\n%s", told)
	}
	for _, secret := range []string{crewmojotest.ClientSecret, crewmojotest.ClientID, "sandbox-token-"} {
		if strings.Contains(told, secret) {
			w.ts.Fatalf("a secret was told:\n%s", told)
		}
	}
	for _, value := range w.personal() {
		if strings.Contains(told, value) {
			w.ts.Fatalf("%q of a dropped file was told:\n%s", value, told)
		}
	}
}

var word = regexp.MustCompile(`[\pL\pN@._'-]{4,}`)

// personal returns what the dropped files say of people: every word that is not a number, nor in a header, a key or in
// what the functions say of any file.
func (w *world) personal() []string {
	known := "firstName lastName emailAddress employeeCode " + strings.Join(w.keys, " ")
	var values []string
	for _, text := range w.dropped {
		lines := strings.SplitAfterN(text, "\n", 2)
		known += lines[0]
		for _, value := range word.FindAllString(strings.Join(lines[1:], ""), -1) {
			if _, err := strconv.ParseFloat(value, 64); err != nil && !looksLikeADate.MatchString(value) {
				values = append(values, value)
			}
		}
	}
	return slices.DeleteFunc(values, func(value string) bool { return strings.Contains(known, value) })
}

var looksLikeADate = regexp.MustCompile(`^[0-9./-]+$`)

func (w *world) setClock(ts *testscript.TestScript, args []string) (string, error) {
	at, err := time.Parse(time.RFC3339, args[0])
	ts.Check(err)
	w.AWS.SetTime(at)
	return "", nil
}

func (w *world) put(ts *testscript.TestScript, args []string) (string, error) {
	body := ts.ReadFile(args[0])
	w.dropped = append(w.dropped, body)
	w.keys = append(w.keys, args[1])
	ts.Check(w.Bucket().Put(context.Background(), args[1], []byte(body)))
	return "", w.await(args[1])
}

// await waits for S3's own word of what was written under key.
func (w *world) await(key string) error {
	if !w.Triggers(key) {
		return nil
	}
	select {
	case w.last = <-w.created:
		return nil
	case <-time.After(10 * time.Second):
		return fmt.Errorf("S3 sent no event for %s", key)
	}
}

func (w *world) drop(ts *testscript.TestScript, args []string) (string, error) {
	if _, err := w.put(ts, args); err != nil {
		return "", err
	}
	return w.redeliver(ts, nil)
}

func (w *world) copy(ts *testscript.TestScript, args []string) (string, error) {
	ts.Check(w.Bucket().Copy(context.Background(), args[0], args[1]))
	if err := w.await(args[1]); err != nil {
		return "", err
	}
	return w.redeliver(ts, nil)
}

func (w *world) redeliver(ts *testscript.TestScript, _ []string) (string, error) {
	event, err := testbed.S3Event(w.last)
	ts.Check(err)
	return w.invoke(testbed.ImportFunction, event)
}

func (w *world) event(ts *testscript.TestScript, args []string) (string, error) {
	return w.invoke(testbed.ImportFunction, []byte(ts.ReadFile(args[0])))
}

// invoke returns a function's answer, readable.
func (w *world) invoke(function string, event []byte) (string, error) {
	answer, err := w.Runtimes[function].Invoke(context.Background(), event)
	if err != nil {
		fmt.Fprintln(w.told, err)
		if id := idPattern.FindString(err.Error()); id != "" {
			w.id = id
		}
		return "", err
	}
	w.told.Write(answer)
	w.answer = answer
	var response outcome.Imports
	if err := json.Unmarshal(answer, &response); err == nil && len(response.Imports) > 0 {
		w.id = response.Imports[len(response.Imports)-1].ID
	}
	var readable bytes.Buffer
	if err := json.Indent(&readable, answer, "", "  "); err != nil {
		return "", err
	}
	return clockwork.ReplaceAllString(readable.String(), "$1$3…$2") + "\n", nil
}

// clockwork is what differs from one run to the next.
var clockwork = regexp.MustCompile(`("startedAt": ").*(",)|("durationMs": )\d+`)

var idPattern = regexp.MustCompile(`\d{8}T\d{6}Z-[0-9a-f]{12}`)

func (w *world) report(ts *testscript.TestScript, args []string) (string, error) {
	report := crewmojotest.Report{CSV: ts.ReadFile(args[1])}
	if len(args) > 2 {
		report.JSON = ts.ReadFile(args[2])
	}
	if len(args) > 3 {
		var err error
		report.Polls, err = strconv.Atoi(args[3])
		ts.Check(err)
	}
	w.Crewmojo.SetReport(args[0], report)
	return "", nil
}

func (w *world) export(ts *testscript.TestScript, args []string) (string, error) {
	return w.invoke(testbed.ExportFunction, []byte(ts.ReadFile(args[0])))
}

func (w *world) schedule(ts *testscript.TestScript, args []string) (string, error) {
	at, err := time.Parse(time.RFC3339, args[1])
	ts.Check(err)
	answer, err := w.Fire(context.Background(), args[0], at)
	return string(answer) + "\n", err
}

func (w *world) fault(ts *testscript.TestScript, args []string) (string, error) {
	status, err := strconv.Atoi(args[1])
	ts.Check(err)
	fault := crewmojotest.Fail(status, http.StatusText(status))
	if len(args) > 2 {
		fault = crewmojotest.Answer(status, "", ts.ReadFile(args[2]))
	}
	w.Crewmojo.Fault(crewmojotest.Endpoint(args[0]), fault)
	return "", nil
}

func (w *world) s3fault(ts *testscript.TestScript, args []string) (string, error) {
	status, err := strconv.Atoi(args[2])
	ts.Check(err)
	w.AWS.Fault(regexp.MustCompile("^"+args[0]+" "+regexp.QuoteMeta(args[1])), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	return "", nil
}

func (w *world) remember(*testscript.TestScript, []string) (string, error) {
	w.remembered = w.last
	return "", nil
}

func (w *world) deliverRemembered(ts *testscript.TestScript, _ []string) (string, error) {
	event, err := testbed.S3Event(w.remembered)
	ts.Check(err)
	return w.invoke(testbed.ImportFunction, event)
}

func (w *world) secret(_ *testscript.TestScript, args []string) (string, error) {
	w.AWS.SetSecret(testbed.SecretName, args[0])
	return "", nil
}

func (w *world) object(_ *testscript.TestScript, args []string) (string, error) {
	body, _, err := w.Bucket().Get(context.Background(), args[0])
	isForPeople := strings.HasPrefix(args[0], "imports/") && strings.HasSuffix(args[0], ".csv") && !strings.HasSuffix(args[0], "/source.csv")
	if err == nil && isForPeople && !strings.HasPrefix(string(body), "\uFEFF") {
		return "", fmt.Errorf("%s has no byte order mark, and a spreadsheet would get its accents wrong", args[0])
	}
	if strings.HasSuffix(args[0], "result.json") {
		w.told.Write(body)
	}
	return strings.TrimPrefix(string(body), "\uFEFF"), err
}

func (w *world) headers(_ *testscript.TestScript, args []string) (string, error) {
	_, headers, err := w.Bucket().Get(context.Background(), args[0])
	var lines []string
	for name, value := range headers {
		if value != "" {
			lines = append(lines, name+": "+value+"\n")
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, ""), err
}

func (w *world) objects(*testscript.TestScript, []string) (string, error) {
	keys, err := w.Bucket().Keys(context.Background(), "")
	listed := strings.Join(append(keys, ""), "\n")
	if w.id != "" {
		listed = strings.ReplaceAll(listed, w.id, "$id")
	}
	return listed, err
}

func (w *world) mail(*testscript.TestScript, []string) (string, error) {
	lines, err := w.Mail(w.answer)
	text := strings.Join(append(lines, ""), "\n")
	fmt.Fprint(w.told, text)
	return strings.ReplaceAll(text, w.id, "$id"), err
}

func (w *world) sent(_ *testscript.TestScript, args []string) (string, error) {
	files := w.Crewmojo.Files()
	if len(args) == 0 {
		return fmt.Sprintln(len(files)), nil
	}
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 || n > len(files) {
		return "", fmt.Errorf("%d files were sent", len(files))
	}
	return string(files[n-1].CSV), nil
}

func (w *world) asked(*testscript.TestScript, []string) (string, error) {
	var lines strings.Builder
	for _, request := range w.Crewmojo.ReportRequests() {
		fmt.Fprintf(&lines, "%s\n", request)
	}
	return lines.String(), nil
}

func (w *world) calls(*testscript.TestScript, []string) (string, error) {
	var lines strings.Builder
	for _, call := range w.Crewmojo.Calls() {
		fmt.Fprintf(&lines, "%s %d\n", call.Endpoint, call.Status)
	}
	return lines.String(), nil
}

func (w *world) log(*testscript.TestScript, []string) (string, error) { return textOf(w.told), nil }
