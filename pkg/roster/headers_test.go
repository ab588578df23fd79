package roster

import "testing"

// No header stands for two columns, or for one of them twice. A column's own name may be listed with others that are as
// general as it is.
func TestEveryHeaderHasOneMeaning(t *testing.T) {
	of := map[string]string{}
	for column, groups := range headersOf {
		for _, headers := range groups {
			for _, header := range headers {
				if other := of[SameHeader(header)]; other != "" {
					t.Errorf("%q stands for %s, and for %s or for it twice", header, column, other)
				}
				of[SameHeader(header)] = column
			}
		}
	}
	for _, column := range Columns {
		if other := of[SameHeader(column)]; other != "" && other != column {
			t.Errorf("%q stands for %s, and is another column's name", column, other)
		}
	}
}
