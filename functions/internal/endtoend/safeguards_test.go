package endtoend

import (
	"strings"
	"testing"
)

// Each safeguard with 20 known people, at its limit, and one person over it. All other limits are off.
func TestSafeguards(t *testing.T) {
	const end = 4
	leaving := func(first, last int) func(int, []string) []string {
		return func(person int, row []string) []string {
			if first <= person && person <= last {
				row[end] = "2026-11-30"
			}
			return row
		}
	}
	invalid := func(last int) func(int, []string) []string {
		return func(person int, row []string) []string {
			if person <= last {
				row[2] = "nowhere"
			}
			return row
		}
	}
	everybody := employees(1, 20, nil)
	for _, test := range []struct {
		name     string
		settings map[string]string
		known    string
		at, over string
		reason   string
	}{
		{
			name: "invalid rows", settings: map[string]string{"MAX_INVALID_PERCENT": "10"}, known: everybody,
			at: employees(1, 20, invalid(2)), over: employees(1, 20, invalid(3)),
			reason: "3 of 20 rows (15 %) cannot be used; the limit is 10 %",
		}, {
			name: "no invalid row at all", settings: map[string]string{"MAX_INVALID_PERCENT": "0"}, known: everybody,
			at: everybody, over: employees(1, 20, invalid(1)),
			reason: "1 of 20 rows (5 %) cannot be used; the limit is 0 %",
		}, {
			name: "leaving", settings: map[string]string{"MAX_LEAVING_PERCENT": "20"}, known: everybody,
			at: employees(1, 20, leaving(1, 4)), over: employees(1, 20, leaving(1, 5)),
			reason: "5 of 20 employed people (25 %) would leave; the limit is 20 %",
		}, {
			name: "leaving counts against the employed ones alone", settings: map[string]string{"MAX_LEAVING_PERCENT": "20"},
			known: employees(1, 20, leaving(1, 10)), at: employees(1, 20, leaving(1, 12)), over: employees(1, 20, leaving(1, 13)),
			reason: "3 of 10 employed people (30 %) would leave; the limit is 20 %",
		}, {
			name: "ended because missing", settings: map[string]string{"MAX_LEAVING_PERCENT": "20", "MISSING_EMPLOYEES": "end"}, known: everybody,
			at: employees(5, 20, nil), over: employees(5, 20, leaving(20, 20)),
			reason: "5 of 20 employed people (25 %) would leave; the limit is 20 %",
		}, {
			name: "joining", settings: map[string]string{"MAX_JOINING_PERCENT": "20"}, known: everybody,
			at: employees(1, 24, nil), over: employees(1, 25, nil),
			reason: "5 people would be added or return, where 20 are employed (25 %); the limit is 20 %",
		}, {
			name: "returning counts as joining", settings: map[string]string{"MAX_JOINING_PERCENT": "20"}, known: employees(1, 25, leaving(21, 25)),
			at: employees(1, 25, leaving(25, 25)), over: everybody + strings.SplitAfterN(employees(21, 25, nil), "\n", 2)[1],
			reason: "5 people would be added or return, where 20 are employed (25 %); the limit is 20 %",
		}, {
			name: "shrinking", settings: map[string]string{"MAX_SHRINK_PERCENT": "20"}, known: everybody,
			at: employees(5, 20, nil), over: employees(6, 20, nil),
			reason: "the file has 5 people fewer than the 20 known ones (25 %); the limit is 20 %",
		}, {
			name: "who left long ago does not make a file smaller", settings: map[string]string{"MAX_SHRINK_PERCENT": "20"}, known: employees(1, 20, leaving(1, 10)),
			at: employees(13, 20, nil), over: employees(14, 20, nil),
			reason: "the file has 3 people fewer than the 10 known ones (30 %); the limit is 20 %",
		}, {
			name: "a share that would round to its limit", settings: map[string]string{"MAX_LEAVING_PERCENT": "33"}, known: employees(1, 12, nil),
			at: employees(1, 12, leaving(1, 3)), over: employees(1, 12, leaving(1, 4)),
			reason: "4 of 12 employed people (33.3 %) would leave; the limit is 33 %",
		}, {
			name: "a column that vanished", known: employees(1, 20, leaving(1, 1)),
			at: employees(1, 20, leaving(1, 1)), over: strings.ReplaceAll(strings.ReplaceAll(everybody, ",employmentEndDate", ""), ",\n", "\n"),
			reason: "the column employmentEndDate, that the last import sent, is missing, and there are values in it",
		}, {
			name: "a column without values may vanish", known: everybody,
			at: strings.ReplaceAll(strings.ReplaceAll(everybody, ",employmentEndDate", ""), ",\n", "\n"),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			settings := map[string]string{"MAX_INVALID_PERCENT": "100", "MAX_LEAVING_PERCENT": "100", "MAX_JOINING_PERCENT": "100", "MAX_SHRINK_PERCENT": "100"}
			for name, value := range test.settings {
				settings[name] = value
			}
			for _, over := range []bool{false, true} {
				file := test.at
				if over {
					file = test.over
				}
				if file == "" {
					continue
				}
				b := newBundle(t, settings)
				if r := b.drop("incoming/known.csv", test.known); r.Status != "imported" {
					t.Fatalf("the known people were %s: %s", r.Status, r.Reason)
				}
				state := b.object("state/baseline.csv")
				if r := b.drop("preview/file.csv", file); r.Status != "previewed" || over != (r.Reason == "would be held: "+test.reason) {
					t.Errorf("over %v: the preview was %s: %s", over, r.Status, r.Reason)
				}
				r := b.drop("incoming/file.csv", file)
				if !over {
					if r.Status != "imported" || r.Reason != "" {
						t.Errorf("at the limit: %s: %s", r.Status, r.Reason)
					}
					continue
				}
				if r.Status != "held" || r.Reason != test.reason {
					t.Errorf("over the limit: %s: %s; want held: %s", r.Status, r.Reason, test.reason)
				}
				if now := b.object("state/baseline.csv"); now != state {
					t.Errorf("a held file has changed what is known:\n%s", now)
				}
				if sent := len(b.Crewmojo.Files()); sent != 1 {
					t.Errorf("%d files were sent", sent)
				}
				if err := b.Bucket().Copy(t.Context(), "imports/"+r.ID+"/source.csv", "approved/file.csv"); err != nil {
					t.Fatal(err)
				}
				if r, err := b.deliver(b.announced()); err != nil || r.Status != "imported" {
					t.Errorf("approved: %s %s %v", r.Status, r.Reason, err)
				}
			}
		})
	}
}
