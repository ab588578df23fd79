package roster_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A modelWorld is a company whose life and files are as odd as it gets, by a seed.
type modelWorld struct {
	*rand.Rand
	set       modelSettings
	staff     []map[string]string
	columns   []string // of its files
	size      int
	oddity    float64 // how many of the rows are odd
	hired     int     // so far
	now       time.Time
	zeroCodes bool
}

var (
	modelFirstNames = strings.Fields("Ada Grace Alan Edsger Barbara Donald Tony John Radia Ken Dennis Frances")
	modelLastNames  = strings.Fields("Lovelace Hopper Turing Dijkstra Liskov Knuth Hoare Backus Perlman Allen O'Neil Gödel")
)

func newModelWorld(seed uint64) *modelWorld {
	w := &modelWorld{Rand: rand.New(rand.NewPCG(seed, 7)), now: time.Date(2026, time.March, 2, 13, 5, 1, 0, time.UTC)}
	zone := time.UTC
	if w.chance(0.3) {
		zone, _ = time.LoadLocation("Australia/Sydney")
	}
	w.set = modelSettings{changes: w.chance(0.2), endMissing: w.chance(0.5), zone: zone, forget: 400, dayFirst: w.chance(0.2)}
	w.set.endMissing = w.set.endMissing && !w.set.changes
	if w.chance(0.3) {
		w.set.exclude = "Contractor"
	}
	if w.chance(0.3) {
		w.set.endedWhen = "Gone"
	}
	if w.chance(0.4) {
		w.set.extra = "Office"
	}
	if w.chance(0.2) {
		w.set.forget = 3
	}
	w.oddity = []float64{0, 0.02, 0.1, 0.4}[w.IntN(4)]
	w.size = []int{1, 2, 3, 5, 8, 12, 20, 45, 70, 300}[w.IntN(10)]
	w.zeroCodes = w.chance(0.5)
	w.chooseColumns()
	for len(w.staff) < w.size {
		w.hire()
	}
	return w
}

func (w *modelWorld) chance(share float64) bool { return w.Float64() < share }
func (w *modelWorld) one(of ...string) string   { return of[w.IntN(len(of))] }

// chooseColumns chooses the columns of the files. The last one is always one of Crewmojo's.
func (w *modelWorld) chooseColumns() {
	w.columns = nil
	for _, column := range roster.Columns[3:10] {
		if w.chance(0.75) {
			w.columns = append(w.columns, column)
		}
	}
	w.columns = append(w.columns, "Kind", "Standing", "Office", roster.FirstName, roster.LastName)
	w.Shuffle(len(w.columns), func(i, j int) { w.columns[i], w.columns[j] = w.columns[j], w.columns[i] })
	w.columns = append(w.columns, roster.EmailAddress)
}

func (w *modelWorld) hire() {
	w.hired++
	first, last := w.one(modelFirstNames...), w.one(modelLastNames...)
	code := fmt.Sprintf("E%d", w.hired)
	if w.zeroCodes {
		code = fmt.Sprintf("%05d", w.hired)
	}
	person := map[string]string{
		roster.FirstName: first, roster.LastName: last, roster.EmployeeCode: code,
		roster.EmailAddress:        fmt.Sprintf("%s%d@example.com", strings.ToLower(first), w.hired),
		roster.EmploymentStartDate: w.day(-900, 60),
		"Kind":                     w.one("Employee", "Employee", "Employee", "Contractor"),
		"Standing":                 w.one("Active", "Active", "Active", "Active", "Gone"),
		"Office":                   w.one("", "Rome", "Paris, Texas", "The \"Yard\""),
	}
	if w.chance(0.1) {
		person[roster.EmployeeCode] = ""
	}
	if w.chance(0.15) {
		person[roster.EmploymentEndDate] = w.day(60, 200)
	}
	if w.chance(0.1) {
		person[roster.LeaveStartDate], person[roster.LeaveEndDate] = w.day(-20, 5), w.one(w.day(5, 40), "")
	}
	w.giveManager(person)
	w.staff = append(w.staff, person)
}

func (w *modelWorld) giveManager(person map[string]string) {
	if len(w.staff) == 0 {
		return
	}
	manager := w.staff[w.IntN(min(len(w.staff), 60))]
	person[roster.ManagerEmployeeCode] = manager[roster.EmployeeCode]
	person[roster.ManagerEmailAddress] = manager[roster.EmailAddress]
}

// day returns a day so many days from now.
func (w *modelWorld) day(from, to int) string {
	return dayOf(w.now.AddDate(0, 0, from+w.IntN(to-from+1)), w.set.zone)
}

// live lets some time go by: people come, go and change.
func (w *modelWorld) live() {
	w.now = w.now.Add(time.Duration(w.IntN(30)) * time.Hour)
	if w.chance(0.1) {
		w.now = w.now.AddDate(0, 0, w.IntN(5))
	}
	for range 1 + len(w.staff)/20 {
		w.liveOnce()
	}
	if w.chance(0.05) {
		w.chooseColumns()
	}
	if w.chance(0.03) { // the settings are changed
		w.set.changes = !w.set.changes
		w.set.endMissing = w.set.endMissing && !w.set.changes
	}
	if w.chance(0.05) {
		w.oddity = []float64{0, 0.05, 0.3}[w.IntN(3)]
	}
}

func (w *modelWorld) liveOnce() {
	if len(w.staff) == 0 {
		w.hire()
	}
	i := w.IntN(len(w.staff))
	person, other := w.staff[i], w.staff[w.IntN(len(w.staff))]
	switch w.IntN(18) {
	case 0, 1:
		w.hire()
	case 2:
		w.staff = slices.Delete(w.staff, i, i+1)
	case 3:
		person[roster.EmploymentEndDate] = w.day(-5, 5)
	case 4:
		person[roster.EmploymentEndDate] = "" // withdrawn, or a rehire
	case 5:
		person[roster.LastName] = w.one(modelLastNames...)
	case 6: // sometimes from a system that writes names in capitals
		if w.chance(0.5) {
			for _, name := range []string{roster.FirstName, roster.LastName} {
				person[name] = strings.ToUpper(person[name])
			}
		}
		person[roster.EmailAddress] = "new." + strings.TrimPrefix(person[roster.EmailAddress], "new.")
	case 7:
		w.hired++
		person[roster.EmployeeCode] = fmt.Sprintf("N%d", w.hired)
	case 8:
		w.giveManager(person)
	case 9:
		person["Standing"] = w.one("Active", "gone")
	case 10:
		person["Kind"] = w.one("Employee", "contractor")
	case 11: // an address that is handed on
		person[roster.EmailAddress] = other[roster.EmailAddress]
		if w.chance(0.5) {
			gone := other[roster.EmployeeCode]
			w.staff = slices.DeleteFunc(w.staff, func(p map[string]string) bool { return p[roster.EmployeeCode] == gone })
			w.staff = append(w.staff, person)
		}
	case 12: // a code that somebody new gets
		w.hire()
		w.staff[len(w.staff)-1][roster.EmployeeCode] = other[roster.EmployeeCode]
	case 13: // somebody who has their name, and nothing else
		w.hire()
		joiner := w.staff[len(w.staff)-1]
		joiner[roster.FirstName], joiner[roster.LastName] = person[roster.FirstName], person[roster.LastName]
	case 14:
		person[roster.EmploymentStartDate] = w.day(-900, 20)
	case 15:
		person[roster.LeaveStartDate], person[roster.LeaveEndDate] = w.day(-20, 5), w.one(w.day(5, 40), "")
	case 16: // all new but the code
		person[roster.FirstName], person[roster.LastName] = "Zoë", "Quist"
		person[roster.EmailAddress] = "zoe" + person[roster.EmployeeCode] + "@example.com"
	case 17: // a rehire under a new code, without the old one
		w.hired++
		person[roster.EmployeeCode], person[roster.EmploymentStartDate] = fmt.Sprintf("R%d", w.hired), w.day(-3, 0)
		person[roster.EmploymentEndDate] = ""
	}
}
