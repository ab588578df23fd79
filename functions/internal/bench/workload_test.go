package bench

import (
	"bytes"
	"fmt"
	"strings"
)

// workload returns an employee file as a large company's HR system writes one: 14 columns, two of them not sent, and
// about 115 bytes a row. One row in a hundred has quoted cells, one in five hundred is rejected. Another day's file
// differs in one row in a hundred.
func workload(people, day int) []byte {
	var file bytes.Buffer
	file.Grow(people * 140)
	file.WriteString("firstName,lastName,emailAddress,employeeCode,managerEmployeeCode,employmentStartDate," +
		"employmentEndDate,leaveStartDate,leaveEndDate,humanRole,Department,Office,Salary,Notes\n")
	for i := range people {
		first, last := firstNames[i%len(firstNames)], lastNames[i/7%len(lastNames)]
		email := fmt.Sprintf("%s.%s%d@example.com", first, last, i)
		office := offices[i%len(offices)]
		if i%100 == 50 {
			last, office = `"`+last+`, Jr."`, `"Building ""C"", `+office+`"`
		}
		if i%500 == 250 {
			email = "nowhere"
		}
		if i%100 == 3 {
			office = fmt.Sprintf("%s %d", office, day)
		}
		end := ""
		if i%20 == 9 {
			end = "2025-11-30"
		}
		manager := i / 8
		if manager%500 == 250 {
			manager++
		}
		fmt.Fprintf(&file, "%s,%s,%s,E%07d,E%07d,20%02d-%02d-%02d,%s,,,Employee,%s,%s,%d,\n",
			first, last, email, i, manager, i%25, i%12+1, i%28+1, end, departments[i%len(departments)], office, 40_000+i%90_000)
	}
	return file.Bytes()
}

var (
	firstNames  = strings.Fields("Ada Grace Alan Edsger Barbara Donald Margaret Tony Dennis Kenneth Frances Radia Leslie")
	lastNames   = strings.Fields("Lovelace Hopper Turing Dijkstra Liskov Knuth Hamilton Hoare Ritchie Allen Perlman Lamport")
	departments = []string{"Engineering", "Customer Success", "Finance", "People and Culture", "Legal"}
	offices     = []string{"Sydney", "London", "San Francisco", "Berlin"}
)
