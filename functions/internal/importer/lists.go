package importer

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// A list is a CSV for somebody with a spreadsheet. It has a byte order mark, without which Excel gets accents wrong,
// and the delimiter of the source file, which their spreadsheet knows. Nothing in it runs as a formula.
type list struct {
	text   bytes.Buffer
	writer *csv.Writer
	rows   int
}

func newList(delimiter string, columns ...string) *list {
	l := &list{}
	l.text.WriteString("\uFEFF")
	l.writer = csv.NewWriter(&l.text)
	if len(delimiter) == 1 {
		l.writer.Comma = rune(delimiter[0])
	}
	_ = l.writer.Write(columns) // a buffer takes everything
	return l
}

func (l *list) add(cells ...string) {
	l.rows++
	for i, cell := range cells {
		cells[i] = defuse(cell)
	}
	_ = l.writer.Write(cells)
}

// bytes returns the list; nil if it has no row.
func (l *list) bytes() []byte {
	if l.rows == 0 {
		return nil
	}
	l.writer.Flush()
	return l.text.Bytes()
}

// defuse returns a cell so that a spreadsheet shows it as it is, does not run it as a formula, keeps the zeros of a code, and
// turns no text around.
func defuse(cell string) string {
	cell = strings.Map(words.WithoutDirection, cell)
	switch {
	case cell == "":
	case strings.ContainsRune("=+-@\t\r\n", rune(cell[0])):
		return "'" + cell
	case isNumber(cell) && (cell[0] == '0' && len(cell) > 1 || len(cell) > 11):
		return `="` + cell + `"`
	}
	return cell
}

func isNumber(cell string) bool { return strings.Trim(cell, "0123456789") == "" }

// rejectedList lists the rows that cannot be sent, a line for each problem. All is how many such rows there are.
func rejectedList(rejects []roster.Reject, all int, delimiter string) []byte {
	rejects = slices.Clone(rejects)
	slices.SortStableFunc(rejects, func(a, b roster.Reject) int { return a.Row - b.Row })
	l := newList(delimiter, "row", "key", "firstName", "lastName", "column", "problem", "value", "explanation")
	listed := 0
	for i, r := range rejects {
		if i == 0 || r.Row != rejects[i-1].Row {
			listed++
		}
		l.add(strconv.Itoa(r.Row), r.ID, r.FirstName, r.LastName, r.Column, string(r.Code), r.Value, r.Explanation())
	}
	if listed < all {
		l.add("", "", "", "", "", "", "", "and "+strconv.Itoa(all-listed)+" more rows, which are not listed")
	}
	return l.bytes()
}

// changesList lists what the file changes, a line for each cell.
func changesList(plan *roster.Plan, delimiter string) []byte {
	l := newList(delimiter, "change", "key", "firstName", "lastName", "emailAddress", "column", "before", "after")
	for d := range plan.Differences {
		l.add(string(d.Kind), d.ID, d.FirstName, d.LastName, d.Email, d.Column, d.Before, d.After)
	}
	return l.bytes()
}

// uploadList lists the rows that would be sent.
func uploadList(upload roster.Upload, delimiter string) []byte {
	if upload.Len() == 0 {
		return nil
	}
	l := newList(delimiter, upload.Columns()...)
	for cells := range upload.Rows {
		l.add(cells...)
	}
	return l.bytes()
}
