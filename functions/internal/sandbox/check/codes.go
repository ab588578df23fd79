package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/importer"
	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// noCode is what a file without codes means.
const noCode = "No employee code is sent: then Crewmojo knows people by their email alone, and whoever gets a new one is somebody new."

// codes proposes to send a column as the employees' codes, if none is sent and one holds another value for everybody.
func (a *advice) codes(given values, c importer.Checked, try tryout) values {
	for _, h := range mayBeCodes(given, c) {
		next := given.mapping(h.Text, roster.EmployeeCode)
		tried, err := try(next)
		if err == nil && tried.Result.Status == outcome.Imported && tried.Result.Rows.Accepted == c.Result.Rows.Accepted && haveCodes(tried) {
			return next
		}
	}
	return given
}

// mayBeCodes returns the headers that may be that of the codes, the likeliest first; none if codes are sent.
func mayBeCodes(given values, c importer.Checked) (headers []roster.Heading) {
	if slices.Contains(c.Result.Columns.Sent, roster.EmployeeCode) {
		return nil
	}
	for _, h := range c.File.Header {
		if h.Column == "" && !given.maps(h.Text) && roster.MayBeCode(h.Text) {
			headers = append(headers, h)
		}
	}
	rank := func(h roster.Heading) int {
		if roster.LooksLike(h.Text) == roster.EmployeeCode {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(headers, func(a, b roster.Heading) int { return rank(a) - rank(b) })
	return headers
}

// codesOfLeavers proposes a column as the employees' codes, if none is sent: the code tells who has left although the
// address is blank.
func (a *advice) codesOfLeavers(next values, c importer.Checked, try tryout) {
	sent := c.Result.Columns.Sent
	if slices.Contains(sent, roster.EmployeeCode) || !slices.Contains(sent, roster.EmploymentEndDate) {
		return
	}
	for _, h := range mayBeCodes(next, c) {
		proposed := next.mapping(h.Text, roster.EmployeeCode)
		if tried, err := try(proposed); err == nil && tried.Plan != nil && haveCodes(tried) {
			a.choose(proposed, "if %s is the employees' code: then it tells who has left, although the email is blank", shown(h.Text))
			return
		}
	}
	a.note("Whoever has left and has a blank email stays employed in Crewmojo: without a code nobody knows who that is. " +
		"Have the export write one, or keep the email.")
}

// noteCodes tells what it means that no code is sent, and which column is proposed for it.
func (a *advice) noteCodes(proposed values, c importer.Checked) {
	if slices.Contains(c.Result.Columns.Sent, roster.EmployeeCode) {
		return
	}
	for _, h := range c.File.Header {
		if proposed.mapsTo(h.Text, roster.EmployeeCode) {
			a.note(noCode+" %s has another value for everybody, and may be the code.", shown(h.Text))
			return
		}
	}
	a.note(noCode + " Have the export write one.")
}

// haveCodes reports whether everybody has a code with a digit in it, and the codes are not just the numbers of the rows.
func haveCodes(c importer.Checked) bool {
	for _, code := range codesOf(c) {
		if !strings.ContainsAny(code, "0123456789") {
			return false
		}
	}
	return !areRowNumbers(c)
}

// areRowNumbers reports whether the codes count the rows: they would be other people's after the next sort.
func areRowNumbers(c importer.Checked) bool {
	last := 0
	for _, code := range codesOf(c) {
		n, err := strconv.Atoi(code)
		if err != nil || n <= last || n > c.Result.Rows.Read {
			return false
		}
		last = n
	}
	return true
}

// codesOf returns everybody's code.
func codesOf(c importer.Checked) (codes []string) {
	upload := c.Plan.Upload(false)
	at := slices.Index(upload.Columns(), roster.EmployeeCode)
	for cells := range upload.Rows {
		codes = append(codes, cells[at])
	}
	return codes
}
