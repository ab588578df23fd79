package endtoend

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localaws"
)

// A bundle is a sandbox under test.
type bundle struct {
	*testbed.Bed
	t       *testing.T
	told    *os.File
	created chan localaws.Created
}

func newBundle(t *testing.T, settings map[string]string) *bundle {
	t.Helper()
	b := &bundle{t: t, created: make(chan localaws.Created, 100)}
	err := touchSources()
	if err != nil {
		t.Fatal(err)
	}
	if b.told, err = newRecord(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if b.Bed, err = testbed.Start(projectRoot, binariesDir, settings, b.told); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.Close()
		if told := textOf(b.told); strings.Contains(told, "DATA RACE") {
			t.Error(told)
		}
		b.told.Close()
	})
	b.AWS.OnCreate(func(c localaws.Created) {
		if b.Triggers(c.Key) {
			b.created <- c
		}
	})
	return b
}

// put drops a file and returns the event's object.
func (b *bundle) put(key, text string) localaws.Created {
	b.t.Helper()
	if err := b.Bucket().Put(b.t.Context(), key, []byte(text)); err != nil {
		b.t.Fatal(err)
	}
	return b.announced()
}

// announced returns the object that S3 announces next.
func (b *bundle) announced() localaws.Created {
	b.t.Helper()
	select {
	case c := <-b.created:
		return c
	case <-time.After(10 * time.Second):
		b.t.Fatal("S3 announced nothing")
		return localaws.Created{}
	}
}

// deliver delivers an object's event.
func (b *bundle) deliver(c localaws.Created) (outcome.Import, error) {
	answer, err := b.Notify(context.Background(), c)
	return testbed.Delivery{Created: c, Answer: answer, Err: err}.Result()
}

// drop drops a file and delivers its event.
func (b *bundle) drop(key, text string) outcome.Import {
	b.t.Helper()
	r, err := b.deliver(b.put(key, text))
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// object returns an object's content, or "" where there is none.
func (b *bundle) object(key string) string {
	body, _, err := b.Bucket().Get(b.t.Context(), key)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(string(body), "\uFEFF")
}

// rowsOf returns a CSV's rows as maps from column to value, by the value of one column.
func (b *bundle) rowsOf(text, by string) map[string]map[string]string {
	b.t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		b.t.Fatalf("%v in\n%s", err, text)
	}
	rows := map[string]map[string]string{}
	for i, record := range records {
		if i == 0 {
			continue
		}
		row := map[string]string{}
		for j, column := range records[0] {
			row[column] = record[j]
		}
		rows[row[by]] = row
	}
	return rows
}

// employees returns a file of the people numbered from to to, with a change for those that change names.
func employees(from, to int, change func(person int, row []string) []string) string {
	lines := []string{"firstName,lastName,emailAddress,employeeCode,employmentEndDate"}
	for i := from; i <= to; i++ {
		row := []string{"Person", fmt.Sprintf("Number%d", i), fmt.Sprintf("person%d@example.com", i), fmt.Sprintf("E%03d", i), ""}
		if change != nil {
			row = change(i, row)
		}
		lines = append(lines, strings.Join(row, ","))
	}
	return strings.Join(lines, "\n") + "\n"
}
