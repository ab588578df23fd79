package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

var exportStyles = []exportStyle{
	{name: "active people"},
	{name: "active people, missing ones are ended", endMissing: true},
	{name: "active and terminated people", withLeavers: true},
	{name: "active and terminated people, missing ones are ended", withLeavers: true, endMissing: true},
	{name: "changes", changes: true},
}

// Companies of 3 to 300 people live through 250 days with the default settings. Ordinary life is never held. An
// extraordinary day is held once, and after its approval life goes on. Crewmojo ends everybody who leaves, nobody else,
// and once.
func TestYears(t *testing.T) {
	seed := uint64(0)
	for _, size := range []int{3, 8, 30, 300} {
		for _, style := range exportStyles {
			for _, turnover := range []float64{0.1, 0.4} {
				for range max(1, 10/size) {
					seed++
					t.Run(fmt.Sprintf("%d people, %s, turnover %.0f %%, seed %d", size, style.name, turnover*100, seed), func(t *testing.T) {
						t.Parallel()
						newYears(newCompany(seed, style, size, turnover)).run(t, 250)
					})
				}
			}
		}
	}
}

// years are a company, its baseline, and what Crewmojo has.
type years struct {
	*company
	baseline []byte
	crewmojo crewmojoThen
	missing  map[string]int // how often somebody was reported missing, since they were last there
	ended    map[string]int // and ended
	holds    int
	files    [][]byte // of the nights so far
}

func newYears(c *company) *years {
	records := func() map[string]map[string]string { return map[string]map[string]string{} }
	return &years{
		company: c, missing: map[string]int{}, ended: map[string]int{},
		crewmojo: crewmojoThen{records: records(), byCode: records(), byEmail: records()},
	}
}

// Extraordinary days, by the number of the day. Each may be held once, and these must be: in full files, and in
// changes.
var extraordinary = map[int]struct {
	happens    func(c *company)
	full, some bool
}{
	60:  {(*company).reorganise, false, false},
	90:  {(*company).acquire, true, false},
	120: {(*company).moveToNewDomain, true, true},
	150: {(*company).moveToNewSystem, true, true},
	200: {(*company).endSeason, false, false},
}

func (y *years) run(t *testing.T, days int) {
	for day := range days {
		y.nextDay()
		event, isExtraordinary := extraordinary[day]
		if isExtraordinary {
			event.happens(y.company)
		}
		holds := y.holds
		weekday := y.now.In(y.zone).Weekday()
		if !isExtraordinary && (weekday == time.Saturday || weekday == time.Sunday) {
			continue
		}
		y.night(t, fmt.Sprintf("day %d, %s", day, y.today()), isExtraordinary)
		if must := isExtraordinary && (event.full && !y.style.changes || event.some && y.style.changes); must && y.holds == holds {
			t.Errorf("day %d was not held", day)
		}
		if t.Failed() {
			return
		}
	}
}

// night imports tonight's file, and checks what has become of everybody.
func (y *years) night(t *testing.T, when string, mayBeHeld bool) {
	file := fileOf(y.rows())
	d, plan := y.importFile(t, file, false)
	if d.status == outcome.Held && mayBeHeld {
		y.holds++
		d, plan = y.importFile(t, file, true)
	}
	if d.status != outcome.Imported {
		t.Errorf("%s: %s, for %+v", when, d.status, d.reasons)
		return
	}
	y.files = append(y.files, file)
	y.count(plan)
	y.check(t, when)
}

// importFile does with a file what the importer does, without S3.
func (y *years) importFile(t *testing.T, file []byte, approved bool) (decision, *roster.Plan) {
	t.Helper()
	format := roster.Format{ExtraColumns: []string{"personId"}, Changes: y.style.changes, AlwaysAllowed: defaults.AlwaysAllowed}
	read, err := format.Read(bytes.NewReader(file))
	if err != nil {
		return decision{status: outcome.Rejected}, nil
	}
	base := baselineOf(t, string(y.baseline))
	plan := roster.Compare(read, base, roster.Occasion{
		Received: y.now, Zone: y.zone, EndMissing: y.style.endMissing, Approved: approved,
	})
	if plan.Refusal() != nil {
		return decision{status: outcome.Rejected}, plan
	}
	state := baselineState{first: base.Len() == 0, newest: base.Newest()}
	d := decide(plan, state, y.now, mode{changes: y.style.changes, approved: approved}, defaults)
	if d.send {
		upload := plan.Upload(y.IntN(2) == 0)
		for cells := range upload.Rows {
			y.crewmojo.take(upload.Columns(), cells)
		}
		var next bytes.Buffer
		if err := plan.WriteBaseline(&next, roster.Next{Environment: "test", ForgetAfter: 400}); err != nil {
			t.Fatal(err)
		}
		y.baseline = next.Bytes()
	}
	return d, plan
}

// count counts who is missing and who is ended.
func (y *years) count(plan *roster.Plan) {
	for d := range plan.Differences {
		switch d.Kind {
		case roster.Missing:
			y.missing[d.ID]++
		case roster.Ended:
			y.ended[d.ID]++
		}
	}
	for _, e := range y.staff {
		delete(y.missing, e.code)
		delete(y.ended, e.code)
	}
}

// check checks that Crewmojo and the baseline are right about everybody.
func (y *years) check(t *testing.T, when string) {
	if y.crewmojo.mixedUp != "" {
		t.Errorf("%s: %s", when, y.crewmojo.mixedUp)
	}
	known := y.inBaseline()
	for _, e := range y.staff {
		record := y.crewmojo.records[e.id]
		if record == nil || record[roster.EmploymentEndDate] != e.end || record[roster.EmailAddress] != e.email ||
			record[roster.EmployeeCode] != e.code {
			t.Errorf("%s: Crewmojo has %v of %+v", when, record, e)
		}
		if !known[e.id] {
			t.Errorf("%s: %+v is not in the baseline", when, e)
		}
	}
	for _, e := range y.left {
		y.checkLeaver(t, when, e, known)
	}
	for id, times := range y.missing {
		if times > 1 {
			t.Errorf("%s: %s was reported missing %d times", when, id, times)
		}
	}
	for id, times := range y.ended {
		if times > 1 {
			t.Errorf("%s: %s was ended %d times", when, id, times)
		}
	}
}

// inBaseline returns who is in the baseline.
func (y *years) inBaseline() map[string]bool {
	known := map[string]bool{}
	rows, _ := csv.NewReader(bytes.NewReader(y.baseline)).ReadAll()
	for _, row := range rows {
		known[row[slices.Index(rows[0], "personId")]] = true
	}
	return known
}

// checkLeaver checks somebody who has left: they are ended by the file, or a few days later since they are missing.
func (y *years) checkLeaver(t *testing.T, when string, e *employee, known map[string]bool) {
	record := y.crewmojo.records[e.id]
	if record == nil {
		return // they had left before the first file, or never came
	}
	end := record[roster.EmploymentEndDate]
	isOver := end != "" && end <= y.today()
	switch {
	case y.style.withLeavers || y.style.changes:
		if end != e.end {
			t.Errorf("%s: the end of %+v is %q", when, e, end)
		}
	case y.style.endMissing:
		if !isOver && e.leftOn < y.day(-7) {
			t.Errorf("%s: %+v left long ago, and is not ended: %q", when, e, end)
		}
	case !isOver && e.leftOn < y.day(-4) && y.missing[e.code] != 1:
		t.Errorf("%s: %+v left, and was reported missing %d times", when, e, y.missing[e.code])
	}
	if !known[e.id] {
		t.Errorf("%s: %+v was forgotten after %s", when, e, e.leftOn)
	}
}

// crewmojoThen is what Crewmojo has: it finds people by their code, then by their address.
type crewmojoThen struct {
	records map[string]map[string]string // by whom they are of
	byCode  map[string]map[string]string
	byEmail map[string]map[string]string
	mixedUp string // a record that was written over with somebody else
}

func (c *crewmojoThen) take(columns, cells []string) {
	row := map[string]string{}
	for i, column := range columns {
		row[column] = cells[i]
	}
	record := c.byCode[row[roster.EmployeeCode]]
	if record == nil {
		record = c.byEmail[row[roster.EmailAddress]]
	}
	if record == nil {
		record = map[string]string{"personId": row["personId"]}
		c.records[row["personId"]] = record
	}
	delete(c.byCode, record[roster.EmployeeCode])
	delete(c.byEmail, record[roster.EmailAddress])
	c.byCode[row[roster.EmployeeCode]], c.byEmail[row[roster.EmailAddress]] = record, record
	if record["personId"] != row["personId"] {
		c.mixedUp = fmt.Sprintf("%v is written into the record of %v", row, record)
	}
	for column, cell := range row {
		record[column] = cell
	}
}
