package roster

import "testing"

// No header stands for two columns, and none of our lists contains one that another column's own name takes.
func TestEveryHeaderHasOneMeaning(t *testing.T) {
	of := map[string]string{}
	for _, column := range Columns {
		of[SameHeader(column)] = column
	}
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
}
