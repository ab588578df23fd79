package bench

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"os"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// programs are what benchmarks compare, each run by this test binary in a process of its own: our reader, and what it is held
// against.
var programs = map[string]func(files []string) error{
	"bare":            bareRead,
	"roster":          func(files []string) error { return readRoster(files[0], os.DevNull) },
	"roster-known":    func(files []string) error { return readRoster(files[0], files[1]) },
	"straightforward": straightforward,
	"copy":            hashAndCopy,
}

// bareRead reads a CSV with encoding/csv and does nothing with it: the unit that the others are measured in.
func bareRead(files []string) error {
	file, err := os.Open(files[0])
	if err != nil {
		return err
	}
	defer file.Close()
	rows := csv.NewReader(file)
	rows.ReuseRecord = true
	for {
		if _, err := rows.Read(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// workloadFormat is how a workload is to be read.
var workloadFormat = roster.Format{ExtraColumns: []string{"Department", "Office"}}

// readRoster does all that an import does with a file, but for sending it: it reads, checks and compares.
func readRoster(path, basePath string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	known, err := os.Open(basePath)
	if err != nil {
		return err
	}
	defer known.Close()
	read, err := workloadFormat.Read(file)
	if roster.IsRefused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	base, err := roster.ReadBaseline(known, roster.YMD)
	if err != nil {
		return err
	}
	roster.Compare(read, base, roster.Occasion{Received: time.Now()})
	return nil
}

// straightforward is the import as one writes it on a free afternoon: the same checks, with the standard library's means.
func straightforward(files []string) error {
	text, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[strings.ToLower(strings.TrimSpace(name))] = i
	}
	wanted := strings.Split("first name,last name,work email,employee id,manager id,start date,end date,leave start,leave end,crewmojo role,department,office", ",")
	byCode, byEmail := map[string]map[string]string{}, map[string]bool{}
	var out bytes.Buffer
	to := csv.NewWriter(&out)
	for _, record := range records[1:] {
		person := map[string]string{}
		var row []string
		for _, name := range wanted {
			person[name] = strings.TrimSpace(record[column[name]])
			row = append(row, person[name])
		}
		address, err := mail.ParseAddress(person["work email"])
		if err != nil || address.Name != "" || byEmail[strings.ToLower(address.Address)] || byCode[person["employee id"]] != nil {
			continue
		}
		start, startErr := time.Parse(time.DateOnly, person["start date"])
		end, endErr := time.Parse(time.DateOnly, person["end date"])
		if startErr != nil || person["end date"] != "" && (endErr != nil || end.Before(start)) {
			continue
		}
		byEmail[strings.ToLower(address.Address)] = true
		byCode[person["employee id"]] = person
		if err := to.Write(row); err != nil {
			return err
		}
	}
	circles := 0
	for code, person := range byCode {
		for boss, steps := byCode[person["manager id"]], 0; boss != nil && steps < 100; boss, steps = byCode[boss["manager id"]], steps+1 {
			if boss["employee id"] == code {
				circles++
				break
			}
		}
	}
	to.Flush()
	_, err = fmt.Fprintln(io.Discard, circles, sha256.Sum256(out.Bytes()))
	return err
}

// inPython is the same again, as one writes it in Python.
const inPython = `
import csv, datetime, re, sys
wanted = "First Name,Last Name,Work Email,Employee ID,Manager ID,Start Date,End Date,Leave Start,Leave End,Crewmojo Role,Department,Office".split(",")
address = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")
people, emails = {}, set()
with open(sys.argv[1], newline="", encoding="utf-8") as src, open("/dev/null", "w", newline="") as dst:
    out = csv.writer(dst)
    for row in csv.DictReader(src):
        row = {name: row[name].strip() for name in wanted}
        email, code = row["Work Email"].lower(), row["Employee ID"]
        if not address.match(email) or email in emails or code in people:
            continue
        try:
            start = datetime.date.fromisoformat(row["Start Date"])
            if row["End Date"] and datetime.date.fromisoformat(row["End Date"]) < start:
                continue
        except ValueError:
            continue
        emails.add(email)
        people[code] = row["Manager ID"]
        out.writerow(row.values())
for code in people:
    boss, steps = people[code], 0
    while boss in people and boss != code and steps < 100:
        boss, steps = people[boss], steps + 1
`

// hashAndCopy is what an export cannot do without: it gets a report, hashes it, keeps it until it is whole, and puts it.
func hashAndCopy(urls []string) error {
	got, err := http.Get(urls[0])
	if err != nil {
		return err
	}
	defer got.Body.Close()
	kept, err := os.CreateTemp("", "copy-")
	if err != nil {
		return err
	}
	defer os.Remove(kept.Name())
	sum := sha256.New()
	size, err := io.Copy(kept, io.TeeReader(got.Body, sum))
	if err != nil {
		return err
	}
	put, err := http.NewRequest(http.MethodPut, urls[1], io.NewSectionReader(kept, 0, size))
	if err != nil {
		return err
	}
	put.ContentLength = size
	put.Header.Set("X-Sha256", hex.EncodeToString(sum.Sum(nil)))
	answer, err := http.DefaultClient.Do(put)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// writeKnown writes the baseline after an import of src to path.
func writeKnown(src io.Reader, path, _ string) error {
	file, err := workloadFormat.Read(src)
	if err != nil {
		return err
	}
	base, err := os.Create(path)
	if err != nil {
		return err
	}
	plan := roster.Compare(file, &roster.Baseline{}, roster.Occasion{Received: time.Now().Add(-24 * time.Hour)})
	if err := plan.WriteBaseline(base, roster.Next{Environment: "test"}); err != nil {
		return err
	}
	return base.Close()
}
