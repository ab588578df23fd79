package endtoend

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// A world is what one test or one story happens in: a test bed, and what the functions have said in it.
type world struct {
	*testbed.Bed
	t       tester
	told    *os.File // what the functions have logged and answered
	created chan localaws.Created
	ended   sync.Once

	mu    sync.Mutex
	files []string // the texts of the files that were put into the bucket
	keys  []string // and their keys
}

// A tester is told of what goes wrong: a [testing.T], or a story.
type tester interface {
	Helper()
	Fatalf(format string, values ...any)
}

// newWorld starts a world for a test. When the test is over, what is true of every world is checked.
func newWorld(t *testing.T, settings map[string]string) *world {
	t.Helper()
	w := startWorld(t, t.TempDir(), settings)
	t.Cleanup(w.end)
	return w
}

// startWorld starts a world whose record is in dir; end it by [world.end].
func startWorld(t tester, dir string, settings map[string]string) *world {
	t.Helper()
	if err := touchSources(); err != nil {
		t.Fatalf("%v", err)
	}
	// The functions write to it themselves, so that everything is there when they have answered.
	told, err := os.OpenFile(filepath.Join(dir, "functions.log"), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatalf("%v", err)
	}
	all := map[string]string{"GORACE": "atexit_sleep_ms=0"} // else the race detector keeps each process for a second
	maps.Copy(all, settings)
	bed, err := testbed.Start(projectRoot, binariesDir, all, told)
	if err != nil {
		t.Fatalf("start the test bed: %v", err)
	}
	w := &world{Bed: bed, t: t, told: told, created: make(chan localaws.Created, 100)}
	w.AWS.OnCreate(func(c localaws.Created) {
		if w.Triggers(c.Key) {
			w.created <- c
		}
	})
	return w
}

// log returns what the functions have logged and answered.
func (w *world) log() string {
	text, err := os.ReadFile(w.told.Name())
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	return string(text)
}

// put puts a file into the bucket, and returns what S3 announces.
func (w *world) put(key, text string) localaws.Created {
	w.t.Helper()
	w.mu.Lock()
	w.files, w.keys = append(w.files, text), append(w.keys, key)
	w.mu.Unlock()
	if err := w.Bucket().Put(context.Background(), key, []byte(text)); err != nil {
		w.t.Fatalf("put %s: %v", key, err)
	}
	return w.announced(key)
}

// copy copies an object, as a person who approves does, and returns what S3 announces.
func (w *world) copy(from, to string) localaws.Created {
	w.t.Helper()
	if err := w.Bucket().Copy(context.Background(), from, to); err != nil {
		w.t.Fatalf("copy %s to %s: %v", from, to, err)
	}
	return w.announced(to)
}

// announced returns the object that S3 announces next; none if nobody is told of such a key.
func (w *world) announced(key string) localaws.Created {
	w.t.Helper()
	if !w.Triggers(key) {
		return localaws.Created{}
	}
	select {
	case c := <-w.created:
		return c
	case <-time.After(10 * time.Second):
		w.t.Fatalf("S3 has not announced %s", key)
		return localaws.Created{}
	}
}

// invoke sends a function an event, and returns its answer.
func (w *world) invoke(function string, event []byte) ([]byte, error) {
	answer, err := w.Runtimes[function].Invoke(context.Background(), event)
	if err != nil {
		fmt.Fprintln(w.told, err)
		return nil, err
	}
	fmt.Fprintf(w.told, "%s\n", answer)
	if function == testbed.ImportFunction {
		w.checkAnswer(answer)
	}
	return answer, nil
}

// deliver sends the import the event of an object, and returns the one result that it answers.
func (w *world) deliver(c localaws.Created) (outcome.Import, error) {
	answer, err := w.invoke(testbed.ImportFunction, c.Notification())
	return testbed.Delivery{Created: c, Answer: answer, Err: err}.Result()
}

// importFile puts a file into the bucket, delivers its event, and returns the result.
func (w *world) importFile(key, text string) outcome.Import {
	w.t.Helper()
	r, err := w.deliver(w.put(key, text))
	if err != nil {
		w.t.Fatalf("import %s: %v", key, err)
	}
	return r
}

// export asks for a report.
func (w *world) export(event string) ([]byte, error) {
	return w.invoke(testbed.ExportFunction, []byte(event))
}

// object returns an object's text without its byte order mark, or "" if there is none.
func (w *world) object(key string) string {
	body, _, err := w.Bucket().Get(context.Background(), key)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(string(body), byteOrderMark)
}

// byteOrderMark is the beginning of a list that a spreadsheet reads as UTF-8.
const byteOrderMark = "\uFEFF"

// objects returns the keys under a prefix.
func (w *world) objects(prefix string) []string {
	w.t.Helper()
	keys, err := w.Bucket().Keys(context.Background(), prefix)
	if err != nil {
		w.t.Fatalf("list %s: %v", prefix, err)
	}
	return keys
}
