// Straightforward is an import as one writes it on a free afternoon, with the means of the standard library: it reads a
// file, checks it, and writes what would be sent. It compares with nothing, and moves no bytes over a network.
package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/mail"
	"os"
	"strings"
	"time"
)

func main() {
	if err := importFile(os.Args[1], io.Discard); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var wanted = strings.Split("firstName,lastName,emailAddress,employeeCode,managerEmployeeCode,employmentStartDate,"+
	"employmentEndDate,leaveStartDate,leaveEndDate,humanRole,Department,Office", ",")

func importFile(path string, out io.Writer) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[name] = i
	}
	byCode, emails := map[string]map[string]string{}, map[string]bool{}
	to := csv.NewWriter(out)
	for _, record := range records[1:] {
		person := map[string]string{}
		var row []string
		for _, name := range wanted {
			person[name] = strings.TrimSpace(record[column[name]])
			row = append(row, person[name])
		}
		email, code := strings.ToLower(person["emailAddress"]), person["employeeCode"]
		if emails[email] || byCode[code] != nil || !isGood(person) {
			continue
		}
		emails[email], byCode[code] = true, person
		if err := to.Write(row); err != nil {
			return err
		}
	}
	to.Flush()
	return to.Error()
}

// isGood reports whether a person's address and dates can be sent.
func isGood(person map[string]string) bool {
	if address, err := mail.ParseAddress(person["emailAddress"]); err != nil || address.Name != "" {
		return false
	}
	start, err := time.Parse(time.DateOnly, person["employmentStartDate"])
	if err != nil {
		return false
	}
	if person["employmentEndDate"] == "" {
		return true
	}
	end, err := time.Parse(time.DateOnly, person["employmentEndDate"])
	return err == nil && !end.Before(start)
}
