package roster_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// privateFiles are files whose every cell below the header is recognizable: Priv, digits that hold 77, or an address of
// private.example.
var privateFiles = []string{
	`firstName,lastName,emailAddress,employeeCode,employmentStartDate,Salary,Notes
Privada,Privlace,privada@private.example,7701,2020-01-15,77000,Priv one
"Privgrace",Privhopper,privgrace@private.example,7702,2021-03-01,77100,"Priv, two"
Privalan,Privturing,privalan@private.example,7703,2021-03-02,77200,
Privedsger,Privdijkstra,privedsger@private.example,7704,2021-03-03,77300,Priv four
`, `Vorname;Nachname;E-Mail;Personalnummer;Eintritt;Austritt;Gehalt
Privjürgen;Privmüller;privj@private.example;7701;31.01.2077;;77,5
"Priveva";Privschmidt;priveva@private.example;7702;01.02.2077;31.12.2077;77,6
Privuwe;Privmeier;privuwe@private.example;7703;15.02.2077;Privtag;77,7
`, `Private report of Privboss
Employee ID,First Name,Last Name,Work Email,Emp Termination,Status,Home Phone
7701,Privada,Privlace,privada@private.example,77-Jan-2077,Terminated,+61 77 777
7702,Privgrace,Privhopper,nowhere-77,,Active,+61 77 778
`,
}

var private = regexp.MustCompile(`(?i)priv|77|nowhere`)

// What a file says stays in the bucket, however it was mangled: errors, the names of columns and problems repeat none of it.
func TestTextsOfTheFileStayInTheBucket(t *testing.T) {
	t.Parallel()
	formats := []roster.Format{{}, {AlwaysAllowed: 2, DateFormat: roster.DMY}, {
		ExtraColumns: []string{"Salary"}, ColumnMap: map[string]string{"Notes": "humanRole"},
		EndedWhen: []roster.CellRule{{Header: "Status", Value: "Terminated"}}, DateFormat: roster.MDY, Changes: true,
	}}
	tried, accepted, refused := 0, 0, map[roster.Refusal]int{}
	for _, file := range privateFiles {
		for _, m := range mangled(file) {
			tried++
			left, err := whatLeaves(formats[tried%len(formats)], m.text)
			if found := private.FindString(left); found != "" {
				t.Errorf("%s: %q leaves the bucket in\n%s\nof\n%s", m.how, found, left, m.text)
			}
			if err != nil {
				refused[err.Why]++
			} else {
				accepted++
			}
		}
	}
	// Mangling that only ever gives one outcome would prove little.
	if tried < 1000 || accepted < tried/10 || len(refused) < 5 {
		t.Errorf("of %d files %d could be read, the others were refused for %v", tried, accepted, refused)
	}
}

// whatLeaves reads and compares a file, and returns every text about it that is not meant for the bucket.
func whatLeaves(f roster.Format, input string) (left string, refused *roster.RefusedError) {
	file, err := f.Read(strings.NewReader(input))
	left = fmt.Sprintln(err, file.Charset, file.Delimiter, file.Headers, file.Problems)
	if refused = refusalOf(err); refused != nil {
		return left + fmt.Sprintln(refused.Missing, refused.Maybe, refused.Columns, refused.Formats), refused
	}
	plan := roster.Compare(file, &roster.Baseline{}, roster.Occasion{})
	_, baselineErr := roster.ReadBaseline(strings.NewReader(input), f.DateFormat)
	return left + fmt.Sprintln(plan.Refusal(), plan.UnmappedEnd, plan.Vanished, plan.Rewritten, plan.Problems, baselineErr), nil
}

type mangledFile struct{ how, text string }

// mangled returns a file as programs and people damage it.
func mangled(file string) (all []mangledFile) {
	add := func(how, text string) { all = append(all, mangledFile{how, text}) }
	lines := strings.SplitAfter(file, "\n")
	for _, end := range []string{"\r", "\r\n", "\v", "\f", "\u0085", "\u2028", "\n\n", "\x00"} {
		add(fmt.Sprintf("all lines end in %q", end), strings.ReplaceAll(file, "\n", end))
		for i := range lines {
			glued := slices.Clone(lines)
			glued[i] = strings.Replace(glued[i], "\n", end, 1)
			add(fmt.Sprintf("line %d ends in %q", i+1, end), strings.Join(glued, ""))
		}
	}
	for i := 0; i < len(file); i += 7 {
		add(fmt.Sprintf("a quote at byte %d", i), file[:i]+`"`+file[i:])
		add(fmt.Sprintf("cut off at byte %d", i), file[:i])
		add(fmt.Sprintf("begins at byte %d", i), file[i:])
		add(fmt.Sprintf("a line break at byte %d", i), file[:i]+"\n"+file[i:])
		add(fmt.Sprintf("a comma at byte %d", i), file[:i]+","+file[i:])
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		a, b := random.IntN(len(file)), random.IntN(len(file))
		add(fmt.Sprintf("quotes at bytes %d and %d", a, b), file[:min(a, b)]+`"`+file[min(a, b):max(a, b)]+`"`+file[max(a, b):])
		shuffled := slices.Clone(lines)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		add(fmt.Sprintf("shuffled %d", i), strings.Join(shuffled, ""))
	}
	for _, comma := range []string{";", ",", "\t", "|", "~", "\n", `","`} {
		add("delimiter "+comma, strings.NewReplacer(",", comma, ";", comma).Replace(file))
	}
	for i := range lines {
		add(fmt.Sprintf("without line %d", i+1), strings.Join(slices.Delete(slices.Clone(lines), i, i+1), ""))
		add(fmt.Sprintf("line %d twice", i+1), strings.Join(slices.Insert(slices.Clone(lines), i, lines[i]), ""))
		add(fmt.Sprintf("line %d in quotes", i+1), strings.Replace(file, lines[i], `"`+strings.TrimSuffix(lines[i], "\n")+"\"\n", 1))
	}
	add("transposed", transposed(lines))
	add("headers and first row by turns", byTurns(lines))
	add("UTF-16 without a mark", "\x00"+strings.Join(strings.Split(file, ""), "\x00"))
	add("read as Windows-1252", strings.ReplaceAll(file, "ü", "\xC3\xBC"))
	add("in Windows-1252", strings.ReplaceAll(file, "ü", "\xFC"))
	add("JSON", `[{"firstName":"`+strings.Join(lines, `"},{"`)+`"}]`)
	return all
}

// cellsOf takes a line apart, without regard to quotes.
func cellsOf(line string) []string {
	return strings.FieldsFunc(line, func(char rune) bool { return char == ',' || char == ';' || char == '\n' })
}

func transposed(lines []string) string {
	var text strings.Builder
	for i := range cellsOf(lines[0]) {
		for _, line := range lines {
			if cells := cellsOf(line); i < len(cells) {
				text.WriteString(cells[i] + ",")
			}
		}
		text.WriteString("\n")
	}
	return text.String()
}

// byTurns returns the cells of the first two lines by turns, in a header with as many cells as the rows have.
func byTurns(lines []string) string {
	var header, row []string
	first, second := cellsOf(lines[0]), cellsOf(lines[1])
	for i := range min(len(first), len(second)) {
		header = append(header, first[i], second[i])
		row = append(row, second[i], second[i])
	}
	return strings.Join(header, ",") + "\n" + strings.Join(row, ",") + "\n"
}

// Workbooks do not repeat their content either: the names of sheets and of the files in an archive are texts too.
func TestWorkbooksStayInTheBucket(t *testing.T) {
	for _, sheet := range []string{
		"== Privada\nPrivada|Privlace|privada@private.example",
		"== Privada\nFirst Name|Last Name|Privmail|privada@private.example",
		"== Privada\nFirst Name|Last Name|Email|Start Date\nPrivada|Privlace|privada@private.example|Privday",
	} {
		file := workbookOf(t, sheet)
		for size := len(file); size > 0; size -= max(1, len(file)/20) {
			if left, _ := whatLeaves(roster.Format{}, string(file[:size])); private.MatchString(left) {
				t.Errorf("the first %d bytes say\n%s", size, left)
			}
		}
	}
	var archive bytes.Buffer
	writeZIP(t, &archive, map[string]string{"Privada.csv": privateFiles[0], "Privgrace.csv": privateFiles[1]})
	if left, _ := whatLeaves(roster.Format{}, archive.String()); private.MatchString(left) {
		t.Error(left)
	}
}

// The stories' own files are mangled too: what leaves must not hold an address, which none of their headers does.
func TestAddressesStayInTheBucket(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		archive, err := os.ReadFile("testdata/" + entry.Name())
		if err != nil || entry.IsDir() {
			continue
		}
		_, file, _ := strings.Cut(string(archive), "-- employees.csv --\n")
		file, _, _ = strings.Cut(file, "\n-- ")
		for i, line := 0, strings.SplitAfter(file, "\n"); i < len(line); i++ {
			glued := strings.Join(line[:i], "") + strings.TrimRight(strings.Join(line[i:], ""), "\n")
			for _, text := range []string{glued, strings.Replace(glued, "\n", "\u2028", 1+i)} {
				if left, _ := whatLeaves(roster.Format{}, text); strings.Contains(left, "@") {
					t.Errorf("%s, from line %d: %s", entry.Name(), i+1, left)
				}
			}
		}
	}
}
