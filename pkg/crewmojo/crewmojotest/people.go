package crewmojotest

import (
	"maps"
	"strings"
)

// people are the employees that a server knows.
type people struct {
	list    []map[string]string
	byCode  map[string]int
	byEmail map[string]int // in lower case
}

// take applies a file as the API's page says: a row is matched by the employee code, then by the address, and is
// somebody new otherwise. A column that a file lacks is blank.
func (p *people) take(records [][]string) {
	if p.byCode == nil {
		p.byCode, p.byEmail = map[string]int{}, map[string]int{}
	}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		code, address := row["employeeCode"], strings.ToLower(row["emailAddress"])
		i, known := p.byCode[code]
		if !known {
			i, known = p.byEmail[address]
		}
		if !known {
			i = len(p.list)
			p.list = append(p.list, nil)
		}
		p.list[i] = row
		p.byEmail[address] = i
		if code != "" {
			p.byCode[code] = i
		}
	}
}

func (p *people) all() []map[string]string {
	all := make([]map[string]string, len(p.list))
	for i, row := range p.list {
		all[i] = maps.Clone(row)
	}
	return all
}
