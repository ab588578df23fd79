package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A company is an employer whose HR system writes a file every evening of a working day.
type company struct {
	*rand.Rand
	style    exportStyle
	size     int
	turnover float64 // of the staff, a year
	zone     *time.Location
	now      time.Time

	staff []*employee // employed, or hired for a day to come
	left  []*employee
	hired int
	fresh []*employee // who has changed since the last file
	code  string      // how codes begin
	at    string      // the domain of the addresses
}

// An exportStyle is how a company's HR system exports.
type exportStyle struct {
	name        string
	changes     bool // only who has changed
	withLeavers bool // who has left stays in the file
	endMissing  bool // MISSING_EMPLOYEES=end
}

// An employee is somebody as they really are.
type employee struct {
	id                       string // for ever
	first, last, email, code string
	start, end               string // the end as the HR system knows it, past or to come
	manager                  *employee
	secondJob                bool
	lastDay                  string // when they really leave; "" if they do not
	leftOn                   string
}

func newCompany(seed uint64, style exportStyle, size int, turnover float64) *company {
	c := &company{
		Rand: rand.New(rand.NewPCG(seed, 1)), style: style, size: size, turnover: turnover, code: "E", at: "example.com",
		now: time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC), zone: time.UTC,
	}
	if seed%2 == 0 {
		c.zone, _ = time.LoadLocation("Australia/Sydney")
		c.now = time.Date(2026, time.January, 5, 23, 50, 0, 0, c.zone)
	}
	for len(c.staff) < size {
		c.hire(-1000)
	}
	if style.withLeavers {
		for range size {
			former := c.hire(-2000)
			former.end = c.day(-900 + c.IntN(600))
			c.staff, c.left = c.staff[:len(c.staff)-1], append(c.left, former)
			former.leftOn = former.end
		}
	}
	return c
}

func (c *company) chance(share float64) bool { return c.Float64() < share }

// day returns a day so many days from today.
func (c *company) day(days int) string { return c.now.In(c.zone).AddDate(0, 0, days).Format(time.DateOnly) }

func (c *company) today() string { return c.day(0) }

// a yearly rate as one of a working day.
func (c *company) daily(yearly float64) bool { return c.chance(yearly / 250) }

var (
	firstNames = strings.Fields("Ada Grace Alan Edsger Barbara Donald Tony John Radia Ken Dennis Frances Zoë Niklaus Hedy Katherine")
	lastNames  = strings.Fields("Lovelace Hopper Turing Dijkstra Liskov Knuth Hoare Backus Perlman Thompson Ritchie Allen Müller Wirth Lamarr")
)

// hire hires somebody, from a day on.
func (c *company) hire(days int) *employee {
	c.hired++
	e := &employee{
		id: fmt.Sprint("person ", c.hired), first: firstNames[c.IntN(len(firstNames))], last: lastNames[c.IntN(len(lastNames))],
		code: fmt.Sprintf("%s%04d", c.code, c.hired), start: c.day(days),
	}
	e.email = c.address(e)
	if len(c.staff) > 0 {
		e.manager = c.staff[c.IntN(min(len(c.staff), 1+c.size/8))]
	}
	if c.chance(0.1) && len(c.staff) > 2 { // a fixed term
		e.end = c.day(60 + c.IntN(200))
		e.lastDay = e.end
	}
	e.secondJob = c.chance(0.03)
	c.staff, c.fresh = append(c.staff, e), append(c.fresh, e)
	return e
}

func (c *company) address(e *employee) string {
	return strings.ToLower(fmt.Sprintf("%s.%s%s@%s", e.first, e.last, strings.TrimPrefix(e.id, "person "), c.at))
}

func (c *company) changed(e *employee) { c.fresh = append(c.fresh, e) }

// nextDay lets one day go by: ordinary life.
func (c *company) nextDay() {
	c.now = c.now.AddDate(0, 0, 1)
	if c.zone != time.UTC { // a little before midnight, or after
		y, m, d := c.now.Date()
		c.now = time.Date(y, m, d, 23, 40+c.IntN(40), 0, 0, c.zone)
		if c.now.Day() != d {
			c.now = c.now.Add(-20 * time.Minute)
		}
	}
	for _, e := range slices.Clone(c.staff) {
		c.liveOn(e)
	}
	for _, e := range c.left {
		if e.end != "" && c.daily(0.2) { // an end that was wrong
			e.end = e.leftOn
			c.changed(e)
		}
	}
	if len(c.staff) < c.size && c.chance(0.2) {
		c.recruit()
	}
}

// liveOn lets a day go by for one person.
func (c *company) liveOn(e *employee) {
	switch {
	case e.lastDay != "" && e.lastDay < c.today():
		c.leave(e)
		return
	case e.lastDay != "" && c.daily(2): // a notice that is withdrawn, a contract that is prolonged
		if e.lastDay, e.end = "", ""; c.chance(0.5) {
			e.end = c.day(100 + c.IntN(200))
			e.lastDay = e.end
		}
		c.changed(e)
	case e.lastDay == "" && c.daily(c.turnover):
		e.lastDay = c.day(c.IntN(30))
		if c.chance(0.7) {
			e.end = e.lastDay // known in advance
			c.changed(e)
		}
	case c.daily(0.03): // a marriage
		e.last = lastNames[c.IntN(len(lastNames))]
		e.email = c.address(e)
		c.changed(e)
	case c.daily(0.2):
		c.giveManager(e)
	case c.daily(0.05):
		e.secondJob = !e.secondJob
		c.changed(e)
	}
}

func (c *company) giveManager(e *employee) {
	e.manager = c.staff[c.IntN(min(len(c.staff), 1+c.size/8))]
	if e.manager == e {
		e.manager = nil
	}
	c.changed(e)
}

// leave is somebody's first day away. Their reports get another manager.
func (c *company) leave(e *employee) {
	c.staff = slices.DeleteFunc(c.staff, func(other *employee) bool { return other == e })
	e.leftOn, e.end = e.lastDay, e.lastDay
	if c.chance(0.1) {
		e.end = c.day(-3) // entered wrongly, and corrected later
	}
	c.left = append(c.left, e)
	c.changed(e)
	if len(c.staff) == 0 {
		c.hire(0)
	}
	heir := c.staff[c.IntN(min(len(c.staff), 1+c.size/8))]
	for _, other := range c.staff {
		if other.manager == e && other != heir {
			other.manager = heir
			c.changed(other)
		} else if other.manager == e {
			other.manager = nil
			c.changed(other)
		}
	}
}

// recruit hires somebody, or takes back who left some time ago: under the old code, or a new one.
func (c *company) recruit() {
	if len(c.left) == 0 || c.chance(0.8) {
		c.hire(c.IntN(20) - 5)
		return
	}
	i := c.IntN(len(c.left))
	e := c.left[i]
	if e.leftOn > c.day(-20) {
		return
	}
	c.left = slices.Delete(c.left, i, i+1)
	e.start, e.end, e.lastDay, e.leftOn = c.today(), "", "", ""
	if c.chance(0.5) {
		c.hired++
		e.code = fmt.Sprintf("%s%04d", c.code, c.hired)
	}
	c.staff = append(c.staff, e)
	c.changed(e)
}

var yearsColumns = []string{roster.FirstName, roster.LastName, roster.EmailAddress, roster.EmployeeCode, roster.ManagerEmployeeCode,
	roster.EmploymentStartDate, roster.EmploymentEndDate, "personId"}

// rows are the rows of tonight's file.
func (c *company) rows() [][]string {
	people := slices.Clone(c.staff)
	if c.style.withLeavers {
		people = append(people, c.left...)
	}
	if c.style.changes {
		people = nil
		for _, e := range c.fresh {
			if !slices.Contains(people, e) {
				people = append(people, e)
			}
		}
	}
	c.fresh = nil
	var rows [][]string
	for _, e := range people {
		manager := ""
		if e.manager != nil && e.manager.leftOn == "" {
			manager = e.manager.code
		}
		row := []string{e.first, e.last, e.email, e.code, manager, e.start, e.end, e.id}
		rows = append(rows, row)
		if e.secondJob {
			second := slices.Clone(row)
			second[5] = "2020-02-01"
			rows = append(rows, second)
		}
	}
	if c.size >= 30 && !c.style.changes { // a contractor whom HR has no address of
		rows = append(rows, []string{"Con", "Tractor", "", "C1", "", "", "", "nobody"})
	}
	return rows
}

func fileOf(rows [][]string) []byte {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	_ = w.Write(yearsColumns)
	_ = w.WriteAll(rows)
	return text.Bytes()
}
