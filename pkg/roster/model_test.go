package roster_test

import (
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// The model says once more what an import must do: from the design alone, with the plainest means, for somebody in HR
// to follow. It takes a file as a spreadsheet shows it, and the days as text: "2026-11-23", or "" for none.
//
// Read it from here: model_rows_test.go (which rows can be used), model_people_test.go (which rows are one person),
// model_who_test.go (who in the baseline they are), model_unaddressed_test.go (leavers whose address is blank),
// model_missing_test.go (who is missing, and whose employment ends), model_changes_test.go (what changes),
// model_next_test.go (what is sent, and the next baseline).

// modelSettings are what the company has set, and what this file is imported as.
type modelSettings struct {
	changes    bool // FILE_CONTENT=changes
	endMissing bool // MISSING_EMPLOYEES=end
	approved   bool
	exclude    string // EXCLUDE=Kind=<this>
	endedWhen  string // ENDED_WHEN=Standing=<this>
	extra      string // EXTRA_COLUMNS
	dayFirst   bool   // DATE_FORMAT=DD/MM/YYYY
	zone       *time.Location
	forget     int // FORGET_AFTER_DAYS
}

// alwaysAllowed is ALWAYS_ALLOWED.
const alwaysAllowed = 2

// modelFile is a file as a spreadsheet shows it.
type modelFile struct {
	columns   []string // the headers
	rows      []modelRow
	noLineEnd bool // behind the last row
	received  time.Time
}

// modelRow is one row of a file.
type modelRow struct {
	number    int // in the spreadsheet; the header is 1
	cells     []string
	malformed bool // it has a quotation mark that is never closed
}

// modelPerson is a row of the baseline.
type modelPerson struct {
	cell         map[string]string // by column
	received     time.Time
	missingSince time.Time // zero: not missing
	environment  string
}

// modelBaseline is what the last imports sent.
type modelBaseline struct {
	sent   []string // columns that the last import sent
	older  []string // columns that only earlier imports sent
	people []*modelPerson
}

// usableRow is a row that is fit to be sent, with its cells as they are sent.
type usableRow struct {
	number     int
	cell       map[string]string
	start      string
	end        string
	hasLeft    bool // ENDED_WHEN says so, and the row has no end
	isLastRow  bool
	isExcluded bool
	noAddress  bool // and nothing else is wrong with it: the code tells whose it is
}

// modelPlan is what comes out.
type modelPlan struct {
	set   modelSettings
	file  modelFile
	base  *modelBaseline
	today string
	plan  roster.Plan // the figures

	columns    []string     // that are sent
	hasEnds    bool         // the file has a column of ends
	usable     []*usableRow // that are not excluded
	excluded   []*usableRow // that are usable, and EXCLUDE names them
	noAddress  []*usableRow // of leavers who only lack an address, excluded ones too
	people     []*filePerson
	accepted   []*filePerson   // those of them who are sent
	rejected   map[string]bool // codes and addresses in rows that are rejected for what stands in them
	doubled    map[string]bool // codes and addresses in rows that are rejected for another row's code or address
	answered   map[string]bool // codes and addresses for which this file answers
	keptOut    map[string]bool // codes and addresses in excluded rows
	keptOpen   map[string]bool // codes in those of them that have no end of employment
	statusEnds bool            // some row has left by ENDED_WHEN
	withValue  map[string]bool // columns with a value in some row
	absent     map[*modelPerson]*absence
	endedBy    map[*modelPerson]*filePerson // whose employment a row ends that has no address
}

// model plays one file.
func model(set modelSettings, file modelFile, base *modelBaseline) *modelPlan {
	m := &modelPlan{
		set: set, file: file, base: base, today: dayOf(file.received, set.zone),
		rejected: map[string]bool{}, doubled: map[string]bool{}, answered: map[string]bool{}, keptOut: map[string]bool{},
		keptOpen: map[string]bool{}, withValue: map[string]bool{},
		absent: map[*modelPerson]*absence{}, endedBy: map[*modelPerson]*filePerson{},
	}
	m.readRows()
	m.findPeople()
	m.findWhoIsWho()
	m.endUnaddressed()
	m.findMissing()
	m.findPossibleDuplicates()
	m.endMissing()
	m.findChanges()
	m.checkManagers()
	m.countRewritten()
	m.findVanished()
	for i := range m.plan.Problems { // of each problem the first 20 rows are named
		rows := m.plan.Problems[i].Rows
		slices.Sort(rows)
		m.plan.Problems[i].Rows = rows[:min(len(rows), 20)]
	}
	return m
}

func dayOf(t time.Time, zone *time.Location) string { return t.In(zone).Format("2006-01-02") }

// isEmployed reports whether somebody with this end of employment, or none, is employed on a day.
func isEmployed(end, day string) bool { return end == "" || end > day }

// same compares codes, addresses and names: without regard to case.
func same(a, b string) bool { return strings.EqualFold(a, b) }

// like is a code or an address without regard to case.
func like(text string) string { return strings.ToLower(text) }

// isKnown reports whether a set holds a code or an address.
func isKnown(set map[string]bool, text string) bool { return text != "" && set[like(text)] }

func (m *modelPlan) remember(set map[string]bool, texts ...string) {
	for _, text := range texts {
		if text != "" {
			set[like(text)] = true
		}
	}
}

// problem counts a problem of a row.
func (m *modelPlan) problem(code roster.Code, column string, row int) {
	for i := range m.plan.Problems {
		if p := &m.plan.Problems[i]; p.Code == code && p.Column == column {
			p.Count++
			p.Rows = append(p.Rows, row)
			return
		}
	}
	m.plan.Problems = append(m.plan.Problems, roster.Problem{Code: code, Column: column, Count: 1, Rows: []int{row}})
}

// reject lists one problem of a row that is rejected.
func (m *modelPlan) reject(row int, cell map[string]string, code roster.Code, column, value string, detail roster.Detail) {
	m.problem(code, column, row)
	id := cell[roster.EmployeeCode]
	if id == "" {
		id = cell[roster.EmailAddress]
	}
	m.plan.Rejects = append(m.plan.Rejects, roster.Reject{
		Row: row, ID: id, FirstName: cell[roster.FirstName], LastName: cell[roster.LastName], Column: column, Code: code, Detail: detail,
		Value: value,
	})
}
