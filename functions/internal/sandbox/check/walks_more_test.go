package check

import "fmt"

var moreWalks = []walk{
	{
		name: "dates that can be read either way", file: "either.csv",
		content: table("First Name,Last Name,Email,Start Date", 9, func(i int) string {
			return fmt.Sprintf("%s,%s,%[1]s@either.example,0%[3]d/0%[4]d/2019", first[i], last[i], i+1, 9-i)
		}),
		proposed: []string{"DATE_FORMAT=DD/MM/YYYY"},
		verdict:  "imported",
	},
	{
		name: "dates written in two ways", file: "both.csv",
		content: table("First Name,Last Name,Email,Start Date", 10, func(i int) string {
			return fmt.Sprintf("%s,%s,%[1]s@both.example,%[3]s", first[i], last[i],
				either(i%2 == 0, fmt.Sprintf("%02d.03.2019", i+13), fmt.Sprintf("03/%02d/2019", i+13)))
		}),
		verdict: "rejected",
		says:    []string{`"13.03.2019" can only be DD/MM/YYYY, and "03/14/2019" only MM/DD/YYYY`, "have the export write one of them"},
	},
	{
		name: "days as numbers, in the ends of employment", file: "numbers.csv",
		content: table("First Name,Last Name,Email,Start Date,End Date", 16, func(i int) string {
			return fmt.Sprintf("%s,%s,%[1]s@numbers.example,2019-03-01,%[3]s", first[i], last[i], either(i%4 == 0, "46100", ""))
		}),
		verdict: "held",
		says:    []string{"Have these corrected where the file comes from", "stays employed in Crewmojo"},
	},
	{
		name: "SuccessFactors: two header rows, and the codes of managers", file: "sf.csv",
		content: "userId,firstName,lastName,email,manager\n" + table("Users Sys ID,First Name,Last Name,Email,Manager", 9,
			func(i int) string {
				return fmt.Sprintf("sf%d,%s,%s,%[2]s@sf.example,%[4]s", i, first[i], last[i], either(i == 0, "NO_MANAGER", "sf0"))
			}),
		proposed: []string{"COLUMN_MAP=manager=managerEmployeeCode"},
		verdict:  "imported",
		says:     []string{`"manager" is sent as managerEmployeeCode`},
	},
	{
		name: "managers by their addresses", file: "mails.csv",
		content: table("Prénom;Nom;Email;Responsable", 9, func(i int) string {
			return fmt.Sprintf("%s;%s;%[1]s@mails.example;%[3]s", first[i], last[i], either(i == 0, "", "Ada@mails.example"))
		}),
		proposed: []string{"COLUMN_MAP=Responsable=managerEmailAddress"},
		verdict:  "imported",
		says:     []string{`"Responsable" is sent as managerEmailAddress, such as "Ada@mails.example"`},
	},
	{
		name: "managers by their names", file: "names.csv",
		content: table("First Name,Last Name,Email,Line Manager", 9, func(i int) string {
			return fmt.Sprintf("%s,%s,%[1]s@names.example,Ada King", first[i], last[i])
		}),
		verdict: "imported",
		says: []string{"employee code or email address, and \"Line Manager\" holds neither", "make deploy",
			"No employee code is sent", "No end of employment is sent: whoever leaves stays employed"},
	},
	{
		name: "managers by their codes, and codes under a header of its own", file: "reference.csv",
		content: table("Employee Reference,First Name,Last Name,Email,Manager ID", 9, func(i int) string {
			return fmt.Sprintf("R%d,%s,%s,%[2]s@ref.example,%[4]s", i, first[i], last[i], either(i == 0, "", "R0"))
		}),
		proposed: []string{"COLUMN_MAP='Employee Reference=employeeCode'"},
		verdict:  "imported",
	},
	{
		name: "codes under a word that says little", file: "badge.csv",
		content: table("Desk No,Badge,First Name,Last Name,Email,N+1", 9, func(i int) string {
			return fmt.Sprintf("%d,B%[1]d,%s,%s,%[2]s@badge.example,%[4]s", i, first[i], last[i], either(i == 0, "", "B0"))
		}),
		proposed: []string{"COLUMN_MAP='Badge=employeeCode,N+1=managerEmployeeCode'"},
		verdict:  "imported",
	},
	{
		name: "managers by their names, and other people's codes", file: "matrix.csv",
		content: table("Staff No,First Name,Last Name,Email,Manager,Matrix Manager ID,HR Manager ID,Manager Assistant Email", 9,
			func(i int) string {
				return fmt.Sprintf("%d,%s,%s,%[2]s@matrix.example,Ada King,0,0,ada@matrix.example", i, first[i], last[i])
			}),
		verdict: "imported",
		says:    []string{"Crewmojo would know nobody's manager.", `"Manager" holds neither`, "Run next, as README.md says"},
	},
	{
		name: "managers by a code of another kind", file: "userids.csv",
		content: table("USERID,EMPID,FIRSTNAME,LASTNAME,EMAIL,MANAGER", 9, func(i int) string {
			return fmt.Sprintf("u%d,%05[1]d,%s,%s,%[2]s@kinds.example,%[4]s", i, first[i], last[i], either(i == 0, "NO_MANAGER", "u0"))
		}),
		proposed: []string{"COLUMN_MAP=USERID=employeeCode,MANAGER=managerEmployeeCode"},
		verdict:  "imported",
		says:     []string{`"USERID" is sent as employeeCode`},
	},
	{
		name: "ADP: two columns of codes, and managers by the second", file: "adp.csv",
		content: table("File #,Associate ID,First Name,Last Name,Work Email,Reports To Associate ID", 9, func(i int) string {
			return fmt.Sprintf("%06d,A%[1]dXYZ,%s,%s,%[2]s@adp.example,%[4]s", i, first[i], last[i], either(i == 0, "", "A0XYZ"))
		}),
		proposed: []string{"COLUMN_MAP='File #='"},
		verdict:  "imported",
		says:     []string{"Run next, as README.md says"},
	},
	{
		name: "managers by the numbers of the rows, which others have after the next sort", file: "rows.csv",
		content: table("Nr.;Vorname;Nachname;E-Mail;Chef Nr.", 9, func(i int) string {
			return fmt.Sprintf("%d;%s;%s;%[2]s@rows.example;%[4]s", i+1, first[i], last[i], either(i == 0, "", "1"))
		}),
		verdict: "imported",
		says:    []string{"Crewmojo would know nobody's manager.", "No employee code is sent", "Run next, as README.md says"},
	},
	{
		name: "managers by codes of nobody, and by their addresses", file: "manager-both.csv",
		content: table("Staff No,First Name,Last Name,Email,Manager ID,Manager Email", 9, func(i int) string {
			return fmt.Sprintf("%d,%s,%s,%[2]s@two.example,P1,ada@two.example", i, first[i], last[i])
		}),
		proposed: []string{"COLUMN_MAP='Manager ID='"},
		verdict:  "imported",
		says:     []string{"Run next, as README.md says"},
	},
	{
		name: "names under a header that promises codes", file: "wrong.csv",
		content: table("Staff No,First Name,Last Name,Email,Manager ID", 9, func(i int) string {
			return fmt.Sprintf("%d,%s,%s,%[2]s@wrong.example,Ada King", i, first[i], last[i])
		}),
		verdict: "imported",
		says:    []string{"Crewmojo would know nobody's manager.", `"Manager ID" holds neither`, "make deploy"},
	},
	{
		name: "headers that a shell, make and CSV would take apart", file: "it's \"ours\" #1.csv",
		content: table(`"Name, First";"It's ""Name"" Last $1";Mail #`, 9, func(i int) string {
			return fmt.Sprintf("%s;%s;%[1]s@awkward.example", first[i], last[i])
		}),
		proposed: []string{`COLUMN_MAP='"Name, First=firstName","It'\''s ""Name"" Last $$1=lastName",Mail #=emailAddress'`},
		verdict:  "imported",
		says:     []string{`"ColumnMap='\"Name, First=firstName\",\"It\\'s \"\"Name\"\" Last $1=lastName\",Mail #=emailAddress'",`},
	},
	{
		name: "people without an address", file: "blank.csv",
		content: table("First Name,Last Name,Email", 15, func(i int) string {
			return fmt.Sprintf("%s,%s,%s", first[i], last[i], either(i%3 == 0, "", first[i]+"@blank.example"))
		}),
		proposed: []string{"EXCLUDE=Email="},
		verdict:  "imported",
		says:     []string{"5 excluded"},
	},
	{
		name: "two addresses, equally good", file: "two.csv",
		content: table("First Name,Last Name,Email,Email Address", 5, func(i int) string {
			return fmt.Sprintf("%s,%s,%[1]s@a.example,%[1]s@b.example", first[i], last[i])
		}),
		proposed: []string{"COLUMN_MAP='Email Address='"},
		verdict:  "imported",
	},
	{
		name: "no names anywhere", file: "places.csv",
		content: table("Department;Office;Email", 9, func(i int) string { return fmt.Sprintf("Sales %d;Berlin;%s@d.example", i%3, first[i]) }),
		verdict: "rejected",
		says:    []string{"lastName is missing, and none of the other columns can be it. Have the export add it."},
	},
	{
		name: "100,000 people", file: "large.csv",
		content: table("Staff Number,Forename,Surname,Email,Start Date,Location", 100_000, func(i int) string {
			return fmt.Sprintf("%06d,%s,%s,p%[1]d@large.example,03/%02[4]d/2019,Room 1", i, first[i%20], last[i%19], i%28+1)
		}),
		proposed: []string{"DATE_FORMAT=MM/DD/YYYY"},
		verdict:  "imported",
		says:     []string{"100000 read, 100000 accepted"},
	},
}
