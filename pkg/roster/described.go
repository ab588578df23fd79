package roster

import (
	"slices"
)

// describe tells in the file what was made of it.
func (r *reader) describe() {
	if r.cleaner.windows1252 && r.Charset == UTF8 {
		r.Charset, r.Guessed = Windows1252, true
	}
	if r.Charset != Workbook {
		r.Delimiter = string(r.header.comma)
	}
	if r.dates.isWrong() && r.dates.onlyOther <= r.format.AlwaysAllowed {
		r.rejectAmbiguous()
	}
	r.describeHeaders()
	for i, c := range r.header.sent {
		if !r.filled[i] {
			r.blank = append(r.blank, c.name)
		}
	}
	r.Problems = r.problems.sorted()
}

// describeHeaders tells what was made of the headers.
func (r *reader) describeHeaders() {
	h, f := r.header, r.format
	proven := r.Rows.Accepted > 0 && r.widest >= len(h.cells) && !h.holdsData(f)
	r.Headers.Sent, r.Header, r.HeaderRow = h.names(), h.headings(f, proven), int(h.row)
	for i, cell := range h.cells {
		label := h.label(f, i, proven)
		switch {
		case cell == "":
		case h.columns[i] == "":
			r.Headers.Ignored = append(r.Headers.Ignored, label)
		case h.columns[i] != cell:
			r.Headers.Mapped[label] = h.columns[i]
		}
	}
	r.Ends = r.ends(proven)
	for _, column := range f.ExtraColumns {
		if h.index(column) < 0 {
			r.Headers.Absent = append(r.Headers.Absent, column)
		}
	}
	for _, rule := range append(slices.Clone(f.Exclude), f.EndedWhen...) {
		if h.place(rule.Header) < 0 && !slices.Contains(r.Headers.Absent, rule.Header) {
			r.Headers.Absent = append(r.Headers.Absent, rule.Header)
		}
	}
	for header, column := range f.ColumnMap {
		if column != "" && h.place(header) < 0 {
			r.Headers.Absent = append(r.Headers.Absent, header)
		}
	}
	slices.Sort(r.Headers.Absent)
}

// rejectAmbiguous rejects the rows whose dates could be read either way, in a file with some dates in another
// format than the one that is set.
func (r *reader) rejectAmbiguous() {
	r.people = slices.DeleteFunc(r.people, func(p person) bool {
		if p.marks&(ambiguous|excluded) != ambiguous {
			return false
		}
		r.Rows.Accepted--
		r.row, r.cells = p.row, toBytes(slices.Collect(cellsIn(r.records.get(p.record))))
		r.found = append(r.found[:0], finding{InvalidDate, r.ambiguousColumn(), nil, SwappedDates})
		r.reject()
		r.cutOff = r.cutOff || p.row == r.unended
		return true
	})
}

// ambiguousColumn returns the first column of dates that the current row fills.
func (r *reader) ambiguousColumn() string {
	for i, c := range r.header.sent {
		if (c.kind == startDate || c.kind == endDate) && len(r.cells[i]) > 0 {
			return c.name
		}
	}
	return ""
}

// verdict refuses a file that cannot be used as a whole.
func (r *reader) verdict() error {
	unknown := r.header.lastUnknown(r.format)
	if r.Charset != Workbook && r.Rows.Read > 0 && unknown >= r.widest && r.widest > 0 {
		return refuse(NotAFile, "the header has %d columns, and no row has more than %d: part of the data has run into the header",
			number(len(r.header.cells)), number(r.widest))
	}
	unusable := r.Rows.Read > 0 && r.Rows.Rejected == r.Rows.Read
	switch {
	case r.dates.isWrong() && (unusable || r.dates.onlyOther > r.format.AlwaysAllowed):
		return r.dates.refusal()
	case r.Rows.Read == 0 && r.format.Changes:
		return nil
	case r.Rows.Read == 0:
		return refuse(NoRows, "the file has a header and no rows")
	case unusable:
		return noUsableRow(r.Rows, r.problems, r.Rejects)
	}
	return nil
}
