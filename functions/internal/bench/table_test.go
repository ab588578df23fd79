package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// A figure is one line of what `make bench` prints at its end.
type figure struct {
	name  string
	value float64
	unit  string  // of the value
	ratio float64 // 0 for none
	goal  float64 // the most that the ratio may be, or of a figure without one, the value; 0 for no goal
}

// A table is what some figures have in common.
type table struct {
	title   string
	figures []figure
}

var tables []*table

func newTable(title string) *table {
	t := &table{title: title}
	tables = append(tables, t)
	return t
}

// cpu adds how much CPU time c took, and its ratio to base, which the goal is for.
func (t *table) cpu(name string, c, base cost, goal float64) {
	t.ratio(name+", CPU", c.seconds(), "s", c.seconds()/base.seconds(), goal)
}

// peak adds how much memory c took, and its ratio to base.
func (t *table) peak(name string, c, base cost) {
	t.ratio(name+", peak memory", c.mib(), "MiB", c.mib()/base.mib(), 0)
}

// value adds a value that has no ratio; the goal is for it.
func (t *table) value(name string, value float64, unit string, goal float64) {
	t.figures = append(t.figures, figure{name, value, unit, 0, goal})
}

// ratio adds a value and its ratio to another, which the goal is for.
func (t *table) ratio(name string, value float64, unit string, ratio, goal float64) {
	t.figures = append(t.figures, figure{name, value, unit, ratio, goal})
}

// cells returns the figure as the cells of a row: name, value, ratio, goal, verdict.
func (f figure) cells() []any {
	cells := []any{f.name, fmt.Sprintf("%.4g %s", f.value, f.unit), "", "", ""}
	reached, unit := f.value, " "+f.unit
	if f.ratio > 0 {
		cells[2] = fmt.Sprintf("%.2fx", f.ratio)
		reached, unit = f.ratio, "x"
	}
	if f.goal > 0 {
		cells[3] = fmt.Sprintf("%g%s", f.goal, unit)
		if reached > f.goal {
			cells[4] = "missed"
		}
	}
	return cells
}

func printTables(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, t := range tables {
		fmt.Fprintf(w, "| %s\t| value\t| ratio\t| goal\t|\n", t.title)
		for _, f := range t.figures {
			fmt.Fprintf(w, "|   %s\t| %s\t| %s\t| %s\t| %s\n", f.cells()...)
		}
	}
	w.Flush()
}
